#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's TLS looked at from outside with openssl and Python, its certificate renewed while
it runs, who may read its key, and the headers of its answers."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time

import small
import tap
from tap import check

SERVER = None
# OpenSSL's names. All agree on a fresh key each time, and authenticate what they encrypt.
GOOD = {'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305',
        'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384',
        'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-RSA-AES128-GCM-SHA256'}
PATIENCE = 10.0


def openssl (*words, said='Q\n'):
    """What s_client sees; it sends what is `said`."""
    done = subprocess.run (['openssl', 's_client', '-connect', f'localhost:{SERVER.port}',
                            '-CAfile', str (SERVER.folder / 'ca.pem'), *words], input=said,
                           capture_output=True, text=True, timeout=30, check=False)
    return done.stdout + done.stderr


def connects (*words):
    said = openssl (*words)
    return 'Cipher is (NONE)' not in said and 'Verify return code: 0 (ok)' in said


def shake_hands (prepare):
    """A handshake as Python's OpenSSL makes it; None when it fails."""
    context = ssl.create_default_context (cafile=str (SERVER.folder / 'ca.pem'))
    try:
        prepare (context)
        with socket.create_connection (('localhost', SERVER.port), PATIENCE) as plain:
            with context.wrap_socket (plain, server_hostname='localhost') as secure:
                return secure.version (), secure.cipher ()[0], secure.getpeercert ()
    except (ssl.SSLError, ConnectionError):
        return None


def test_versions ():
    old = ('-cipher', 'ALL:@SECLEVEL=0')
    check (not connects ('-tls1', *old) and not connects ('-tls1_1', *old), 'old versions')
    check (connects ('-tls1_2') and connects ('-tls1_3'), 'TLS 1.2 and 1.3')


def read_memory ():
    """What the server has in memory, in KB."""
    with open (f'/proc/{SERVER.process.pid}/status', encoding='ascii') as status:
        return int (next (line.split ()[1] for line in status if line.startswith ('VmRSS')))


def test_a_connection_costs_little ():
    """Each with a copy of the system's authorities would have three quarters of a megabyte."""
    if 'ASAN_OPTIONS' in os.environ:
        raise tap.Skip ('a sanitizer keeps memory of its own')
    many, at_most = 80, 300
    context = ssl.create_default_context (cafile=str (SERVER.folder / 'ca.pem'))
    connects ()
    before, lines = read_memory (), []
    for _ in range (many):
        plain = socket.create_connection (('localhost', SERVER.port), PATIENCE)
        lines.append (context.wrap_socket (plain, server_hostname='localhost'))
    # The last handshake is over for both once a request is answered.
    lines[-1].sendall (b'GET /v1/server HTTP/1.1\r\nHost: localhost\r\n\r\n')
    check (lines[-1].recv (8) == b'HTTP/1.1', 'an answer')
    grown = (read_memory () - before) / many
    for line in lines:
        line.close ()
    print (f'# {grown:.0f} KB each')
    check (grown < at_most, f'{grown} KB each')


def test_ciphers ():
    names = subprocess.run (['openssl', 'ciphers', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'],
                            capture_output=True, text=True, check=True).stdout.strip ().split (':')
    names = [name for name in names if not name.startswith ('TLS_')]

    def only (name):
        def prepare (context):
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers (f'{name}:@SECLEVEL=0')
        return prepare

    taken = {name for name in names if shake_hands (only (name)) is not None}
    check (taken and taken <= GOOD, f'taken: {sorted (taken - GOOD)}')
    print (f'# TLS 1.2: {len (names)} suites tried, {len (taken)} taken')
    for name in ('TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256',
                 'TLS_CHACHA20_POLY1305_SHA256'):
        check (connects ('-tls1_3', '-ciphersuites', name), name)
    for name in ('TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256'):
        check (not connects ('-tls1_3', '-ciphersuites', name), name)


def test_curves_and_groups ():
    for name in ('X25519', 'P-256', 'P-384'):
        check (connects ('-groups', name), name)
    for name in ('P-224', 'P-192', 'secp256k1', 'secp160k1', 'brainpoolP256r1', 'X448',
                 'ffdhe2048'):
        for version in ('-tls1_2', '-tls1_3'):
            check (not connects ('-groups', name, version), f'{name} {version}')


def test_signatures ():
    check (connects ('-tls1_2', '-sigalgs', 'ECDSA+SHA256'), 'SHA-256')
    for algorithm in ('ECDSA+SHA1', 'RSA+SHA1', 'RSA+MD5', 'ECDSA+SHA224', 'DSA+SHA1'):
        check (not connects ('-tls1_2', '-sigalgs', algorithm, '-cipher', 'ALL:@SECLEVEL=0'),
               algorithm)


def test_no_compression ():
    said = openssl ('-tls1_2', '-comp', '-cipher', 'ALL:@SECLEVEL=0')
    check ('Compression: NONE' in said and 'Secure Renegotiation IS supported' in said,
           'a plain connection')


def test_alpn ():
    said = openssl ('-alpn', 'h2,http/1.1')
    check ('ALPN protocol: http/1.1' in said, 'HTTP/1.1 is chosen')


def test_an_rsa_certificate_serves_as_well ():
    SERVER.make_certificate (('rsa:2048',))
    serial = reload (True)
    check (connects ('-tls1_2') and connects ('-tls1_3') and
           not connects ('-tls1_2', '-cipher', 'AES256-GCM-SHA384:@SECLEVEL=0'), 'fresh keys only')
    SERVER.make_certificate ()
    check (reload (True) != serial, 'and back')


# --- renewing ---------------------------------------------------------------------------------

def get_serial ():
    seen = shake_hands (lambda context: None)
    check (seen is not None, 'the server takes connections')
    return seen[2]['serialNumber']


def reload (is_good):
    """Tells the server to read its certificate again, and waits until it has said how that went."""
    n_before = len (SERVER.read_log ().splitlines ())
    SERVER.process.send_signal (signal.SIGHUP)
    end = time.monotonic () + PATIENCE
    while time.monotonic () < end:
        news = '\n'.join (SERVER.read_log ().splitlines ()[n_before:])
        if ('was read again' if is_good else 'stays as it is') in news:
            return get_serial ()
    raise AssertionError (f'the server did not say: {SERVER.read_log ()}')


def test_a_renewed_certificate_is_taken_and_nobody_is_cut_off ():
    caller = small.Caller (SERVER, 'chutri')
    before = get_serial ()
    with caller.listen () as live:
        live.readline ()
        socket_before = caller.connection.sock
        SERVER.make_certificate ()
        check (get_serial () == before, 'not before it is told')
        check (reload (True) != before, 'the new one')
        check (caller.ask ('GET', '/v1/changes').status == 200 and
               caller.connection.sock is socket_before, 'the connection that was open')
        SERVER.add_user (f'moi{time.monotonic_ns ()}', small.AGENCY, 'official')
        while not live.readline ().startswith (b'data:'):
            pass


def test_a_broken_certificate_changes_nothing ():
    before = get_serial ()
    good = SERVER.cert_file.read_bytes ()
    for bad in (b'', b'no certificate', good[:len (good) // 2]):
        SERVER.cert_file.write_bytes (bad)
        check (reload (False) == before, 'the old one stays')
    SERVER.cert_file.write_bytes (good)
    check (reload (True) == before, 'the same again')


def test_a_key_that_everybody_reads_is_refused ():
    for mode in (0o644, 0o604, 0o602, 0o620):
        SERVER.key_file.chmod (mode)
        reload (False)
    SERVER.key_file.chmod (0o640)
    reload (True)
    SERVER.key_file.chmod (0o644)
    done = subprocess.run ([os.environ['HOPSO_SERVER'], 'serve', '--data', str (SERVER.data),
                            '--listen', '127.0.0.1:0', '--tls-cert', str (SERVER.cert_file),
                            '--tls-key', str (SERVER.key_file)], capture_output=True, text=True,
                           timeout=30, check=False)
    SERVER.key_file.chmod (0o600)
    check (done.returncode == 3 and 'chmod 600' in done.stderr, done.stderr)


def test_headers ():
    caller, nobody = small.Caller (SERVER, 'chutri'), small.Caller (SERVER)
    replies = [
        nobody.ask ('GET', '/v1/server'), nobody.ask ('GET', '/v1/changes'),
        nobody.ask ('GET', '/nowhere'), nobody.ask ('DELETE', '/v1/server'),
        nobody.ask ('POST', '/v1/session', b'{'), caller.ask ('GET', '/v1/changes'),
        caller.ask ('GET', f'/v1/papers/{small.SIGN_PAPER}'),
        nobody.ask ('POST', '/v1/session', b'x' * 300000),
    ]
    check ([reply.status for reply in replies] == [200, 401, 404, 405, 400, 200, 200, 413],
           f'{[reply.status for reply in replies]}')
    for reply in replies:
        check (reply.headers['strict-transport-security'].startswith ('max-age=31536000') and
               reply.headers['x-content-type-options'] == 'nosniff' and
               reply.headers['referrer-policy'] == 'no-referrer' and
               "default-src 'none'" in reply.headers['content-security-policy'] and
               'no-store' in reply.headers['cache-control'] and
               reply.headers['server'] == 'hopso-server' and
               not {'access-control-allow-origin', 'set-cookie'} & set (reply.headers),
               f'{reply.status}: {reply.headers}')


def main ():
    global SERVER
    tests = [test for name, test in globals ().items () if name.startswith ('test_')]
    with small.Server () as SERVER:
        return tap.run ('server/tls', tests, SERVER.read_log)


sys.exit (main ())

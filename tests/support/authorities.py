#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authorities on a loopback port for tests: timestamps by `openssl ts`, answers about revocation by
`openssl ocsp -port`, lists and certificates from the folder of a PKI; and all that can go wrong with
them. Prints its port, then reads the PKI's folder; ends with its standard input.

  POST /tsa/good                   stamped by tsa-online
  POST /tsa/by/NAME                stamped by NAME
  POST /tsa/again/NAME             likewise, where the openssl program would refuse
  POST /tsa/nonce, imprint         an answer to another question
  POST /tsa/garbage, empty, refused, error, cut, endless, silent
  POST /tsa/slow/SECONDS           good, after a while
  POST /tsa/third                  an error twice, then good
  POST /tsa/ahead/SECONDS          good, by a clock that is ahead
  POST /ocsp                       GET /NAME.crl, /NAME.crt
  GET  /count                      how many timestamps were asked for
  POST /down, /up                  nobody answers about time and revocation; all do
"""

import http.client
import http.server
import os
import subprocess
import sys
import tempfile
import threading
import time

TYPE = 'application/timestamp-reply'


class State:
    folder = None
    responder = None
    changed = None
    port = None
    count = 0
    thirds = 0
    is_down = False
    lock = threading.Lock ()


def flip (query, at):
    changed = bytearray (query)
    changed[at] ^= 1
    return bytes (changed)


def stamp (query, signer='tsa-online', ahead=0):
    """A timestamp by the openssl program."""
    env = dict (os.environ, HOPSO_CRL_BASE='', HOPSO_OCSP_URL='')  # the configuration names them
    if ahead:
        env['LD_PRELOAD'] = os.environ['HOPSO_TEST_CLOCK_LIBRARY']
        env['HOPSO_TEST_TIME'] = str (int (time.time ()) + ahead)
    with State.lock, tempfile.TemporaryDirectory () as folder:
        with open (f'{folder}/query', 'wb') as file:
            file.write (query)
        subprocess.run (['openssl', 'ts', '-reply', '-config', 'authorities.cnf', '-section', 'tsa',
                         '-queryfile', f'{folder}/query', '-signer', f'{signer}.pem', '-inkey',
                         f'{signer}.key', '-chain', 'sub.pem', '-out', f'{folder}/reply'],
                        cwd=State.folder, env=env, check=True, stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL)
        with open (f'{folder}/reply', 'rb') as file:
            return file.read ()


def openssl (folder, *words):
    subprocess.run (['openssl', *(word.replace ('@', folder) for word in words)], cwd=State.folder,
                    check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wrap (*parts):
    """A SEQUENCE."""
    body = b''.join (parts)
    return b'\x30\x82' + len (body).to_bytes (2, 'big') + body


def sign_again (query, signer):
    """A timestamp by a certificate that the openssl program itself would not use."""
    reply = stamp (query)
    with tempfile.TemporaryDirectory () as folder:
        with open (f'{folder}/reply', 'wb') as file:
            file.write (reply)
        openssl (folder, 'ts', '-reply', '-in', '@/reply', '-token_out', '-out', '@/token')
        openssl (folder, 'cms', '-verify', '-noverify', '-inform', 'DER', '-in', '@/token', '-out',
                 '@/info')
        openssl (folder, 'cms', '-sign', '-binary', '-nodetach', '-cades', '-md', 'sha256',
                 '-econtent_type', '1.2.840.113549.1.9.16.1.4', '-in', '@/info', '-signer',
                 f'{signer}.pem', '-inkey', f'{signer}.key', '-outform', 'DER', '-out', '@/signed')
        with open (f'{folder}/signed', 'rb') as file:
            return wrap (bytes.fromhex ('3003020100'), file.read ())


def stop_responder ():
    if State.responder is not None:
        State.responder.kill ()
        State.responder.wait ()


def start_responder ():
    """It reads whom the authority revoked when it starts."""
    changed = os.stat (f'{State.folder}/sub.index').st_mtime_ns
    if changed == State.changed:
        return
    State.changed = changed
    stop_responder ()
    State.responder = subprocess.Popen (
        ['openssl', 'ocsp', '-port', '0', '-index', 'sub.index', '-CA', 'sub.pem', '-rsigner',
         'sub.pem', '-rkey', 'sub.key', '-ndays', '1', '-ignore_err'],
        cwd=State.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True)
    for line in State.responder.stdout:
        if line.startswith ('ACCEPT'):
            State.port = int (line.split ()[1].rsplit (':', 1)[1])
            return


class Handler (http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message (self, *_):
        pass

    def reply (self, body, kind=TYPE, status=200):
        self.send_response (status)
        self.send_header ('Content-Type', kind)
        self.send_header ('Content-Length', str (len (body)))
        self.end_headers ()
        self.wfile.write (body)

    def do_GET (self):
        name = self.path.lstrip ('/')
        if name == 'count':
            self.reply (str (State.count).encode (), 'text/plain')
        elif State.is_down:
            self.reply (b'', status=503)
        elif '/' not in name and name.endswith ('.crl'):
            with open (f'{State.folder}/{name}', 'rb') as file:
                self.reply (file.read (), 'application/pkix-crl')
        elif name == 'sub.crt':
            with open (f'{State.folder}/sub.pem', 'rb') as file:
                self.reply (file.read (), 'application/pkix-cert')
        else:
            self.reply (b'', status=404)

    def do_POST (self):
        body = self.rfile.read (int (self.headers.get ('Content-Length', 0)))
        parts = self.path.strip ('/').split ('/')
        if parts[0] in ('down', 'up'):
            State.is_down = parts[0] == 'down'
            self.reply (b'')
        elif State.is_down:
            self.close_connection = True
            self.connection.close ()
        elif parts[0] == 'ocsp':
            with State.lock:
                start_responder ()
            connection = http.client.HTTPConnection ('127.0.0.1', State.port)
            connection.request ('POST', '/', body, {'Content-Type': 'application/ocsp-request'})
            self.reply (connection.getresponse ().read (), 'application/ocsp-response')
        elif parts[0] == 'tsa':
            State.count += 1
            try:
                self.answer_tsa (parts[1:], body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
        else:
            self.reply (b'', status=404)

    def answer_tsa (self, parts, query):
        kind, value = parts[0], parts[1] if len (parts) > 1 else None
        if kind == 'good':
            self.reply (stamp (query))
        elif kind == 'by':
            self.reply (stamp (query, value))
        elif kind == 'again':
            self.reply (sign_again (query, value))
        elif kind == 'nonce':
            self.reply (stamp (flip (query, -4)))  # certReq is behind it
        elif kind == 'imprint':
            self.reply (stamp (flip (query, query.index (b'\x04\x20') + 2)))
        elif kind == 'garbage':
            self.reply (b'<html>Sign in to the hotel</html>', 'text/html')
        elif kind == 'empty':
            self.reply (b'')
        elif kind == 'refused':
            self.reply (bytes.fromhex ('30053003020102'))
        elif kind == 'error':
            self.reply (b'', status=503)
        elif kind == 'slow':
            time.sleep (float (value))
            self.reply (stamp (query))
        elif kind == 'third':
            State.thirds += 1
            self.reply (*((b'', TYPE, 503) if State.thirds % 3 else (stamp (query),)))
        elif kind == 'ahead':
            self.reply (stamp (query, ahead=int (value)))
        else:
            self.break_off (kind, query)

    def break_off (self, kind, query):
        if kind == 'silent':
            threading.Event ().wait ()  # until the end of the test
            return
        answer = stamp (query)
        self.send_response (200)
        self.send_header ('Content-Type', TYPE)
        if kind == 'cut':
            self.send_header ('Content-Length', str (len (answer)))
            self.end_headers ()
            self.wfile.write (answer[:len (answer) // 2])
            self.wfile.flush ()
            self.close_connection = True
            return
        self.send_header ('Connection', 'close')
        self.end_headers ()
        self.close_connection = True
        while True:  # endless
            self.wfile.write (answer)


class Server (http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error (self, *_):
        pass


def main ():
    server = Server (('127.0.0.1', 0), Handler)
    print (server.server_address[1], flush=True)
    State.folder = sys.stdin.readline ().strip ()
    start_responder ()
    print ('ready', flush=True)
    threading.Thread (target=server.serve_forever, daemon=True).start ()
    sys.stdin.read ()
    stop_responder ()


main ()

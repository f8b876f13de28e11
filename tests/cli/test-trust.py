#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""hopsoctl trust: nothing is relied on that was not compared. Usage: test-trust.py HOPSOCTL LIST,
LIST being a trust list that somebody signed."""

import base64
import contextlib
import functools
import hashlib
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

sys.path.insert (0, str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap
from tap import check


def openssl (folder, *words):
    done = subprocess.run (['openssl', *words], cwd=folder, capture_output=True, text=True,
                           check=True)
    return done.stdout


def make_root (folder, name):
    openssl (folder, 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
             '-days', '30', '-subj', f'/O=Org {name}/CN={name}', '-keyout', f'{name}.key', '-out',
             f'{name}.pem')
    said = openssl (folder, 'x509', '-in', f'{name}.pem', '-noout', '-fingerprint', '-sha256')
    return said.strip ().split ('=')[1]


def plain (fingerprint):
    return fingerprint.replace (':', '').lower ()


def find_operator (path):
    """The last certificate in a signed list: that of who signed it."""
    text = re.findall (r'<X509Certificate>([^<]+)</X509Certificate>', path.read_text ())[-1]
    return hashlib.sha256 (base64.b64decode (text)).hexdigest ()


@contextlib.contextmanager
def publish (path):
    class Handler (http.server.SimpleHTTPRequestHandler):
        def log_message (self, *words):
            pass

    serve = functools.partial (Handler, directory=str (path.parent))
    with http.server.ThreadingHTTPServer (('127.0.0.1', 0), serve) as server:
        threading.Thread (target=server.serve_forever, daemon=True).start ()
        yield f'http://127.0.0.1:{server.server_port}/{path.name}'
        server.shutdown ()


def main ():
    program, signed = os.path.abspath (sys.argv[1]), pathlib.Path (sys.argv[2]).resolve ()
    with tempfile.TemporaryDirectory (prefix='hopso-trust.') as name:
        folder = pathlib.Path (name)
        machine = folder / 'machine'
        machine.mkdir ()
        environment = {**os.environ, 'XDG_CONFIG_HOME': str (folder / 'config'),
                       'HOPSO_TRUST_DIR': str (machine), 'LANGUAGE': 'en', 'LC_ALL': 'C.UTF-8'}
        one, two = make_root (folder, 'one'), make_root (folder, 'two')
        kept = make_root (machine, 'kept')
        (machine / 'kept.key').unlink ()
        operator = find_operator (signed)

        def ctl (*words, status=0):
            done = subprocess.run ([program, *words], cwd=folder, env=environment, text=True,
                                   capture_output=True, check=False, timeout=60)
            check (done.returncode == status,
                   f'{words}: {done.returncode}\n{done.stdout}{done.stderr}')
            return done.stdout + done.stderr

        def listed ():
            return {entry['fingerprint']: entry for entry in json.loads (ctl ('trust', 'list',
                                                                             '--json'))}

        def test_the_administrators_is_listed ():
            entry = listed ()[plain (kept)]
            check (entry['source'] == 'administrator' and entry['trusted'], entry)
            check ('Installed by the administrator' in ctl ('trust', 'list'), 'no words')

        def test_nothing_is_added_that_was_not_compared ():
            said = ctl ('trust', 'add', 'one.pem', status=1)
            check (plain (one) in said.replace (' ', '').lower (), said)
            ctl ('trust', 'add', '--fingerprint', two, 'one.pem', status=1)
            ctl ('trust', 'add', '--fingerprint', one[:32], 'one.pem', status=1)
            check (plain (one) not in listed (), 'added')

        def test_what_was_compared_is_added_and_removed ():
            openssl (folder, 'crl2pkcs7', '-nocrl', '-certfile', 'one.pem', '-certfile', 'two.pem',
                     '-outform', 'DER', '-out', 'both.p7b')
            ctl ('trust', 'add', '--fingerprint', one, 'both.p7b')
            check (plain (one) in listed () and plain (two) not in listed (), listed ())
            check (listed ()[plain (one)]['organization'] == 'Org one', listed ())
            ctl ('trust', 'remove', one)
            check (plain (one) not in listed (), 'still there')

        def test_wrong_words_are_told ():
            ctl ('trust', status=2)
            ctl ('trust', 'lists', status=2)
            ctl ('trust', 'remove', 'abc', status=2)
            ctl ('trust', 'remove', two, status=1)
            ctl ('trust', 'add', 'missing.pem', status=3)
            ctl ('trust', 'add', 'one.key', status=3)
            ctl ('trust', 'import-list', '--operator', 'abc', str (signed), status=2)
            ctl ('trust', 'import-list', 'one.pem', status=3)

        def test_the_administrators_stays ():
            check ('administrator' in ctl ('trust', 'remove', kept, status=1), 'no words')
            check (plain (kept) in listed (), 'gone')

        def test_a_list_counts_under_its_operator_only ():
            said = ctl ('trust', 'import-list', str (signed), status=1)
            check (operator in said.replace (' ', '').lower (), said)
            ctl ('trust', 'import-list', '--operator', one, str (signed), status=3)
            with publish (signed) as address:
                ctl ('trust', 'import-list', '--operator', operator, address)
            entries = [entry for entry in listed ().values () if entry['source'] == 'list']
            check (entries, 'no authority came of the list')
            ctl ('trust', 'remove', operator)
            check (not [entry for entry in listed ().values () if entry['source'] == 'list'],
                   'still there')

        def test_the_doctor_tells_who_is_missing ():
            def find_trust ():
                done = subprocess.run ([program, 'doctor', '--json'], env=environment, text=True,
                                       capture_output=True, check=False, timeout=60)
                return next (part for part in json.loads (done.stdout) if part['id'] == 'trust')
            check (find_trust ()['found'], find_trust ())
            (machine / 'trust.conf').write_text (f'[national]\nfingerprints={one}\n')
            check (not find_trust ()['found'], 'the national root is not missed')
            ctl ('trust', 'add', '--fingerprint', one, 'one.pem')
            check (find_trust ()['found'], find_trust ())
            check (listed ()[plain (one)]['role'] == 'national', listed ())
            (machine / 'broken.pem').write_text ('broken')
            check (not find_trust ()['found'], 'a broken file is not told')

        return tap.run ('cli/trust', [
            test_the_administrators_is_listed, test_nothing_is_added_that_was_not_compared,
            test_what_was_compared_is_added_and_removed, test_wrong_words_are_told,
            test_the_administrators_stays, test_a_list_counts_under_its_operator_only,
            test_the_doctor_tells_who_is_missing])


if __name__ == '__main__':
    sys.exit (main ())

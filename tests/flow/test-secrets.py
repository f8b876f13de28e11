#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""After signing in and after signing no PIN and no password is left anywhere: not in the memory of
any process at its end, not in its logs with everything switched on, its environment or command
line, and in no file. First the search must find what was planted. Usage: test-secrets.py
BUILD-FOLDER"""

import hashlib
import os
import pathlib
import ssl
import sys

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap  # noqa: E402
from tap import check  # noqa: E402
from traces import Traces, scan, shapes  # noqa: E402
from world import PASSWORD, Programs, World  # noqa: E402

PIN = '86420975'
PLANT = """
import base64, os, sys
secret = ''.join (reversed (sys.argv[1]))
kept = [secret.encode (), secret.encode ('utf-16-le'), base64.b64encode (b'xy' + secret.encode ()),
        secret.encode ().hex ().encode ()]
del kept[int (sys.argv[2])]
os._exit (0)
"""
WORLD = None


def run (name, *words):
    """A program under exit-scan, with everything it can say; its traces are below the folder."""
    folder = WORLD.folder / f'left-{name}'
    temporary = WORLD.folder / f'tmp-{name}'
    temporary.mkdir ()
    done = scan (folder, words, env={**WORLD.environment (), 'G_MESSAGES_DEBUG': 'all',
                                     'TMPDIR': str (temporary)}, stdin=-3)
    (folder / 'stdout').write_bytes (done.stdout)
    (folder / 'stderr').write_bytes (done.stderr)
    return done, folder, temporary


def look_everywhere (folder, temporary):
    traces = Traces ({'PIN': PIN, 'password': PASSWORD}, pathlib.Path (WORLD.data) / 'hopso.sqlite')
    traces.look_into (folder, temporary, WORLD.home, '/dev/shm')
    return traces


def check_nothing (traces, what, *names):
    found = traces.of (*(names or ('PIN', 'password', 'token')))
    check (not found, f'{what}: ' + '; '.join (f'{name} as {shape} {n}× in {where}'
                                               for where, name, shape, n in found))
    print (f'# {what}: {traces.n_bytes // 1024} KiB looked through')


def test_the_search_finds_what_was_planted ():
    secret = 'kim-trong-đống-rơm'
    expected = ['text', 'UTF-16', 'base64+2', 'hexadecimal']
    for missing in range (4):
        done, folder, _ = run (f'plant-{missing}', sys.executable, '-c', PLANT, secret[::-1],
                               str (missing))
        check (done.returncode == 0, done.stderr.decode ())
        traces = Traces ({'needle': secret})
        traces.look_into (folder)
        seen = {shape for where, _, shape, _ in traces.found if where.endswith ('.memory')}
        check (set (expected) - {expected[missing]} <= seen, f'found only {seen}')
        check (not any (where.endswith ('.cmdline') for where, *_ in traces.found), 'backwards')
    token = WORLD.ask_for_token ()
    traces = Traces ({}, pathlib.Path (WORLD.data) / 'hopso.sqlite')
    traces.look ('here', b'Bearer ' + token.encode () + b'\r\n')
    traces.look ('there', token.encode ('utf-16-le'))
    check (len (traces.found) == 2, 'tokens by their digests')
    check (all (shapes ('ab').values ()), 'no shape is empty')


def test_signing_in_leaves_no_password ():
    der = ssl.PEM_cert_to_DER_cert (pathlib.Path (WORLD.ca_file).read_text ())
    done, folder, temporary = run (
        'login', WORLD.programs.path ('hopsoctl'), 'login', WORLD.url, '--user', WORLD.login,
        '--password-file', str (WORLD.password_file), '--ca', WORLD.ca_file,
        '--ca-fingerprint', hashlib.sha256 (der).hexdigest ())
    check (done.returncode == 0, done.stderr.decode ())
    check_nothing (look_everywhere (folder, temporary), 'signing in')


def test_working_leaves_no_token ():
    for words in (('sync',), ('meetings',)):
        done, folder, temporary = run (words[0], WORLD.programs.path ('hopsoctl'), *words)
        check (done.returncode == 0, done.stderr.decode ())
        check_nothing (look_everywhere (folder, temporary), words[0])


def test_signing_leaves_no_pin ():
    pin = WORLD.folder / 'pin'
    pin.write_text (PIN)
    paper = next ((pathlib.Path (WORLD.data) / 'blobs').glob ('*/*'))
    done, folder, temporary = run (
        'sign', WORLD.programs.path ('hopsoctl'), 'sign', str (paper), '--output',
        str (WORLD.folder / 'signed.pdf'), '--pin-file', str (pin))
    check (done.returncode == 0, done.stderr.decode ())
    names = {path.name.split ('-', 1)[1] for path in folder.glob ('*.memory')}
    # The kernel keeps fifteen characters of a name.
    check ({'hopsoctl.memory', 'hopso-token-hos.memory'} <= names,
           f'processes that were looked at: {sorted (names)}')
    check_nothing (look_everywhere (folder, temporary), 'signing')


def main ():
    global WORLD
    WORLD = World (Programs (sys.argv[1]))
    WORLD.pin = PIN
    with WORLD:
        return tap.run ('flow/secrets', [test for name, test in globals ().items ()
                                         if name.startswith ('test_')])


if __name__ == '__main__':
    if 'HOPSO_EXIT_SCAN' not in os.environ:
        sys.exit ('HOPSO_EXIT_SCAN must name exit-scan')
    sys.exit (main ())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every program of ours leaves no core dump and lets no other process of the same user look into
it. A root who tests sees everything, so the programs run as nobody then. Usage: test-hardening.py
BUILD-FOLDER"""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import time

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap  # noqa: E402
from tap import check  # noqa: E402

BUILD = pathlib.Path (sys.argv[1]).resolve ()
NOBODY = 65534
PATIENCE = 20.0
# Programs, and how each of them waits for ever: for a password, for who started it, for a person.
WAITING = {
    'cli/hopsoctl': ['login', 'https://localhost:1', '--user', 'ai', '--password-fd', '0'],
    'token/hopso-token-host': [],
    'pdfrender/hopso-pdf-render': [],
    'pdfinspect/hopso-pdf-inspect': [],
    'desktop/hopso': ['--gapplication-service'],
}


@contextlib.contextmanager
def running (name, *words):
    """A process that waits, as an ordinary user, with a socket at its standard input and at the
    descriptor that helpers are given."""
    ours, theirs = socket.socketpair ()

    def become_ordinary ():
        os.dup2 (theirs.fileno (), 0)
        os.dup2 (theirs.fileno (), 3)
        if os.getuid () == 0:
            os.setgroups ([])
            os.setgid (NOBODY)
            os.setuid (NOBODY)

    process = subprocess.Popen ([str (name), *words], preexec_fn=become_ordinary, close_fds=False,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd='/',
                                env={**os.environ, 'HOME': '/nonexistent', 'LC_ALL': 'C.UTF-8'})
    theirs.close ()
    try:
        yield process.pid
    finally:
        ours.close ()
        process.kill ()
        process.wait ()


def read_core_limit (pid):
    for line in pathlib.Path (f'/proc/{pid}/limits').read_text ().splitlines ():
        if line.startswith ('Max core file size'):
            return line.split ()[4:6]
    return None


def is_private (pid):
    """The kernel gives what nobody may look into to root."""
    return os.stat (f'/proc/{pid}/environ').st_uid == 0


def wait_until_private (pid):
    end = time.monotonic () + PATIENCE
    while not (is_private (pid) and read_core_limit (pid) == ['0', '0']):
        check (time.monotonic () < end and pathlib.Path (f'/proc/{pid}').exists (),
               f'open to look into: {not is_private (pid)}, core dumps: {read_core_limit (pid)}')


def test_the_check_sees_an_open_process ():
    with running ('/bin/cat') as pid:
        end = time.monotonic () + PATIENCE
        while pathlib.Path (f'/proc/{pid}/comm').read_text () != 'cat\n':
            check (time.monotonic () < end, 'cat starts')
        check (not is_private (pid), 'an ordinary program is open to its user')


def test_programs_are_private ():
    for name, words in WAITING.items ():
        path = BUILD / 'src' / name
        with running (path, *words) as pid:
            try:
                wait_until_private (pid)
            except (AssertionError, FileNotFoundError) as error:
                raise AssertionError (f'{name}: {error}') from error


def test_every_program_begins_with_it ():
    source = pathlib.Path (__file__).resolve ().parents[2] / 'src'
    mains = [path for path in source.rglob ('*.c') if '\nmain (' in path.read_text ()]
    check (len (mains) >= 6, f'{len (mains)} programs')
    for path in mains:
        body = path.read_text ().split ('\nmain (', 1)[1]
        calls = [line.strip () for line in body.splitlines () if line.endswith (';') and '(' in line]
        check (any ('hopso_hardening_begin ()' in call for call in calls[:3]), f'{path}')


sys.exit (tap.run ('flow/hardening', [test for name, test in list (globals ().items ())
                                      if name.startswith ('test_')]))

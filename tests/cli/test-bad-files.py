#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""hopsoctl and documents that somebody made to break readers: each command ends by itself, in time,
with little memory, by an exit status of its own and with a sentence for people where it fails.
Usage: test-bad-files.py
HOPSOCTL. Without $HOPSO_CORPUS only what is made here is tried."""

import contextlib
import os
import pathlib
import pty
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert (0, str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import soak
import tap

SECONDS = 60.0
MEMORY = 700 * 1024  # KiB, the processes that read the document included
COMMANDS = {
    'render': lambda path, out: ['render', '--page', '1', '--output', str (out), path],
    'text': lambda path, out: ['text', path],
    'verify': lambda path, out: ['verify', '--offline', path],
}


def make_own (folder):
    """Documents of our own that are none."""
    head = b'%PDF-1.7\n'
    deep = b'[' * 100000
    own = {
        'empty': b'', 'zeros': bytes (4096), 'header': head, 'text': b'no PDF at all\n',
        'nested': head + b'1 0 obj\n' + deep + b'\nendobj\nstartxref\n9\n%%EOF\n',
        'far': head + b'startxref\n99999999999999999999\n%%EOF\n',
        'self': head + b'xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 1/Prev 9>>\n'
                b'startxref\n9\n%%EOF\n',
        'noise': bytes (i * 7919 % 251 for i in range (100000)),
    }
    for name, data in own.items ():
        (folder / f'{name}.pdf').write_bytes (data)
    return sorted (folder.glob ('*.pdf'))


def find_others ():
    corpus = os.environ.get ('HOPSO_CORPUS')
    if not corpus:
        return []
    bad = sorted (pathlib.Path (corpus, 'reading').glob ('bad-*.pdf'))
    every = sorted (pathlib.Path (corpus, 'signing').rglob ('*.pdf'))
    step = 1 if soak.rounds (0, 1) else 12
    return bad[::min (step, 6)] + every[::step]


def run (words):
    """Exit status, seconds, what was said."""
    began = time.monotonic ()
    done = subprocess.run ([HOPSOCTL, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                           stderr=subprocess.PIPE, timeout=SECONDS, check=False)
    return done.returncode, time.monotonic () - began, done.stderr.decode (errors='strict')


def try_one (name, path, folder):
    """What was wrong about it, or nothing, and how long it took."""
    try:
        status, seconds, said = run (COMMANDS[name] (str (path), folder / 'page.png'))
    except (subprocess.TimeoutExpired, UnicodeDecodeError) as error:
        return repr (error), SECONDS
    if status not in (0, 1, 3, 4) or (status == 3 and not said.strip ()):
        return f'exit {status}, said {said!r}', seconds
    return None, seconds


def test_every_document_ends_well ():
    wrong, tried, slowest = [], 0, 0.0
    with tempfile.TemporaryDirectory (prefix='hopso-bad.') as folder:
        folder = pathlib.Path (folder)
        for path in make_own (folder) + find_others ():
            for name in COMMANDS:
                problem, seconds = try_one (name, path, folder)
                tried += 1
                slowest = max (slowest, seconds)
                if problem is not None:
                    wrong.append (f'{name} {path.name}: {problem}')
    memory = resource.getrusage (resource.RUSAGE_CHILDREN).ru_maxrss
    print (f'# the slowest took {slowest:.1f} s, the largest process {memory // 1024} MiB')
    soak.report ('documents that break readers', tried, len (wrong))
    tap.check (not wrong, '\n'.join (wrong))
    tap.check (memory < MEMORY, f'{memory} KiB')


def test_a_terminal_is_not_spoken_to_by_files ():
    """A name with the sequence that clears the screen, and one that turns the text around."""
    ours, theirs = pty.openpty ()
    with tempfile.TemporaryDirectory (prefix='hopso-bad.') as folder:
        path = pathlib.Path (folder, 'a\x1b[2Jb\u202efdp.exe')
        path.write_bytes (b'no PDF')
        for command in (['verify', '--offline', str (path)], ['text', str (path)]):
            subprocess.run ([HOPSOCTL, *command], stdin=subprocess.DEVNULL, stdout=theirs,
                            stderr=theirs, timeout=SECONDS, check=False)
    os.close (theirs)
    said = b''
    with contextlib.suppress (OSError):
        while more := os.read (ours, 65536):
            said += more
    tap.check (b'exe' in said, f'the file is not named: {said!r}')
    tap.check (b'\x1b' not in said and '\u202e'.encode () not in said, repr (said))


HOPSOCTL = sys.argv[1]
sys.exit (tap.run ('cli/bad-files', [test_every_document_ends_well,
                             test_a_terminal_is_not_spoken_to_by_files]))

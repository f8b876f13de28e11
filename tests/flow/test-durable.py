#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What survives a power cut, which no kill shows: what was promised is on the disk before the
promise is made. strace tells in which order programs write, make durable and answer.
Usage: test-durable.py BASE-TEST, with the programs in the environment."""

import hashlib
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import uuid

import small
import tap
from tap import check

SERVER_CALLS = 'openat,mkdir,mkdirat,linkat,rename,renameat,renameat2,pwrite64,write,writev,' \
    'ftruncate,fsync,fdatasync,send,sendto,sendmsg'
BEGUN = re.compile (r'^(\d+) +(\w+)\((.*)$')
RESUMED = re.compile (r'^(\d+) +<\.\.\. (\w+) resumed>(.*)$')
PATH_OF_FD = re.compile (r'^\d+<([^>]*)>')
QUOTED = re.compile (r'"((?:[^"\\]|\\.)*)"')
PATIENCE = 30.0


class Call:
    """One system call: when it began and ended, counted in lines of the trace."""

    def __init__ (self, thread, name, text, begun, ended):
        self.thread, self.name, self.text = thread, name, text
        self.begun, self.ended = begun, ended
        found = PATH_OF_FD.match (text)
        self.path = found[1] if found else ''
        self.names = QUOTED.findall (text)
        self.is_done = not re.search (r'= -1 ', text)


def read_trace (path):
    """The calls in the order of their ends."""
    calls, running = [], {}
    for number, line in enumerate (path.read_text (errors='replace').splitlines ()):
        if found := RESUMED.match (line):
            begun, name, text = running.pop (found[1])
            calls.append (Call (found[1], name, text + found[3], begun, number))
        elif found := BEGUN.match (line):
            text = found[3]
            if text.endswith ('<unfinished ...>'):
                running[found[1]] = (number, found[2], text.removesuffix ('<unfinished ...>'))
            else:
                calls.append (Call (found[1], found[2], text, number, number))
    return calls


def trace (folder, name, calls, program):
    """A program that is `program`, traced; and where the trace is."""
    wrapper, log = folder / f'{name}.sh', folder / f'{name}.trace'
    wrapper.write_text ('#!/bin/sh\n'
                        f'exec strace -D -f -y -q -s 200 -e trace={calls} -o {log} '
                        f'{program} "$@"\n')
    wrapper.chmod (0o700)
    return wrapper, log


def wait_for_end (log, process):
    """The tracer ends a little after what it traces."""
    deadline = time.monotonic () + PATIENCE
    while not re.search (rf'(?m)^{process} +\+\+\+ exited', log.read_text (errors='replace')):
        check (time.monotonic () < deadline, 'the tracer ends')
        time.sleep (0.02)


class Disk:
    """What would be lost if the power went now, of files that matter."""

    def __init__ (self, matters):
        self.matters = matters
        self.files, self.folders = set (), set ()
        self.opened, self.written = set (), set ()
        self.n_synced = 0

    def note (self, call):
        if call.name in ('pwrite64', 'write', 'writev', 'ftruncate'):
            if self.matters (call.path):
                self.files.add (call.path)
                self.note_first (call.path)
        elif call.name in ('fsync', 'fdatasync'):
            self.n_synced += 1 if call.path in self.files or call.path in self.folders else 0
            self.files.discard (call.path)
            self.folders.discard (call.path)
        elif call.names and call.is_done and self.matters (call.names[-1]):
            if call.name != 'openat':
                self.folders.add (str (pathlib.Path (call.names[-1]).parent))
            elif 'O_CREAT' in call.text:
                self.opened.add (call.names[-1])

    def note_first (self, path):
        """What is opened, made perhaps, and written for the first time has a name at risk."""
        if path in self.opened and path not in self.written:
            self.folders.add (str (pathlib.Path (path).parent))
        self.written.add (path)

    @property
    def at_risk (self):
        return sorted (self.files | self.folders)


def is_answer (call):
    return call.name in ('send', 'sendto', 'sendmsg') or \
        (call.name == 'write' and call.path.startswith ('socket:'))


def matters_to_server (path):
    """The log of the database, whose pages are its copy, and the blobs."""
    return path.endswith ('hopso.sqlite-wal') or '/blobs/' in path


def ask_all (server):
    """One of each kind of promise; gives how many."""
    caller = small.Caller (server, 'daibieu')
    etag = caller.ask ('GET', f'/v1/participants/{small.PART}').json['etag']
    check (caller.patch (f'/v1/participants/{small.PART}', {'partstat': 'accepted'},
                         etag).status == 200, 'an answer')
    body = os.urandom (300000)
    digest = hashlib.sha256 (body).hexdigest ()
    for first, last in ((0, 99999), (100000, 299999)):
        reply = caller.ask ('PUT', f'/v1/blobs/sha256/{digest}', body[first:last + 1],
                            Content_Range=f'bytes {first}-{last}/{len (body)}')
    check (reply.status == 201, 'an upload')
    check (caller.spend (caller.refresh, str (uuid.uuid4 ())).status == 200, 'a renewal')
    return digest


def test_the_server_promises_nothing_that_a_power_cut_takes_back ():
    folder = pathlib.Path (tempfile.mkdtemp (prefix='hopso-durable.'))
    program = os.environ['HOPSO_SERVER']
    wrapper, log = trace (folder, 'server', SERVER_CALLS, program)
    try:
        with small.Server () as server:
            server.stop ()
            os.environ['HOPSO_SERVER'] = str (wrapper)
            server.start ()
            process = server.process.pid
            digest = ask_all (server)
        wait_for_end (log, process)
        calls = read_trace (log)
    finally:
        os.environ['HOPSO_SERVER'] = program
        shutil.rmtree (folder)

    disk, n_answers = Disk (matters_to_server), 0
    for call in sorted (calls, key=lambda call: call.begun if is_answer (call) else call.ended):
        if is_answer (call):
            n_answers += 1
            check (not disk.at_risk, f'told while only in memory: {disk.at_risk}')
        else:
            disk.note (call)
    check (n_answers >= 7, f'{n_answers} answers were seen')
    check (disk.n_synced >= 6, f'{disk.n_synced} times something was made durable')
    check (any (call.name == 'linkat' and call.names[-1].endswith (digest) for call in calls) or
           any (call.name.startswith ('rename') and call.names[-1].endswith (digest)
                for call in calls), 'the blob got its name')


def make_account (server, folder):
    """Somebody who has signed in on this machine before."""
    authority = server.folder / 'ca.pem'
    der = ssl.PEM_cert_to_DER_cert (authority.read_text ())
    (folder / 'password').write_text (small.PASSWORD + '\n')
    (folder / 'passphrase').write_text ('at home\n')
    subprocess.run ([os.environ['HOPSOCTL'], 'login', f'https://localhost:{server.port}',
                     '--user', 'chutri', '--password-file', str (folder / 'password'),
                     '--ca', str (authority), '--passphrase-file', str (folder / 'passphrase'),
                     '--ca-fingerprint', hashlib.sha256 (der).hexdigest ()],
                    check=True, capture_output=True,
                    env={**os.environ, 'XDG_DATA_HOME': str (folder / 'data')})


def drive (folder, wrapper, lines):
    """The client does what the lines say and ends; gives its number."""
    with subprocess.Popen ([str (wrapper)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                           text=True, env={**os.environ, 'XDG_DATA_HOME': str (folder / 'data')}
                           ) as process:
        for line in lines:
            process.stdin.write (line + '\n')
            process.stdin.flush ()
            for said in process.stdout:
                if said.startswith ('~'):
                    break
        process.stdin.close ()
        process.wait (PATIENCE)
        return process.pid


def find_window (calls, mark):
    """The calls between the beginning of an operation and its confirmation."""
    told = [index for index, call in enumerate (calls)
            if call.name == 'write' and call.names and re.match (rf'[+=] {mark}', call.names[0])]
    check (len (told) == 2, f'{mark} was begun and told')
    return calls[told[0]:told[1]]


def find_syncs (calls, matters):
    return [index for index, call in enumerate (calls)
            if call.name in ('fsync', 'fdatasync') and matters (call.path)]


def find_stored_blobs (calls):
    """Where the bytes of blobs are durable; their names must follow, then their rows."""
    stored = []
    for index in find_syncs (calls, lambda path: '/blobs/' in path):
        later = [call.path for call in calls[index + 1:]
                 if call.thread == calls[index].thread and call.name in ('fsync', 'fdatasync')]
        if len (later) >= 2:
            check (later[0].endswith ('/blobs') and is_log (later[1]), f'the order is {later}')
            stored.append (index)
    return stored


def is_log (path):
    return path.endswith ('store.db-wal')


def test_a_person_is_told_what_a_power_cut_cannot_take_back ():
    folder = pathlib.Path (tempfile.mkdtemp (prefix='hopso-durable.'))
    wrapper, log = trace (folder, 'client', 'pwrite64,write,fsync,fdatasync',
                          os.environ['HOPSO_KILL_DRIVER'])
    try:
        with small.Server () as server:
            make_account (server, folder)
            process = drive (folder, wrapper,
                             [f'answer {small.MEETING}',
                              f'sign {small.SIGN_PAPER} {small.SIGN_REQUEST}'])
        wait_for_end (log, process)
        calls = read_trace (log)
    finally:
        shutil.rmtree (folder)

    answer = find_window (calls, 'answer')
    written = [index for index, call in enumerate (answer)
               if call.name == 'pwrite64' and is_log (call.path)]
    check (written and any (sync > written[0] for sync in find_syncs (answer, is_log)),
           'an answer is durable before it is confirmed')
    sign = find_window (calls, 'sign')
    stored = find_stored_blobs (sign)
    check (stored, 'the signed bytes are durable')
    # Its row, then the version with what is to be sent.
    check (len ([sync for sync in find_syncs (sign, is_log) if sync > stored[0]]) >= 2,
           'the signed version is durable before it is confirmed')


def test_a_file_is_whole_before_it_has_its_name ():
    folder = pathlib.Path (tempfile.mkdtemp (prefix='hopso-durable.'))
    wrapper, log = trace (folder, 'base', SERVER_CALLS, sys.argv[1])
    try:
        with subprocess.Popen ([str (wrapper), '-p', '/base/file-replace/replaces-whole'],
                               stdout=subprocess.DEVNULL) as process:
            check (process.wait (PATIENCE) == 0, 'the test of files')
        wait_for_end (log, process.pid)
        calls = [call for call in read_trace (log) if 'hopso-test-' in call.text and call.is_done]
    finally:
        shutil.rmtree (folder)
    steps = [call.name for call in calls if call.name not in ('openat', 'mkdir')]
    steps = ['rename' if step.startswith ('rename') else step for step in steps]
    check (steps in (
        ['pwrite64', 'fsync', 'linkat', 'fsync', 'pwrite64', 'fsync', 'linkat', 'rename', 'fsync'],
        # Where the file system knows no files without names.
        ['pwrite64', 'fsync', 'rename', 'fsync'] * 2), f'the order is {steps}')


def main ():
    if shutil.which ('strace') is None or \
            subprocess.run (['strace', '-qq', '-e', 'trace=none', 'true'], check=False,
                            capture_output=True).returncode != 0:
        print ('1..0 # SKIP nothing can be traced here')
        return 0
    return tap.run ('durable', [
        test_the_server_promises_nothing_that_a_power_cut_takes_back,
        test_a_person_is_told_what_a_power_cut_cannot_take_back,
        test_a_file_is_whole_before_it_has_its_name,
    ])


if __name__ == '__main__':
    sys.exit (main ())

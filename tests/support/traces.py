# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for secrets where they must not be: in what processes leave in memory (kept by exit-scan),
in files, in what was printed. A secret is looked for as it is, as UTF-16, as base64 in any
alignment and as hexadecimal; a token, whose text the test does not know, by its digest, which the
server's database has."""

import base64
import contextlib
import hashlib
import os
import pathlib
import re
import sqlite3
import subprocess

from world import Programs

# A token is 32 bytes in base64url.
TOKEN = re.compile (rb'(?<![A-Za-z0-9_-])(?=([A-Za-z0-9_-]{43}))')
WIDE_TOKEN = re.compile (rb'(?=((?:[A-Za-z0-9_-]\x00){43}))')


def shapes (secret):
    """What a secret may look like, by name."""
    raw = secret.encode ()
    found = {'text': raw, 'UTF-16': secret.encode ('utf-16-le'),
             'hexadecimal': raw.hex ().encode (), 'HEXADECIMAL': raw.hex ().upper ().encode ()}
    for shift in range (3):
        # Characters at both ends depend on what stands beside.
        text = base64.b64encode (bytes (shift) + raw)
        first = -(-shift * 8 // 6)
        last = (shift + len (raw)) * 8 // 6
        found[f'base64+{shift}'] = text[first:last]
    return found


class Traces:
    """Collects where secrets are found."""

    def __init__ (self, secrets, database=None):
        self.secrets = {name: shapes (secret) for name, secret in secrets.items ()}
        self.digests = set ()
        if database is not None:
            with contextlib.closing (sqlite3.connect (f'file:{database}?mode=ro', uri=True)) as base:
                for table in ('access_token', 'refresh_token'):
                    self.digests |= {row[0] for row in base.execute (f'SELECT hash FROM {table}')}
        self.found = []
        self.n_bytes = 0

    def look (self, where, data):
        self.n_bytes += len (data)
        for name, known in self.secrets.items ():
            for shape, needle in known.items ():
                if needle in data:
                    # What stands around it tells whose memory it is.
                    place = data.index (needle)
                    print (f'# {where}: {bytes (data[max (0, place - 200):place + 200])}')
                    self.found.append ((where, name, shape, data.count (needle)))
        if not self.digests:
            return
        for pattern, shape in ((TOKEN, 'text'), (WIDE_TOKEN, 'UTF-16')):
            texts = {match.group (1).replace (b'\x00', b'') for match in pattern.finditer (data)}
            n = sum (hashlib.sha256 (text).hexdigest () in self.digests for text in texts)
            if n:
                self.found.append ((where, 'token', shape, n))

    def look_into (self, *folders, leave=()):
        """All files below folders."""
        for folder in folders:
            for path in pathlib.Path (folder).rglob ('*'):
                if path.is_file () and not path.is_symlink () and path not in leave:
                    self.look (str (path), path.read_bytes ())

    def of (self, *names):
        """What was found of these secrets."""
        return [entry for entry in self.found if entry[1] in names]


def scan (folder, command, **more):
    """Runs a command under exit-scan ($HOPSO_EXIT_SCAN); the files in `folder` are what it left."""
    pathlib.Path (folder).mkdir (exist_ok=True)
    return subprocess.run ([os.environ['HOPSO_EXIT_SCAN'], str (folder), *command],
                           capture_output=True, check=False, **more)


class Watched (Programs):
    """The programs, but the application runs under exit-scan, as if that were the application."""

    def __init__ (self, folder):
        super ().__init__ (folder)
        self.script = None
        self.left = None

    def path (self, name):
        return str (self.script) if name == 'hopso' and self.script else super ().path (name)

    def watch (self, folder):
        """From now on; what is left goes into the folder."""
        self.left = folder / 'left'
        self.left.mkdir ()
        script = folder / 'hopso-watched'
        script.write_text (f'#!/bin/sh\nexec {os.environ["HOPSO_EXIT_SCAN"]} {self.left} '
                           f'{self.path ("hopso")} "$@"\n')
        script.chmod (0o755)
        self.script = script

    def find_left (self, walk, secrets):
        """Ends the application; where secrets are found, and the names of the processes that were
        looked at."""
        # Keeping a hundred megabytes takes longer than a program's end usually may.
        walk.application.terminate ()
        walk.application.wait (60)
        walk.stop ()
        traces = Traces (secrets)
        traces.look_into (self.left, walk.world.home)
        traces.look ('log', walk.world.read_log ('hopso').encode ())
        print (f'# {traces.n_bytes // 1024} KiB looked through')
        return traces.found, {path.name.split ('-', 1)[1] for path in self.left.glob ('*.memory')}

# SPDX-License-Identifier: GPL-3.0-or-later
"""The process that converts, with a library in place of LibreOffice that tries to get out."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert (0, os.environ['HOPSO_TEST_SUPPORT'])
import tap

FREE = '''import ctypes, os, sys
os.chdir (sys.argv[2])
ctypes.CDLL (sys.argv[1]).libreofficekit_hook_2 (sys.argv[2].encode (), b"")'''


def attempts (locked):
    """What it could, in or outside of the lock."""
    with tempfile.TemporaryDirectory (prefix='hopso-test-') as folder:
        private = pathlib.Path (folder, 'private')
        victim = pathlib.Path (folder, 'victim')
        private.mkdir ()
        victim.mkdir ()
        (victim / 'kept').write_text ('words')
        shutil.copy (os.environ['HOPSO_OFFICE_PROBE'], private / 'libmergedlo.so')
        if locked:
            command = [os.environ['HOPSO_OFFICE_HOST'], str (private), str (private), 'in.odt', '',
                       '2048', '20', '16']
        else:
            command = [sys.executable, '-c', FREE, os.environ['HOPSO_OFFICE_PROBE'], str (private)]
        answer = subprocess.run (command, capture_output=True, timeout=60, check=False)
        words = answer.stdout.decode ().split ()
        kept = (victim / 'kept')
        return words, kept.exists () and kept.read_text () == 'words'


def test_a_free_process_could ():
    words, kept = attempts (False)
    tap.check (len (words) >= 12 and 'end' not in words and not kept, f'it could only {words}')


def test_a_locked_one_changes_its_folder_only ():
    words, kept = attempts (True)
    tap.check (words == ['own-folder', 'end'], f'it could {words}')
    tap.check (kept, 'a file was changed')


if __name__ == '__main__':
    sys.exit (tap.run ('convert/locked', [test_a_free_process_could,
                                          test_a_locked_one_changes_its_folder_only]))

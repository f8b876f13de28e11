#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""After a person has signed in with a password and signed with a PIN, by the real buttons, neither
is left in the memory of the application or of any process it started, in what they printed, or in
a file. $HOPSO_EXIT_SCAN keeps the memory. Usage: test-secrets.py BUILD-FOLDER"""

import os
import pathlib
import re
import sys

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap  # noqa: E402
from steps import Walk  # noqa: E402
from tap import check  # noqa: E402
from traces import Traces  # noqa: E402
from world import PASSWORD, Programs, World  # noqa: E402

PIN = '86420975'
WRONG = 'sai-mat-khau-ro-rang'


class Watched (Programs):
    """The application runs under exit-scan, as if that were the application."""

    def __init__ (self, folder):
        super ().__init__ (folder)
        self.script = None

    def path (self, name):
        return str (self.script) if name == 'hopso' and self.script else super ().path (name)

    def watch (self, left):
        left.mkdir ()
        self.script = left.parent / 'hopso-watched'
        self.script.write_text (f'#!/bin/sh\nexec {os.environ["HOPSO_EXIT_SCAN"]} {left} '
                                f'{super ().path ("hopso")} "$@"\n')
        self.script.chmod (0o755)


def main ():
    programs = Watched (sys.argv[1])
    world = World (programs)
    world.pin = PIN
    with world:
        left = world.folder / 'left'
        programs.watch (left)
        walk = Walk (world)
        walk.start (G_MESSAGES_DEBUG='all')

        def test_signs_in_and_signs ():
            walk.fill_sign_in (WRONG)
            walk.press_sign_in ()
            walk.person.find ('alert', re.compile ('^Chứng thư của máy chủ không được tin cậy'))
            walk.choose_authority ()
            walk.install_authority ()
            walk.press_sign_in ()
            walk.person.find ('alert', re.compile ('^Tài khoản hoặc mật khẩu không đúng'))
            walk.fill_sign_in ()
            walk.press_sign_in ()
            walk.person.says (re.compile ('^[0-9A-Z]{4}(-[0-9A-Z]{4}){7}$'), 60)
            walk.keep_recovery_code ()
            walk.see_today ()
            walk.open_document_to_sign ()
            walk.sign_open_document ()
            walk.press_sign ()
            walk.close_dialog ()

        def test_nothing_of_it_is_left ():
            # Keeping a hundred megabytes takes longer than a program's end usually may.
            walk.application.terminate ()
            walk.application.wait (60)
            walk.stop ()
            traces = Traces ({'password': PASSWORD, 'PIN': PIN, 'wrong password': WRONG})
            traces.look_into (left, world.home, '/dev/shm')
            traces.look ('log', world.read_log ('hopso').encode ())
            names = {path.name.split ('-', 1)[1] for path in left.glob ('*.memory')}
            check ({'hopso.memory', 'hopso-token-hos.memory'} <= names, f'{sorted (names)}')
            print (f'# {traces.n_bytes // 1024} KiB looked through')
            check (not traces.found, '\n'.join (map (str, traces.found)))

        return tap.run ('gui/secrets', [test_signs_in_and_signs, test_nothing_of_it_is_left],
                        walk.explain)


if __name__ == '__main__':
    sys.exit (main ())

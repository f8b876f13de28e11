#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first page: what is refused and why, and the province's own authority. Usage: test-sign-in.py
BUILD-FOLDER"""

import pathlib
import re
import sys

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import steps  # noqa: E402
import tap  # noqa: E402
from steps import Walk  # noqa: E402
from tap import check  # noqa: E402
from traces import Watched  # noqa: E402
from world import PASSWORD, World  # noqa: E402

WRONG = 'sai-mat-khau-ro-rang'


def main ():
    programs = Watched (sys.argv[1])
    with World (programs) as world:
        programs.watch (world.folder)
        walk = Walk (world)
        walk.start ()
        person = walk.person

        def test_asks_for_what_is_missing ():
            walk.press_sign_in ()
            person.find ('alert', re.compile ('^Địa chỉ máy chủ'))

        def test_refuses_a_server_that_nobody_vouches_for ():
            walk.fill_sign_in ()
            walk.press_sign_in ()
            person.find ('alert', re.compile ('^Chứng thư của máy chủ không được tin cậy'))

        def test_shows_the_fingerprint_before_trusting ():
            walk.choose_authority ()
            person.press ('push button', 'Hủy')
            person.gone (None, re.compile ('SHA-256'))
            check (not person.has (None, re.compile ('^Đã cài')), 'installed without a yes')
            walk.choose_authority ()
            walk.install_authority ()

        def test_refuses_a_wrong_password ():
            walk.fill_sign_in (WRONG)
            walk.press_sign_in ()
            person.find ('alert', re.compile ('^Tài khoản hoặc mật khẩu không đúng'))

        def test_signs_in_and_shows_the_recovery_code_once ():
            walk.fill_sign_in ()
            walk.press_sign_in ()
            person.says (re.compile ('^[0-9A-Z]{4}(-[0-9A-Z]{4}){7}$'), 60)
            walk.keep_recovery_code ()
            walk.see_today ()

        def test_opens_the_account_without_a_network ():
            walk.stop ()
            world.stop_server ()
            walk.start ()
            walk.person.find ('push button', 'Vào họp')
            walk.wait_for_sync (steps.OFFLINE)

        def test_leaves_no_password_in_memory_or_files ():
            found, names = programs.find_left (walk, {'password': PASSWORD, 'wrong one': WRONG})
            check ('hopso.memory' in names, f'looked at {sorted (names)}')
            check (not found, '\n'.join (map (str, found)))

        return tap.run ('gui/sign-in', [
            test_asks_for_what_is_missing, test_refuses_a_server_that_nobody_vouches_for,
            test_shows_the_fingerprint_before_trusting, test_refuses_a_wrong_password,
            test_signs_in_and_shows_the_recovery_code_once,
            test_opens_the_account_without_a_network,
            test_leaves_no_password_in_memory_or_files], walk.explain)


if __name__ == '__main__':
    sys.exit (main ())

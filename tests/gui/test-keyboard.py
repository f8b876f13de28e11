#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job without a mouse: only keys are pressed, and what the screen says is read. Usage:
test-keyboard.py BUILD-FOLDER"""

import pathlib
import re
import subprocess
import sys

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import steps  # noqa: E402
import tap  # noqa: E402
from steps import Walk  # noqa: E402
from world import Programs, World  # noqa: E402

MOST_TABS = 80


def main ():
    with World (Programs (sys.argv[1])) as world:
        world.sign_in ()
        walk = Walk (world)
        walk.start (is_maximized=False)
        person = walk.person

        def tab_to (role, name):
            """Tab until the focus is there, as a person does who sees the ring move."""
            for number in range (MOST_TABS):
                if number % 8 == 0:
                    person.find (role, name)
                    nodes = person.all (role, name)
                if any (person.is_focused (node) for node in nodes):
                    return
                person.key ('Tab')
            raise AssertionError (f'{MOST_TABS} times Tab do not lead to {role} “{name}”')

        def fill_by_tab (name, text):
            """An entry row does not tell that the focus is in it: what arrives there tells."""
            entry = person.find ('text', name)
            for _ in range (MOST_TABS):
                person.type (text)
                if entry.get_character_count () == len (text):
                    return
                person.key ('Tab')
            raise AssertionError (f'{MOST_TABS} times Tab do not lead to “{name}”')

        def test_goes_through_the_sections ():
            walk.see_today ()
            person.key ('Control_L', '2')
            person.sees ('push button', 'Đã họp')
            person.key ('Control_L', '3')
            person.sees ('label', re.compile ('^Cần ký|^Trình ký'))
            person.key ('Control_L', '1')
            person.sees ('push button', 'Vào họp')

        def test_answers_an_invitation ():
            tab_to ('push button', f'Tham dự: {steps.TOMORROW}')
            person.key ('Return')
            person.says ('Đã xác nhận tham dự.')
            walk.wait_for_sync (steps.SYNCED)

        def test_reads_a_paper ():
            tab_to ('push button', 'Vào họp')
            person.key ('Return')
            tab_to ('push button', re.compile ('^' + steps.PAPER))
            person.key ('Return')
            person.find ('document text', re.compile ('^Trang 1 '))
            person.key ('Control_L', 'g')
            person.type ('2')
            person.key ('Return')
            person.find ('document text', re.compile ('^Trang 2 '))
            person.key ('Escape')
            person.sees ('push button', re.compile ('^' + steps.PAPER))
            person.key ('Escape')
            person.sees ('push button', 'Vào họp')

        def test_finds_words_in_all_papers ():
            person.key ('Control_L', '4')
            person.key ('Control_L', 'f')
            person.type ('xa dai thang')
            person.find ('list item', re.compile ('Xã Đại Thắng'))
            person.key ('Return')
            person.find ('document text', re.compile ('^Trang '))
            person.says (re.compile (r'^\d+ / \d+$'))
            person.key ('Escape')
            person.gone (None, re.compile (r'^\d+ / \d+$'))
            person.key ('Escape')
            person.sees ('list item', re.compile ('Xã Đại Thắng'))
            person.key ('Control_L', '1')

        def test_signs ():
            tab_to ('push button', re.compile (r'^Ký \d+ văn bản…$'))
            person.key ('Return')
            person.says (re.compile ('^Vũ Minh Khôi$'))
            fill_by_tab (re.compile ('^Mã PIN'), world.pin)
            person.key ('Return')
            person.says (re.compile ('^Đã xong'))
            person.key ('Escape')
            person.gone ('frame', 'Ký số')

        def test_chooses_whom_to_trust ():
            subprocess.run (
                ['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                 '-nodes', '-subj', '/O=Tỉnh/CN=CA thử thêm', '-utf8', '-keyout', 'ca.key', '-out',
                 'ca.pem'], cwd=world.folder, check=True, capture_output=True)
            person.key ('Control_L', 'Shift_L', 'a')
            person.says (re.compile ('Do quản trị viên cài đặt'))
            person.key ('Control_L', 'o')
            walk.choose_file (world.folder / 'ca.pem', 'Mở')
            tab_to ('check box', 'Tôi đã so sánh dấu vân tay của CA thử thêm')
            person.key ('space')
            tab_to ('push button', 'Thêm')
            person.key ('Return')
            person.says (re.compile ('Do bạn thêm vào'))
            person.picture ('trust-in-application')
            tab_to ('push button', 'Bỏ CA thử thêm')
            person.key ('space')
            tab_to ('push button', 'Bỏ')
            person.key ('Return')
            person.gone (None, 'CA thử thêm')
            person.key ('Escape')
            person.gone ('frame', 'Tổ chức chứng thực tin cậy')

        def test_quits ():
            person.key ('Control_L', 'q')
            walk.application.wait (20)
            tap.check (walk.application.returncode == 0, f'exit {walk.application.returncode}')

        return tap.run ('gui/keyboard', [
            test_goes_through_the_sections, test_answers_an_invitation, test_reads_a_paper,
            test_finds_words_in_all_papers, test_signs,
            test_chooses_whom_to_trust, test_quits], walk.explain)


if __name__ == '__main__':
    sys.exit (main ())

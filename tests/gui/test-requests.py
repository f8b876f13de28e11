#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One document's way through three hands, each with their own machine: a clerk submits a file of
this machine to two signers; the first signs three documents with one PIN and returns a fourth; the
second signs; the clerk sees where it stands. The clerk's part is done by keys alone. Usage:
test-requests.py BUILD-FOLDER"""

import pathlib
import re
import sys

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import steps  # noqa: E402
import tap  # noqa: E402
from steps import Walk  # noqa: E402
from tap import check  # noqa: E402
from world import Programs, World  # noqa: E402

CLERK, FIRST, SECOND = 'cv-tonghop1', 'chanhvanphong', 'chutich'
TITLE = 'Bao cao trinh ky thu'
RETURNED = 'Chuẩn bị tài liệu phiên họp thường kỳ tháng 12'
REASON = 'Thieu phu luc'
MOST_TABS = 60


class Desk:
    """A person of the province at a machine of their own, to which they come back."""

    machines = {}

    def __init__ (self, world, login, pictures):
        world.login = login
        if login in self.machines:
            world.n_homes = self.machines[login]
        else:
            world.n_homes = max (self.machines.values (), default=0)
            world.new_home ()
            world.sign_in ()
            self.machines[login] = world.n_homes
        self.world = world
        self.walk = Walk (world, pictures)
        self.walk.start ()
        self.person = self.walk.person
        self.walk.wait_for_sync (steps.SYNCED)

    def open_queue (self):
        self.person.key ('Control_L', '3')
        self.person.sees ('push button', re.compile ('^Cần ký'))

    def tab_to (self, role, name):
        for number in range (MOST_TABS):
            if number % 8 == 0:
                self.person.find (role, name)
            if any (self.person.is_focused (node) for node in self.person.all (role, name)):
                return
            self.person.key ('Tab')
        raise AssertionError (f'{MOST_TABS} times Tab do not lead to {role} “{name}”')

    def leave (self):
        self.walk.wait_for_sync (steps.SYNCED)
        self.walk.stop ()


def find_request (world, login):
    """What the server says of the request that the clerk submitted."""
    records = world.ask_for_all (world.ask_for_token (login))
    papers = {paper['id'] for paper in records['papers'] if paper['name'] == TITLE}
    found = [request for request in records['signRequests'] if request['paper'] in papers]
    check (len (found) == 1, f'{len (found)} requests')
    return found[0]


def make_file (world):
    """A PDF of the clerk's own: a copy of a paper."""
    paper = next (paper for paper in world.ask_for_all (world.ask_for_token (FIRST))['papers']
                  if paper['name'] == steps.TO_SIGN)
    file = world.folder / 'bao-cao.pdf'
    world.login = FIRST
    world.sign_in ()
    Desk.machines[FIRST] = world.n_homes
    world.call ([world.programs.path ('hopsoctl'), 'fetch', paper['id'], '-o', str (file)])
    return file


def main ():
    pictures = sys.argv[2] if len (sys.argv) > 2 else None
    with World (Programs (sys.argv[1]), people=(FIRST, SECOND)) as world:
        file = make_file (world)
        desks = []

        def sit_down (login):
            desks.append (Desk (world, login, pictures))
            return desks[-1]

        def add_signer (desk, words):
            desk.tab_to ('push button', 'Thêm người ký…')
            desk.person.key ('Return')
            desk.person.find ('frame', 'Thêm người ký')
            desk.person.type (words)
            desk.person.find ('label', re.compile ('^(Chánh Văn phòng|Chủ tịch) UBND tỉnh$'))
            desk.person.key ('Tab')
            desk.person.key ('Down')
            desk.person.key ('Return')
            desk.person.gone ('frame', 'Thêm người ký')

        def test_a_clerk_submits_a_file_by_keys ():
            desk = sit_down (CLERK)
            desk.open_queue ()
            desk.tab_to ('push button', 'Trình ký…')
            desk.person.key ('Return')
            desk.walk.choose_file (file, 'Chọn')
            desk.person.find ('frame', 'Trình ký')
            desk.person.says ('Hãy thêm ít nhất một người ký.')
            desk.person.type_into (desk.walk.entry ('Tên văn bản'), TITLE)
            add_signer (desk, 'minh khoi')
            add_signer (desk, 'quoc dat')
            desk.person.picture ('requests-submit')
            desk.tab_to ('push button', 'Trình ký')
            desk.person.key ('Return')
            desk.person.gone ('frame', 'Trình ký')
            desk.person.press ('push button', re.compile ('^Tôi trình'))
            desk.person.find ('list item', re.compile (f'^{TITLE}.*Chờ Chánh Văn phòng'))
            desk.leave ()
            check (find_request (world, CLERK)['x-state'] == 'waiting', 'the server knows not')

        def test_the_first_signer_returns_one ():
            desk = sit_down (FIRST)
            desk.open_queue ()
            desk.person.press ('push button', f'Mở {RETURNED}')
            desk.person.find ('document text', re.compile ('^Trang 1 '))
            desk.person.picture ('requests-reader')
            desk.person.press ('push button', 'Trả lại…')
            desk.person.type_into (desk.walk.entry ('Lý do'), REASON)
            desk.person.press ('push button', 'Trả lại')
            desk.person.gone ('push button', 'Trả lại…')
            desk.walk.go_back ()
            desk.person.sees ('push button', 'Ký 3 văn bản…')

        def test_and_signs_three_with_one_pin ():
            desk = desks[-1]
            desk.person.picture ('requests-queue')
            desk.walk.sign_all_documents ()
            desk.person.picture ('requests-ready')
            desk.walk.press_sign ()
            check (len (desk.person.all ('label', 'Đã ký', desk.walk.dialog)) == 3, 'not all signed')
            desk.person.picture ('requests-signed')
            desk.walk.close_dialog ()
            desk.person.press ('push button', re.compile ('^Chờ người khác'))
            desk.person.says ('Chờ Chủ tịch UBND tỉnh')
            desk.leave ()
            check (find_request (world, CLERK)['x-state'] == 'waiting', 'over too early')

        def test_the_second_signer_ends_it ():
            desk = sit_down (SECOND)
            desk.open_queue ()
            desk.person.press ('push button', f'Mở {TITLE}')
            desk.person.find ('document text', re.compile ('^Trang 1 '))
            desk.person.press ('push button', 'Ký số…')
            desk.person.says (re.compile ('^Trần Quốc Đạt$'))
            desk.person.type_into (desk.walk.entry ('Mã PIN'), world.pin)
            desk.walk.press_sign ()
            desk.walk.close_dialog ()
            desk.leave ()
            check (find_request (world, CLERK)['x-state'] == 'signed', 'not over')

        def test_the_clerk_sees_where_it_stands ():
            desk = sit_down (CLERK)
            desk.open_queue ()
            desk.person.press ('push button', re.compile ('^Tôi trình'))
            desk.person.says ('Đã ký đủ')
            desk.person.press ('list item', re.compile ('^' + TITLE))
            desk.person.find ('frame', 'Tiến trình ký')
            check (len (desk.person.all ('list item', re.compile ('Đã ký ·'))) == 2, 'not two')
            desk.person.picture ('requests-over')
            desk.person.key ('Escape')
            desk.leave ()

        return tap.run ('gui/requests', [
            test_a_clerk_submits_a_file_by_keys, test_the_first_signer_returns_one,
            test_and_signs_three_with_one_pin, test_the_second_signer_ends_it,
            test_the_clerk_sees_where_it_stands], lambda: desks[-1].walk.explain ())


if __name__ == '__main__':
    sys.exit (main ())

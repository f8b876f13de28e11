#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job by its real buttons, and what the server has of it afterwards. Usage:
test-main-job.py BUILD-FOLDER"""

import pathlib
import subprocess
import sys

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import steps  # noqa: E402
import tap  # noqa: E402
from steps import Walk  # noqa: E402
from tap import check  # noqa: E402
from traces import Watched  # noqa: E402
from world import World  # noqa: E402

PIN = '86420975'


class Server:
    """What the server would tell this person on another machine."""

    def __init__ (self, world):
        self.world = world
        self.token = world.ask_for_token ()

    def find (self, kind, **wanted):
        found = [record for record in self.world.ask_for_all (self.token)[kind]
                 if all (record.get (name) == value for name, value in wanted.items ())]
        check (len (found) == 1, f'{kind} {wanted}: {len (found)} of them')
        return found[0]

    def answer_to (self, meeting):
        me = self.find ('persons', **{'x-login': self.world.login})
        return self.find ('participants', meeting=self.find ('meetings', name=meeting)['id'],
                          person=me['id'])['partstat']


def main ():
    programs = Watched (sys.argv[1])
    world = World (programs)
    world.pin = PIN
    with world:
        programs.watch (world.folder)
        world.sign_in ()
        walk = Walk (world)
        walk.start ()

        def test_opens_on_today ():
            walk.see_today ()

        def test_reads_a_paper_of_the_meeting ():
            walk.open_running_meeting ()
            walk.open_paper ()
            walk.turn_page ()
            walk.go_back ()
            walk.go_back ()

        def test_accepts_an_invitation ():
            walk.open_invitation ()
            walk.accept_invitation ()
            walk.wait_for_sync (steps.SYNCED)
            check (Server (world).answer_to (steps.TOMORROW) == 'accepted', 'the server knows not')
            walk.go_back ()

        def test_signs_with_a_token ():
            walk.open_document_to_sign ()
            walk.sign_open_document ()
            walk.press_sign ()
            walk.close_dialog ()

        def test_sees_the_signature_verified ():
            walk.see_verdict ()
            walk.open_details ()
            walk.close_details ()
            walk.go_back ()

        def test_the_server_has_what_others_can_verify ():
            walk.wait_for_sync (steps.SYNCED)
            paper = Server (world).find ('papers', name=steps.TO_SIGN)
            check (paper['x-version'] == 2, f'version {paper["x-version"]}')
            file = world.folder / 'signed.pdf'
            world.call ([world.programs.path ('hopsoctl'), 'fetch', paper['id'], '-o', str (file)])
            said = world.call ([world.programs.path ('hopsoctl'), 'verify', str (file)])
            check ('Hợp lệ' in said, said)

        def test_goes_on_without_a_network ():
            world.stop_server ()
            walk.wait_for_sync (steps.OFFLINE)
            walk.answer (steps.LATER)
            walk.wait_for_sync (steps.ONE_WAITS)
            walk.open_running_meeting ()
            walk.open_paper ()
            walk.go_back ()
            walk.go_back ()

        def test_is_in_sync_when_the_network_is_back ():
            world.start_server ()
            walk.wait_for_sync (steps.SYNCED)
            check (Server (world).answer_to (steps.LATER) == 'accepted', 'the server knows not')

        def test_keeps_no_word_in_the_clear ():
            found = subprocess.run (['grep', '-rlE', 'Thẩm định dự toán|Sở Tài chính|%PDF-1',
                                     str (world.home / 'data')], capture_output=True, text=True,
                                    check=False).stdout
            check (not found, f'readable on the disk: {found}')

        def test_leaves_no_pin_in_memory_or_files ():
            found, names = programs.find_left (walk, {'PIN': PIN})
            check ({'hopso.memory', 'hopso-token-hos.memory'} <= names, f'looked at {sorted (names)}')
            check (not found, '\n'.join (map (str, found)))

        return tap.run ('gui/main-job', [
            test_opens_on_today, test_reads_a_paper_of_the_meeting, test_accepts_an_invitation,
            test_signs_with_a_token, test_sees_the_signature_verified,
            test_the_server_has_what_others_can_verify, test_goes_on_without_a_network,
            test_is_in_sync_when_the_network_is_back, test_keeps_no_word_in_the_clear,
            test_leaves_no_pin_in_memory_or_files], walk.explain)


if __name__ == '__main__':
    sys.exit (main ())

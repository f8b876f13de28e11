#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""HopSo is started a second time, from the menu and in a terminal, while it runs: the first window
comes to the front, and the terminal shares its store. Usage: test-second.py BUILD-FOLDER"""

import json
import pathlib
import sys

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import steps  # noqa: E402
import tap  # noqa: E402
from atspi import wait_for  # noqa: E402
from steps import Walk  # noqa: E402
from tap import check  # noqa: E402
from world import Programs, World  # noqa: E402


def main ():
    with World (Programs (sys.argv[1])) as world:
        world.sign_in ()
        walk = Walk (world)
        walk.start ()
        person = walk.person

        def hopsoctl (*arguments):
            return world.call ([world.programs.path ('hopsoctl'), *arguments])

        def test_a_second_start_shows_the_first ():
            walk.see_today ()
            second = world.start ('hopso', log=world.folder / 'second.log')
            check (second.wait (30) == 0, 'the second one stays, or failed')
            check (walk.application.poll () is None, 'the first one ended')
            check (len (person.all ('frame', 'HopSo')) == 1, 'another window')

        def test_a_terminal_shares_the_store ():
            meetings = json.loads (hopsoctl ('meetings', '--json'))
            check (any (meeting['name'] == steps.RUNNING for meeting in meetings), meetings)
            hopsoctl ('sync')
            wait_for (lambda: person.all (None, steps.SYNCED), 'the window in sync')
            check (walk.application.poll () is None, 'the first one ended')

        def test_many_starts_at_once ():
            starts = [world.start ('hopso', log=world.folder / f'start-{i}.log') for i in range (5)]
            check ([start.wait (60) for start in starts] == [0] * 5, 'one stays, or failed')
            check (len (person.all ('frame', 'HopSo')) == 1, 'another window')

        return tap.run ('gui/second', [
            test_a_second_start_shows_the_first, test_a_terminal_shares_the_store,
            test_many_starts_at_once], walk.explain)


if __name__ == '__main__':
    sys.exit (main ())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window folds to one pane when it becomes narrow, and unfolds again. Usage: test-narrow.py
BUILD-FOLDER"""

import pathlib
import sys

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap  # noqa: E402
from atspi import wait_for  # noqa: E402
from steps import Walk  # noqa: E402
from world import Programs, World  # noqa: E402


def main ():
    with World (Programs (sys.argv[1])) as world:
        world.sign_in ()
        walk = Walk (world)
        walk.start (is_maximized=False)
        person = walk.person

        def is_side_bar_there ():
            return any (person.is_touchable (node) for node in person.all ('label', 'Trình ký'))

        def is_inside (role, name):
            """Nothing may stick out of the window."""
            frame = person.box (person.find ('frame', 'HopSo'))
            box = person.box (person.find (role, name))
            return box.x >= 0 and box.x + box.width <= frame.width

        def test_has_two_panes ():
            walk.see_today ()
            wait_for (is_side_bar_there, 'the side bar')

        def test_fits_the_smallest_laptop ():
            walk.resize (1024, 640)
            walk.open_running_meeting ()
            wait_for (lambda: is_inside ('list', 'Thành phần dự họp') and is_side_bar_there (),
                      'both columns inside the window')
            walk.go_back ()

        def test_folds ():
            walk.resize (480, 760)
            wait_for (lambda: not is_side_bar_there (), 'no side bar')
            wait_for (lambda: is_inside ('push button', 'Vào họp'), 'the button inside')

        def test_goes_back_to_the_side_bar ():
            walk.go_back ()
            wait_for (is_side_bar_there, 'the side bar')
            person.press ('label', 'Hôm nay', person.find ('list', 'Các mục'))
            wait_for (lambda: not is_side_bar_there (), 'no side bar')

        def test_unfolds ():
            walk.resize (1180, 760)
            wait_for (is_side_bar_there, 'the side bar')

        return tap.run ('gui/narrow', [
            test_has_two_panes, test_fits_the_smallest_laptop, test_folds,
            test_goes_back_to_the_side_bar, test_unfolds], walk.explain)


if __name__ == '__main__':
    sys.exit (main ())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several documents are read at once, by keyboard alone but for a middle click: files in tabs, in
every way of laying out, on the wall, and again after a kill. Usage: test-tabs.py BUILD-FOLDER"""

import os
import pathlib
import re
import signal
import subprocess
import sys

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap  # noqa: E402
from atspi import wait_for  # noqa: E402
from steps import Walk  # noqa: E402
from tap import check  # noqa: E402
from world import Programs, World  # noqa: E402

FIRST = ('Tờ trình 15.pdf', 6)
SECOND = ('Báo cáo 177.pdf', 9)
THIRD = ('Nghị quyết 3.pdf', 4)
MODES = ('Từng trang', 'Hai trang một', 'Hai trang một, trang đầu riêng', 'Liên tục')


def write_pdf (path, n_pages):
    """A few empty pages, by our own hand."""
    kids = ' '.join (f'{3 + i} 0 R' for i in range (n_pages))
    objects = ['<< /Type /Catalog /Pages 2 0 R >>',
               f'<< /Type /Pages /Count {n_pages} /Kids [{kids}] /MediaBox [0 0 595 842] >>']
    objects += ['<< /Type /Page /Parent 2 0 R >>'] * n_pages
    out = bytearray (b'%PDF-1.7\n')
    places = []
    for number, text in enumerate (objects, 1):
        places.append (len (out))
        out += f'{number} 0 obj\n{text}\nendobj\n'.encode ()
    start = len (out)
    out += f'xref\n0 {len (objects) + 1}\n0000000000 65535 f \n'.encode ()
    for place in places:
        out += f'{place:010} 00000 n \n'.encode ()
    out += (f'trailer << /Size {len (objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n'
            '%%EOF\n').encode ()
    path.write_bytes (bytes (out))


class Machine (World):
    """Nobody has signed in here, and there is no server."""

    def _make (self):
        self.new_home ()

    def _make_module (self):
        """No tokens either."""
        (self.home / 'config').mkdir (parents=True)

    def environment (self):
        return {**super ().environment (), 'SOFTHSM2_CONF': '/dev/null'}


def main ():
    pictures = os.environ.get ('HOPSO_GUI_PICTURES')
    with Machine (Programs (sys.argv[1])) as world:
        walk = Walk (world, pictures)
        person = None
        files = {}
        for name, n_pages in (FIRST, SECOND, THIRD):
            files[name] = world.folder / name
            write_pdf (files[name], n_pages)

        def start (*names):
            """As the file manager does it."""
            nonlocal person
            person = walk.start (arguments=[str (files[name]) for name in names])

        def sees_page (page, n_pages):
            person.sees ('document text', f'Trang {page} trên {n_pages}')

        def tabs ():
            """The titles in the bar; none when there is no bar."""
            return [label.get_name () for bar in person.all ('filler', 'AdwTabBar')
                    for label in person.all ('label', None, bar)]

        def sees_tabs (*names):
            wait_for (lambda: tabs () == list (names), f'tabs {names}')

        def open_second (name):
            second = world.start ('hopso', str (files[name]), log=world.folder / 'second.log')
            check (second.wait (30) == 0, 'the second one stays, or failed')

        def test_a_file_opens_before_signing_in ():
            start (FIRST[0])
            sees_page (1, 6)
            check (not tabs (), 'tabs where there is nothing to choose from')

        def test_more_files_go_to_the_running_one ():
            open_second (SECOND[0])
            sees_page (1, 9)
            open_second (THIRD[0])
            sees_page (1, 4)
            sees_tabs (FIRST[0], SECOND[0], THIRD[0])
            open_second (SECOND[0])
            sees_page (1, 9)
            sees_tabs (FIRST[0], SECOND[0], THIRD[0])
            check (len (person.all ('frame', 'HopSo')) == 1, 'another window')
            person.picture ('reading-tabs')

        def test_keys_go_from_tab_to_tab ():
            person.key ('Control_L', 'Tab')
            sees_page (1, 4)
            person.key ('Control_L', 'Tab')
            sees_page (1, 6)
            person.key ('Control_L', 'Next')
            sees_page (1, 9)
            person.key ('Control_L', 'Prior')
            sees_page (1, 6)
            person.key ('Control_L', 'Shift_L', 'Tab')
            sees_page (1, 4)
            person.key ('Alt_L', '1')
            sees_page (1, 6)

        def test_a_tab_is_closed_and_comes_back ():
            person.key ('Control_L', 'w')
            sees_tabs (SECOND[0], THIRD[0])
            person.key ('Control_L', 'Shift_L', 't')
            sees_tabs (SECOND[0], THIRD[0], FIRST[0])
            sees_page (1, 6)

        def test_a_middle_click_closes ():
            bar = person.find ('filler', 'AdwTabBar')
            x, y = person.place (person.find ('label', THIRD[0], bar))
            subprocess.run (['xdotool', 'mousemove', str (x), str (y), 'click', '2'], check=True)
            sees_tabs (SECOND[0], FIRST[0])

        def test_every_way_of_laying_out ():
            for number, mode in enumerate (MODES):
                person.press ('push button', 'Xem')
                person.press (None, mode)
                document = person.find ('document text', 'Trang 1 trên 6')
                wait_for (lambda: person.is_focused (document), 'the keyboard in the pages')
                person.picture (f'reading-mode-{number}')
                person.key ('n')
                person.gone ('document text', 'Trang 1 trên 6')
                person.key ('Home')
                sees_page (1, 6)

        def test_it_is_presented ():
            person.key ('F5')
            wall = person.find ('frame', 'Trình chiếu')
            person.key ('Right')
            person.key ('space')
            for place in (wall, person.find ('frame', 'HopSo')):
                person.find ('document text', 'Trang 3 trên 6', place)
            person.picture ('reading-presented')
            person.key ('Escape')
            person.gone ('frame', 'Trình chiếu')
            wait_for (lambda: subprocess.run (
                ['xdotool', 'getactivewindow', 'getwindowname'], check=False, capture_output=True,
                text=True).stdout.strip () == 'HopSo', 'the keys in the reading window')
            sees_page (3, 6)

        def test_a_page_is_marked ():
            person.key ('Control_L', 'd')
            person.says ('Đã đánh dấu trang 3.')
            person.key ('F9')
            person.press (None, 'Dấu trang')
            person.find ('list item', re.compile ('^Trang 3'))
            person.picture ('reading-bookmarks')

        def test_places_survive_a_kill ():
            kept = world.home / 'state/hopso/reading'
            person.key ('Control_L', 'g')
            person.type ('5')
            person.key ('Return')
            sees_page (5, 6)
            wait_for (lambda: any (line.startswith ('place=5 ') or line.startswith ('place=4 ')
                                   for line in kept.read_text ().splitlines ()), 'the place')
            walk.application.send_signal (signal.SIGKILL)
            walk.application.wait ()
            start (FIRST[0])
            sees_page (5, 6)
            person.find ('list item', re.compile ('^Trang 3'))

        def test_closing_the_last_goes_back ():
            person.key ('Control_L', 'w')
            person.sees ('push button', 'Đăng nhập')

        return tap.run ('gui/tabs', [
            test_a_file_opens_before_signing_in, test_more_files_go_to_the_running_one,
            test_keys_go_from_tab_to_tab, test_a_tab_is_closed_and_comes_back,
            test_a_middle_click_closes, test_every_way_of_laying_out, test_it_is_presented,
            test_a_page_is_marked, test_places_survive_a_kill, test_closing_the_last_goes_back],
            walk.explain)


if __name__ == '__main__':
    sys.exit (main ())

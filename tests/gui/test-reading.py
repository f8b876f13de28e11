#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A paper read by its text as a screen reader gets it, told about and printed: by keys alone. Usage:
test-reading.py BUILD-FOLDER"""

import json
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
from world import Programs, World  # noqa: E402

FIRST = re.compile (r'^Trang 1 trên 32')
SECOND = re.compile (r'^Trang 2 trên 32')
PAPER = '177/BC-STC'
GRID = 8
MOST_TABS = 12
NATION = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'


def tell (command):
    """What a program says, or nothing when it fails."""
    done = subprocess.run ([str (word) for word in command], capture_output=True, text=True,
                           check=False)
    return done.stdout if done.returncode == 0 else ''


def find_paper (world):
    """The id of the paper that is read here."""
    def ask (*words):
        return json.loads (world.call ([world.programs.path ('hopsoctl'), *words, '--json']))
    return next (paper['id'] for meeting in ask ('meetings') for paper in ask ('papers', meeting['id'])
                 if paper.get ('reference') == PAPER)


def ink (path, page):
    """How dark a page is in each field of a grid over what is printed on it."""
    done = subprocess.run (['pdftoppm', '-gray', '-r', '72', '-f', str (page), '-l', str (page),
                            str (path)], capture_output=True, check=True)
    _, size, _, pixels = done.stdout.split (b'\n', 3)
    width, height = (int (number) for number in size.split ())
    dark = [(x, y) for y in range (height) for x in range (width) if pixels[y * width + x] < 160]
    left, right = min (x for x, _ in dark), max (x for x, _ in dark)
    top, bottom = min (y for _, y in dark), max (y for _, y in dark)
    grid = [0] * (GRID * GRID)
    for x, y in dark:
        column = (x - left) * GRID // (right - left + 1)
        grid[(y - top) * GRID // (bottom - top + 1) * GRID + column] += 1 / len (dark)
    return grid, (right - left) / (bottom - top)


def check_same_picture (original, pages, printed):
    """The same ink at the same places, wherever on the sheet: nearer to its own page than to any
    other."""
    inks = [ink (original, page) for page in pages]
    for number in range (len (pages)):
        found, shape = ink (printed, number + 1)
        apart = [sum (abs (a - b) for a, b in zip (found, other)) / 2 for other, _ in inks]
        tap.check (apart[number] == min (apart) and apart[number] < 0.12 and
                   abs (shape - inks[number][1]) < 0.02,
                   f'page {number + 1}: {apart} of the ink elsewhere, {shape} {inks[number][1]}')


def main ():
    with World (Programs (sys.argv[1])) as world:
        world.sign_in ()
        documents = world.folder / 'documents'
        documents.mkdir ()
        (world.home / 'config' / 'user-dirs.dirs').write_text (
            f'XDG_DOCUMENTS_DIR="{documents}"\n')
        walk = Walk (world, os.environ.get ('HOPSO_TEST_PICTURES'))
        walk.start ()
        person = walk.person

        def text_of_page (name):
            """What a screen reader reads of the page that is called so."""
            node = person.sees ('text', name)
            return wait_for (lambda: person.text_of (node), 'text of the page')

        def test_reads_the_text_of_a_page ():
            walk.see_today ()
            walk.open_running_meeting ()
            walk.open_paper ()
            person.key ('F8')
            text = text_of_page (FIRST)
            tap.check (NATION in text, text[:400])
            tap.check (all (len (line) > 0 for line in text.split ('\n')[:-1]), 'empty paragraphs')
            longest = max (len (line) for line in text.split ('\n'))
            tap.check (longest > 120, f'lines are joined: {longest}')
            region = person.find (None, 'Chữ của trang')
            person.find ('heading', FIRST, region)
            walk.picture ('text')

        def test_turns_pages_and_comes_back ():
            first = text_of_page (FIRST)
            person.key ('Control_L', 'Next')
            second = wait_for (lambda: text_of_page (SECOND), 'the second page')
            tap.check (first != second, 'another page has another text')
            person.key ('F8')
            person.sees ('document text', re.compile ('^Trang 2 '))

        def test_tells_properties ():
            person.key ('Alt_L', 'Return')
            person.find ('frame', 'Thuộc tính')
            person.says (re.compile ('^[0-9a-f]{64}$'))
            person.says (re.compile ('^32 trang · 210 × 297 mm'))
            person.press ('push button', 'Tìm phông chữ')
            person.says (re.compile (r'^\d+ phông chữ$'))
            walk.picture ('properties')
            person.key ('Escape')
            person.gone ('frame', 'Thuộc tính')

        def tab_to (role, within):
            """Tab until the focus is there, as a person does who sees the ring move."""
            for _ in range (MOST_TABS):
                if any (person.is_focused (node) for node in person.all (role, None, within)):
                    return
                person.key ('Tab')
            raise AssertionError (f'{MOST_TABS} times Tab do not lead to {role}')

        def test_prints ():
            person.key ('Control_L', 'p')
            wait_for (lambda: tell (['xdotool', 'getactivewindow', 'getwindowname']) == 'In\n',
                      'the dialog in front')
            dialog = person.find ('dialog', 'In')
            person.find ('label', 'Trang trên giấy', dialog)
            tab_to ('table row', dialog)
            person.key ('space')
            person.key ('Alt_L', 'r')
            person.type ('2-3')
            walk.picture ('print')
            person.key ('Alt_L', 'i')
            printed = documents / '177-BC-STC.pdf'
            about = wait_for (lambda: printed.exists () and tell (['pdfinfo', printed]),
                              'a printed file')
            tap.check (re.search (r'Pages: +2\n', about), about)
            tap.check (re.search (r'Page size: +595', about), about)
            original = documents / 'original.pdf'
            world.call ([world.programs.path ('hopsoctl'), 'fetch', find_paper (world), '-o',
                         original])
            check_same_picture (original, (2, 3), printed)

        def test_comes_back_after_a_kill ():
            """Nobody said goodbye: what was read is in sight again, without a click."""
            walk.application.send_signal (signal.SIGKILL)
            walk.application.wait ()
            walk.start (is_maximized=False)
            walk.person.sees ('document text', re.compile ('^Trang [0-9]+ trên 32'))

        return tap.run ('gui/reading', [
            test_reads_the_text_of_a_page, test_turns_pages_and_comes_back, test_tells_properties,
            test_prints, test_comes_back_after_a_kill], walk.explain)


if __name__ == '__main__':
    sys.exit (main ())

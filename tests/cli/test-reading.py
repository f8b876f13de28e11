# SPDX-License-Identifier: GPL-3.0-or-later
"""hopsoctl text, search, info and render against programs that know nothing of HopSo: pdftotext,
pdfinfo, pdffonts, pdfdetach and qpdf, on documents made here and on some of a collection."""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert (0, str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
from tap import Skip, check, run  # noqa: E402

CTL, WRITE_RICH = os.environ['HOPSOCTL'], os.environ['WRITE_RICH']
FOLDER = pathlib.Path (tempfile.mkdtemp (prefix='hopso-reading-'))
RICH, BOOK = FOLDER / 'rich.pdf', FOLDER / 'book.pdf'
YES, NO, USAGE, FAILED = 0, 1, 2, 3

# Text in one and in two columns, in Vietnamese, labels, forms, slides.
SOME = ('pdfjs-tracemonkey.pdf', 'install-vi.pdf', 'pdfjs-labelled_pages.pdf',
        'pdfjs-160F-2019.pdf', 'slides-lecture.pdf', 'gle-manual.pdf')


def ask (*words, **options):
    """Exit status, output and complaints of a program."""
    done = subprocess.run ([str (word) for word in words], capture_output=True, text=True,
                           check=False, **options)
    return done.returncode, done.stdout, done.stderr


def ctl (*words, status=YES, **options):
    got, out, complaints = ask (CTL, *words, **options)
    check (got == status, f'{words}: status {got}, {complaints}')
    return out


def tell (program, *words):
    status, out, complaints = ask (program, *words)
    check (status == 0, f'{program}: {complaints}')
    return out


def some_of_the_collection ():
    root = os.environ.get ('HOPSO_CORPUS')
    if root is None:
        raise Skip ('no collection: set HOPSO_CORPUS')
    return [path for path in (pathlib.Path (root) / 'reading' / name for name in SOME)
            if path.exists ()]


def words_of (text):
    """Words as a bag; ligatures and broken lines do not count."""
    text = unicodedata.normalize ('NFKC', text).replace ('\u00ad', '')
    return collections.Counter (re.findall (r'\w+', text))


def fold (text):
    """As hopso-fold does, by other means."""
    apart = unicodedata.normalize ('NFKD', text.lower ()).replace ('đ', 'd')
    bare = ''.join (c for c in apart if not '\u0300' <= c <= '\u036f')
    return re.sub (r'\s+', ' ', bare)


def assert_same_words (path, least):
    ours = words_of (ctl ('text', path))
    theirs = words_of (tell ('pdftotext', '-enc', 'UTF-8', path, '-'))
    common = sum ((ours & theirs).values ())
    total = max (sum (ours.values ()), sum (theirs.values ()))
    check (common >= least * total, f'{path.name}: {common} of {total} words')


def test_text_has_the_words_of_pdftotext ():
    assert_same_words (BOOK, 1.0)
    check (words_of (ctl ('text', '-p', '1', RICH)) ==
           words_of (tell ('pdftotext', '-l', '1', RICH, '-')), 'the first page')


def test_text_of_the_collection ():
    for path in some_of_the_collection ():
        # What is filled into a form is no text of the page.
        if read_pdfinfo (path)['Form'] == 'none':
            assert_same_words (path, 0.97)


def test_json_has_a_box_for_each_character ():
    pages = json.loads (ctl ('text', '--boxes', '-p', '2-3', BOOK))
    check ([page['page'] for page in pages] == [2, 3], 'the pages')
    for page in pages:
        check (len (page['boxes']) == len (page['text']), 'a box each')
        for left, top, right, bottom in page['boxes']:
            check (0 <= left <= right <= 300 and 0 <= top <= bottom <= 400, 'on the page')


def read_pdfinfo (path):
    rows = (line.split (':', 1) for line in tell ('pdfinfo', path).splitlines () if ':' in line)
    return {name.strip (): value.strip () for name, value in rows}


def assert_same_facts (path):
    ours, theirs = json.loads (ctl ('info', '--json', '--sizes', '-p', '1', path)), read_pdfinfo (path)
    check (ours['pages'] == int (theirs['Pages']), 'pages')
    for name, key in (('Title', 'title'), ('Author', 'author'), ('Producer', 'producer'),
                      ('Subject', 'subject'), ('Keywords', 'keywords')):
        said = ' '.join (theirs.get (name, '').split ())
        check (' '.join (ours.get (key, '').split ()) == said, f'{path.name}: {name}: {said}')
    check (ours['version'] == 'PDF-' + theirs['PDF version'], 'version')
    check (ours['encrypted'] == theirs['Encrypted'].startswith ('yes'), f'{path.name}: encrypted')
    check (ours['javascript'] == (theirs['JavaScript'] == 'yes'), f'{path.name}: scripts')
    check (ours['xfa'] == (theirs['Form'] == 'XFA'), f'{path.name}: XFA')
    width, height = map (float, re.match (r'([\d.]+) x ([\d.]+)', theirs['Page size']).groups ())
    box = ours['sizes'][0]['box']
    turned = theirs.get ('Page rot') in ('90', '270')
    expected = (height, width) if turned else (width, height)
    check (abs (box[2] - expected[0]) < 0.1 and abs (box[3] - expected[1]) < 0.1,
           f'{path.name}: {box} is not {expected}')


def test_info_is_what_pdfinfo_says ():
    assert_same_facts (RICH)
    assert_same_facts (BOOK)
    for path in some_of_the_collection ():
        assert_same_facts (path)


def read_pdffonts (path):
    """Name without the prefix of a subset, embedded, subset."""
    found = set ()
    for line in tell ('pdffonts', path).splitlines ()[2:]:
        embedded, subset = re.search (r'(yes|no )\s+(yes|no )\s+(?:yes|no )\s+\d+\s+\d+$', line).groups ()
        name = re.sub (r'^[A-Z]{6}\+', '', line[:36].strip ())
        found.add ((name, embedded == 'yes', subset == 'yes'))
    return found


def test_fonts_are_those_of_pdffonts ():
    for path in [RICH, BOOK] + some_of_the_collection ()[:3]:
        fonts = json.loads (ctl ('info', '--json', '--fonts', path))['fonts']
        ours = {(re.sub (r'^[A-Z]{6}\+', '', font['name'])[:36], font['embedded'], font['subset'])
                for font in fonts if font['name'] not in ('', '[none]')}
        theirs = {font for font in read_pdffonts (path) if font[0] not in ('', '[none]')}
        check ({font[0] for font in ours} == {font[0] for font in theirs},
               f'{path.name}: {ours ^ theirs}')


def test_an_attachment_is_saved_as_pdfdetach_does ():
    listed = json.loads (ctl ('info', '--json', '--attachments', RICH))['attachments']
    check ([item['name'] for item in listed] == ['note.txt'], 'the list')
    ours, theirs = FOLDER / 'ours.txt', FOLDER / 'theirs.txt'
    ctl ('info', '--save', '1', '-o', ours, RICH)
    tell ('pdfdetach', '-save', '1', '-o', theirs, RICH)
    check (ours.read_bytes () == theirs.read_bytes () == b'hello there', 'the same bytes')
    ctl ('info', '--save', '1', '-o', ours, RICH, status=FAILED)
    ctl ('info', '--save', '2', '-o', FOLDER / 'none', RICH, status=FAILED)
    check (not (FOLDER / 'none').exists (), 'nothing is left of a failure')


def count_in_words_of_pdftotext (path, words):
    pages = tell ('pdftotext', '-raw', '-enc', 'UTF-8', path, '-').split ('\f')
    return sum (fold (page).count (fold (words)) for page in pages)


def test_search_finds_as_many_as_there_are ():
    for words in ('duong', 'trang', 'con duong', 'Không'):
        hits = json.loads (ctl ('search', '--json', words, BOOK))
        if words.isascii ():
            check (len (hits) == count_in_words_of_pdftotext (BOOK, words), words)
        for hit in hits:
            check (fold (words) in fold (hit['match']), f'{words}: {hit}')
            check (len (hit['boxes']) >= 1, 'a place on the page')
    check (len (json.loads (ctl ('search', '--json', 'đường', BOOK))) == 3, 'exact')
    ctl ('search', 'dương', BOOK, status=NO)


def test_search_in_the_collection ():
    for path in some_of_the_collection ():
        for words in ('the', 'van ban'):
            status, out, _ = ask (CTL, 'search', words, path)
            expected = count_in_words_of_pdftotext (path, words)
            found = len (out.splitlines ())
            check (abs (found - expected) <= 2 + expected // 20, f'{path.name}: {found} {expected}')
            check (status == (YES if found else NO), 'the status')


def protect (password, *how):
    path = FOLDER / 'protected.pdf'
    status, _, complaints = ask ('qpdf', '--allow-weak-crypto', '--encrypt', password, 'owner', *how,
                                 '--', BOOK, path)
    check (status in (0, 3), complaints)
    return path


def test_passwords_open_what_they_protect ():
    for password in ('secret', 'mật khẩu'):
        for how in (['256'], ['128', '--use-aes=y'], ['40']):
            path = protect (password, *how)
            for typed in (password, 'owner'):
                out = ctl ('text', '-p', '1', '--password-fd', '0', path, input=typed + '\n')
                check ('Trang 1' in out, f'{password} {how} {typed}')
            facts = json.loads (ctl ('info', '--json', '--password-fd', '0', path, input=password))
            check (facts['encrypted'], 'it says that it is protected')


def test_a_wrong_password_is_told_apart ():
    path = protect ('secret', '256')
    vietnamese = {**os.environ, 'LANGUAGE': 'vi', 'LC_ALL': 'C.UTF-8'}
    said = {}
    for name, words in (('none', []), ('wrong', ['--password-fd', '0'])):
        status, out, said[name] = ask (CTL, 'text', *words, path, input='nope\n', env=vietnamese)
        check (status == FAILED and out == '', name)
        check ('nope' not in said[name], 'it is not repeated')
    check ('mật khẩu' in said['wrong'] and 'không đúng' in said['wrong'], said['wrong'])
    check ('không đúng' not in said['none'], said['none'])


def read_ppm (path):
    head, size, depth, rest = path.read_bytes ().split (b'\n', 3)
    check (head == b'P6' and depth == b'255', 'a picture')
    width, height = map (int, size.split ())
    check (len (rest) == 3 * width * height, 'all of it')
    return width, height, rest


def test_pages_are_drawn_and_named ():
    ctl ('render', '-p', '2-3', '--dpi', '36', '-o', FOLDER / 'page.ppm', RICH)
    width, height, pixels = read_ppm (FOLDER / 'page-02.ppm')
    check ((width, height) == (100, 150), 'half the size')
    check (pixels[3 * (100 * 140 + 20):][:3] == b'\xff\x00\x00', 'the red half')
    read_ppm (FOLDER / 'page-03.ppm')
    ctl ('render', '-p', 'A-1', '--labels', '--rotate', '90', '--dpi', '72', '-o',
         FOLDER / 'one.ppm', RICH)
    check (read_ppm (FOLDER / 'one.ppm')[:2] == (300, 200), 'turned')


def test_what_makes_no_sense_is_said ():
    for words in (('text', '-p', '3-1'), ('text', '-p', 'x'), ('text', '-p', ''),
                  ('render', '--rotate', '45', '-o', 'x'), ('render', '--format', 'gif', '-o', 'x'),
                  ('info', '--save', '1')):
        ctl (*words, BOOK, status=USAGE)
    ctl ('text', '-p', '26', BOOK, status=FAILED)


if __name__ == '__main__':
    tell (WRITE_RICH, RICH)
    tell (WRITE_RICH, BOOK, 25)
    try:
        sys.exit (run ('cli/reading', [thing for name, thing in list (globals ().items ())
                                       if name.startswith ('test_')]))
    finally:
        for left in FOLDER.iterdir ():
            left.unlink ()
        FOLDER.rmdir ()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Section `reading` of the bench: what somebody waits for who reads documents, beside what Evince,
poppler-glib and pdftotext need for the same files in the same minutes. All but the indexing is
measured in turns, so that a busy machine is as busy for both."""

import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path (__file__).resolve ().parent
SOURCE = HERE.parents[1]

# What figures are measured on, a long text first.
BOOKS = ('memoir', 'install-vi', 'pdfjs-tracemonkey', 'scan-multipage')

# A document of usual length is made of pages of the first; the manual of all, written down so often
# that it has 2,400 pages, of which none shares text or pictures with another.
NORMAL, NORMAL_PAGES = 'r-exts', '8-40'
CHAPTERS = (('r-exts', '8-236'), ('memoir', '1-z'), ('lshort-vi', '1-z'), ('gle-manual', '1-z'),
            ('eyes17', '1-z'))
MANUAL_PAGES = 2400

HEAD = ('medians, in milliseconds', 'HopSo', 'beside', 'ratio', 'bar', 'runs', '')


def print_head ():
    print ('{:<46}{:>10}{:>10}{:>8}{:>8}{:>6}  {}'.format (*HEAD))


def format_bar (bar):
    return '' if bar is None else f'{bar:g}'


def judge (figure, bar, is_least):
    if bar is None:
        return ''
    return 'met' if (figure >= bar if is_least else figure <= bar) else 'MISSED'


class Reading:
    """Figures over the books of the collection, or over one that is made."""

    def __init__ (self, build, folder, times):
        self.build = build
        self.folder = folder
        self.times = times
        self.environment = {
            **os.environ,
            'HOPSO_LIBEXEC_DIR': ':'.join (str (build / 'src' / room) for room in
                                           ('pdfrender', 'pdfinspect', 'token')),
            'HOPSO_LOCALEDIR': str (build / 'po'), 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'vi',
        }
        self.verdicts = {}
        self.books = self.list_books ()

    def program (self, name):
        return self.build / 'tests/bench' / name

    def run (self, *command):
        done = subprocess.run ([str (word) for word in command], check=False, text=True,
                               env=self.environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise RuntimeError (f'{command[0]}: {done.stderr[-300:]}')
        return done.stdout

    def read (self, *command):
        """Lines of a word and numbers: lists by word."""
        found = {}
        for line in self.run (*command).splitlines ():
            word, *numbers = line.split ()
            found.setdefault (word, []).extend (float (number) for number in numbers)
        return found

    def note (self, name, ours, floor=None, bar=None, is_least=False):
        """Without a floor the bar is for the figure itself, else for the ratio."""
        mine = statistics.median (ours)
        other = statistics.median (floor) if floor else None
        verdict = judge (mine if other is None else mine / other, bar, is_least)
        self.verdicts[verdict] = self.verdicts.get (verdict, 0) + 1
        print ('{:<46}{:>10.1f}{:>10}{:>8}{:>8}{:>6}  {}'.format (
            name, mine, '' if other is None else f'{other:.1f}',
            '' if other is None else f'{mine / other:.2f}×', format_bar (bar), len (ours), verdict),
            flush=True)

    def list_books (self):
        reading = pathlib.Path (os.environ.get ('HOPSO_CORPUS', '/nonexistent')) / 'reading'
        found = {name: reading / f'{name}.pdf' for name in BOOKS}
        found = {name: path for name, path in found.items () if path.exists ()}
        made = self.folder / 'made.pdf'
        self.run (self.build / 'tests/support/write-rich', made, 600)
        self.reading = reading
        self.made = made
        return found or {'600 pages': made}

    # --- what is measured ---------------------------------------------------------------------

    def launch (self):
        """From the program's start to the page on the screen."""
        normal, long = self.folder / 'normal.pdf', self.folder / 'long.pdf'
        book = self.reading / f'{NORMAL}.pdf'
        self.run ('qpdf', '--empty', '--pages', book if book.exists () else self.made, NORMAL_PAGES,
                  '--', normal)
        self.write_manual (long)
        for name, path, bar in (('33 pages', normal, 0.7), ('2,400 pages', long, 0.3)):
            ours, evince = [], []
            for turn in range (-1, max (3, self.times // 2)):
                pair = [self.read (self.program ('bench-launch'), *command, path)['visible'][0]
                        for command in ((self.build / 'src/desktop/hopso',), ('evince',))]
                # What either needs once, services and caches, is there after the first turn.
                if turn >= 0:
                    ours.append (pair[0])
                    evince.append (pair[1])
            self.note (f'launch → page visible, {name} : Evince', ours, evince, bar)

    def write_manual (self, path):
        """qpdf takes over what a file has once; another file of the same bytes is another book."""
        chapters = [(self.reading / f'{name}.pdf', pages) for name, pages in CHAPTERS]
        chapters = [chapter for chapter in chapters if chapter[0].exists ()]
        chapters = chapters or [(self.made, '1-z')]
        whole, copies = self.folder / 'whole.pdf', []
        for round_number in range (MANUAL_PAGES // 600):
            for number, (chapter, pages) in enumerate (chapters):
                copies.append (self.folder / f'chapter-{round_number}-{number}.pdf')
                shutil.copy (chapter, copies[-1])
                copies.append (pages)
        self.run ('qpdf', '--empty', '--pages', *copies, '--', whole)
        self.run ('qpdf', whole, '--pages', '.', f'1-{MANUAL_PAGES}', '--', path)

    def open_and_turn (self):
        for name, path in self.books.items ():
            said = self.read (self.program ('bench-open'), path, 1920, self.times)
            self.note (f'{name}: open → first pixels : poppler', said['ours'], said['floor'], 1.1)
            said = self.read (self.program ('bench-pages'), path, 1366, 60)
            self.note (f'{name}: page not drawn before : poppler + 3', said['one'],
                       [said['floor'][0] + 3 / 1.15], 1.15)
            self.note (f'{name}: pages per second, two : one', [1000 / said['two'][0]],
                       [1000 / said['one'][0]], 1.6, is_least=True)

    def scroll (self):
        """Fast through scans and through a book, in a window."""
        for name, what, speed in (('200 scans', 200, 120),
                                  (next (iter (self.books)), next (iter (self.books.values ())),
                                   240)):
            said = self.read (self.program ('bench-scroll'), what, speed)
            for word, title in (('frame', 'frame to frame'), ('stall', 'main loop away'),
                                ('work', 'main loop at work')):
                for figure, value in zip (('p50', 'p95', 'max'), said[word]):
                    self.note (f'{name}, {title}, {figure}', [value],
                               bar=50 if (word, figure) == ('work', 'max') else None)
            self.note (f'{name}, hundredths grey', said['grey'])
            self.note (f'{name}, hundredths not sharp', said['coarse'])

    def turn (self):
        """To a page that was drawn in advance: from the key to the texture."""
        path = next (iter (self.books.values ()))
        said = self.read (self.program ('bench-turn'), path, 60)
        self.note ('turn to a page drawn in advance', said['turn'], bar=4)
        self.note ('… p95', [statistics.quantiles (said['turn'], n=20)[-1]], bar=4)

    def memory (self):
        """What application and renderers have of the machine after each pass through a book."""
        path = next (iter (self.books.values ()))
        passes = self.read (self.program ('bench-turn'), path, 0, 3)['pass']
        for number, value in enumerate (passes, 1):
            self.note (f'MiB after pass {number} through a long book', [value],
                       [passes[0]] if number > 1 else None, 220 if number == 1 else None)

    def index (self):
        """All papers of the sample into the index, pdftotext in turns with it, which stands back as
        far as reading for the index does."""
        papers = self.folder / 'papers-to-index'
        papers.mkdir ()
        self.run (self.program ('bench-papers'), SOURCE / 'data/sample', papers)
        files = sorted (papers.glob ('*.pdf'))
        ours, floor, ours_cpu, floor_cpu = [], [], [], []
        for _ in range (max (3, self.times // 3)):
            said, spent = self.measure (lambda: self.read (self.program ('bench-search'), papers,
                                                           1, 0))
            ours.append (said['index'][0])
            ours_cpu.append (spent)
            begin = time.monotonic ()
            _, spent = self.measure (lambda: [self.run ('nice', '-n', '10', 'pdftotext', path, '/dev/null')
                                              for path in files])
            floor.append ((time.monotonic () - begin) * 1000)
            floor_cpu.append (spent)
        self.note (f'{len (files)} papers into the index : pdftotext', ours, floor, 1.1)
        self.note ('… processor time, with importing them', ours_cpu, floor_cpu)
        said = self.read (self.program ('bench-search'), papers, 11, 300)
        self.note ('a ranked query at 5,000 pages, p95',
                   [statistics.quantiles (said['query'], n=20)[-1]], bar=15)

    def measure (self, work):
        """What it returns, and the processor's milliseconds of all processes that have ended."""
        before = resource.getrusage (resource.RUSAGE_CHILDREN)
        result = work ()
        after = resource.getrusage (resource.RUSAGE_CHILDREN)
        return result, (after.ru_utime + after.ru_stime
                        - before.ru_utime - before.ru_stime) * 1000


def measure_reading (build, folder, times):
    """The problems."""
    print (f'reading; the machine was this busy before: {os.getloadavg ()[0]:.1f}')
    print_head ()
    reading = Reading (build, folder, times)
    failed = []
    for measure in (reading.launch, reading.open_and_turn, reading.turn, reading.memory,
                    reading.scroll, reading.index):
        try:
            measure ()
        except (RuntimeError, LookupError, OSError, subprocess.SubprocessError) as error:
            failed.append (f'{measure.__name__}: {error}')
    print (f'{reading.verdicts.get ("met", 0)} bars met, {reading.verdicts.get ("MISSED", 0)} missed; '
           f'the machine is this busy now: {os.getloadavg ()[0]:.1f}')
    return failed

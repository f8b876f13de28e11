#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hopsoctl finds in the sample province's papers, against what pdftotext reads in them: the
same pages of the same papers, for words taken from them at random, with marks and without.
Usage: test-find.py BUILD-FOLDER"""

import json
import pathlib
import random
import re
import subprocess
import sys
import unicodedata

sys.path.insert (0, str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap  # noqa: E402
from world import Programs, World  # noqa: E402

SEED = random.SystemRandom ().randrange (1 << 30)
N_WORDS = 12


def fold (text):
    """Small letters without marks; đ is d."""
    apart = unicodedata.normalize ('NFD', text.lower ().replace ('đ', 'd'))
    return ''.join (letter for letter in apart if not unicodedata.combining (letter))


def words_of (text):
    return re.findall (r'[^\W_]+', unicodedata.normalize ('NFC', text))


def explain (word, found, wanted):
    return f'{word}: missed {sorted (wanted - found)}, too many {sorted (found - wanted)}'


class Papers:
    """Each paper's pages as pdftotext reads them."""

    def __init__ (self, world):
        self.world = world
        self.pages = {}
        ids = [paper['id'] for meeting in self.ask ('meetings')
               for paper in self.ask ('papers', meeting['id'])]
        for number, paper in enumerate (sorted (set (ids))):
            path = world.folder / f'paper-{number}.pdf'
            self.hopsoctl ('fetch', paper, '-o', path)
            text = subprocess.run (['pdftotext', path, '-'], check=True, capture_output=True,
                                   text=True).stdout
            for page, content in enumerate (text.split ('\f')[:-1], 1):
                self.pages[paper, page] = words_of (content)

    def hopsoctl (self, *arguments):
        return self.world.call ([self.world.programs.path ('hopsoctl'), *map (str, arguments)])

    def ask (self, *arguments):
        return json.loads (self.hopsoctl (*arguments, '--json'))

    def with_word (self, word, change):
        return {key for key, words in self.pages.items ()
                if any (change (other) == change (word) for other in words)}

    def find (self, word):
        """A space behind it: the word is whole. The pages that hopsoctl finds in papers of
        meetings; others, to be signed, are on the machine too."""
        found = self.ask ('find', word + ' ', '--limit', 5000)
        return {(one['id'], one['page']) for one in found
                if (one['id'], one.get ('page')) in self.pages}


def main (build):
    chances = random.Random (SEED)
    print (f'# words chosen by {SEED}')
    with World (Programs (build)) as world:
        world.sign_in ('--start-anew')
        world.call ([world.programs.path ('hopsoctl'), 'sync', '--papers'])
        papers = Papers (world)
        all_words = sorted ({word for words in papers.pages.values () for word in words})
        marked = [word for word in all_words if fold (word) != word.lower ()]

        def test_reads_all_papers ():
            tap.check (len (papers.pages) > 20, f'only {len (papers.pages)} pages')
            tap.check (len (marked) > 200, f'only {len (marked)} words with marks')

        def test_finds_words_with_marks_exactly ():
            for word in chances.sample (marked, N_WORDS):
                wanted, found = papers.with_word (word, str.lower), papers.find (word)
                tap.check (found == wanted, explain (word, found, wanted))

        def test_finds_words_without_marks ():
            for word in chances.sample (marked, N_WORDS):
                wanted, found = papers.with_word (word, fold), papers.find (fold (word))
                tap.check (found == wanted, explain (word, found, wanted))

        def test_finds_nothing_that_is_not_there ():
            done = subprocess.run ([world.programs.path ('hopsoctl'), 'find', 'khôngcóởđâucả'],
                                   env=world.environment (), capture_output=True, check=False)
            tap.check (done.returncode == 1, f'exit {done.returncode}: {done.stderr}')

        def test_finds_names ():
            meeting = papers.ask ('meetings')[0]
            found = papers.ask ('find', fold (meeting['name']), '--names')
            tap.check (meeting['id'] in [one['id'] for one in found], 'its name was not found')

        return tap.run ('find', [test_reads_all_papers, test_finds_words_with_marks_exactly,
                                 test_finds_words_without_marks,
                                 test_finds_nothing_that_is_not_there, test_finds_names])


if __name__ == '__main__':
    sys.exit (main (sys.argv[1]))

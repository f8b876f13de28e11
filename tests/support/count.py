#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what meson's test runs say, sub-tests one by one, and prints the closing line. A program
that had a second run counts by that one; if it passed then, it is named as unsteady.
Usage: count.py STATUS BUILD-FOLDER…
       count.py --failed BUILD-FOLDER: the names of what failed, if they are few enough for a
       second run"""

import json
import pathlib
import re
import sys

# More than so many failures are no accident.
MOST_AGAIN = 6


def count (entry):
    """(passed, failed, skipped) of one test program, from its TAP lines or its exit alone."""
    said = entry.get ('stdout') or ''
    passed = len (re.findall (r'(?m)^ok \d+(?!.*# (?:SKIP|TODO))', said))
    skipped = len (re.findall (r'(?m)^ok \d+.*# SKIP', said))
    failed = len (re.findall (r'(?m)^not ok ', said))
    result = entry['result']
    if result in ('FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT', 'UNEXPECTEDPASS'):
        return passed, max (failed, 1), skipped
    if result == 'SKIP' and passed == 0:
        return 0, 0, max (skipped, 1)
    if passed + failed + skipped == 0:
        return 1, 0, 0
    return passed, failed, skipped


def read (folder, log):
    path = pathlib.Path (folder) / 'meson-logs' / log
    lines = path.read_text ().splitlines () if path.exists () else []
    return {entry['name']: entry for entry in map (json.loads, lines)}


def name_failed (folder):
    entries = read (folder, 'testlog.json')
    failed = sorted ({name.split (' / ')[-1].strip () for name, entry in entries.items ()
                      if count (entry)[1]})
    if len (failed) <= MOST_AGAIN:
        print ('\n'.join (failed))
    return 0


def count_folder (folder):
    entries = read (folder, 'testlog.json')
    again = read (folder, 'again-testlog.json')
    totals = [0, 0, 0]
    if not entries:
        print (f'{folder}: no test was run')
        return [0, 1, 0]
    for name, entry in entries.items ():
        counts = count (entry)
        if counts[1] and name in again:
            counts = count (again[name])
            if not counts[1]:
                print (f'{folder}: unsteady, passed at the second run: {name}')
        if counts[1]:
            print (f'{folder}: failed: {name}')
        totals = [a + b for a, b in zip (totals, counts)]
    return totals


def main ():
    if sys.argv[1] == '--failed':
        return name_failed (sys.argv[2])
    totals = [0, 0, 0]
    for folder in sys.argv[2:]:
        totals = [a + b for a, b in zip (totals, count_folder (folder))]
    if sys.argv[1] != '0' and totals[1] == 0:
        totals[1] = 1
    print ('%d passed, %d failed, %d skipped' % tuple (totals))
    return 1 if totals[1] else 0


if __name__ == '__main__':
    sys.exit (main ())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what meson's test runs say, sub-tests one by one, and prints the closing line.
Usage: count.py STATUS BUILD-FOLDER…"""

import json
import pathlib
import re
import sys


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


def main ():
    totals = [0, 0, 0]
    for folder in sys.argv[2:]:
        log = pathlib.Path (folder) / 'meson-logs' / 'testlog.json'
        lines = log.read_text ().splitlines () if log.exists () else []
        if not lines:
            print (f'{folder}: no test was run')
            totals[1] += 1
        for line in lines:
            entry = json.loads (line)
            counts = count (entry)
            if counts[1]:
                print (f'{folder}: failed: {entry["name"]}')
            totals = [a + b for a, b in zip (totals, counts)]
    if sys.argv[1] != '0' and totals[1] == 0:
        totals[1] = 1
    print ('%d passed, %d failed, %d skipped' % tuple (totals))
    return 1 if totals[1] else 0


if __name__ == '__main__':
    sys.exit (main ())

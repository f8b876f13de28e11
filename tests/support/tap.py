# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests in Python that say how they went in TAP, as all others do."""

import sys
import traceback


class Skip (Exception):
    """Why a test cannot be made here."""


def run (room, tests, explain=None):
    """Runs the functions in turn; explain() may tell more of a failure. Returns the exit status."""
    print (f'1..{len (tests)}', flush=True)
    is_good = True
    for number, test in enumerate (tests, 1):
        name = f'/{room}/{test.__name__.removeprefix ("test_").replace ("_", "-")}'
        try:
            test ()
        except Skip as reason:
            print (f'ok {number} {name} # SKIP {reason}', flush=True)
        except Exception:
            is_good = False
            told = traceback.format_exc () + (explain () if explain is not None else '')
            print ('\n'.join (f'# {line}' for line in told.splitlines ()))
            print (f'not ok {number} {name}', flush=True)
        else:
            print (f'ok {number} {name}', flush=True)
    return 0 if is_good else 1


def check (truth, what):
    """Asserts in words, also when Python drops its assertions."""
    if not truth:
        raise AssertionError (what)


if __name__ == '__main__':
    sys.exit ('to be imported')

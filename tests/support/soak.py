# SPDX-License-Identifier: GPL-3.0-or-later
"""How often a test in Python breaks what it tests, and how it tells what came of it: the same as
hopso-test-soak.h. A generator of chances is random.Random (soak.seed ())."""

import functools
import os
import random


def rounds (quick, long_rounds):
    """How often to try now: `long_rounds` in the long loops, else `quick`."""
    return long_rounds if 'HOPSO_SOAK' in os.environ else quick


@functools.lru_cache (maxsize=None)
def seed ():
    """What all chances of this run come from: random, and told, unless HOPSO_SOAK_SEED gives it."""
    given = os.environ.get ('HOPSO_SOAK_SEED')
    number = int (given) if given is not None else random.getrandbits (32)
    print (f'# HOPSO_SOAK_SEED={number}', flush=True)
    return number


def report (what, tried, lost):
    """Tells what was tried, how often, and how often anything was lost."""
    print (f'# soak: {what}: {tried} tried, {lost} lost', flush=True)

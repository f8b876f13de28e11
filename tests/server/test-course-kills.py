#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server killed by SIGKILL while it publishes a meeting, or the change of one: afterwards all of
it has happened or nothing, and asked again with the same key it has happened once."""

import random
import sys
import threading
import time

import composing
import small
import soak
import tap
from composing import act, change, key, list_records, look, make_draft, make_item, put
from tap import check

OPTIONS = ('--limit', 'address=0', '--limit', 'person=0', '--limit', 'upload=0')


def kill (server):
    """Without a word of farewell, and up again on the same port."""
    server.process.kill ()
    server.process.wait ()
    server.start ()


def ask (caller, meeting, one_key, etag):
    """The answer, None when the server died over it."""
    caller.connection = None
    try:
        return caller.ask ('POST', f'/v1/meetings/{meeting["id"]}/publish', {}, If_Match=f'"{etag}"',
                           Idempotency_Key=one_key)
    except OSError:
        return None


def ask_and_kill (server, caller, meeting, one_key, etag, delay):
    answers = []
    thread = threading.Thread (
        target=lambda: answers.append (ask (caller, meeting, one_key, etag)))
    thread.start ()
    time.sleep (delay) # which instant it is does not matter
    kill (server)
    thread.join ()
    return answers[0] if answers else None


def look_at (world, draft, shadow):
    """What is there after the start, as one word."""
    seen = list_records (world.delegate)
    meeting = seen.get (draft.meeting['id'])
    versions = sorted (record['x-version'] for kind, record in seen.values ()
                       if kind == 'publications' and record['meeting'] == draft.meeting['id'])
    names = sorted (record['name'] for kind, record in seen.values ()
                    if kind == 'agendaItems' and record['meeting'] == draft.meeting['id'])
    is_shadow_there = shadow is not None and look (world.clerk, 'meetings', shadow['id']).status == 200
    if meeting is None:
        check (not versions and not names, f'a draft, but {versions} {names}')
        return 'draft'
    if meeting[1]['x-version'] == 1:
        check (versions == [1] and len (names) == 2, f'published, but {versions} {names}')
        check (shadow is None or is_shadow_there, 'the change waits')
        return 'published'
    check (versions == [1, 2] and len (names) == 3 and 'Tên khác' in names,
           f'changed, but {versions} {names}')
    check (not is_shadow_there, 'the change is gone')
    return 'changed'


def try_once (server, world, rng, counts):
    draft, shadow = make_draft (world), None
    for before, after in (('draft', 'published'), ('published', 'changed')):
        meeting = draft.meeting
        if before == 'published':
            shadow = act (world.clerk, 'revise', draft.meeting).json
            item = next (record for kind, record in list_records (world.clerk).values ()
                         if kind == 'agendaItems' and record['meeting'] == shadow['id'])
            change (world.clerk, 'agendaItems', item['id'], {'name': 'Tên khác'})
            put (world.clerk, 'agendaItems', make_item (shadow))
            meeting = shadow
        one_key, etag = key (), look (world.clerk, 'meetings', meeting['id']).json['etag']
        answer = ask_and_kill (server, world.clerk, meeting, one_key, etag, rng.random () * .03)
        for caller in (world.clerk, world.delegate):
            caller.connection = None
        found = look_at (world, draft, shadow)
        check (found in (before, after), found)
        check (answer is None or (answer.status == 200 and found == after), 'what was said holds')
        counts[found == after] += 1
        again = ask (world.clerk, meeting, one_key, etag)
        check (again is not None and (again.status == 200 or (found == after and shadow is not None
               and again.status == 404)), f'{found}: {again and again.status}')
        check (look_at (world, draft, shadow) == after, 'it has happened, once')


def test_all_of_it_happens_or_nothing ():
    rng = random.Random (soak.seed ())
    counts = {False: 0, True: 0}
    with small.Server (*OPTIONS) as server:
        world = composing.World (server)
        rounds = soak.rounds (3, 100)
        for _ in range (rounds):
            try_once (server, world, rng, counts)
        lines = server.command ('check', check=False)
        check (lines.returncode == 0, lines.stdout + lines.stderr)
    soak.report ('killed while publishing', 2 * rounds, 0)
    print (f'# {counts[False]} undone, {counts[True]} done')


sys.exit (tap.run ('server/course-kills', [test_all_of_it_happens_or_nothing]))

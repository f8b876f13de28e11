#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Composing a meeting on the real server: records come, change, go and come back; two clerks at
once lose nothing; what is restricted is seen by few; bodies from hell are refused."""

import itertools
import json
import random
import sys

import composing
import small
import tap
from composing import change, destroy, key, look, make_item, make_meeting, make_paper, make_part, put
from tap import check

DELEGATE = '00000000-0000-4000-8000-0000000000b3'
STRANGER = '00000000-0000-4000-8000-0000000000b4'
WORLD = None


def test_a_draft_grows_and_is_seen_by_who_prepares_it ():
    clerk = WORLD.clerk
    meeting = make_meeting ()
    reply = put (clerk, 'meetings', meeting)
    check (reply.status == 201 and reply.json['etag'] == reply.headers['etag'].strip ('"'), 'made')
    item, below = make_item (meeting), make_item (meeting)
    below['x-parent'] = item['id']
    paper = make_paper (clerk, meeting, item['id'])
    for kind, record in (('agendaItems', item), ('agendaItems', below), ('papers', paper),
                         ('participants', make_part (meeting, DELEGATE))):
        made = put (clerk, kind, record)
        check (made.status == 201, f'{kind}: {made.problem}')
        check (look (WORLD.second, kind, record['id']).status == 200, 'the other clerk sees it')
        for caller in (WORLD.delegate, WORLD.chair, WORLD.stranger):
            check (look (caller, kind, record['id']).status == 404, 'nobody else does')
    check (WORLD.second.ask ('GET', f'/v1/blobs/sha256/{paper["x-digest"]}').status == 200, 'bytes')
    check (WORLD.delegate.ask ('GET', f'/v1/blobs/sha256/{paper["x-digest"]}').status == 404, 'not')
    ids = {record['id'] for record in (meeting, item, below, paper)}
    check (ids <= composing.list_all (WORLD.second), 'and is told of it')
    check (not ids & composing.list_all (WORLD.delegate), 'nobody else is')


def test_what_is_there_is_not_made_anew ():
    meeting = make_meeting ()
    put (WORLD.clerk, 'meetings', meeting)
    again = put (WORLD.second, 'meetings', {**meeting, 'name': 'Khác'})
    check (again.status == 412 and again.json['x-current']['name'] == meeting['name'], 'it is there')
    item = make_item (meeting)
    one_key = key ()
    replies = [put (WORLD.clerk, 'agendaItems', item, one_key) for _ in range (2)]
    check ([reply.status for reply in replies] == [201, 201], 'a repetition is the same')
    check (replies[0].body == replies[1].body, 'to the letter')
    check (put (WORLD.clerk, 'agendaItems', {**item, 'name': 'x'}, one_key).status == 422, 'a key')
    headers = {'Idempotency_Key': key ()}
    path = f'/v1/agendaItems/{key ()}'
    check (WORLD.clerk.ask ('PUT', path, item, **headers).status == 428, 'If-None-Match is needed')
    check (WORLD.clerk.ask ('PUT', path, item, If_None_Match='"1"', **headers).status == 428, 'a star')
    check (WORLD.clerk.ask ('DELETE', path, **headers).status == 428, 'If-Match is needed')


def test_what_was_destroyed_comes_back ():
    meeting = make_meeting ()
    put (WORLD.clerk, 'meetings', meeting)
    item, paper = make_item (meeting), None
    etag = put (WORLD.clerk, 'agendaItems', item).json['etag']
    paper = make_paper (WORLD.clerk, meeting, item['id'])
    paper_etag = put (WORLD.clerk, 'papers', paper).json['etag']
    check (destroy (WORLD.clerk, 'agendaItems', item['id'], etag).problem == 'not-empty', 'a paper')
    check (destroy (WORLD.clerk, 'papers', paper['id'], paper_etag).status == 204, 'the paper')
    changed = change (WORLD.second, 'agendaItems', item['id'], {'name': 'Của tôi'})
    stale = destroy (WORLD.clerk, 'agendaItems', item['id'], etag)
    check (stale.status == 412 and stale.json['x-current']['name'] == 'Của tôi', 'the change wins')
    etag = changed.json['etag']
    check (destroy (WORLD.clerk, 'agendaItems', item['id'], etag).status == 204, 'and now')
    check (look (WORLD.second, 'agendaItems', item['id']).status == 404, 'it is gone')
    check (destroy (WORLD.clerk, 'agendaItems', item['id'], etag).status == 404, 'for good')
    for kind, record in (('agendaItems', item), ('papers', paper)):
        back = put (WORLD.second, kind, record)
        check (back.status == 201, f'the other clerk undoes it: {back.problem}')
    check (look (WORLD.clerk, 'papers', paper['id']).json['agendaItem'] == item['id'], 'as it was')
    actions = [action for action, _, what in WORLD.audit () if what == item['id']]
    check (actions == ['create', 'change', 'destroy', 'restore'], actions)


def test_what_is_destroyed_comes_back_only_where_it_was ():
    """Old versions of a paper are read by its id: nobody gets them by taking the id."""
    meeting = make_meeting ()
    put (WORLD.clerk, 'meetings', meeting)
    paper = make_paper (WORLD.clerk, meeting)
    etag = put (WORLD.clerk, 'papers', paper).json['etag']
    destroy (WORLD.clerk, 'papers', paper['id'], etag)
    foreign = make_meeting (organization=small.OTHER_AGENCY)
    check (put (WORLD.stranger, 'meetings', foreign).status == 201, 'a meeting of another agency')
    mine = make_paper (WORLD.stranger, foreign)
    mine['id'] = paper['id']
    check (put (WORLD.stranger, 'papers', mine).problem == 'invalid', 'the id is not free')
    other = make_meeting ()
    put (WORLD.clerk, 'meetings', other)
    check (put (WORLD.clerk, 'papers', {**paper, 'meeting': other['id']}).problem == 'invalid',
           'nor in another meeting')
    check (put (WORLD.clerk, 'agendaItems', {**make_item (meeting), 'id': paper['id']}).problem ==
           'invalid', 'nor for another kind')


def test_a_discarded_draft_goes_with_all_of_it ():
    meeting = make_meeting ()
    etag = put (WORLD.clerk, 'meetings', meeting).json['etag']
    item = make_item (meeting)
    parts = [('agendaItems', item), ('agendaItems', {**make_item (meeting), 'x-parent': item['id']}),
             ('papers', make_paper (WORLD.clerk, meeting, item['id'])),
             ('participants', make_part (meeting, DELEGATE))]
    for kind, record in parts:
        put (WORLD.clerk, kind, record)
    check (destroy (WORLD.second, 'meetings', meeting['id'], etag).status == 204, 'discarded')
    for kind, record in parts:
        check (look (WORLD.clerk, kind, record['id']).status == 404, f'{kind} are gone')
    check (put (WORLD.clerk, 'meetings', meeting).status == 201, 'it comes back')
    for kind, record in parts:
        check (put (WORLD.clerk, kind, record).status == 201, f'{kind} come back')


def test_links_that_lead_nowhere_are_left_out ():
    meeting = make_meeting ()
    put (WORLD.clerk, 'meetings', meeting)
    gone = make_item (meeting)
    etag = put (WORLD.clerk, 'agendaItems', gone).json['etag']
    destroy (WORLD.second, 'agendaItems', gone['id'], etag)
    below = put (WORLD.clerk, 'agendaItems', {**make_item (meeting), 'x-parent': gone['id']})
    check (below.status == 201 and 'x-parent' not in below.json, 'the item is kept, one level up')
    paper = put (WORLD.clerk, 'papers', make_paper (WORLD.clerk, meeting, gone['id']))
    check (paper.status == 201 and 'agendaItem' not in paper.json, 'and the paper')
    a, b = make_item (meeting), make_item (meeting)
    put (WORLD.clerk, 'agendaItems', a)
    put (WORLD.clerk, 'agendaItems', b)
    check (change (WORLD.clerk, 'agendaItems', a['id'], {'x-parent': b['id']}).status == 200, 'a in b')
    for above in (a, b):
        moved = change (WORLD.second, 'agendaItems', b['id'], {'x-parent': above['id'], 'x-order': 'c'})
        check (moved.status == 200 and 'x-parent' not in moved.json, 'no circle: at the top')
    other = make_meeting ()
    put (WORLD.clerk, 'meetings', other)
    far = put (WORLD.clerk, 'agendaItems', {**make_item (other), 'x-parent': a['id']})
    check ('x-parent' not in far.json, 'of another meeting')


def test_somebody_is_invited_once ():
    meeting = make_meeting ()
    put (WORLD.clerk, 'meetings', meeting)
    first, second = make_part (meeting, DELEGATE), make_part (meeting, DELEGATE)
    check (put (WORLD.clerk, 'participants', {**first, 'partstat': 'accepted'}).json['partstat'] ==
           'needs-action', 'nobody answers for them')
    taken = put (WORLD.second, 'participants', second)
    check (taken.problem == 'taken' and taken.json['x-current']['id'] == first['id'], 'once')
    guest = make_part (meeting, None)
    check (put (WORLD.clerk, 'participants', guest).problem == 'invalid', 'somebody it must be')
    check (put (WORLD.clerk, 'participants', {**guest, 'x-guest-name': 'Ông Tám'}).status == 201, 'x')
    check (put (WORLD.clerk, 'participants', make_part (meeting, key ())).problem == 'invalid', 'who?')
    seat = change (WORLD.clerk, 'participants', first['id'], {'x-seat': 'A1', 'x-role': 'guest'})
    check (seat.json['x-seat'] == 'A1' and 'sequence' not in seat.json, 'a seat is no answer')


def test_bytes_are_named_by_who_has_them ():
    meeting = make_meeting ()
    put (WORLD.clerk, 'meetings', meeting)
    secret = make_paper (WORLD.stranger, meeting)
    check (put (WORLD.clerk, 'papers', secret).problem == 'invalid', 'a digest is no right')
    paper = make_paper (WORLD.clerk, meeting)
    check (put (WORLD.clerk, 'papers', {**paper, 'size': paper['size'] + 1}).problem == 'invalid', '1')
    check (put (WORLD.clerk, 'papers', {**paper, 'name': 'Báo cáo (Mật)'}).problem ==
           'state-secret', 'secrets')
    put (WORLD.clerk, 'papers', paper)
    newer = make_paper (WORLD.second, meeting)
    body = {name: newer[name] for name in ('x-digest', 'size')}
    check (change (WORLD.second, 'papers', paper['id'], {**body, 'size': 7}).problem == 'invalid', '2')
    changed = change (WORLD.second, 'papers', paper['id'], body)
    check (changed.status == 200 and changed.json['x-digest'] == newer['x-digest'], 'other bytes')
    back = change (WORLD.second, 'papers', paper['id'],
                   {name: paper[name] for name in ('x-digest', 'size')})
    check (back.status == 200, 'and those before, which another clerk had uploaded')
    reused = {**make_paper (WORLD.second, meeting), 'x-digest': paper['x-digest'],
              'size': paper['size']}
    check (put (WORLD.second, 'papers', reused).status == 201, 'the same bytes in another paper')
    refused = change (WORLD.clerk, 'papers', paper['id'], {'x-digest': secret['x-digest']})
    check (refused.problem == 'invalid', 'a digest is no right here either')
    published = change (WORLD.clerk, 'papers', small.PAPER, {'x-digest': newer['x-digest']})
    check (published.json['x-digest'] != newer['x-digest'], 'what was published stays')


def test_originals_are_for_who_prepares ():
    paper = make_paper (WORLD.clerk, make_meeting ())
    office = composing.upload (WORLD.clerk, b'PK office')
    with WORLD.server.database () as database:
        database.execute ('UPDATE paper SET original = ? WHERE id = ?', (office[0], small.PAPER))
    change (WORLD.clerk, 'papers', small.PAPER, {'name': 'Tờ trình'})
    path = f'/v1/blobs/sha256/{office[0]}'
    check (WORLD.second.ask ('GET', path).status == 200, 'who prepares reads it')
    check (WORLD.delegate.ask ('GET', path).status == 404, 'a delegate does not')
    check (paper['x-digest'] != office[0], 'x')


def test_restricted_papers_are_seen_by_few ():
    try:
        narrowed = change (WORLD.clerk, 'papers', small.PAPER,
                           {'x-access': 'restricted', 'x-readers': [small.CHAIR]})
        path = f'/v1/blobs/sha256/{narrowed.json["x-digest"]}'
        for caller, status in ((WORLD.clerk, 200), (WORLD.second, 200), (WORLD.chair, 200),
                               (WORLD.delegate, 404), (WORLD.inspector, 404), (WORLD.admin, 404)):
            check (look (caller, 'papers', small.PAPER).status == status, f'{caller.person} {status}')
            check (caller.ask ('GET', path).status == status, f'bytes, {caller.person} {status}')
            check ((small.PAPER in composing.list_all (caller)) == (status == 200), 'changes')
        change (WORLD.clerk, 'papers', small.PAPER, {'x-readers': [DELEGATE, STRANGER]})
        check (look (WORLD.delegate, 'papers', small.PAPER).status == 200, 'now a reader')
        check (look (WORLD.stranger, 'papers', small.PAPER).status == 404, 'takes no part')
        check (change (WORLD.clerk, 'papers', small.PAPER, {'x-readers': ['a\nb']}).problem ==
               'invalid', 'readers are ids')
    finally:
        change (WORLD.clerk, 'papers', small.PAPER, {'x-access': None, 'x-readers': None})
    check (look (WORLD.delegate, 'papers', small.PAPER).status == 200, 'open again')


def test_groups_are_kept_by_the_clerks_of_an_agency ():
    group = {'id': key (), 'name': 'Ban', 'organization': small.AGENCY, 'members': [DELEGATE]}
    check (put (WORLD.clerk, 'groups', group).status == 201, 'made')
    check (look (WORLD.second, 'groups', group['id']).json['members'] == [DELEGATE], 'seen')
    check (look (WORLD.stranger, 'groups', group['id']).status == 404, 'not by others')
    moved = change (WORLD.second, 'groups', group['id'], {'organization': small.OTHER_AGENCY,
                                                          'members': [DELEGATE, small.CHAIR]})
    check (moved.json['organization'] == small.AGENCY and len (moved.json['members']) == 2, 'stays')
    check (put (WORLD.clerk, 'groups', {**group, 'id': key (), 'organization': small.OTHER_AGENCY})
           .status == 403, 'of others')
    check (destroy (WORLD.clerk, 'groups', group['id'], moved.json['etag']).status == 204, 'gone')


def test_states_change_by_their_own_routes ():
    meeting = make_meeting ()
    put (WORLD.clerk, 'meetings', meeting)
    for state in ('published', 'cancelled', 'inProgress', 'nonsense', 'template'):
        check (change (WORLD.clerk, 'meetings', meeting['id'], {'meetingState': state}).problem ==
               'invalid', state)
    check (put (WORLD.clerk, 'meetings', {**make_meeting (), 'meetingState': 'published'}).problem ==
           'invalid', 'not even at once')
    check (change (WORLD.clerk, 'meetings', small.MEETING, {'meetingState': 'draft'}).problem ==
           'invalid', 'nor back')


def test_bodies_from_hell ():
    rng = random.Random (20261123)
    meeting = make_meeting ()
    put (WORLD.clerk, 'meetings', meeting)
    for kind, make in itertools.product (range (4), range (40)):
        good = [make_meeting (), make_item (meeting), make_part (meeting, None),
                {**make_part (meeting, DELEGATE), 'x-guest-name': 'x'}][kind]
        name = ['meetings', 'agendaItems', 'participants', 'participants'][kind]
        body = json.dumps (composing.spoil (good, rng)).encode ()
        reply = WORLD.clerk.ask ('PUT', f'/v1/{name}/{good["id"]}', body, If_None_Match='*',
                                 Idempotency_Key=key ())
        check (reply.status in (201, 400, 403, 404, 409, 412, 422), f'{reply.status}: {body}')
        if reply.status == 201:
            check (look (WORLD.second, name, good['id']).status == 200, f'it is told: {body}')
    for body in (b'', b'[', b'{"id":' * 40, b'[' * 5000, b'\xff\xfe'):
        reply = WORLD.clerk.ask ('PUT', f'/v1/meetings/{key ()}', body, If_None_Match='*',
                                 Idempotency_Key=key ())
        check (reply.status == 400, body[:20])


def main ():
    global WORLD
    with small.Server ('--limit', 'address=0', '--limit', 'person=0',
                       '--limit', 'upload=0') as server:
        WORLD = composing.World (server)
        tests = [test for name, test in globals ().items () if name.startswith ('test_')]
        return tap.run ('server/composing', tests, server.read_log)


sys.exit (main ())

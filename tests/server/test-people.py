#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Substitutes and receipts as the real server takes them over TLS: who sees what at each step, what
is refused and why, what the audit log says, and bodies from hell."""

import json
import random
import sys
import uuid

import small
import tap
from tap import check

DELEGATE = '00000000-0000-4000-8000-0000000000b3'
CLERK = '00000000-0000-4000-8000-0000000000b2'
STRANGER = '00000000-0000-4000-8000-0000000000b4'
PART = f'/v1/participants/{small.PART}'
MEETING = f'/v1/meetings/{small.MEETING}'
PAPER = f'/v1/papers/{small.PAPER}'
WORLD = None


class World:
    def __init__ (self, server):
        self.server = server
        server.add_user ('pho', small.AGENCY, 'official')
        self.clerk = small.Caller (server, 'thuky')
        self.chair = small.Caller (server, 'chutri')
        self.delegate = small.Caller (server, 'daibieu')
        self.stranger = small.Caller (server, 'nguoila')
        self.deputy = small.Caller (server, 'pho')

    def audit (self, what):
        with self.server.database () as database:
            return [tuple (row) for row in database.execute (
                'SELECT action, person, detail FROM audit WHERE object = ? ORDER BY number',
                (what,))]


def key ():
    return str (uuid.uuid4 ())


def etag (path):
    return WORLD.clerk.ask ('GET', path).json['etag']


def act (caller, what, path=PART, **body):
    return caller.ask ('POST', f'{path}/substitute', {'act': what, **body},
                       If_Match=f'"{etag (path)}"', Idempotency_Key=key ())


def propose (caller=None, person=None):
    reply = act (caller or WORLD.delegate, 'propose', person=person or WORLD.deputy.person,
                 reason='Đi công tác')
    check (reply.status == 200, f'proposed: {reply.status} {reply.problem}')
    return reply.json


def answer (caller, **fields):
    return caller.patch (PART, fields, etag (PART))


def start (approval):
    """Nobody comes for the delegate, and the meeting asks the chair or not."""
    check (WORLD.clerk.patch (MEETING, {'x-substitute-approval': approval},
                              etag (MEETING)).status == 200, 'the meeting')
    check (answer (WORLD.delegate, partstat='needs-action').status == 200, 'a new start')


def sees (caller, *paths):
    return [caller.ask ('GET', path).status for path in paths]


def changes (caller, since):
    return caller.ask ('GET', f'/v1/changes?since={since}').json


def state_of (caller):
    state, more = None, True
    while more:
        path = '/v1/changes' if state is None else f'/v1/changes?since={state}'
        page = caller.ask ('GET', path).json
        state, more = page['newState'], page['hasMoreChanges']
    return state


# --- the tests --------------------------------------------------------------------------------

def test_each_step_opens_what_it_should ():
    start (True)
    check (sees (WORLD.deputy, PART, MEETING, PAPER) == [404, 404, 404], 'nothing before')
    propose ()
    check (sees (WORLD.deputy, PART, MEETING, PAPER) == [200, 200, 404], 'what is asked')
    check (act (WORLD.deputy, 'accept').json['x-substitute-state'] == 'accepted', 'accepted')
    check (sees (WORLD.deputy, PART, MEETING, PAPER) == [200, 200, 404], 'the chair is asked')
    check (act (WORLD.deputy, 'approve').problem == 'forbidden', 'nobody approves themselves')
    check (act (WORLD.clerk, 'approve').problem == 'forbidden', 'nor does a clerk')
    state = state_of (WORLD.deputy)
    check (act (WORLD.chair, 'approve').json['x-substitute-state'] == 'approved', 'approved')
    check (sees (WORLD.deputy, PART, MEETING, PAPER) == [200, 200, 200], 'all of it')
    created = [one['id'] for kind in changes (WORLD.deputy, state)['created'].values ()
               for one in kind]
    check (small.PAPER in created, 'the papers come')


def test_a_withdrawal_takes_it_all_back ():
    state = state_of (WORLD.deputy)
    check (answer (WORLD.delegate, partstat='accepted').status == 200, 'the delegate comes')
    check (sees (WORLD.deputy, PART, MEETING, PAPER) == [404, 404, 404], 'nothing is left')
    gone = {one['id']: one.get ('x-purge', False)
            for one in changes (WORLD.deputy, state)['destroyed']}
    check (gone.get (small.PAPER) is True and small.MEETING in gone, gone)
    part = WORLD.clerk.ask ('GET', PART).json
    check ('x-substitute' not in part and 'x-substitute-state' not in part, part)


def test_without_the_chairs_word_where_none_is_asked ():
    start (False)
    propose ()
    reply = act (WORLD.deputy, 'accept')
    check (reply.json['x-substitute-state'] == 'approved', 'in force at once')
    check (sees (WORLD.deputy, PAPER) == [200], 'with the papers')
    check (act (WORLD.deputy, 'decline', reason='Ốm').json['x-substitute-state'] == 'declined',
           'who cannot come after all says so')
    check (sees (WORLD.deputy, PAPER, MEETING) == [404, 404], 'and sees it no more')
    check (WORLD.clerk.ask ('GET', PART).json['x-substitute-reason'] == 'Ốm', 'the clerk sees why')


def test_the_chair_may_refuse ():
    start (True)
    propose ()
    act (WORLD.deputy, 'accept')
    check (act (WORLD.chair, 'refuse').problem == 'invalid', 'not without a reason')
    reply = act (WORLD.chair, 'refuse', reason='Cần người đứng đầu')
    check (reply.json['x-substitute-state'] == 'refused', reply.problem)
    check (sees (WORLD.deputy, MEETING) == [404], 'it is over for the deputy')
    check (act (WORLD.chair, 'approve').problem == 'closed', 'and settled')


def test_what_is_refused ():
    start (False)
    for caller, body, problem in (
            (WORLD.delegate, {'person': WORLD.deputy.person}, 'invalid'),
            (WORLD.delegate, {'person': DELEGATE, 'reason': 'x'}, 'invalid'),
            (WORLD.delegate, {'person': small.CHAIR, 'reason': 'x'}, 'invalid'),
            (WORLD.delegate, {'person': key (), 'reason': 'x'}, 'invalid'),
            (WORLD.delegate, {'reason': 'x'}, 'invalid'),
            (WORLD.stranger, {'person': STRANGER, 'reason': 'x'}, 'not-found')):
        reply = act (caller, 'propose', **body)
        check (reply.problem == problem, f'{body}: {reply.problem}')
    check (act (WORLD.delegate, 'invite').status in (400, 422), 'no such act')
    for fields in ({'partstat': 'delegated'},
                   {'partstat': 'delegated', 'x-substitute': STRANGER,
                    'x-substitute-state': 'approved'}):
        check (answer (WORLD.delegate, **fields).problem == 'invalid', 'not by a patch')
    before = WORLD.clerk.ask ('GET', PART).json
    check (answer (WORLD.delegate, **{'x-substitute-state': 'approved'}).status == 200, 'passed over')
    check ('x-substitute-state' not in WORLD.clerk.ask ('GET', PART).json, 'it is the server\'s')
    check (WORLD.clerk.ask ('GET', PART).json['sequence'] == before['sequence'], 'no answer')


def test_a_stale_act_is_told_how_it_stands ():
    start (False)
    old = etag (PART)
    propose ()
    reply = WORLD.delegate.ask ('POST', f'{PART}/substitute', {'act': 'accept'},
                                If_Match=f'"{old}"', Idempotency_Key=key ())
    check (reply.status == 412 and reply.json['x-current']['x-substitute-state'] == 'proposed',
           reply.status)
    check (WORLD.delegate.ask ('POST', f'{PART}/substitute', {'act': 'accept'},
                               Idempotency_Key=key ()).status == 428, 'a condition is needed')


def test_a_repeated_act_is_one ():
    start (False)
    tag, one_key = etag (PART), key ()
    body = {'act': 'propose', 'person': WORLD.deputy.person, 'reason': 'x'}
    replies = [WORLD.delegate.ask ('POST', f'{PART}/substitute', body, If_Match=f'"{tag}"',
                                   Idempotency_Key=one_key) for _ in range (3)]
    check ([reply.status for reply in replies] == [200] * 3, 'each is told')
    check (len ({reply.body for reply in replies}) == 1, 'and the same')


def test_a_clerk_answers_for_somebody ():
    start (False)
    before = len (WORLD.audit (small.PART))
    sequence = WORLD.clerk.ask ('GET', PART).json['sequence']
    check (answer (WORLD.clerk, partstat='declined', **{'x-reason': 'Báo qua điện thoại'}).status
           == 200, 'an answer')
    part = WORLD.delegate.ask ('GET', PART).json
    check (part['x-answered-by'] == CLERK and part['sequence'] == sequence + 1, part)
    part = propose (WORLD.clerk)
    check (part['x-answered-by'] == CLERK and part['x-substitute-state'] == 'proposed', part)
    check (answer (WORLD.delegate, partstat='accepted').json['x-answered-by'] == DELEGATE,
           'the latest counts')
    check (answer (WORLD.clerk, **{'x-seat': 'A3'}).status == 200, 'a seat is no answer')
    part = WORLD.delegate.ask ('GET', PART).json
    check (part['x-answered-by'] == DELEGATE and part['x-seat'] == 'A3', part)
    told = [(action, person) for action, person, _ in WORLD.audit (small.PART)[before:]]
    check (told == [('override', CLERK), ('substitute-propose', CLERK), ('change', DELEGATE),
                    ('change', CLERK)], told)


def test_the_audit_log_names_the_substitute ():
    start (True)
    before = len (WORLD.audit (small.PART))
    propose ()
    act (WORLD.deputy, 'accept')
    act (WORLD.chair, 'approve')
    deputy = WORLD.deputy.person
    told = WORLD.audit (small.PART)[before:]
    check (told == [('substitute-propose', DELEGATE, deputy),
                    ('substitute-accept', deputy, deputy),
                    ('substitute-approve', small.CHAIR, deputy)], told)


def say (caller, body, meeting=small.MEETING):
    return caller.ask ('POST', f'/v1/meetings/{meeting}/receipts', body, Idempotency_Key=key ())


def receipt_of (person):
    with WORLD.server.database () as database:
        row = database.execute ('SELECT received, "read" FROM receipt WHERE person = ?',
                                (person,)).fetchone ()
    return [sorted ((text or '').split ()) for text in row] if row else None


def test_receipts_only_grow ():
    start (False)
    paper = WORLD.delegate.ask ('GET', PAPER).json['x-digest']
    long_paper = WORLD.delegate.ask ('GET', f'/v1/papers/{small.LONG_PAPER}').json['x-digest']
    check (say (WORLD.delegate, {'received': [paper]}).status == 204, 'kept')
    check (receipt_of (DELEGATE) == [[paper], []], receipt_of (DELEGATE))
    check (say (WORLD.delegate, {'read': [paper]}).status == 204, 'kept')
    check (say (WORLD.delegate, {'received': [paper, paper], 'read': []}).status == 204, 'again')
    check (receipt_of (DELEGATE) == [[paper], [paper]], receipt_of (DELEGATE))
    check (say (WORLD.delegate, {'read': [long_paper]}).status == 204, 'who reads has received')
    check (receipt_of (DELEGATE) == [sorted ([paper, long_paper])] * 2, receipt_of (DELEGATE))


def test_receipts_of_what_one_does_not_see ():
    secret = WORLD.clerk.ask ('GET', f'/v1/papers/{small.SIGN_PAPER}').json['x-digest']
    before = receipt_of (DELEGATE)
    check (say (WORLD.delegate, {'read': [secret, 'f' * 64]}).status == 204, 'passed over')
    check (receipt_of (DELEGATE) == before, 'nothing is kept')
    check (say (WORLD.stranger, {}).status == 404, 'a stranger has none')
    check (say (WORLD.delegate, {}, small.DRAFT).status == 404, 'nor of a draft')
    propose ()
    paper = WORLD.delegate.ask ('GET', PAPER).json['x-digest']
    check (say (WORLD.deputy, {'read': [paper]}).status == 204, 'who is asked sees the meeting')
    check (receipt_of (WORLD.deputy.person) is None, 'and none of its papers')


def test_bodies_from_hell ():
    start (False)
    rng = random.Random (20261123)
    strange = [None, True, 1, -1.5, '', 'x' * 9000, [], {}, [[]], 'accept', small.CHAIR, '\u202e',
               ['f' * 64] * 501, ['f' * 63], [1], [None]]
    for _ in range (150):
        body = {name: rng.choice (strange) for name in ('act', 'person', 'reason', 'received', 'read')
                if rng.random () < .7}
        reply = WORLD.delegate.ask ('POST', f'{PART}/substitute', body,
                                    If_Match=f'"{etag (PART)}"', Idempotency_Key=key ())
        check (reply.status in (400, 403, 422), f'{reply.status}: {json.dumps (body)[:300]}')
        reply = say (WORLD.delegate, body)
        check (reply.status in (204, 400, 422), f'{reply.status}: {json.dumps (body)[:300]}')
    for body in (b'', b'[', b'{"received":' + b'[' * 5000, b'\xff\xfe'):
        check (say (WORLD.delegate, body).status == 400, body[:20])


def main ():
    global WORLD
    with small.Server ('--limit', 'address=0', '--limit', 'person=0') as server:
        WORLD = World (server)
        tests = [test for name, test in globals ().items () if name.startswith ('test_')]
        return tap.run ('server/people', tests, server.read_log)


sys.exit (main ())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign requests as the real server takes them over TLS: what it refuses and why, what stops them,
what the audit log says, and bodies from hell."""

import hashlib
import itertools
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
WORLD = None
NUMBERS = itertools.count ()


class World:
    def __init__ (self, server):
        self.server = server
        server.add_user ('vanthu', small.AGENCY, 'records')
        self.clerk = small.Caller (server, 'thuky')
        self.chair = small.Caller (server, 'chutri')
        self.delegate = small.Caller (server, 'daibieu')
        self.records = small.Caller (server, 'vanthu')

    def audit (self):
        with self.server.database () as database:
            return database.execute (
                'SELECT action, person, object FROM audit ORDER BY number').fetchall ()


def key ():
    return str (uuid.uuid4 ())


def upload (caller, data):
    digest = hashlib.sha256 (data).hexdigest ()
    check (caller.ask ('PUT', f'/v1/blobs/sha256/{digest}', data).status in (200, 201, 204),
           'an upload')
    return digest


def make (steps, digest='f' * 64, size=10, **members):
    paper, request = key (), key ()
    return {'request': {'id': request, 'paper': paper, 'x-signer': steps[0][0],
                        'x-state': 'waiting', 'x-digest': digest, **members},
            'steps': [{'id': key (), 'request': request, 'x-number': 1, 'x-signer': signer,
                       'x-action': action, 'x-state': 'active'} for signer, action in steps],
            'paper': {'id': paper, 'name': 'Tờ trình', 'fileName': 't.pdf', 'x-digest': digest,
                      'size': size}}


def post (caller, body):
    data = body if isinstance (body, bytes) else json.dumps (body).encode ()
    return caller.ask ('POST', '/v1/signRequests', data, Idempotency_Key=key ())


def submit (*steps, **members):
    """With a paper of its own; the bytes are nobody else's."""
    data = f'%PDF-1.7 number {next (NUMBERS)}'.encode ()
    body = make (steps, upload (WORLD.clerk, data), len (data), **members)
    reply = post (WORLD.clerk, body)
    check (reply.status == 201, f'submitted: {reply.status} {reply.problem}')
    return reply.json, data, body


def look (caller, request):
    return caller.ask ('GET', f'/v1/signRequests/{request["id"]}').json


def act (caller, what, request, **body):
    etag = look (WORLD.clerk, request)['etag']
    return caller.ask ('POST', f'/v1/signRequests/{request["id"]}/{what}', body,
                       If_Match=f'"{etag}"', Idempotency_Key=key ())


def sign (caller, request, data, more=b' signed', **members):
    """The version that comes of it, and the answer."""
    path = f'/v1/papers/{request["paper"]}'
    etag = members.pop ('etag', None) or caller.ask ('GET', path).json['etag']
    version = data + more
    body = {'x-digest': upload (caller, version), 'size': len (version),
            'signRequest': request['id'], **members}
    return version, caller.ask ('POST', f'{path}/versions', body, If_Match=f'"{etag}"',
                                Idempotency_Key=key ())


# --- the tests --------------------------------------------------------------------------------

def test_the_rules_are_told ():
    rules = small.Caller (WORLD.server).ask ('GET', '/v1/server').json['x-signing']
    check ('unopened=forbid' in rules and 'delegable=initial' in rules, rules)


def test_each_step_stands_in_the_audit_log ():
    before = len (WORLD.audit ())
    request, data, body = submit ((DELEGATE, 'initial'), (small.CHAIR, 'approve'),
                                  (WORLD.records.person, 'agency'))
    check (request['x-awaited'] == [DELEGATE] and request['x-requester'] == CLERK, request)
    _, early = sign (WORLD.chair, request, data)
    check (early.problem == 'not-your-turn', early.problem)
    data, done = sign (WORLD.delegate, request, data)
    check (done.status == 201, done.problem)
    data, done = sign (WORLD.chair, request, data)
    check (done.status == 201, done.problem)
    returned = act (WORLD.records, 'return', request, reason='Thiếu dấu')
    check (returned.status == 200 and returned.json['x-state'] == 'returned', returned.problem)
    told = [(action, person) for action, person, what in WORLD.audit ()[before:]
            if what == request['id']]
    check (told == [('submit', CLERK), ('sign-step', DELEGATE), ('sign-step', small.CHAIR),
                    ('return', WORLD.records.person)], told)
    states = [WORLD.clerk.ask ('GET', f'/v1/signSteps/{step["id"]}').json['x-state']
              for step in body['steps']]
    check (states == ['signed', 'signed', 'returned'], states)


def test_another_version_stops_it ():
    request, data, _ = submit ((DELEGATE, 'approve'), (small.CHAIR, 'approve'))
    data, done = sign (WORLD.delegate, request, data)
    check (done.status == 201, done.problem)
    _, refused = sign (WORLD.chair, request, b'%PDF-1.7 something else', replaces=True)
    check (refused.status == 403, 'a signer replaces nothing')
    _, replaced = sign (WORLD.clerk, request, b'%PDF-1.7 something else', replaces=True)
    check (replaced.status == 201 and replaced.json['x-version'] == 3, replaced.problem)
    stopped = look (WORLD.chair, request)
    check (stopped['x-state'] == 'stopped' and 'x-awaited' not in stopped, stopped)
    _, late = sign (WORLD.chair, request, b'%PDF-1.7 something else')
    check (late.problem == 'closed', late.problem)
    check (('stop', CLERK, request['id']) in WORLD.audit (), 'the audit log says so')


def test_in_any_order_the_version_must_be_current ():
    request, data, _ = submit ((DELEGATE, 'approve'), (small.CHAIR, 'approve'), **{'x-mode': 'any'})
    etag = WORLD.chair.ask ('GET', f'/v1/papers/{request["paper"]}').json['etag']
    newer, done = sign (WORLD.delegate, request, data)
    check (done.status == 201, done.problem)
    _, stale = sign (WORLD.chair, request, data, b' mine', etag=etag)
    check (stale.status == 412 and stale.json['x-current']['x-version'] == 2, 'it is stale')
    _, blind = sign (WORLD.chair, request, data, b' mine')
    check (blind.problem == 'not-a-continuation', blind.problem)
    _, done = sign (WORLD.chair, request, newer, b' mine')
    check (done.status == 201 and look (WORLD.clerk, request)['x-state'] == 'signed', 'it is done')


def test_who_is_asked_must_be_somebody_who_may ():
    for steps, problem in (
            ([(CLERK, 'approve')], 'unsuitable'),
            ([(DELEGATE, 'approve'), (small.CHAIR, 'agency')], 'unsuitable'),
            ([(WORLD.records.person, 'agency')], 'invalid'),
            ([(DELEGATE, 'approve'), (DELEGATE, 'initial')], 'invalid'),
            ([(key (), 'approve')], 'invalid'),
            ([(DELEGATE, 'seal')], 'invalid')):
        data = f'%PDF-1.7 number {next (NUMBERS)}'.encode ()
        reply = post (WORLD.clerk, make (steps, upload (WORLD.clerk, data), len (data)))
        check (reply.status == 422 and reply.problem == problem, f'{steps}: {reply.problem}')


def test_one_request_at_a_time ():
    request, _, body = submit ((DELEGATE, 'approve'))
    again = make ([(small.CHAIR, 'approve')], request['x-digest'])
    again['request']['paper'] = again.pop ('paper') and request['paper']
    check (post (WORLD.clerk, again).problem == 'under-way', 'it runs already')
    check (act (WORLD.clerk, 'withdraw', request).status == 200, 'taken back')
    again['request']['x-previous'] = request['id']
    reply = post (WORLD.clerk, again)
    check (reply.status == 201 and reply.json['x-previous'] == request['id'], reply.problem)
    check (post (WORLD.clerk, body).problem == 'invalid', 'ids are used once')


def test_a_repeated_submission_is_one ():
    data = b'%PDF-1.7 twice'
    body = make ([(DELEGATE, 'approve')], upload (WORLD.clerk, data), len (data))
    one_key = key ()
    replies = [WORLD.clerk.ask ('POST', '/v1/signRequests', body, Idempotency_Key=one_key)
               for _ in range (2)]
    check ([reply.status for reply in replies] == [201, 201], 'both are told that it is there')
    check (replies[0].body == replies[1].body, 'and the same')


def test_delegation_keeps_to_the_rules ():
    request, _, _ = submit ((DELEGATE, 'initial'), (small.CHAIR, 'approve'))
    for person, step, problem in ((STRANGER, key (), 'unsuitable'), (small.CHAIR, key (), 'invalid'),
                                  (key (), key (), 'invalid'), (CLERK, None, 'invalid'),
                                  (CLERK, request['id'], 'invalid')):
        body = {'person': person} if step is None else {'person': person, 'step': step}
        reply = act (WORLD.delegate, 'delegate', request, **body)
        check (reply.problem == problem, f'{body}: {reply.problem}')
    reply = act (WORLD.delegate, 'delegate', request, person=WORLD.records.person, step=key ())
    check (reply.status == 200 and reply.json['x-awaited'] == [WORLD.records.person],
           reply.problem)
    paper = f'/v1/papers/{request["paper"]}'
    check (WORLD.records.ask ('GET', paper).status == 200, 'the delegate sees the paper')
    check (act (WORLD.delegate, 'return', request, reason='x').problem == 'closed', 'handed on')
    approving, _, _ = submit ((small.CHAIR, 'approve'))
    reply = act (WORLD.chair, 'delegate', approving, person=DELEGATE, step=key ())
    check (reply.problem == 'unsuitable', 'approvals stay, by the rules of this server')


def test_who_withdraws_takes_sight_away ():
    request, data, _ = submit ((DELEGATE, 'approve'), (small.CHAIR, 'approve'))
    sign (WORLD.delegate, request, data)
    check (act (WORLD.clerk, 'withdraw', request, reason='nhầm').status == 200, 'withdrawn')
    path = f'/v1/signRequests/{request["id"]}'
    check (WORLD.chair.ask ('GET', path).status == 404, 'who has not signed sees it no more')
    check (WORLD.delegate.ask ('GET', path).json['x-state'] == 'withdrawn', 'who has signed does')


def test_who_was_shown_a_paper_does_not_hand_it_on ():
    """A clerk of another agency takes part in the meeting in the delegate's place."""
    stranger = small.Caller (WORLD.server, 'nguoila')
    for caller, body in ((WORLD.delegate, {'act': 'propose', 'person': STRANGER, 'reason': 'ốm'}),
                         (stranger, {'act': 'accept'})):
        etag = caller.ask ('GET', f'/v1/participants/{small.PART}').json['etag']
        reply = caller.ask ('POST', f'/v1/participants/{small.PART}/substitute', body,
                            If_Match=f'"{etag}"', Idempotency_Key=key ())
        check (reply.status == 200, 'somebody comes instead')
    paper = stranger.ask ('GET', f'/v1/papers/{small.PAPER}')
    check (paper.status == 200, 'and sees the papers')
    body = make ([(small.CHAIR, 'approve')], paper.json['x-digest'])
    del body['paper']
    body['request']['paper'] = small.PAPER
    check (post (stranger, body).problem == 'forbidden', 'they are not this clerk\'s to hand on')
    own = submit ((DELEGATE, 'approve'))[0]
    check (act (WORLD.clerk, 'withdraw', own).status == 200, 'withdrawn')
    body = make ([(WORLD.records.person, 'initial')], own['x-digest'])
    del body['paper']
    body['request']['paper'] = own['paper']
    check (post (WORLD.records, body).status == 404, 'who does not see it cannot name it')


def test_signers_may_be_kept_within_the_organization ():
    with small.Server ('--signing', 'sign-within=organization') as server:
        clerk = small.Caller (server, 'thuky')
        data = b'%PDF-1.7 for a stranger'
        digest = upload (clerk, data)
        check (post (clerk, make ([(STRANGER, 'initial')], digest, len (data))).problem ==
               'unsuitable', 'of another agency')
        check (post (clerk, make ([(DELEGATE, 'initial')], digest, len (data))).status == 201,
               'of the same')


def test_a_state_secret_is_refused ():
    data = b'%PDF-1.7 secret'
    body = make ([(DELEGATE, 'approve')], upload (WORLD.clerk, data), len (data))
    body['paper']['name'] = 'Báo cáo (Mật)'
    check (post (WORLD.clerk, body).problem == 'state-secret', 'it is refused')


def spoil (value, rng):
    """The same with something in it that does not belong there."""
    strange = [None, True, 1, -1, 1 << 62, 1.5, '', 'x' * 5000, [], {}, [[]], {'id': 1}, '\u202e']
    if isinstance (value, dict) and value and rng.random () < .9:
        name = rng.choice (sorted (value))
        spoiled = dict (value)
        if rng.random () < .2:
            del spoiled[name]
        else:
            spoiled[name] = spoil (value[name], rng)
        return spoiled
    if isinstance (value, list) and value and rng.random () < .8:
        spoiled = list (value)
        at = rng.randrange (len (spoiled))
        spoiled[at] = spoil (spoiled[at], rng)
        return spoiled * (40 if rng.random () < .1 else 1)
    return rng.choice (strange)


def test_bodies_from_hell ():
    rng = random.Random (20261122)
    data = b'%PDF-1.7 from hell'
    digest = upload (WORLD.clerk, data)
    request, _, _ = submit ((DELEGATE, 'initial'), (small.CHAIR, 'approve'))
    for _ in range (120):
        body = spoil (make ([(DELEGATE, 'initial'), (small.CHAIR, 'approve')], digest, len (data),
                            **{'x-mode': 'any', 'x-deadline': '2026-11-30T10:00:00Z'}), rng)
        reply = post (WORLD.clerk, body)
        check (reply.status in (201, 400, 404, 409, 412, 422),
               f'{reply.status}: {json.dumps (body)[:500]}')
        said = json.dumps (spoil ({'reason': 'x', 'person': CLERK, 'step': key ()}, rng)).encode ()
        etag = look (WORLD.clerk, request)['etag']
        reply = WORLD.delegate.ask ('POST', f'/v1/signRequests/{request["id"]}/delegate', said,
                                    If_Match=f'"{etag}"', Idempotency_Key=key ())
        check (reply.status in (200, 400, 409, 422), f'{reply.status}: {said[:500]}')
        if reply.status == 200:
            request, _, _ = submit ((DELEGATE, 'initial'), (small.CHAIR, 'approve'))
    for body in (b'', b'[', b'{"request":' * 40, b'{"steps":' + b'[' * 5000, b'\xff\xfe'):
        check (post (WORLD.clerk, body).status == 400, body[:20])


def main ():
    global WORLD
    with small.Server ('--signing', 'unopened=forbid', '--signing', 'delegable=initial',
                       '--limit', 'address=0', '--limit', 'person=0',
                       '--limit', 'upload=0') as server:
        WORLD = World (server)
        tests = [test for name, test in globals ().items () if name.startswith ('test_')]
        return tap.run ('server/requests', tests, server.read_log)


sys.exit (main ())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often who may ask: the real server with small limits, directly and behind a proxy that it
trusts. Waiting is not slept through: the limits fill again in a fraction of a second."""

import concurrent.futures
import hashlib
import sys
import uuid

import small
import tap
from tap import check


def ask_until_refused (caller, method='GET', path='/v1/changes', most=50, **headers):
    """How often it went well, and the refusal."""
    for times in range (most):
        body = {'wrapped': 'QUJD'} if method == 'PUT' else None
        if method == 'PUT':
            headers['Idempotency_Key'] = str (uuid.uuid4 ())
        reply = caller.ask (method, path, body, **headers)
        if reply.status == 429:
            return times, reply
    return most, None


def check_refusal (reply):
    check (reply is not None, 'nothing was refused')
    check (reply.problem == 'too-many' and int (reply.headers['retry-after']) >= 1 and
           reply.json['x-retry-after'] == int (reply.headers['retry-after']), f'{reply.body}')


def test_a_person_waits_alone_and_not_for_ever ():
    with small.Server ('--limit', 'person=5,600') as server:
        one, two, same = (small.Caller (server, login) for login in ('chutri', 'thuky', 'chutri'))
        times, refusal = ask_until_refused (one)
        check_refusal (refusal)
        check (5 <= times < 15, f'{times} went well')
        check (same.ask ('GET', '/v1/changes').status in (200, 429), 'counted by person, not device')
        check (two.ask ('GET', '/v1/changes').status == 200, 'others do not wait')
        while one.ask ('GET', '/v1/changes').status == 429:
            pass


def test_devices_of_a_person_count_together ():
    with small.Server ('--limit', 'person=5,1') as server:
        one, two = (small.Caller (server, 'chutri') for _ in range (2))
        check_refusal (ask_until_refused (one)[1])
        check_refusal (two.ask ('GET', '/v1/changes'))


def test_an_address_waits_whoever_asks ():
    with small.Server ('--limit', 'address=8,1') as server:
        one, nobody = small.Caller (server, 'chutri'), small.Caller (server)
        check_refusal (ask_until_refused (one)[1])
        for method, path in (('GET', '/v1/server'), ('POST', '/v1/session'), ('GET', '/nowhere')):
            check_refusal (nobody.ask (method, path))


def test_signing_in_and_refreshing_are_limited ():
    with small.Server ('--limit', 'session=6,1') as server:
        caller = small.Caller (server, 'chutri')
        statuses = [small.Caller (server).spend ('A' * 43, str (uuid.uuid4 ())).status
                    for _ in range (8)]
        check (statuses == [401] * 5 + [429] * 3, f'{statuses}')
        check_refusal (small.Caller (server).sign_in ('thuky'))
        check (caller.ask ('GET', '/v1/changes').status == 200, 'who is signed in goes on')


def test_uploads_and_recovery_have_limits_of_their_own ():
    with small.Server ('--limit', 'upload=3,1', '--limit', 'recovery=3,1') as server:
        caller = small.Caller (server, 'chutri')
        bodies = [f'%PDF-1.7 {number}'.encode () for number in range (5)]
        statuses = [caller.ask ('PUT', f'/v1/blobs/sha256/{hashlib.sha256 (body).hexdigest ()}',
                                body).status for body in bodies]
        check (statuses == [201] * 3 + [429] * 2, f'{statuses}')
        times, refusal = ask_until_refused (caller, 'GET', '/v1/account/recovery')
        check_refusal (refusal)
        check (times == 3, f'{times} times')
        check_refusal (ask_until_refused (caller, 'PUT', '/v1/account/recovery')[1])
        check (caller.ask ('GET', '/v1/changes').status == 200, 'the rest goes on')


def test_only_a_trusted_proxy_is_believed ():
    limit = ('--limit', 'address=4,1')
    with small.Server (*limit) as server:
        statuses = [small.Caller (server).ask ('GET', '/v1/server',
                                               X_Forwarded_For=f'198.51.100.{number}').status
                    for number in range (8)]
        check (statuses == [200] * 4 + [429] * 4, f'not trusted: {statuses}')
    with small.Server (*limit, '--trusted-proxy', '127.0.0.0/8') as server:
        statuses = [small.Caller (server).ask ('GET', '/v1/server',
                                               X_Forwarded_For=f'198.51.100.{number}').status
                    for number in range (8)]
        check (statuses == [200] * 8, f'trusted: {statuses}')
        # What the client itself wrote stands further left and changes nothing.
        statuses = [small.Caller (server).ask (
            'GET', '/v1/server', X_Forwarded_For=f'203.0.113.{number}, 192.0.2.1').status
            for number in range (8)]
        check (statuses == [200] * 4 + [429] * 4, f'forged: {statuses}')


def test_guesses_at_the_same_moment_are_not_free ():
    with small.Server () as server:
        with concurrent.futures.ThreadPoolExecutor (24) as pool:
            replies = list (pool.map (lambda _: small.Caller (server).sign_in ('chutri', 'sai'),
                                      range (24)))
        heard = sum (reply.status == 401 for reply in replies)
        check (heard <= 3, f'{heard} of 24 guesses were heard')
        check (all (reply.problem == 'slow-down' for reply in replies if reply.status == 429), '')
        check (small.Caller (server, 'thuky').access is not None, 'others sign in')


def test_nonsense_is_refused_at_the_start ():
    with small.Server () as server:
        server.stop ()
        for options in (('--limit', 'person'), ('--trusted-proxy', 'proxy.example')):
            server.options = options
            try:
                server.start ()
            except RuntimeError as error:
                check (options[1] in str (error), f'{error}')
                server.process.wait ()
                server.process = None
            else:
                raise AssertionError (f'{options} was taken')


sys.exit (tap.run ('server/limits', [test for name, test in sorted (globals ().items ())
                                     if name.startswith ('test_')]))

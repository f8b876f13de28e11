#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens that are no tokens, or no longer, and event streams that outlive their session: against
the real server over TLS. Expiry is brought about in the server's database."""

import base64
import random
import sys
import time
import uuid

import small
import soak
import tap
from tap import check

SERVER = None
PATIENCE = 10.0


def new_key ():
    return str (uuid.uuid4 ())


def refused (reply):
    return reply.status == 401 and reply.problem == 'not-signed-in'


def flip (token, at):
    """One bit of one character, as far as it stays a character of a token."""
    other = chr (ord (token[at]) ^ 1)
    return token[:at] + (other if other.isalnum () else 'A' if token[at] != 'A' else 'B') + \
        token[at + 1:]


def test_what_is_no_token_opens_nothing ():
    owner, other = small.Caller (SERVER, 'chutri'), small.Caller (SERVER, 'daibieu')
    token = owner.access
    forged = [
        '', ' ', 'null', '0', 'A' * len (token), token[:-1], token[1:], token + 'A', token * 2,
        token.swapcase (), token[::-1], token + '=', f'{token} {token}', f'{token},{token}',
        f'"{token}"', '..', "' OR 1=1 --", '%00', 'é' * 20, 'A' * 7000,
        owner.refresh, other.refresh, base64.urlsafe_b64encode (token.encode ()).decode (),
        *(base64.urlsafe_b64encode (random.randbytes (32)).decode ().rstrip ('=')
          for _ in range (soak.rounds (50, 20000))),
        *(flip (token, at) for at in range (len (token))),
    ]
    bodies, opened = set (), []
    for text in forged:
        reply = owner.ask ('GET', '/v1/changes', Authorization=f'Bearer {text}'.encode ())
        if not refused (reply):
            opened.append (f'“{text[:60]}”: {reply.status}')
        bodies.add (reply.body)
    soak.report ('forged tokens', len (forged), len (opened))
    check (not opened, '\n'.join (opened))
    check (len (bodies) == 1, 'all refusals look alike')
    check (owner.ask ('GET', '/v1/changes').status == 200, 'the real one')


def test_a_token_counts_in_its_header_only ():
    owner = small.Caller (SERVER, 'chutri')
    token, path = owner.access, f'/v1/papers/{small.SIGN_PAPER}'
    for name in ('access_token', 'token', 'Authorization', 'bearer'):
        reply = owner.ask ('GET', f'{path}?{name}={token}', Authorization=None)
        check (refused (reply), f'?{name}=: {reply.status}')
        reply = owner.ask ('GET', path, Authorization=None, Cookie=f'{name}={token}')
        check (refused (reply), f'Cookie {name}: {reply.status}')
    for value in (f'Basic {token}', f'Token {token}', token, f'Bearer{token}', f'Digest {token}'):
        check (refused (owner.ask ('GET', path, Authorization=value)), value[:12])
    for name in ('X_Authorization', 'Proxy_Authorization', 'X_Access_Token'):
        check (refused (owner.ask ('GET', path, Authorization=None, **{name: f'Bearer {token}'})),
               name)
    reply = owner.ask ('POST', f'/v1/papers/{small.SIGN_PAPER}/versions',
                       {'access_token': token}, Authorization=None, If_Match='"1"',
                       Idempotency_Key=new_key ())
    check (refused (reply), 'in the body')


def test_an_expired_token_is_worth_nothing ():
    owner = small.Caller (SERVER, 'chutri')
    check (owner.ask ('GET', '/v1/changes').status == 200, 'fresh')
    with SERVER.database () as database:
        database.execute ('UPDATE access_token SET expires = ?', (int (time.time ()),))
    check (refused (owner.ask ('GET', '/v1/changes')), 'expired')
    tokens = owner.spend (owner.refresh, new_key ())
    check (tokens.status == 200, 'the refresh token lasts longer')
    owner.access = tokens.json['access']
    with SERVER.database () as database:
        database.execute ('UPDATE device SET used = used - 91 * 86400')
    check (refused (owner.spend (tokens.json['refresh'], new_key ())), 'away for too long')


def test_a_replayed_refresh_token_signs_the_device_out ():
    owner, elsewhere = small.Caller (SERVER, 'chutri'), small.Caller (SERVER, 'chutri')
    first, key = owner.refresh, new_key ()
    second = owner.spend (first, key)
    again = small.Caller (SERVER).spend (first, key)
    check (second.status == 200 and again.body == second.body, 'a lost reply is given again')
    owner.access = second.json['access']
    check (owner.ask ('GET', '/v1/changes').status == 200, 'the new one counts')
    thief = small.Caller (SERVER).spend (first, new_key ())
    check (refused (thief), 'with another key')
    check (refused (owner.ask ('GET', '/v1/changes')), 'access of the family')
    check (refused (owner.spend (second.json['refresh'], new_key ())), 'refresh of the family')
    check (refused (owner.spend (first, key)), 'not even the lost reply')
    check (elsewhere.ask ('GET', '/v1/changes').status == 200, 'other devices stay')


def test_the_lost_reply_is_given_for_a_minute_only ():
    owner = small.Caller (SERVER, 'chutri')
    key = new_key ()
    tokens = owner.spend (owner.refresh, key).json
    with SERVER.database () as database:
        database.execute ('UPDATE refresh_token SET spent = spent - 61 WHERE spent IS NOT NULL')
    check (refused (owner.spend (owner.refresh, key)), 'after a minute')
    check (refused (owner.spend (tokens['refresh'], new_key ())), 'the device is signed out')


def test_a_thief_who_is_first_is_found_out ():
    owner = small.Caller (SERVER, 'chutri')
    stolen = small.Caller (SERVER).spend (owner.refresh, new_key ())
    check (stolen.status == 200, 'the server cannot know yet')
    check (refused (owner.spend (owner.refresh, new_key ())), 'the owner comes')
    thief = small.Caller (SERVER)
    thief.access = stolen.json['access']
    check (refused (thief.ask ('GET', '/v1/changes')), 'what the thief got')
    check (refused (thief.spend (stolen.json['refresh'], new_key ())), 'and could get')


def test_a_closed_account_is_closed_at_once_and_everywhere ():
    SERVER.add_user ('dong', small.AGENCY, 'clerk')
    owner = small.Caller (SERVER, 'dong')
    SERVER.command ('user', 'disable', '--login', 'dong')
    refresh = owner.spend (owner.refresh, new_key ())
    signing_in = small.Caller (SERVER).sign_in ('dong')
    wrong = small.Caller (SERVER).sign_in ('dong', 'sai')
    check (refused (owner.ask ('GET', '/v1/changes')) and refused (refresh), 'its tokens')
    check (signing_in.status == 401 and signing_in.body == wrong.body, 'looks like a wrong password')
    check ('\tdisabled' in SERVER.command ('user', 'list').stdout, 'the list says so')
    SERVER.command ('user', 'enable', '--login', 'dong')
    check (refused (owner.ask ('GET', '/v1/changes')), 'old tokens stay worth nothing')
    again = small.Caller (SERVER, 'dong')
    check (again.ask ('GET', '/v1/changes').status == 200, 'open again')
    SERVER.command ('user', 'remove', '--login', 'dong')
    check (refused (again.ask ('GET', '/v1/changes')), 'removed')
    check (small.Caller (SERVER).sign_in ('dong').status == 401, 'no such account')
    check (SERVER.command ('user', 'disable', '--login', 'dong', check=False).returncode == 3,
           'nobody to disable')


# --- event streams ----------------------------------------------------------------------------

def read_event (answer):
    """Lines up to an empty one; [] when the stream has ended."""
    lines = []
    while line := answer.readline ():
        if line == b'\n':
            return lines
        lines.append (line)
    return []


def wait_for_end (answer):
    """Reads what comes until the stream ends; the connection's own patience is the limit."""
    begin = time.monotonic ()
    while read_event (answer):
        pass
    took = time.monotonic () - begin
    check (took < PATIENCE, f'the stream lived on for {took:.1f} s')


def test_a_stream_ends_with_its_own_session_only ():
    one, two = small.Caller (SERVER, 'thuky'), small.Caller (SERVER, 'thuky')
    with one.listen () as mine, two.listen () as other:
        check (read_event (mine) and read_event (other), 'both are told the state')
        check (one.ask ('DELETE', '/v1/session').status == 204, 'signed out')
        wait_for_end (mine)
        # The other is still told of changes.
        etag = two.ask ('GET', f'/v1/agendaItems/{small.ITEM}').json['etag']
        two.patch (f'/v1/agendaItems/{small.ITEM}', {'name': 'Dự toán năm sau'}, etag)
        check (read_event (other), 'the other device listens on')


def test_a_stream_ends_when_a_stolen_token_is_noticed ():
    owner = small.Caller (SERVER, 'thuky')
    with owner.listen () as answer:
        read_event (answer)
        small.Caller (SERVER).spend (owner.refresh, new_key ())
        small.Caller (SERVER).spend (owner.refresh, new_key ())
        wait_for_end (answer)


def test_a_stream_ends_when_another_process_closes_the_account ():
    for number, words in enumerate ((('disable',), ('remove',), ('passwd', '--password-file',
                                     str (SERVER.folder / 'password')))):
        login = f'nghe{number}'
        SERVER.add_user (login, small.AGENCY, 'clerk')
        listener = small.Caller (SERVER, login)
        with listener.listen () as answer:
            check (read_event (answer), 'told the state')
            SERVER.command ('user', words[0], '--login', login, *words[1:])
            wait_for_end (answer)


def test_a_stream_ends_before_it_tells_more_when_its_token_has_expired ():
    owner, clerk = small.Caller (SERVER, 'daibieu'), small.Caller (SERVER, 'thuky')
    soon = int (time.time ()) + 1
    with SERVER.database () as database:
        database.execute ('UPDATE access_token SET expires = ? WHERE device IN'
                          ' (SELECT id FROM device WHERE person = ?)', (soon, owner.person))
    with owner.listen () as answer:
        read_event (answer)
        while time.time () < soon:
            pass
        etag = clerk.ask ('GET', f'/v1/agendaItems/{small.ITEM}').json['etag']
        clerk.patch (f'/v1/agendaItems/{small.ITEM}', {'name': 'Dự toán năm nay'}, etag)
        check (read_event (answer) == [], 'nothing is told any more')


def test_what_another_process_writes_is_told ():
    listener = small.Caller (SERVER, 'daibieu')
    with listener.listen () as answer:
        before = read_event (answer)
        SERVER.add_user ('vuathem', small.AGENCY, 'official')
        begin = time.monotonic ()
        after = read_event (answer)
        check (after and after != before and time.monotonic () - begin < PATIENCE, f'{after}')
        state = listener.ask ('GET', '/v1/changes').json['newState']
        # The command commits more than once, and may have been seen in between.
        while f'id: {state}\n'.encode () not in after:
            after = read_event (answer)
            check (after != [], 'the latest state is told')


def test_no_token_is_in_the_log ():
    owner = small.Caller (SERVER, 'chutri')
    owner.ask ('GET', f'/v1/changes?access_token={owner.access}')
    said = SERVER.read_log ()
    check (owner.access not in said and owner.refresh not in said and small.PASSWORD not in said,
           'a secret is in the log')


def main ():
    global SERVER
    tests = [test for name, test in globals ().items () if name.startswith ('test_')]
    with small.Server ('--limit', 'address=0') as SERVER:
        return tap.run ('server/tokens', tests, SERVER.read_log)


sys.exit (main ())

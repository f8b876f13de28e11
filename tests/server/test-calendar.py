#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calendar of a person, read by another program: what is in it, what never is, and who is kept
out."""

import datetime
import random
import sys
import uuid

import composing
import icalendar
import small
import tap
from tap import check

WORLD = None


class World (composing.World):
    def read (self, path, **headers):
        nobody = small.Caller (self.server)
        return nobody.ask ('GET', path, X_Forwarded_For='10.' + '.'.join (
            str (n) for n in random.randbytes (3)), **headers)


def make (caller):
    reply = caller.ask ('PUT', '/v1/account/calendar')
    check (reply.status == 200, reply.problem)
    return reply.json['path']


def events (reply):
    check (reply.status == 200, reply.status)
    check (reply.headers['content-type'].startswith ('text/calendar'), reply.headers)
    return {str (event['UID']): event
            for event in icalendar.Calendar.from_ical (reply.body).walk ('VEVENT')}


def test_it_has_the_meetings_of_its_person ():
    found = events (WORLD.read (make (WORLD.delegate)))
    check (set (found) == {small.MEETING}, f'they are {set (found)}')
    event = found[small.MEETING]
    meeting = WORLD.delegate.ask ('GET', f'/v1/meetings/{small.MEETING}').json
    begins = datetime.datetime.fromisoformat (meeting['start'].replace ('Z', '+00:00'))
    check (str (event['SUMMARY']) == meeting['name'], 'another name')
    check (event['DTSTART'].dt.astimezone (datetime.timezone.utc) == begins, 'another time')
    check ('ATTENDEE' not in event, 'it names others')
    check (events (WORLD.read (make (WORLD.stranger))) == {}, 'a stranger has meetings')


def test_drafts_are_not_in_it ():
    found = events (WORLD.read (make (WORLD.chair)))
    check (small.DRAFT not in found and small.MEETING in found, f'they are {set (found)}')


def test_what_changes_changes_it ():
    path = make (WORLD.delegate)
    first = WORLD.read (path)
    tag = first.headers['etag']
    again = WORLD.read (path, If_None_Match=tag)
    check (again.status == 304 and again.body == b'', 'it was told again')
    check (WORLD.read (path).body == first.body, 'it differs without a reason')
    etag = WORLD.clerk.ask ('GET', f'/v1/meetings/{small.MEETING}').json['etag']
    reply = WORLD.clerk.ask ('PATCH', f'/v1/meetings/{small.MEETING}', {'location': 'Phòng 7; tầng 2'},
                             If_Match=f'"{etag}"', Idempotency_Key=str (uuid.uuid4 ()))
    check (reply.status == 200, reply.problem)
    changed = WORLD.read (path, If_None_Match=tag)
    check (str (events (changed)[small.MEETING]['LOCATION']) == 'Phòng 7; tầng 2', 'the old place')


def test_an_absent_person_is_free ():
    path = make (WORLD.delegate)
    part = f'/v1/participants/{small.PART}'
    for answer, shown in [('declined', 'TRANSPARENT'), ('accepted', 'OPAQUE')]:
        etag = WORLD.delegate.ask ('GET', part).json['etag']
        reply = WORLD.delegate.ask ('PATCH', part, {'partstat': answer, 'x-reason': 'ốm'},
                                    If_Match=f'"{etag}"', Idempotency_Key=str (uuid.uuid4 ()))
        check (reply.status == 200, reply.problem)
        check (str (events (WORLD.read (path))[small.MEETING]['TRANSP']) == shown, answer)


def test_a_new_address_ends_the_old_one ():
    old = make (WORLD.delegate)
    new = make (WORLD.delegate)
    check (old != new and WORLD.read (old).status == 404, 'the old one still works')
    check (WORLD.read (new).status == 200, 'the new one does not')
    check (WORLD.delegate.ask ('DELETE', '/v1/account/calendar').status == 204, 'not withdrawn')
    check (WORLD.read (new).status == 404, 'it still works')
    check (WORLD.delegate.ask ('GET', '/v1/account/calendar').status == 404, 'it is still there')


def test_the_secret_is_kept_nowhere ():
    path = make (WORLD.delegate)
    WORLD.read (path)
    secret = path.split ('/')[2].removesuffix ('.ics')
    with WORLD.server.database () as database:
        check (secret not in '\n'.join (database.iterdump ()), 'the secret is in the database')


def test_guessing_has_to_wait ():
    nobody = small.Caller (WORLD.server)
    statuses = []
    for _ in range (40):
        reply = nobody.ask ('GET', f'/calendar/{"B" * 43}.ics', X_Forwarded_For='10.9.9.9')
        statuses.append (reply.status)
    check (429 in statuses and set (statuses) == {404, 429}, f'{statuses}')
    check (WORLD.read (make (WORLD.delegate)).status == 200, 'others have to wait')


def test_strange_addresses_are_none ():
    for words in ['', 'x.ics', 'A' * 43, 'A' * 42 + '.ics', 'A' * 44 + '.ics', '%00' * 43 + '.ics',
                  'A' * 5000 + '.ics']:
        reply = WORLD.read (f'/calendar/{words}')
        check (reply.status in (400, 401, 404, 414, 431), f'{words[:60]}: {reply.status}')


def main ():
    global WORLD
    with small.Server ('--trusted-proxy', '127.0.0.1', '--limit', 'recovery=0') as server:
        WORLD = World (server)
        return tap.run ('server/calendar', [value for name, value in list (globals ().items ())
                                            if name.startswith ('test_')])


if __name__ == '__main__':
    sys.exit (main ())

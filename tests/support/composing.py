# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts on the small server of small.py: two clerks of one agency, and what they write."""

import hashlib
import itertools
import uuid

import small

NUMBERS = itertools.count (1)


class World:
    """Who writes and who looks on; the second clerk is of the same agency as the first."""

    def __init__ (self, server):
        self.server = server
        server.add_user ('thuky2', small.AGENCY, 'clerk')
        self.clerk = small.Caller (server, 'thuky')
        self.second = small.Caller (server, 'thuky2')
        self.chair = small.Caller (server, 'chutri')
        self.delegate = small.Caller (server, 'daibieu')
        self.stranger = small.Caller (server, 'nguoila')
        self.inspector = small.Caller (server, 'thanhtra')
        self.admin = small.Caller (server, 'quantri')

    def audit (self):
        """Action, person and object of each line."""
        with self.server.database () as database:
            return list (database.execute ('SELECT action, person, object FROM audit ORDER BY number'))


def key ():
    return str (uuid.uuid4 ())


def make_meeting (**members):
    return {'id': key (), 'name': 'Phiên họp', 'meetingState': 'draft',
            'start': '2027-03-15T08:00:00+07:00', 'end': '2027-03-15T11:00:00+07:00',
            'location': 'Phòng họp số 1', 'organization': small.AGENCY, 'x-chair': small.CHAIR,
            **members}


def make_item (meeting, **members):
    return {'id': key (), 'meeting': meeting['id'], 'x-order': f'a{next (NUMBERS):05}',
            'name': 'Nội dung', **members}


def make_part (meeting, person, **members):
    part = {'id': key (), 'meeting': meeting['id'], 'person': person, 'x-role': 'delegate',
            'partstat': 'needs-action', **members}
    return {name: value for name, value in part.items () if value is not None}


def upload (caller, data):
    digest = hashlib.sha256 (data).hexdigest ()
    reply = caller.ask ('PUT', f'/v1/blobs/sha256/{digest}', data)
    assert reply.status == 201, reply.problem
    return digest, len (data)


def make_paper (caller, meeting, item=None, **members):
    """With bytes of its own, which the caller has uploaded."""
    digest, size = upload (caller, f'%PDF-1.7 draft {next (NUMBERS)} {key ()}'.encode ())
    paper = {'id': key (), 'meeting': meeting['id'], 'agendaItem': item, 'name': 'Tờ trình',
             'fileName': 't.pdf', 'x-digest': digest, 'size': size, **members}
    return {name: value for name, value in paper.items () if value is not None}


def put (caller, kind, record, one_key=None):
    return caller.ask ('PUT', f'/v1/{kind}/{record["id"]}', record, If_None_Match='*',
                       Idempotency_Key=one_key or key ())


def look (caller, kind, one_id):
    return caller.ask ('GET', f'/v1/{kind}/{one_id}')


def change (caller, kind, one_id, patch):
    """Of the record as it is now."""
    return caller.patch (f'/v1/{kind}/{one_id}', patch, look (caller, kind, one_id).json['etag'])


def destroy (caller, kind, one_id, etag):
    return caller.ask ('DELETE', f'/v1/{kind}/{one_id}', If_Match=f'"{etag}"',
                       Idempotency_Key=key ())


def list_records (caller):
    """All that a person sees, by id: kind and record."""
    found, since = {}, ''
    while True:
        page = caller.ask ('GET', f'/v1/changes?limit=1000{since}').json
        for kinds in (page['created'], page['updated']):
            for kind, records in kinds.items ():
                found.update ({record['id']: (kind, record) for record in records})
        if not page['hasMoreChanges']:
            return found
        since = f'&since={page["newState"]}'


def list_all (caller):
    return set (list_records (caller))


def spoil (value, rng):
    """The same with something in it that does not belong there."""
    strange = [None, True, 1, -1, 1 << 62, 1.5, '', 'x' * 5000, [], {}, [[]], {'id': 1}, '\u202e',
               'a\nb']
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


def act (caller, name, meeting, **said):
    """Of the meeting as it is now."""
    etag = look (caller, 'meetings', meeting['id']).json['etag']
    return caller.ask ('POST', f'/v1/meetings/{meeting["id"]}/{name}', said, If_Match=f'"{etag}"',
                       Idempotency_Key=key ())


class Draft:
    """A small draft that the checks have nothing against: two items, two papers, two people."""

    def __init__ (self, world):
        clerk = world.clerk
        self.meeting = make_meeting (**{'x-secretary': clerk.person})
        self.items = [make_item (self.meeting, name=f'Nội dung {n}') for n in (1, 2)]
        self.papers = [make_paper (clerk, self.meeting, self.items[0]['id'], name=f'Tờ trình {n}',
                                   **{'x-order': f'b{n}'}) for n in (1, 2)]
        self.participants = [make_part (self.meeting, world.delegate.person),
                             make_part (self.meeting, small.CHAIR, **{'x-role': 'chair'})]
        for kind, records in (('meetings', [self.meeting]), *self.parts ()):
            for record in records:
                made = put (clerk, kind, record)
                assert made.status == 201, f'{kind}: {made.problem}'

    def parts (self):
        return (('agendaItems', self.items), ('papers', self.papers),
                ('participants', self.participants))


def make_draft (world):
    return Draft (world)

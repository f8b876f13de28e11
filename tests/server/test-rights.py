#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every route, every role, own, foreign and unknown objects, against the real server over TLS. The
routes come from the OpenAPI file and from the server itself, the answers that are expected from
rights-table.txt. Then the ways in which an answer could tell more than it says.
Usage: test-rights.py OPENAPI-FILE TABLE"""

import collections
import hashlib
import pathlib
import random
import statistics
import sys
import time
import uuid

import small
import soak
import tap
import yaml
from tap import check

METHODS = ('get', 'head', 'put', 'post', 'patch', 'delete')
LOGINS = {'delegate': 'daibieu', 'official': 'canbo', 'other': 'huyen', 'oclerk': 'nguoila',
          'clerk': 'thuky', 'chair': 'chutri', 'leader': 'lanhdao', 'records': 'vanthu',
          'inspect': 'thanhtra', 'admin': 'quantri', 'lost': 'mat', 'disabled': 'khoa',
          'removed': 'xoa'}
UNKNOWN = 'ffffffff-ffff-4fff-8fff-ffffffffffff'
OBJECTS = {
    'organization': ('organizations', small.AGENCY, {'shortName': 'STC'}),
    'person': ('persons', small.CHAIR, {'x-position': 'Giám đốc'}),
    'roles': ('persons', small.CHAIR, {'x-roles': ['official', 'chair', 'signer']}),
    'meeting': ('meetings', small.MEETING, {'location': 'Phòng 2'}),
    'draft': ('meetings', small.DRAFT, {'location': 'Phòng 3'}),
    'item': ('agendaItems', small.ITEM, {'name': 'Dự toán'}),
    'participant': ('participants', small.PART, {'partstat': 'accepted'}),
    "another's": ('participants', small.PART_CHAIR, {'partstat': 'accepted'}),
    'paper': ('papers', small.PAPER, {'name': 'Tờ trình số 2'}),
    'sign-paper': ('papers', small.SIGN_PAPER, {'name': 'Tờ trình số 3'}),
    'sign-request': ('signRequests', small.SIGN_REQUEST, {'x-remarks': 'gấp'}),
    'wrong-kind': ('papers', small.MEETING, {'name': 'x'}),
}
KINDS = ('organizations', 'persons', 'meetings', 'agendaItems', 'participants', 'papers',
         'signRequests', 'signSteps', 'publications', 'groups', 'receipts')
# Records that are made anew for each role that wants to destroy them.
MADE = ('draft', 'draft-item', 'group')
# Acts on a meeting.
COURSE = ('publish', 'revise', 'postpone', 'cancel')
# Of answers that are compared: what no client can read anything from.
PASSING = {'date'}


def make_submission (digest, size):
    """A new paper for the chair's signature."""
    paper, request, step = (str (uuid.uuid4 ()) for _ in range (3))
    return {'request': {'id': request, 'paper': paper, 'x-signer': small.CHAIR,
                        'x-state': 'waiting', 'x-digest': digest},
            'steps': [{'id': step, 'request': request, 'x-number': 1, 'x-signer': small.CHAIR,
                       'x-action': 'approve', 'x-state': 'active'}],
            'paper': {'id': paper, 'name': 'Tờ trình', 'fileName': 't.pdf', 'x-digest': digest,
                      'size': size}}


def make_record (what):
    """Kind and record of something new, or of what nobody may make anew."""
    key = str (uuid.uuid4 ())
    if what == 'draft':
        return 'meetings', {'id': key, 'name': 'Họp', 'meetingState': 'draft',
                            'start': '2027-01-04T08:00:00Z', 'organization': small.AGENCY}
    if what == 'group':
        return 'groups', {'id': key, 'name': 'Ban chỉ đạo', 'organization': small.AGENCY}
    if what == 'organization':
        return 'organizations', {'id': key, 'name': 'Sở', 'classification': 'department'}
    meeting = {'item': small.MEETING, 'draft-item': small.DRAFT, 'unknown': UNKNOWN}[what]
    return 'agendaItems', {'id': key, 'meeting': meeting, 'x-order': 'a', 'name': 'Nội dung'}


class Row:
    def __init__ (self, roles, line):
        self.method, self.path, self.what, *statuses = line.split ()
        self.expected = dict (zip (roles, map (int, statuses), strict=True))

    def __str__ (self):
        return f'{self.method} {self.path} {self.what}'


def read_table (path):
    lines = pathlib.Path (path).read_text ().splitlines ()
    heading = next (line for line in lines if line.startswith ('# method '))
    roles = heading.split ()[4:]
    return roles, [Row (roles, line) for line in lines if line and not line.startswith ('#')]


class World:
    """The server, one caller for each role, and what they ask for."""

    def __init__ (self, server):
        self.server = server
        self.n_asked = 0
        self.calendars = {}
        for login, roles in (('canbo', ['official']), ('lanhdao', ['signer']),
                             ('vanthu', ['records']), ('mat', ['official', 'clerk']),
                             ('khoa', ['clerk']), ('xoa', ['clerk'])):
            server.add_user (login, small.AGENCY, *roles)
        server.add_user ('huyen', small.OTHER_AGENCY, 'official')
        self.callers = {role: small.Caller (server, login) for role, login in LOGINS.items ()}
        self.callers['nobody'] = small.Caller (server)
        self.admin = self.callers['admin']
        self.make_secret_upload ()
        self.make_requests ()
        self.take_away ()
        group = make_record ('group')[1]
        check (self.put_new (self.callers['clerk'], 'groups', group).status == 201, 'a group')
        OBJECTS['group'] = ('groups', group['id'], {'name': 'Ban'})
        self.digests = {what: self.look (what)['x-digest'] for what in ('paper', 'sign-paper')}
        self.bytes = {what: self.admin.ask ('GET', f'/v1/blobs/sha256/{digest}').body
                      for what, digest in self.digests.items ()}

    def make_secret_upload (self):
        """Bytes that one person uploaded and that are no version of any paper."""
        self.upload = b'%PDF-1.7 uploaded by somebody'
        uploader = small.Caller (self.server, 'canbo')
        path = f'/v1/blobs/sha256/{hashlib.sha256 (self.upload).hexdigest ()}'
        check (uploader.ask ('PUT', path, self.upload).status == 201, 'the upload')
        check (uploader.ask ('GET', path).status == 200, 'who uploaded may read')
        with self.server.database () as database:
            # Nobody of the table is who uploaded it.
            database.execute ('UPDATE blob_owner SET person = ?', (UNKNOWN,))

    def make_requests (self):
        """Two that the clerk submitted, with papers of their own: to the chair, and taken back."""
        clerk = small.Caller (self.server, 'thuky')
        for what in ('running', 'ended'):
            paper = f'%PDF-1.7 {what}'.encode ()
            digest = hashlib.sha256 (paper).hexdigest ()
            check (clerk.ask ('PUT', f'/v1/blobs/sha256/{digest}', paper).status == 201, 'upload')
            body = make_submission (digest, len (paper))
            reply = clerk.ask ('POST', '/v1/signRequests', body,
                               Idempotency_Key=str (uuid.uuid4 ()))
            check (reply.status == 201, f'a request: {reply.problem}')
            OBJECTS['sign-step'] = ('signSteps', body['steps'][0]['id'], {'x-state': 'signed'})
            if what == 'running':
                running = OBJECTS['sign-step']
        OBJECTS['sign-step'] = running
        OBJECTS['ended-request'] = ('signRequests', reply.json['id'], {'x-remarks': 'x'})
        reply = clerk.ask ('POST', f'/v1/signRequests/{reply.json["id"]}/withdraw', {},
                           If_Match=f'"{reply.json["etag"]}"', Idempotency_Key=str (uuid.uuid4 ()))
        check (reply.status == 200, 'it is taken back')

    def take_away (self):
        lost = self.callers['lost']
        check (lost.ask ('GET', f'/v1/papers/{small.PAPER}').status == 200, 'a clerk sees papers')
        record = self.admin.ask ('GET', f'/v1/persons/{lost.person}').json
        reply = self.admin.patch (f'/v1/persons/{lost.person}', {'x-roles': ['official']},
                                  record['etag'])
        check (reply.status == 200, 'the administrator takes the role')
        for role, verb in (('disabled', 'disable'), ('removed', 'remove')):
            check (self.callers[role].ask ('GET', f'/v1/meetings/{small.DRAFT}').status == 200,
                   f'before it is {role}')
            self.server.command ('user', verb, '--login', LOGINS[role])

    def look (self, what):
        kind, key, _ = OBJECTS[what]
        reply = self.admin.ask ('GET', f'/v1/{kind}/{key}')
        check (reply.status == 200, f'the administrator sees {what}')
        return reply.json

    def ask (self, caller, *arguments, **headers):
        self.n_asked += 1
        return caller.ask (*arguments, **headers)

    # --- one request for each row -------------------------------------------------------------

    def try_row (self, row, role):
        """All answers to what the row means, since an unknown object may be of any kind."""
        caller = self.callers[role]
        if row.method == 'PUT' and row.path == '/v1/{kind}/{id}':
            return [self.put_new (caller, *make_record (row.what))]
        if row.method == 'DELETE' and row.path == '/v1/{kind}/{id}' and row.what in MADE:
            return [self.destroy_new (caller, *make_record (row.what))]
        if row.path == '/v1/{kind}/{id}' and row.what == 'unknown':
            return [self.on_object (row.method, caller, kind, UNKNOWN, {'name': 'x'}, '1')
                    for kind in KINDS]
        if row.path == '/v1/{kind}/{id}':
            kind, key, patch = OBJECTS[row.what]
            etag = self.look (row.what)['etag'] if row.what != 'wrong-kind' else '1'
            if row.what == 'sign-request':
                patch = {'x-remarks': f'gấp, {role}'} # what changes nothing is nobody's change
            return [self.on_object (row.method, caller, kind, key, patch, etag)]
        if row.path == '/v1/papers/{id}/versions':
            return [self.post_version (caller, row.what)]
        if row.path == '/v1/signRequests':
            return [self.submit (caller, row.what)]
        if row.path.rsplit ('/', 1)[1] in COURSE:
            return [self.take_course (caller, row)]
        if row.path.endswith ('/review'):
            key, etag = UNKNOWN, '1'
            if row.what != 'unknown':
                key, etag = OBJECTS[row.what][1], self.look (row.what)['etag']
            return [self.ask (caller, 'POST', row.path.format (id=key),
                              {'act': 'ask', 'person': small.CHAIR}, If_Match=f'"{etag}"',
                              Idempotency_Key=str (uuid.uuid4 ()))]
        if row.path.startswith (('/v1/signRequests/', '/v1/meetings/', '/v1/participants/')):
            key, etag = UNKNOWN, '1'
            body = {'act': 'propose', 'reason': 'ốm'} if 'substitute' in row.path else {}
            if row.what != 'unknown':
                key, etag = OBJECTS[row.what][1], self.look (row.what)['etag']
            return [self.ask (caller, 'POST', row.path.format (id=key), body, If_Match=f'"{etag}"',
                              Idempotency_Key=str (uuid.uuid4 ()))]
        if row.path == '/v1/purges/{kind}/{id}/ack':
            key = UNKNOWN if row.what == 'unknown' else OBJECTS[row.what][1]
            return [self.ask (caller, 'POST', f'/v1/purges/papers/{key}/ack',
                              Idempotency_Key=str (uuid.uuid4 ()))]
        if row.path == '/calendar/{secret}':
            return [self.read_calendar (caller, role, row.what)]
        if row.path == '/v1/blobs/sha256/{hex}':
            return [self.on_blob (row.method, caller, row.what)]
        return [getattr (self, f'{row.method.lower ()}_{row.path.rsplit ("/", 1)[1]}') (caller, role)]

    def take_course (self, caller, row):
        """Of a draft that is made anew, since the first who may publish it does."""
        key, etag = UNKNOWN, '1'
        if row.what == 'draft':
            kind, record = make_record ('draft')
            key, etag = record['id'], self.put_new (self.callers['clerk'], kind, record).json['etag']
        elif row.what != 'unknown':
            key, etag = OBJECTS[row.what][1], self.look (row.what)['etag']
        return self.ask (caller, 'POST', row.path.format (id=key), {}, If_Match=f'"{etag}"',
                         Idempotency_Key=str (uuid.uuid4 ()))

    def put_new (self, caller, kind, record):
        return self.ask (caller, 'PUT', f'/v1/{kind}/{record["id"]}', record, If_None_Match='*',
                         Idempotency_Key=str (uuid.uuid4 ()))

    def destroy_new (self, caller, kind, record):
        made = self.put_new (self.callers['clerk'], kind, record)
        check (made.status == 201, f'the clerk makes one: {made.problem}')
        return self.on_object ('DELETE', caller, kind, record['id'], None, made.json['etag'])

    def on_object (self, method, caller, kind, key, patch, etag):
        path = f'/v1/{kind}/{key}'
        if method == 'GET':
            return self.ask (caller, 'GET', path)
        return self.ask (caller, method, path, None if method == 'DELETE' else patch,
                         If_Match=f'"{etag}"',
                         Idempotency_Key=str (uuid.uuid4 ()))

    def submit (self, caller, what):
        """A new paper that was not uploaded, or one that is there, in a version that is not."""
        body = make_submission ('f' * 64, 10)
        if what != 'new':
            del body['paper']
            body['request']['paper'] = UNKNOWN if what == 'unknown' else OBJECTS[what][1]
        return self.ask (caller, 'POST', '/v1/signRequests', body,
                         Idempotency_Key=str (uuid.uuid4 ()))

    def post_version (self, caller, what):
        key, etag = UNKNOWN, '1'
        what, _, replaces = what.partition (':')
        if what != 'unknown':
            key, etag = OBJECTS[what][1], self.look (what)['etag']
        return self.ask (caller, 'POST', f'/v1/papers/{key}/versions',
                         {'x-digest': 'f' * 64, 'size': 10, 'replaces': replaces != ''}, If_Match=f'"{etag}"',
                         Idempotency_Key=str (uuid.uuid4 ()))

    def on_blob (self, method, caller, what):
        if what in self.digests:
            body = self.bytes[what]
        elif what == "another's":
            body = self.upload
        else:
            body = b'%PDF-1.7 ' + random.randbytes (20)
        digest = hashlib.sha256 (body).hexdigest ()
        reply = self.ask (caller, method, f'/v1/blobs/sha256/{digest}',
                          body if method == 'PUT' else None)
        if reply.status == 201:
            self.forget_uploads ()
        return reply

    def forget_uploads (self):
        """What somebody uploads while the table is tried gives them no right in another row."""
        with self.server.database () as database:
            database.execute ('DELETE FROM blob_owner WHERE person <> ?', (UNKNOWN,))

    def get_server (self, caller, _):
        return self.ask (caller, 'GET', '/v1/server')

    def post_session (self, caller, role):
        """With a connection of its own, so that the caller's own device stays."""
        fresh = small.Caller (self.server)
        password = small.PASSWORD if role != 'nobody' else 'sai'
        return self.ask (fresh, 'POST', '/v1/session', {
            'login': LOGINS.get (role, 'nobody'), 'password': password, 'device': 'khác'})

    def post_refresh (self, caller, _):
        reply = self.ask (caller, 'POST', '/v1/session/refresh',
                          {'refresh': caller.refresh or 'A' * 43},
                          Idempotency_Key=str (uuid.uuid4 ()), Authorization=None)
        if reply.status == 200:
            caller.access, caller.refresh = reply.json['access'], reply.json['refresh']
        return reply

    def post_availability (self, caller, _):
        return self.ask (caller, 'POST', '/v1/availability',
                         {'persons': [small.CHAIR], 'start': '2027-01-04T08:00:00Z',
                          'end': '2027-01-04T09:00:00Z'})

    def get_changes (self, caller, _):
        return self.ask (caller, 'GET', '/v1/changes')

    def get_live (self, caller, _):
        self.n_asked += 1
        with caller.listen () as answer:
            return small.Reply (answer, answer.read1 ())

    def get_recovery (self, caller, _):
        return self.ask (caller, 'GET', '/v1/account/recovery')

    def put_recovery (self, caller, _):
        return self.ask (caller, 'PUT', '/v1/account/recovery', {'wrapped': 'QUJD'},
                         Idempotency_Key=str (uuid.uuid4 ()))

    def get_calendar (self, caller, _):
        return self.ask (caller, 'GET', '/v1/account/calendar')

    def put_calendar (self, caller, role):
        reply = self.ask (caller, 'PUT', '/v1/account/calendar')
        if reply.status == 200:
            self.calendars[role] = reply.json['path']
        return reply

    def delete_calendar (self, caller, _):
        return self.ask (caller, 'DELETE', '/v1/account/calendar')

    def read_calendar (self, caller, role, what):
        """From an address of its own: wrong secrets make theirs wait."""
        path = self.calendars.get (role) if what != 'unknown' else None
        return self.ask (caller, 'GET', path or f'/calendar/{"A" * 43}.ics', Authorization=None,
                         X_Forwarded_For='10.' + '.'.join (str (n) for n in random.randbytes (3)))

    def delete_session (self, caller, _):
        return self.ask (caller, 'DELETE', '/v1/session')


def strip (reply):
    """An answer without what differs each time."""
    headers = {name: value for name, value in reply.headers.items () if name not in PASSING}
    return reply.status, headers, reply.body


# --- the tests --------------------------------------------------------------------------------

OPENAPI, TABLE = sys.argv[1:3]
ROLES, ROWS = read_table (TABLE)
WORLD = None


def test_the_server_the_file_and_the_table_have_the_same_routes ():
    document = yaml.safe_load (pathlib.Path (OPENAPI).read_text ())
    written = {f'{method.upper ()} {path}' for path, entry in document['paths'].items ()
               for method in METHODS if method in entry}
    served = set (WORLD.server.command ('routes').stdout.splitlines ())
    tried = {f'{row.method} {row.path}' for row in ROWS}
    check (served == written, f'server or OpenAPI alone: {sorted (served ^ written)}')
    check (tried == written, f'not in the table, or only there: {sorted (tried ^ written)}')


def test_every_role_gets_what_the_table_says ():
    wrong = []
    answers = collections.defaultdict (list)
    for row in ROWS:
        for role in ROLES:
            for reply in WORLD.try_row (row, role):
                if reply.status != row.expected[role]:
                    wrong.append (f'{row} as {role}: {reply.status} {reply.problem}, not '
                                  f'{row.expected[role]}')
                if reply.status in (401, 404) and not row.path.startswith ('/v1/session'):
                    answers[row.method, role, reply.status].append ((str (row), reply))
    for (_, role, status), replies in answers.items ():
        first = strip (replies[0][1])
        wrong += [f'{name} as {role}: {status} does not look like that of {replies[0][0]}'
                  for name, reply in replies if strip (reply) != first]
    soak.report ('rights of roles', WORLD.n_asked, len (wrong))
    check (not wrong, '\n'.join (wrong))
    print (f'# {len (ROWS)} rows × {len (ROLES)} roles, {WORLD.n_asked} requests')


def test_every_other_method_is_refused ():
    for path in sorted ({row.path for row in ROWS}):
        allowed = {row.method for row in ROWS if row.path == path}
        real = path.format (kind='papers', id=small.PAPER, hex=WORLD.digests['paper'],
                            secret='A' * 43 + '.ics')
        for method in {'GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'} - allowed:
            reply = WORLD.callers['admin'].ask (method, real)
            check (reply.status in (404, 405), f'{method} {path}: {reply.status}')


def ask_about (caller, kind, key, digest, variant):
    """The same request about an object that somebody else has and about one that nobody has."""
    name, headers, body = variant
    if name == 'PURGE':
        return caller.ask ('POST', f'/v1/purges/{kind}/{key}/ack', body, **headers)
    if name == 'VERSION':
        return caller.ask ('POST', f'/v1/papers/{key}/versions', body, **headers)
    if name.startswith ('ACT-'):
        return caller.ask ('POST', f'/v1/signRequests/{key}/{name[4:]}', body, **headers)
    if name == 'REVIEW':
        return caller.ask ('POST', f'/v1/papers/{key}/review', body, **headers)
    if name.startswith ('COURSE-'):
        return caller.ask ('POST', f'/v1/meetings/{key}/{name[7:]}', body, **headers)
    if name.startswith ('BLOB-'):
        return caller.ask (name[5:], f'/v1/blobs/sha256/{digest}', body, **headers)
    return caller.ask (name, f'/v1/{kind}/{key}', body, **headers)


def list_variants (etag, digest):
    key = {'Idempotency_Key': str (uuid.uuid4 ())}
    version = {'x-digest': digest, 'size': 5}
    return [
        ('GET', {}, None), ('GET', {'If_None_Match': f'"{etag}"'}, None),
        ('GET', {'If_Match': f'"{etag}"'}, None), ('GET', {'If_None_Match': '*'}, None),
        ('GET', {'If_Modified_Since': 'Thu, 01 Jan 2099 00:00:00 GMT'}, None),
        ('GET', {'Accept_Language': 'en'}, None),
        ('PATCH', {}, {}), ('PATCH', key, {}), ('PATCH', {'If_Match': f'"{etag}"'}, {}),
        ('PATCH', {**key, 'If_Match': f'"{etag}"'}, {}),
        ('PATCH', {**key, 'If_Match': '"0"'}, {}), ('PATCH', {**key, 'If_Match': '*'}, {}),
        ('PATCH', {**key, 'If_Match': f'W/"{etag}"'}, {}),
        ('PATCH', {**key, 'If_Match': f'"{etag}"'}, b'{"name"'),
        ('PATCH', {**key, 'If_Match': f'"{etag}"'}, {'id': 'x', 'partstat': 'nonsense'}),
        ('DELETE', {**key, 'If_Match': f'"{etag}"'}, None),
        ('DELETE', {**key, 'If_Match': '"0"'}, None), ('DELETE', key, None),
        ('PURGE', key, None), ('PURGE', {}, None),
        ('VERSION', {**key, 'If_Match': f'"{etag}"'}, version),
        ('VERSION', {**key, 'If_Match': '"0"'}, version), ('VERSION', key, version),
        ('VERSION', {**key, 'If_Match': f'"{etag}"'}, b'['),
        ('VERSION', {**key, 'If_Match': f'"{etag}"'}, {**version, 'replaces': True}),
        ('ACT-return', {**key, 'If_Match': f'"{etag}"'}, {'reason': 'x'}),
        ('ACT-return', {**key, 'If_Match': '"0"'}, {'reason': 'x'}), ('ACT-return', key, {}),
        ('ACT-withdraw', {**key, 'If_Match': f'"{etag}"'}, {}),
        ('ACT-delegate', {**key, 'If_Match': f'"{etag}"'}, {'person': small.CHAIR}),
        ('ACT-delegate', {**key, 'If_Match': f'"{etag}"'}, b'['),
        *[(f'COURSE-{act}', {**key, 'If_Match': f'"{etag}"'}, {'reason': 'x'}) for act in COURSE],
        ('REVIEW', {**key, 'If_Match': f'"{etag}"'}, {'act': 'approve'}), ('REVIEW', key, {}),
        ('COURSE-publish', {**key, 'If_Match': '"0"'}, {}), ('COURSE-publish', key, {}),
        ('COURSE-cancel', {**key, 'If_Match': f'"{etag}"'}, b'['),
        ('BLOB-GET', {}, None), ('BLOB-HEAD', {}, None),
        ('BLOB-GET', {'If_None_Match': f'"{digest}"'}, None),
        ('BLOB-GET', {'Range': 'bytes=0-3'}, None),
        ('BLOB-GET', {'Range': 'bytes=9999999-'}, None),
        ('BLOB-GET', {'Range': 'bytes=0-3', 'If_Range': f'"{digest}"'}, None),
        ('BLOB-PUT', {'Content_Range': 'bytes */2000'}, b''),
        ('BLOB-PUT', {'Content_Range': 'bytes 0-3/2000'}, b'%PDF'),
        ('BLOB-PUT', {}, b'other bytes'),
    ]


def test_what_is_foreign_looks_like_what_is_not_there ():
    tried, told = 0, []
    for role in ('official', 'other', 'oclerk', 'leader', 'records', 'lost', 'nobody', 'disabled'):
        caller = WORLD.callers[role]
        for what in ('meeting', 'draft', 'item', 'participant', 'paper', 'sign-request'):
            kind, key, _ = OBJECTS[what]
            digest = WORLD.digests['sign-paper']
            for variant in list_variants (WORLD.look (what)['etag'], digest):
                if variant[0] == 'PURGE' and role == 'lost':
                    continue # knows that it was there, and may say that it is erased
                foreign = ask_about (caller, kind, key, digest, variant)
                unknown = ask_about (caller, kind, UNKNOWN, 'f' * 64, variant)
                tried += 1
                if strip (foreign) != strip (unknown):
                    told.append (f'{variant} of {what} as {role}: {strip (foreign)} / '
                                 f'{strip (unknown)}')
    soak.report ('foreign and unknown objects', tried, len (told))
    check (not told, '\n'.join (told))


def test_a_key_of_another_person_tells_nothing ():
    key = str (uuid.uuid4 ())
    etag = WORLD.look ('participant')['etag']
    path = f'/v1/participants/{small.PART}'
    mine = WORLD.callers['delegate'].patch (path, {'partstat': 'declined'}, etag, key)
    check (mine.status == 200, 'an answer')
    again = WORLD.callers['delegate'].patch (path, {'partstat': 'declined'}, etag, key)
    check ((again.status, again.body) == (200, mine.body), 'the same request again')
    other = WORLD.callers['other']
    check (other.patch (path, {'partstat': 'declined'}, etag, key).status == 404, 'the same key')
    check (WORLD.callers['chair'].patch (path, {'partstat': 'declined'}, etag, key).status == 412,
           'the same key of who may')


def test_a_kept_reply_is_not_told_after_access_is_lost ():
    server = WORLD.server
    server.add_user ('tam', small.AGENCY, 'official', 'clerk')
    clerk = small.Caller (server, 'tam')
    key = str (uuid.uuid4 ())
    etag = WORLD.look ('item')['etag']
    path = f'/v1/agendaItems/{small.ITEM}'
    first = clerk.patch (path, {'name': 'Mật ngữ'}, etag, key)
    check (first.status == 200 and clerk.patch (path, {'name': 'Mật ngữ'}, etag, key).body ==
           first.body, 'the reply is kept')
    record = WORLD.admin.ask ('GET', f'/v1/persons/{clerk.person}').json
    WORLD.admin.patch (f'/v1/persons/{clerk.person}', {'x-roles': ['official']}, record['etag'])
    after = clerk.patch (path, {'name': 'Mật ngữ'}, etag, key)
    unknown = clerk.patch (f'/v1/agendaItems/{UNKNOWN}', {'name': 'Mật ngữ'}, etag)
    check (strip (after) == strip (unknown), f'told again: {after.status} {after.body}')


def test_an_upload_does_not_tell_what_is_there ():
    """Not by its answers, and not by which bytes of it are wanted."""
    caller = WORLD.callers['other']
    known = WORLD.bytes['sign-paper']
    for path in (WORLD.server.data / 'uploads').iterdir ():
        path.unlink ()
    fresh = b'%PDF-1.7 ' + random.randbytes (len (known) - 9)
    seen = []
    for body in (known, fresh):
        path = f'/v1/blobs/sha256/{hashlib.sha256 (body).hexdigest ()}'
        size, half = len (body), len (body) // 2
        replies = [
            caller.ask ('PUT', path, b'', Content_Range=f'bytes */{size}'),
            caller.ask ('PUT', path, body[:half], Content_Range=f'bytes 0-{half - 1}/{size}'),
            caller.ask ('PUT', path, b'', Content_Range=f'bytes */{size}'),
            caller.ask ('GET', path),
            caller.ask ('PUT', path, body[half:], Content_Range=f'bytes {half}-{size - 1}/{size}'),
            caller.ask ('PUT', path, b'', Content_Range=f'bytes */{size}'),
            caller.ask ('GET', path, Range='bytes=0-3'),
        ]
        seen.append ([strip (reply) for reply in replies])
        for _, headers, _ in seen[-1]:
            headers.pop ('etag', None)
    WORLD.forget_uploads ()
    check (seen[0] == seen[1], f'{seen[0]}\n{seen[1]}')


def share_of_longer (ones, others):
    """How often one of the first took longer than one of the second: 0.5 when it does not matter
    (Mann and Whitney's U, scaled)."""
    wins = sum ((a > b) + (a == b) / 2 for a in ones for b in others)
    return wins / (len (ones) * len (others))


def measure (first, second, n):
    """Times of two requests that take turns."""
    times = ([], [])
    for _ in range (n):
        for request, list_ in zip ((first, second), times):
            begin = time.perf_counter ()
            request ()
            list_.append (time.perf_counter () - begin)
    return times


def test_foreign_and_unknown_take_the_same_time ():
    caller = WORLD.callers['other']
    noise = [random.gauss (1, 0.1) for _ in range (100)]
    check (share_of_longer ([x * 1.15 for x in noise], noise) > 0.7, 'the measure would see 15 %')
    for foreign, unknown in (
            (f'/v1/papers/{small.PAPER}', f'/v1/papers/{UNKNOWN}'),
            (f'/v1/blobs/sha256/{WORLD.digests["paper"]}', f'/v1/blobs/sha256/{"f" * 64}')):
        times = measure (lambda: caller.ask ('GET', foreign), lambda: caller.ask ('GET', unknown),
                         soak.rounds (150, 1500))
        share = share_of_longer (*times)
        medians = [statistics.median (list_) * 1000 for list_ in times]
        print (f'# foreign {medians[0]:.2f} ms, unknown {medians[1]:.2f} ms, longer {share:.2f}')
        check (0.3 < share < 0.7 or abs (medians[0] / medians[1] - 1) < 0.1,
               f'{foreign}: {share} {medians}')


def test_an_upload_takes_as_long_when_it_is_there_already ():
    caller = WORLD.callers['other']

    def upload (body):
        path = f'/v1/blobs/sha256/{hashlib.sha256 (body).hexdigest ()}'
        check (caller.ask ('PUT', path, body).status == 201, 'an upload')

    n = soak.rounds (20, 300)
    known = [b'%PDF-1.7 ' + random.randbytes (300000) for _ in range (n)]
    owner = small.Caller (WORLD.server, 'daibieu')
    for body in known:
        owner.ask ('PUT', f'/v1/blobs/sha256/{hashlib.sha256 (body).hexdigest ()}', body)
    fresh = iter ([b'%PDF-1.7 ' + random.randbytes (300000) for _ in range (n)])
    there = iter (known)
    share = share_of_longer (*measure (lambda: upload (next (there)), lambda: upload (next (fresh)),
                                       n))
    WORLD.forget_uploads ()
    print (f'# an upload of what is there takes longer in {share:.2f} of the pairs')
    # Twenty of each: three standard deviations of the share are 0.28.
    check (0.2 < share < 0.8, f'{share}')


def test_a_wrong_name_takes_as_long_as_a_wrong_password ():
    """Each try from an address of its own, so that nobody has to wait."""
    callers = small.Caller (WORLD.server)
    addresses = (f'198.51.{number // 250}.{number % 250 + 1}' for number in range (10000))

    def fail (login):
        reply = callers.sign_in (login, 'sai', X_Forwarded_For=next (addresses))
        check (reply.problem == 'wrong-password', f'{login}: {reply.status} {reply.problem}')

    names = [login for login in ('canbo', 'lanhdao', 'vanthu', 'huyen', 'nguoila', 'thanhtra')] * 2
    known, unknown, closed = iter (names), iter (range (100)), iter (('khoa', 'xoa') * 2)
    times = measure (lambda: fail (next (known)), lambda: fail (f'ai{next (unknown)}'), len (names))
    share = share_of_longer (*times)
    medians = [statistics.median (list_) for list_ in times]
    print (f'# wrong password {medians[0]:.3f} s, wrong name {medians[1]:.3f} s, longer {share:.2f}')
    # Twelve of each: three standard deviations of the share are 0.36.
    check (0.14 < share < 0.86 or abs (medians[0] / medians[1] - 1) < 0.1, f'{share} {medians}')
    # A refusal without the work would take a hundredth of it.
    times = measure (lambda: fail (next (closed)), lambda: fail (f'ai{next (unknown)}'), 4)
    check (sum (times[0]) > sum (times[1]) / 4, f'closed accounts are refused early: {times}')


def main ():
    global WORLD
    with small.Server ('--trusted-proxy', '127.0.0.1', '--limit', 'recovery=0',
                       '--limit', 'address=0', '--limit', 'person=0',
                       '--limit', 'upload=0') as server:
        WORLD = World (server)
        tests = [test for name, test in globals ().items () if name.startswith ('test_')]
        # The table ends with signing out; what comes after it signs in again.
        first = [test_the_server_the_file_and_the_table_have_the_same_routes]
        last = [test_every_role_gets_what_the_table_says]
        status = tap.run ('server/rights', first + [test for test in tests
                                                    if test not in first + last] + last,
                          server.read_log)
    return status


sys.exit (main ())

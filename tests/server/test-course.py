#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The course of a meeting on the real server: published, changed, postponed, cancelled; what people
then see, and what they do not; two clerks at once in random schedules."""

import datetime
import json
import random
import sys

import composing
import small
import soak
import tap
from composing import (act, change, destroy, key, list_records, look, make_draft, make_item,
                       make_meeting, make_paper, make_part, put)
from tap import check

DELEGATE = '00000000-0000-4000-8000-0000000000b3'
STRANGER = '00000000-0000-4000-8000-0000000000b4'
WORLD = None


def publish (meeting, caller=None, **said):
    reply = act (caller or WORLD.clerk, 'publish', meeting, **said)
    check (reply.status == 200, f'published: {reply.problem} {reply.body[:300]}')
    return reply.json


def revise (meeting):
    reply = act (WORLD.clerk, 'revise', meeting)
    check (reply.status == 200 and reply.json['x-revises'] == meeting['id'], reply.problem)
    return reply.json


def list_parts (caller, meeting, kind):
    """By what they stand for, if they stand for something."""
    found = [record for name, record in list_records (caller).values ()
             if name == kind and record.get ('meeting') == meeting['id']]
    return {record.get ('x-revises', record['id']): record for record in found}


def list_news (caller, meeting):
    told = [record for name, record in list_records (caller).values ()
            if name == 'publications' and record['meeting'] == meeting['id']]
    return sorted (told, key=lambda one: (one['x-version'], one.get ('x-readers', [])))


def read_changes (news):
    """what, how, number, position, name of each."""
    lines = [line.split ('\t') for line in news.get ('x-changes', [])]
    return sorted ((what, how, number, int (position), name)
                   for what, how, _, number, position, name in lines)


def test_publishing_shows_it_to_its_participants ():
    draft = make_draft (WORLD)
    etag = look (WORLD.clerk, 'papers', draft.papers[0]['id']).json['etag']
    newer = make_paper (WORLD.clerk, draft.meeting)
    change (WORLD.clerk, 'papers', draft.papers[0]['id'],
            {name: newer[name] for name in ('x-digest', 'size')})
    published = publish (draft.meeting)
    check (published['meetingState'] == 'published' and published['x-version'] == 1, published)
    for kind, records in draft.parts ():
        for record in records:
            check (look (WORLD.delegate, kind, record['id']).status == 200, f'{kind} are shown')
    paper = look (WORLD.delegate, 'papers', draft.papers[0]['id']).json
    check (paper['x-version'] == 1 and paper['x-digest'] == newer['x-digest'], 'frozen')
    old = f'/v1/blobs/sha256/{draft.papers[0]["x-digest"]}'
    check (WORLD.delegate.ask ('GET', old).status == 404, 'what it was before is nobody\'s')
    check (look (WORLD.stranger, 'meetings', draft.meeting['id']).status == 404, 'not invited')
    news = list_news (WORLD.delegate, draft.meeting)
    check ([(one['x-kind'], one['x-version']) for one in news] == [('publish', 1)], news)
    check (act (WORLD.clerk, 'publish', draft.meeting).problem == 'closed', 'once')
    check (destroy (WORLD.clerk, 'papers', paper['id'], etag).problem == 'closed', 'it stays')
    check (('publish', WORLD.clerk.person, draft.meeting['id']) in WORLD.audit (), 'audit')


def test_a_change_is_prepared_aside_and_applied_at_once ():
    draft = make_draft (WORLD)
    publish (draft.meeting)
    part = draft.participants[0]
    WORLD.delegate.patch (f'/v1/participants/{part["id"]}', {'partstat': 'accepted'},
                          look (WORLD.delegate, 'participants', part['id']).json['etag'])
    shadow = revise (draft.meeting)
    again = act (WORLD.second, 'revise', draft.meeting)
    check (again.json['id'] == shadow['id'], 'both work on the same')
    check (look (WORLD.delegate, 'meetings', shadow['id']).status == 404, 'nobody else sees it')
    items = list_parts (WORLD.clerk, shadow, 'agendaItems')
    papers = list_parts (WORLD.clerk, shadow, 'papers')
    check (set (items) == {item['id'] for item in draft.items}, 'each stands for one')
    change (WORLD.clerk, 'meetings', shadow['id'], {'location': 'Phòng số 2'})
    change (WORLD.second, 'agendaItems', items[draft.items[0]['id']]['id'], {'name': 'Tên khác'})
    new = make_item (shadow, name='Nội dung mới')
    put (WORLD.clerk, 'agendaItems', new)
    gone = papers[draft.papers[1]['id']]
    destroy (WORLD.second, 'papers', gone['id'], gone['etag'])
    other = make_paper (WORLD.clerk, shadow)
    change (WORLD.clerk, 'papers', papers[draft.papers[0]['id']]['id'],
            {name: other[name] for name in ('x-digest', 'size')})
    before = look (WORLD.delegate, 'meetings', draft.meeting['id']).json
    check (before['location'] == 'Phòng họp số 1', 'nothing has changed yet')
    after = publish (look (WORLD.second, 'meetings', shadow['id']).json, WORLD.second)
    check (after['id'] == draft.meeting['id'] and after['x-version'] == 2, after)
    check (after['location'] == 'Phòng số 2' and after['x-sequence'] == 1, after)
    seen = list_records (WORLD.delegate)
    check (seen[draft.items[0]['id']][1]['name'] == 'Tên khác', 'changed')
    check (seen[new['id']][1]['meeting'] == draft.meeting['id'], 'new')
    check (draft.papers[1]['id'] not in seen, 'gone')
    check (seen[draft.papers[0]['id']][1]['x-version'] == 2, 'replaced')
    check (seen[part['id']][1]['partstat'] == 'accepted', 'answers stay')
    check (shadow['id'] not in list_records (WORLD.clerk), 'the change is gone')
    check (not list_parts (WORLD.clerk, shadow, 'agendaItems'), 'with all of it')
    news = list_news (WORLD.delegate, draft.meeting)[-1]
    check (read_changes (news) == [
        ('item', 'changed', '1', 0, 'Tên khác'), ('item', 'new', '3', 0, 'Nội dung mới'),
        ('paper', 'removed', '1', 2, 'Tờ trình 2'), ('paper', 'replaced', '1', 1, 'Tờ trình 1'),
        ('place', 'changed', '', 0, 'Phòng số 2')], read_changes (news))


def test_a_change_can_be_given_up_and_begun_again ():
    draft = make_draft (WORLD)
    publish (draft.meeting)
    shadow = revise (draft.meeting)
    change (WORLD.clerk, 'meetings', shadow['id'], {'location': 'x'})
    etag = look (WORLD.clerk, 'meetings', shadow['id']).json['etag']
    check (destroy (WORLD.clerk, 'meetings', shadow['id'], etag).status == 204, 'given up')
    again = revise (draft.meeting)
    check (again['id'] == shadow['id'] and again['location'] == 'Phòng họp số 1', 'from anew')
    check (len (list_parts (WORLD.clerk, again, 'papers')) == 2, 'with all parts')
    publish (again)
    news = list_news (WORLD.delegate, draft.meeting)[-1]
    check (news['x-version'] == 2 and 'x-changes' not in news, 'nothing differs')


def test_a_removal_within_a_change_is_undone ():
    draft = make_draft (WORLD)
    publish (draft.meeting)
    shadow = revise (draft.meeting)
    copy = list_parts (WORLD.clerk, shadow, 'papers')[draft.papers[1]['id']]
    destroy (WORLD.clerk, 'papers', copy['id'], copy['etag'])
    back = put (WORLD.second, 'papers', copy)
    check (back.status == 201 and back.json['x-revises'] == draft.papers[1]['id'], back.problem)
    twice = {**copy, 'id': key ()}
    check (put (WORLD.second, 'papers', twice).problem == 'invalid', 'it stands for one')
    publish (shadow)
    check (look (WORLD.delegate, 'papers', draft.papers[1]['id']).json['x-version'] == 1, 'the same')
    check ('x-changes' not in list_news (WORLD.delegate, draft.meeting)[-1], 'nothing to tell')


def test_postponing_asks_everybody_again ():
    draft = make_draft (WORLD)
    published = publish (draft.meeting)
    part = draft.participants[0]
    change (WORLD.delegate, 'participants', part['id'], {'partstat': 'accepted'})
    start = '2027-03-22T08:00:00+07:00'
    for said, problem in (({}, 'invalid'), ({'start': start}, 'reason-needed'),
                          ({'start': start, 'reason': ' \n'}, 'reason-needed'),
                          ({'start': start, 'end': start, 'reason': 'x'}, 'invalid'),
                          ({'start': published['start'], 'reason': 'x'}, 'invalid'),
                          ({'start': start, 'reason': 'x' * 5000}, 'invalid')):
        check (act (WORLD.clerk, 'postpone', draft.meeting, **said).problem == problem, said)
    reply = act (WORLD.chair, 'postpone', draft.meeting, start=start, reason='Chủ tọa đi công tác')
    check (reply.json['start'] == '2027-03-22T01:00:00Z' and
           reply.json['end'] == '2027-03-22T04:00:00Z' and reply.json['x-sequence'] == 1, reply.json)
    check (look (WORLD.delegate, 'participants', part['id']).json['partstat'] == 'needs-action',
           'asked again')
    news = list_news (WORLD.delegate, draft.meeting)[-1]
    check (news['x-kind'] == 'postpone' and news['x-reason'] == 'Chủ tọa đi công tác', news)
    check ([one[0] for one in read_changes (news)] == ['time'], news)


def test_a_cancelled_meeting_is_over ():
    draft = make_draft (WORLD)
    publish (draft.meeting)
    shadow = revise (draft.meeting)
    check (act (WORLD.clerk, 'cancel', draft.meeting).problem == 'reason-needed', 'why?')
    reply = act (WORLD.clerk, 'cancel', draft.meeting, reason='Bão')
    check (reply.json['meetingState'] == 'cancelled' and reply.json['x-reason'] == 'Bão', reply.json)
    check (look (WORLD.delegate, 'meetings', draft.meeting['id']).status == 200, 'people see it')
    for name in ('publish', 'revise', 'postpone', 'cancel'):
        said = {'reason': 'x', 'start': '2027-05-01T08:00:00Z'}
        check (act (WORLD.clerk, name, draft.meeting, **said).problem == 'closed', name)
    check (act (WORLD.clerk, 'publish', shadow).problem == 'closed', 'its change has nothing to do')


def test_restricted_papers_are_not_told_of ():
    draft = make_draft (WORLD)
    secret = make_paper (WORLD.clerk, draft.meeting, draft.items[0]['id'], name='Nhân sự',
                         **{'x-access': 'restricted', 'x-readers': [small.CHAIR],
                            'x-order': 'a00000'})
    put (WORLD.clerk, 'papers', secret)
    publish (draft.meeting)
    shadow = revise (draft.meeting)
    papers = list_parts (WORLD.clerk, shadow, 'papers')
    other = make_paper (WORLD.clerk, shadow)
    body = {name: other[name] for name in ('x-digest', 'size')}
    change (WORLD.clerk, 'papers', papers[secret['id']]['id'], body)
    change (WORLD.clerk, 'papers', papers[draft.papers[0]['id']]['id'], {'name': 'Tờ trình mới'})
    put (WORLD.clerk, 'papers', make_paper (WORLD.clerk, shadow, name='Kỷ luật', **{
        'x-access': 'restricted', 'x-readers': [STRANGER]}))
    publish (shadow)
    heard = json.dumps (list (list_records (WORLD.delegate).values ()), ensure_ascii=False)
    for word in ('Nhân sự', 'Kỷ luật', secret['id']):
        check (word not in heard, f'a delegate hears of {word}')
    changes = read_changes (list_news (WORLD.delegate, draft.meeting)[-1])
    check (changes == [('paper', 'changed', '1', 1, 'Tờ trình mới')], changes)
    heard = json.dumps (list (list_records (WORLD.chair).values ()), ensure_ascii=False)
    check ('Nhân sự' in heard and 'Kỷ luật' in heard, 'the chair hears of all')
    check (len (list_news (WORLD.clerk, draft.meeting)) == 4, 'and so does who prepares it')
    # What was open and is restricted now is not named in old news either.
    shadow = revise (draft.meeting)
    papers = list_parts (WORLD.clerk, shadow, 'papers')
    change (WORLD.clerk, 'papers', papers[draft.papers[0]['id']]['id'],
            {'x-access': 'restricted', 'x-readers': [small.CHAIR]})
    publish (shadow)
    heard = json.dumps (list (list_records (WORLD.delegate).values ()), ensure_ascii=False)
    check ('Tờ trình mới' not in heard, 'nor what it was called')
    gone = WORLD.delegate.ask ('GET', f'/v1/blobs/sha256/{draft.papers[0]["x-digest"]}')
    check (gone.status == 404, 'its bytes are not theirs any more')


def test_conditions_and_repetitions ():
    draft = make_draft (WORLD)
    path = f'/v1/meetings/{draft.meeting["id"]}/publish'
    etag = look (WORLD.clerk, 'meetings', draft.meeting['id']).json['etag']
    check (WORLD.clerk.ask ('POST', path, {}, Idempotency_Key=key ()).status == 428, 'If-Match')
    stale = WORLD.clerk.ask ('POST', path, {}, Idempotency_Key=key (), If_Match='"1"')
    check (stale.status == 412 and stale.json['x-current']['id'] == draft.meeting['id'], 'stale')
    one_key = key ()
    replies = [WORLD.clerk.ask ('POST', path, {}, Idempotency_Key=one_key, If_Match=f'"{etag}"')
               for _ in range (2)]
    check (replies[0].status == 200 and replies[0].body == replies[1].body, 'once')
    check (len (list_news (WORLD.delegate, draft.meeting)) == 1, 'and told once')
    template = {**make_meeting (), 'meetingState': 'template'}
    put (WORLD.clerk, 'meetings', template)
    check (act (WORLD.clerk, 'publish', template).problem == 'invalid', 'templates are for copying')


def soon (days):
    return (datetime.datetime.now (datetime.timezone.utc) +
            datetime.timedelta (days=days)).strftime ('%Y-%m-%dT%H:%M:%SZ')


def test_what_is_not_fit_is_not_published ():
    draft = make_draft (WORLD)
    meeting = draft.meeting

    def refuse (problem, detail):
        reply = act (WORLD.clerk, 'publish', meeting)
        check (reply.problem == problem and reply.json.get ('detail') == detail,
               f'{problem} {detail}: {reply.problem} {reply.body[-200:]}')

    change (WORLD.clerk, 'meetings', meeting['id'], {'x-chair': None})
    change (WORLD.clerk, 'participants', draft.participants[1]['id'], {'x-role': 'delegate'})
    refuse ('blocked', 'composition')
    change (WORLD.clerk, 'meetings', meeting['id'], {'x-chair': small.CHAIR, 'end': meeting['start']})
    refuse ('blocked', 'time')
    change (WORLD.clerk, 'meetings', meeting['id'], {'end': None})
    change (WORLD.clerk, 'papers', draft.papers[0]['id'], {'x-inspection': ['secret-words']})
    refuse ('blocked', 'secrets')
    change (WORLD.clerk, 'papers', draft.papers[0]['id'], {'x-inspection': ['infected']})
    refuse ('blocked', 'viruses')
    change (WORLD.clerk, 'papers', draft.papers[0]['id'], {'x-inspection': ['unconverted']})
    refuse ('blocked', 'files')
    change (WORLD.clerk, 'papers', draft.papers[0]['id'], {'x-inspection': None})
    change (WORLD.clerk, 'agendaItems', draft.items[1]['id'], {'x-expects-papers': True})
    refuse ('reason-needed', 'papers')
    change (WORLD.clerk, 'meetings', meeting['id'], {'start': soon (1)})
    refuse ('reason-needed', 'notice, papers')
    check (look (WORLD.delegate, 'meetings', meeting['id']).status == 404, 'nobody has seen it')
    publish (meeting, reason='Họp đột xuất')
    news = list_news (WORLD.delegate, meeting)[0]
    check (news['x-reason'] == 'Họp đột xuất', news)


def test_who_is_asked_to_approve_a_paper_sees_it ():
    draft = make_draft (WORLD)
    paper = draft.papers[0]['id']

    def review (caller, **said):
        etag = look (WORLD.clerk, 'papers', paper).json['etag']
        return caller.ask ('POST', f'/v1/papers/{paper}/review', said, If_Match=f'"{etag}"',
                           Idempotency_Key=key ())

    check (look (WORLD.chair, 'papers', paper).status == 404, 'a draft')
    check (review (WORLD.clerk, act='ask').problem == 'invalid', 'whom?')
    check (review (WORLD.clerk, act='ask', person=key ()).problem == 'invalid', 'who is that?')
    check (review (WORLD.clerk, act='approve').problem == 'forbidden', 'not the clerk\'s to say')
    check (review (WORLD.clerk, act='ask', person=small.CHAIR).json['x-review'] == 'asked', 'asked')
    check (look (WORLD.chair, 'papers', paper).status == 200, 'now it is seen')
    bytes_of = f'/v1/blobs/sha256/{draft.papers[0]["x-digest"]}'
    check (WORLD.chair.ask ('GET', bytes_of).status == 200, 'and read')
    check (look (WORLD.delegate, 'papers', paper).status == 404, 'by nobody else')
    check (act (WORLD.clerk, 'publish', draft.meeting).json['detail'] == 'review', 'it waits')
    check (review (WORLD.chair, act='return', reason=' ').problem == 'reason-needed', 'why?')
    check (review (WORLD.chair, act='return', reason='Sai số liệu').status == 200, 'returned')
    check (review (WORLD.chair, act='approve').problem == 'closed', 'ask again first')
    check (change (WORLD.clerk, 'papers', paper, {'x-review': 'approved'}).json['x-review'] ==
           'returned', 'no clerk approves by a patch')
    etag = look (WORLD.clerk, 'papers', paper).json['etag']
    destroy (WORLD.clerk, 'papers', paper, etag)
    back = put (WORLD.clerk, 'papers', {**draft.papers[0], 'x-review': 'approved',
                                        'x-reviewer': small.CHAIR})
    check (back.json['x-review'] == 'asked', 'nor by putting it back')
    check (review (WORLD.chair, act='approve').json['x-review'] == 'approved', 'approved')
    newer = make_paper (WORLD.clerk, draft.meeting)
    other = change (WORLD.clerk, 'papers', paper, {n: newer[n] for n in ('x-digest', 'size')})
    check (other.json['x-review'] == 'asked', 'other bytes are approved anew')
    review (WORLD.chair, act='approve')
    publish (draft.meeting)
    check (review (WORLD.clerk, act='ask', person=small.CHAIR).problem == 'closed', 'it is out')
    actions = [action for action, _, what in WORLD.audit () if what == paper]
    check (actions.count ('review-approve') == 2 and 'review-return' in actions, actions)


def test_who_has_time ():
    draft = make_draft (WORLD)
    publish (draft.meeting)

    def ask (start, end, caller=None, **said):
        return (caller or WORLD.stranger).ask (
            'POST', '/v1/availability', {'persons': [DELEGATE, STRANGER], 'start': start, 'end': end,
                                         **said})

    at = '2027-03-15T'
    busy = ask (at + '10:00:00+07:00', at + '12:00:00+07:00').json
    check (busy == {'busy': [DELEGATE]}, f'only who: {busy}')
    check (ask (at + '13:00:00+07:00', at + '14:00:00+07:00').json['busy'] == [], 'afterwards')
    check (ask (at + '06:00:00+07:00', at + '08:00:00+07:00').json['busy'] == [], 'before')
    check (ask (at + '08:00:00Z', at + '08:00:00Z').problem == 'invalid', 'no time at all')
    check (ask (at + '08:00:00Z', at + '09:00:00Z', WORLD.delegate).status == 403, 'for clerks')
    for body in (b'[', b'{}', b'{"persons":["x"],"start":"2027-03-15T08:00:00Z","end":1}'):
        check (WORLD.clerk.ask ('POST', '/v1/availability', body).status == 400, body)


def test_bodies_from_hell ():
    rng = random.Random (20261124)
    draft = make_draft (WORLD)
    published = publish (draft.meeting)
    for _ in range (60):
        said = {'reason': 'x', 'start': '2027-04-01T08:00:00Z', 'end': '2027-04-01T10:00:00Z'}
        body = json.dumps (composing.spoil (said, rng)).encode ()
        etag = look (WORLD.clerk, 'meetings', published['id']).json['etag']
        reply = WORLD.clerk.ask ('POST', f'/v1/meetings/{published["id"]}/postpone', body,
                                 If_Match=f'"{etag}"', Idempotency_Key=key ())
        check (reply.status in (200, 400, 422), f'{reply.status}: {body[:300]}')


class Schedule:
    """Two clerks write into one change at random; what they believe to be there is compared."""

    def __init__ (self, rng):
        self.rng = rng
        self.draft = make_draft (WORLD)
        publish (self.draft.meeting)
        self.begin ()
        self.lost = 0

    def begin (self):
        self.shadow = revise (look (WORLD.clerk, 'meetings', self.draft.meeting['id']).json)
        self.known = {name: {one['id']: one for one in list_parts (WORLD.clerk, self.shadow,
                                                                   name).values ()}
                      for name in ('agendaItems', 'papers')}

    def pick (self, kind):
        return self.rng.choice (sorted (self.known[kind])) if self.known[kind] else None

    def step (self):
        clerk = self.rng.choice ([WORLD.clerk, WORLD.second])
        getattr (self, self.rng.choice (['add', 'rename', 'rename', 'remove', 'move', 'stale'])) (clerk)

    def add (self, clerk):
        item = make_item (self.shadow, name=f'Mục {self.rng.random ()}')
        if self.rng.random () < .4 and self.known['agendaItems']:
            item['x-parent'] = self.pick ('agendaItems')
        reply = put (clerk, 'agendaItems', item)
        check (reply.status in (201, 422), reply.problem) # too deep
        if reply.status == 201:
            self.known['agendaItems'][item['id']] = reply.json

    def rename (self, clerk):
        kind = self.rng.choice (['agendaItems', 'papers'])
        one = self.pick (kind)
        if one is not None:
            reply = change (clerk, kind, one, {'name': f'Tên {self.rng.random ()}'})
            check (reply.status == 200, reply.problem)
            self.known[kind][one] = reply.json

    def remove (self, clerk):
        kind = self.rng.choice (['agendaItems', 'papers'])
        one = self.pick (kind)
        if one is not None:
            reply = destroy (clerk, kind, one, self.known[kind][one]['etag'])
            check (reply.status in (204, 409), reply.problem)
            if reply.status == 204:
                del self.known[kind][one]

    def move (self, clerk):
        one, above = self.pick ('agendaItems'), self.pick ('agendaItems')
        if one is not None:
            reply = change (clerk, 'agendaItems', one, {'x-parent': above, 'x-order': 'b'})
            check (reply.status in (200, 422), reply.problem) # a circle, or too deep
            if reply.status == 200:
                self.known['agendaItems'][one] = reply.json

    def stale (self, clerk):
        one = self.pick ('agendaItems')
        if one is not None:
            path = f'/v1/agendaItems/{one}'
            reply = clerk.patch (path, {'name': 'cũ'}, '1')
            check (reply.status == 412, 'a stale write changes nothing')

    def compare (self):
        """The published meeting has exactly what both wrote."""
        publish (look (WORLD.clerk, 'meetings', self.shadow['id']).json, reason='Đổi chương trình')
        for kind, records in self.known.items ():
            seen = {one['id']: one['name']
                    for one in list_parts (WORLD.delegate, self.draft.meeting, kind).values ()}
            wanted = {one.get ('x-revises', one['id']): one['name'] for one in records.values ()}
            self.lost += seen != wanted
            check (seen == wanted, f'{kind}: {set (seen) ^ set (wanted)}')


def test_nobodys_work_is_lost ():
    tried = lost = 0
    for number in range (soak.rounds (2, 60)):
        schedule = Schedule (random.Random (soak.seed () + number))
        for _ in range (3):
            for _ in range (25):
                schedule.step ()
                tried += 1
            schedule.compare ()
            schedule.begin ()
        lost += schedule.lost
    soak.report ('two clerks in one change', tried, lost)


def test_the_rules_are_those_of_the_server ():
    with small.Server ('--publishing', 'notice=0', '--publishing', 'review=required') as server:
        world = composing.World (server)
        rules = world.clerk.ask ('GET', '/v1/server').json['x-publishing']
        check ('notice=0' in rules and 'review=required' in rules, rules)
        draft = make_draft (world)
        change (world.clerk, 'meetings', draft.meeting['id'], {'start': soon (.1), 'end': None})
        reply = act (world.clerk, 'publish', draft.meeting)
        check (reply.problem == 'blocked' and reply.json['detail'] == 'review', reply.body)


def main ():
    global WORLD
    with small.Server ('--limit', 'address=0', '--limit', 'person=0',
                       '--limit', 'upload=0') as server:
        WORLD = composing.World (server)
        tests = [test for name, test in globals ().items () if name.startswith ('test_')]
        return tap.run ('server/course', tests, server.read_log)


sys.exit (main ())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""News on the desktop: what others do is told by the notifications of the real application, pressed
they lead to the meeting, a long absence is told as one, and who wants silence has it. Usage:
test-notifications.py BUILD-FOLDER"""

import pathlib
import re
import sys
import uuid

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import steps  # noqa: E402
import tap  # noqa: E402
from atspi import wait_for  # noqa: E402
from notifications import Notifications  # noqa: E402
from steps import Walk  # noqa: E402
from tap import check  # noqa: E402
from world import Programs, World  # noqa: E402

ME = 'pgd-sxd' # invited nowhere
ASKED = 'đề nghị đồng chí dự thay'
MANY = 'tin mới về các cuộc họp'


class Others:
    """Who is invited where the person at this machine is not."""

    def __init__ (self, world):
        self.world = world
        self.records = world.ask_for_all (world.ask_for_token ('quantri'))
        self.persons = {one['id']: one for one in self.records['persons']}
        self.me = next (key for key, one in self.persons.items () if one['x-login'] == ME)
        self.free = self._list_parts ()

    def _list_parts (self):
        """An invitation of each meeting to come that the person here knows nothing of."""
        parts = {}
        mine = {part['meeting'] for part in self.records['participants']
                if self.me in (part.get ('person'), part.get ('x-substitute'))}
        for meeting in sorted (self.records['meetings'], key=lambda one: one['start']):
            own = self.me in (meeting.get ('x-chair'), meeting.get ('x-secretary'))
            if meeting['meetingState'] == 'published' and meeting['id'] not in mine and not own:
                parts[meeting['id']] = [part for part in self.records['participants']
                                        if part['meeting'] == meeting['id'] and
                                        part['x-role'] == 'delegate' and 'person' in part]
        return [part for each in parts.values () for part in each[:1]]

    def meeting_of (self, part):
        return next (one for one in self.records['meetings'] if one['id'] == part['meeting'])

    def cancel (self, part):
        """Its secretary does."""
        meeting = self.meeting_of (part)
        token = self.world.ask_for_token (self.persons[meeting['x-secretary']]['x-login'])
        path = f'/v1/meetings/{meeting["id"]}'
        etag = self.world.ask (path, token=token)['etag']
        self.world.ask (f'{path}/cancel', {'reason': 'Hoãn theo chỉ đạo'}, token=token,
                        If_Match=f'"{etag}"', Idempotency_Key=str (uuid.uuid4 ()))

    def ask_me (self, part):
        """The person invited asks the one here to come instead."""
        token = self.world.ask_for_token (self.persons[part['person']]['x-login'])
        path = f'/v1/participants/{part["id"]}'
        etag = self.world.ask (path, token=token)['etag']
        self.world.ask (f'{path}/substitute', {'act': 'propose', 'person': self.me,
                                               'reason': 'Đi công tác'}, token=token,
                        If_Match=f'"{etag}"', Idempotency_Key=str (uuid.uuid4 ()))


def main ():
    pictures = sys.argv[2] if len (sys.argv) > 2 else None
    with World (Programs (sys.argv[1]), people=(ME,)) as world, Notifications (world.folder) as notifications:
        world.sign_in ()
        others = Others (world)
        walk = Walk (world, pictures)
        walk.start ()
        person = walk.person

        def test_a_first_sync_is_told_quietly ():
            walk.wait_for_sync (steps.SYNCED)
            check (notifications.shown () == [], notifications.shown ())

        def test_being_asked_is_told_and_leads_to_the_meeting ():
            part = others.free[0]
            others.ask_me (part)
            told = wait_for (lambda: notifications.find (ASKED), 'a notification')
            meeting = others.meeting_of (part)['name']
            check (told['title'] == meeting, told)
            check (others.persons[part['person']]['name'] in told['body'], told)
            notifications.press (told)
            walk.person.find (None, re.compile ('^' + re.escape (meeting)))
            walk.picture ('notification-leads-here')

        def test_a_cancelled_meeting_is_told_to_who_takes_part ():
            person.press ('push button', 'Nhận lời')
            walk.wait_for_sync (steps.SYNCED)
            person.gone ('push button', 'Nhận lời')
            others.cancel (others.free[0])
            told = wait_for (lambda: notifications.find ('đã bị hủy'), 'a notification')
            check (told['title'] == others.meeting_of (others.free[0])['name'], told)
            person.says (re.compile ('^Cuộc họp đã bị hủy'))
            walk.picture ('notification-cancelled')
            person.press ('push button', 'Đã xem')
            person.gone (None, 'Cuộc họp đã bị hủy')

        def switch_notifications ():
            person.press ('push button', 'Trình đơn', last=True)
            person.press (None, 'Hiện thông báo')

        def test_who_wants_silence_has_it ():
            switch_notifications ()
            before = len (notifications.shown ())
            others.ask_me (others.free[1])
            person.key ('Control_L', '2')
            name = others.meeting_of (others.free[1])['name']
            person.find ('list item', re.compile (re.escape (name)))
            check (len (notifications.shown ()) == before, notifications.shown ())
            switch_notifications ()
            others.ask_me (others.free[2])
            name = others.meeting_of (others.free[2])['name']
            wait_for (lambda: any (one['title'] == name for one in notifications.shown ()),
                      'the next one')
            check (len (notifications.shown ()) == before + 1, notifications.shown ())

        def test_a_long_absence_is_told_as_one ():
            walk.wait_for_sync (steps.SYNCED)
            walk.stop ()
            before = len (notifications.shown ())
            for part in others.free[3:7]:
                others.ask_me (part)
            walk.start ()
            told = wait_for (lambda: notifications.find (MANY), 'one for all')
            walk.wait_for_sync (steps.SYNCED)
            check (re.search (r'^Có 4 ', told['body']) is not None, told)
            check (len (notifications.shown ()) == before + 1, notifications.shown ())

        return tap.run ('gui/notifications', [
            test_a_first_sync_is_told_quietly,
            test_being_asked_is_told_and_leads_to_the_meeting,
            test_a_cancelled_meeting_is_told_to_who_takes_part,
            test_who_wants_silence_has_it, test_a_long_absence_is_told_as_one], walk.explain)


if __name__ == '__main__':
    sys.exit (main ())

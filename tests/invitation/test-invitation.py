#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The invitation as other programs see it: where its words stand on the page (Decree 30/2020, Annex
I), which letters it brings, that it can be issued, and the calendar it carries."""

import datetime
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

sys.path.insert (0, os.environ['HOPSO_TEST_SUPPORT'])
import tap

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
X = '{http://www.w3.org/1999/xhtml}'
MEETING = '00000003-0000-4000-8000-000000000001'


def run (*words):
    return subprocess.run (words, capture_output=True, text=True, check=True).stdout


class Invitation:
    def __init__ (self, guests, items, state='published', sequence=3):
        self.folder = tempfile.TemporaryDirectory (prefix='hopso-test-invitation-')
        run (os.environ['WRITE_INVITATION'], self.folder.name, str (guests), str (items), state,
             str (sequence))
        self.pdf = f'{self.folder.name}/giay-moi.pdf'
        self.ics = pathlib.Path (self.folder.name, 'giay-moi.ics').read_bytes ()
        found = run ('pdftotext', '-bbox', self.pdf, '-')
        self.pages = [[(word.text, *(float (word.get (side))
                                     for side in ['xMin', 'yMin', 'xMax', 'yMax']))
                       for word in page.iter (X + 'word')]
                      for page in xml.etree.ElementTree.fromstring (found).iter (X + 'page')]

    def find (self, words, page=0):
        """The box of words that stand one after the other."""
        wanted = words.split ()
        texts = [word[0] for word in self.pages[page]]
        for at in range (len (texts) - len (wanted) + 1):
            if texts[at:at + len (wanted)] == wanted:
                found = self.pages[page][at:at + len (wanted)]
                return (min (w[1] for w in found), min (w[2] for w in found),
                        max (w[3] for w in found), max (w[4] for w in found))
        raise AssertionError (f'“{words}” is not on page {page + 1}: {texts}')


def middle (box):
    return (box[0] + box[2]) / 2


def check_margins (invitation):
    for number, page in enumerate (invitation.pages):
        for text, left, top, right, bottom in page:
            is_number = number > 0 and bottom < 20 * MM
            tap.check (left >= 30 * MM - 1, f'“{text}” in the left margin: {left / MM} mm')
            tap.check (right <= WIDTH - 15 * MM + 1, f'“{text}” in the right margin')
            tap.check (bottom <= HEIGHT - 20 * MM + 6, f'“{text}” in the lower margin')
            tap.check (is_number or top >= 20 * MM - 6, f'“{text}” in the upper margin')


def check_order (*boxes):
    for above, below in zip (boxes, boxes[1:]):
        tap.check (above[3] <= below[1] + 3, f'{above} is not above {below}')


def test_the_boxes_of_the_decree ():
    paper = Invitation (3, 0)
    check_margins (paper)
    state = paper.find ('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
    motto = paper.find ('Độc lập - Tự do - Hạnh phúc')
    above = paper.find ('ỦY BAN NHÂN DÂN')
    agency = paper.find ('SỞ TÀI CHÍNH')
    number = paper.find ('Số:')
    place = paper.find ('Thanh Hóa,')
    name = paper.find ('GIẤY MỜI')
    check_order (state, motto, place, name)
    check_order (above, agency, number, name)
    for box in [state, motto, place]:
        tap.check (box[0] > WIDTH * 0.4, f'not on the right: {box}')
    for box in [above, agency, number]:
        tap.check (box[2] < WIDTH * 0.52, f'not on the left: {box}')
    tap.check (abs (middle (state) - middle (motto)) < 2, 'state and motto are not centred')
    tap.check (abs (middle (above) - middle (agency)) < 2, 'the agencies are not centred')
    tap.check (abs (state[1] - above[1]) < 4, 'the two heads do not stand side by side')
    body = (30 * MM + WIDTH - 15 * MM) / 2
    tap.check (abs (middle (name) - body) < 2, 'the type is not centred')
    subject = paper.find ('Họp thẩm định dự toán')
    first = paper.find ('Sở Tài chính trân trọng kính mời:')
    lines = [paper.find (words) for words in ['Tới dự', 'Chủ trì:', 'Thời gian:', 'Địa điểm:']]
    check_order (name, subject, first, *lines)
    indents = {round ((box[0] - 30 * MM) / MM, 0) for box in [first, *lines]}
    tap.check (indents <= {10.0, 13.0}, f'the first lines are not indented: {indents}')
    recipients = paper.find ('Nơi nhận:')
    signer = paper.find ('Nguyễn Thị Đẵng 0', len (paper.pages) - 1)
    tap.check (abs (recipients[0] - 30 * MM) < 2, 'the recipients are not at the left')
    tap.check (paper.find ('- Lưu: VT, NS.')[1] > paper.find ('- Như trên;')[1], 'the last line')
    tap.check (middle (paper.find ('TRƯỞNG PHÒNG NGÂN SÁCH')) > WIDTH / 2, 'the signer is left')
    tap.check (signer is not None, 'no signer')


def test_when_is_told_in_words ():
    paper = Invitation (3, 0)
    paper.find ('từ 08 giờ 00 đến 10 giờ 30, thứ Sáu, ngày 27 tháng 11 năm 2026.')


def test_long_lists_stand_in_annexes ():
    paper = Invitation (60, 40)
    check_margins (paper)
    text = ' '.join (word[0] for page in paper.pages for word in page)
    for number in [1, 37, 60]:
        tap.check (f'Đẵng {number} Trưởng' in text, f'guest {number} is missing')
    for number in [1, 40]:
        tap.check (f'Nội dung thứ {number}:' in text, f'item {number} is missing')
    tap.check ('Phụ lục I ' in text and 'Phụ lục II ' in text, 'no annexes')
    tap.check ('2.1' in text.split (), 'parts have no number of their own')
    tap.check ('60 đại biểu' in text, 'nobody says how many')
    numbers = [[w for w in page if w[4] < 20 * MM and w[0].isdigit ()] for page in paper.pages]
    tap.check (numbers[0] == [], 'the first page has a number')
    shown = [page[0] for page in numbers if page]
    tap.check (len (shown) >= 2, 'no page has a number')
    tap.check (all (abs ((w[1] + w[3]) / 2 - (30 * MM + WIDTH - 15 * MM) / 2) < 3 or
                    abs ((w[1] + w[3]) / 2 - WIDTH / 2) < 3 for w in shown), 'not in the middle')


def test_it_brings_its_letters ():
    paper = Invitation (8, 4)
    fonts = run ('pdffonts', paper.pdf).splitlines ()[2:]
    tap.check (fonts and all (re.match (r'[A-Z]{6}\+', line) for line in fonts), str (fonts))


def test_it_can_be_issued ():
    paper = Invitation (8, 4)
    run ('qpdf', '--check', paper.pdf)
    facts = run ('qpdf', '--json', paper.pdf)
    for name in ['HopSo.Number', 'HopSo.Date', 'HopSo.Seal', 'HopSo.Signature']:
        tap.check (name in facts, f'no place is called {name}')


def unfold (data):
    tap.check (data.endswith (b'\r\n') and b'\n' not in data.replace (b'\r\n', b''), 'bad ends')
    lines = data.split (b'\r\n')
    tap.check (max (len (line) for line in lines) <= 75, 'a line is too long')
    for line in lines:
        line.decode ('utf-8')
    return data


def test_its_calendar_is_read_by_others ():
    import icalendar
    paper = Invitation (60, 3)
    found = icalendar.Calendar.from_ical (unfold (paper.ics))
    event = found.walk ('VEVENT')[0]
    tap.check (found['METHOD'] == 'REQUEST' and found['VERSION'] == '2.0', 'not a request')
    tap.check (str (event['UID']) == MEETING and int (event['SEQUENCE']) == 3, 'who is it')
    tap.check (str (event['SUMMARY']) == 'Họp thẩm định dự toán ngân sách; phân bổ vốn, kỳ 2027',
               str (event['SUMMARY']))
    start = event['DTSTART'].dt.astimezone (datetime.timezone.utc)
    tap.check (start == datetime.datetime (2026, 11, 27, 1, tzinfo=datetime.timezone.utc), start)
    tap.check ((event['DTEND'].dt - event['DTSTART'].dt).seconds == 9000, 'how long')
    tap.check (str (event['DTSTART'].params['TZID']) == 'Asia/Ho_Chi_Minh', 'the zone')
    zone = found.walk ('VTIMEZONE')[0]
    tap.check (str (zone['TZID']) == 'Asia/Ho_Chi_Minh', 'no zone')
    tap.check (zone.walk ('STANDARD')[0]['TZOFFSETTO'].td == datetime.timedelta (hours=7), 'offset')
    attendees = event['ATTENDEE']
    tap.check (len (attendees) == 61, len (attendees))
    tap.check (sum (a.params['ROLE'] == 'CHAIR' for a in attendees) == 1, 'no chair')
    tap.check (any (str (a) == 'mailto:dang.2@thanhhoa.gov.vn' for a in attendees), 'no address')
    tap.check (any (str (a) == 'urn:uuid:00000002-0000-4000-8000-000000000001'
                    for a in attendees), 'nobody without address')
    tap.check (str (event['ORGANIZER'].params['CN']) == 'Sở Tài chính', 'who invites')


def test_cancelling_takes_it_out ():
    import icalendar
    paper = Invitation (2, 0, 'cancelled', 4)
    found = icalendar.Calendar.from_ical (unfold (paper.ics))
    event = found.walk ('VEVENT')[0]
    tap.check (found['METHOD'] == 'CANCEL' and str (event['STATUS']) == 'CANCELLED', 'no cancel')
    tap.check (str (event['UID']) == MEETING and int (event['SEQUENCE']) == 4, 'who is it')


def test_the_calendar_is_in_the_document ():
    paper = Invitation (4, 2)
    listed = run ('pdfdetach', '-list', paper.pdf)
    tap.check ('cuoc-hop.ics' in listed, listed)
    run ('pdfdetach', '-save', '1', '-o', f'{paper.folder.name}/out.ics', paper.pdf)
    tap.check (pathlib.Path (paper.folder.name, 'out.ics').read_bytes () == paper.ics, 'another')


if __name__ == '__main__':
    sys.exit (tap.run ('invitation', [value for name, value in list (globals ().items ())
                                      if name.startswith ('test_')]))

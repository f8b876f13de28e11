#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""hopsoctl verify over what an official may be sent: statuses, JSON against its schema, tables, and
the report on paper, judged by programs that are not ours. Usage: test-verify.py SCHEMA"""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap  # noqa: E402
from tap import check  # noqa: E402

HOPSOCTL = os.environ['HOPSOCTL']
STATUS = {'valid': 0, 'invalid': 1, 'unsigned': 1, 'undetermined': 4}


class World:
    """A folder with the files, and the command on it."""

    def __init__ (self, folder, schema):
        self.folder = pathlib.Path (folder)
        self.schema = json.loads (pathlib.Path (schema).read_text ())
        subprocess.run ([os.environ['WRITE_SIGNED'], folder], check=True)

    def path (self, name):
        return str (self.folder / name)

    def verify (self, *arguments):
        return subprocess.run ([HOPSOCTL, 'verify', '--offline', '--trust', self.path ('root.pem'),
                                *arguments], capture_output=True, text=True, check=False)

    def report (self, *arguments):
        done = self.verify ('--json', *arguments)
        said = json.loads (done.stdout)
        jsonschema.validate (said, self.schema)
        return done.returncode, said


def run (folder, schema):
    world = World (folder, schema)
    not_pdf = world.path ('not.pdf')
    pathlib.Path (not_pdf).write_text ('no PDF\n')

    def test_status_says_the_verdict ():
        for name in ('valid', 'unknown', 'broken', 'altered', 'twice'):
            status, said = world.report (world.path (f'{name}.pdf'))
            check (status == STATUS[said[0]['verdict']], f'{name}: {status} {said[0]["verdict"]}')
        check (world.report (world.path ('broken.pdf'))[0] == 1, 'a broken file passed')
        check (world.report (world.path ('altered.pdf'))[0] == 1, 'an altered file passed')
        check (world.report (world.path ('unknown.pdf'))[0] == 4, 'nobody was asked')

    def test_altered_is_told_apart_from_broken ():
        altered = world.report (world.path ('altered.pdf'))[1][0]['signatures'][0]
        broken = world.report (world.path ('broken.pdf'))[1][0]['signatures'][0]
        check (altered['changesAfter'] == 'altered' and altered['intact'], str (altered))
        check (not broken['intact'], str (broken))

    def test_worst_of_many_files_counts ():
        status, said = world.report (world.path ('unknown.pdf'), world.path ('broken.pdf'))
        check (status == 1 and len (said) == 2, f'{status}')
        status, said = world.report (world.path ('broken.pdf'), not_pdf, world.path ('none.pdf'))
        check (status == 3, f'{status}')
        check ([('error' in one) for one in said] == [False, True, True], str (said))

    def test_table_has_a_line_per_file ():
        said = world.verify ('--csv', world.path ('broken.pdf'), world.path ('unknown.pdf'),
                             not_pdf).stdout
        lines = list (csv.reader (io.StringIO (said.lstrip ('\ufeff'), newline='')))
        check (len (lines) == 4, said)
        check (len ({len (line) for line in lines}) == 1, said)
        check (lines[1][1] == 'Không hợp lệ' and lines[2][1] == 'Chưa xác định', said)

    def test_words_say_what_and_what_to_do ():
        said = world.verify (world.path ('altered.pdf')).stdout
        for words in ('đã bị thay đổi sau khi ký', 'Nguyễn Văn Đức', 'CA cấp dưới',
                      'Tính toàn vẹn', 'Đơn vị quản lý', 'FORMAT_FAILURE'):
            check (words in said, f'{words} is missing:\n{said}')

    def test_paper_prints_and_carries_the_digest ():
        paper = world.path ('report.pdf')
        done = world.verify ('--report', paper, world.path ('altered.pdf'))
        check (done.returncode == 1, done.stderr)
        subprocess.run (['qpdf', '--check', paper], check=True, capture_output=True)
        text = subprocess.run (['pdftotext', paper, '-'], check=True, capture_output=True,
                               text=True).stdout
        digest = world.report (world.path ('altered.pdf'))[1][0]['sha256']
        check ('BÁO CÁO KIỂM TRA CHỮ KÝ SỐ' in text, text)
        check ('altered.pdf' in text and 'Nguyễn Văn Đức' in text, text)
        subprocess.run (['pdftoppm', '-r', '150', '-png', '-f', '1', '-l', '1', paper,
                         world.path ('page')], check=True)
        picture = next (world.folder.glob ('page*.png'))
        code = subprocess.run (['zbarimg', '-q', '--raw', picture], capture_output=True, text=True,
                               check=False).stdout
        check (code.strip () == f'sha256:{digest}', code)

    def test_time_is_the_one_that_was_asked_for ():
        status, said = world.report ('--at', '2019-03-01T10:00:00+07:00',
                                     world.path ('unknown.pdf'))
        check (said[0]['checkedAt'] == '2019-03-01T03:00:00Z', str (said))
        check (world.report ('--at', '2019-03-01', world.path ('unknown.pdf'))[1][0]['checkedAt']
               == '2019-03-01T16:59:59Z', 'a day lasts until its end')

    def test_wrong_command_lines_are_usage ():
        file = world.path ('unknown.pdf')
        for arguments in ((), ('--at', 'yesterday', file), ('--json', '--csv', file),
                          ('--report', world.path ('x.pdf'), file, file), ('--nothing', file)):
            check (world.verify (*arguments).returncode == 2, str (arguments))

    return tap.run ('cli/verify', [
        test_status_says_the_verdict, test_altered_is_told_apart_from_broken,
        test_worst_of_many_files_counts, test_table_has_a_line_per_file,
        test_words_say_what_and_what_to_do, test_paper_prints_and_carries_the_digest,
        test_time_is_the_one_that_was_asked_for, test_wrong_command_lines_are_usage])


def main ():
    with tempfile.TemporaryDirectory () as folder:
        return run (folder, sys.argv[1])


if __name__ == '__main__':
    sys.exit (main ())

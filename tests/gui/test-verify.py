#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An official asks whether documents are genuine, without an account and by keyboard alone: a
valid, an undetermined, a broken one and one that was altered after signing; then all of them at
once. Usage: test-verify.py BUILD-FOLDER"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap  # noqa: E402
from steps import Walk  # noqa: E402
from tap import check  # noqa: E402
from world import Programs, World  # noqa: E402

# Each file wakes several processes; on a busy machine that takes its time.
PATIENCE = 90

EMPTY = 'Văn bản này có đúng là bản đã ký không?'


class Official:
    """Somebody with a folder of files who presses keys."""

    def __init__ (self, walk, folder):
        self.walk = walk
        self.folder = folder

    @property
    def person (self):
        return self.walk.person

    def picture (self, name):
        if self.walk.pictures is not None:
            self.walk.picture (name)

    def choose (self, name):
        self.person.key ('ctrl', 'shift', 'o')
        self.walk.choose_file (str (self.folder / name), 'Kiểm tra')

    def see (self, name, *words):
        """The verdict on one file, which opens by itself."""
        self.choose (name)
        self.person.find ('frame', 'Kiểm tra chữ ký số')
        for one in words:
            self.person.says (one, PATIENCE)
        self.picture (name.removesuffix ('.pdf'))

    def close (self):
        self.person.key ('Escape')
        self.person.gone ('frame', 'Kiểm tra chữ ký số')
        self.person.press ('push button', 'Xóa danh sách')
        self.person.says (EMPTY)


def run (world, walk):
    files = world.folder / 'files'
    trust = world.folder / 'trusted'
    files.mkdir ()
    trust.mkdir ()
    subprocess.run ([os.environ['WRITE_SIGNED'], str (files)], check=True)
    shutil.move (files / 'root.pem', trust / 'root.pem')
    official = Official (walk, files)

    def test_may_ask_without_an_account ():
        walk.start (HOPSO_TRUST_DIR=str (trust))
        walk.person.find ('push button', 'Kiểm tra chữ ký số của văn bản…')
        walk.person.key ('ctrl', '5')
        walk.person.says (EMPTY)
        official.picture ('empty')

    def test_valid_says_who_and_when ():
        official.see ('valid.pdf', 'Hợp lệ', re.compile ('đã ký .* không thay đổi sau khi ký'),
                      re.compile ('có dấu thời gian chứng minh'), 'Nội dung đã ký còn nguyên vẹn',
                      'CA cấp dưới', 'Đơn vị quản lý', re.compile ('^PAdES B-'))
        official.close ()

    def test_unknown_is_never_valid ():
        official.see ('unknown.pdf', 'Chưa xác định', re.compile ('^Chưa kiểm tra được'))
        check (not official.person.all (None, 'Hợp lệ'), 'said to be valid')
        official.close ()

    def test_broken_is_invalid ():
        official.see ('broken.pdf', 'Không hợp lệ', re.compile ('^Nội dung đã ký bị thay đổi'))
        official.close ()

    def test_altered_shows_both_revisions ():
        official.see ('altered.pdf',
                      'Không hợp lệ: văn bản đã bị thay đổi sau khi ký (trang 1)',
                      re.compile ('^Thay đổi 1/2 · trang 1'), '“1.250” → “1.520”',
                      re.compile ('^Lúc ký'), 'Hiện tại')
        official.person.key ('F3')
        official.person.says (re.compile ('^Thay đổi 2/2'))
        official.person.key ('shift', 'F3')
        official.person.says (re.compile ('^Thay đổi 1/2'))
        official.close ()

    def test_a_folder_is_a_table ():
        official.person.key ('ctrl', 'shift', 'f')
        walk.choose_file (str (files), 'Kiểm tra')
        official.person.says (re.compile ('^5 tệp · 2 không hợp lệ'), PATIENCE)
        official.person.says ('Bị sửa: trang 1', PATIENCE)
        official.picture ('table')

    def test_goes_back_to_signing_in ():
        official.person.key ('Escape')
        official.person.find ('push button', 'Đăng nhập')

    return tap.run ('gui/verify', [
        test_may_ask_without_an_account, test_valid_says_who_and_when,
        test_unknown_is_never_valid, test_broken_is_invalid,
        test_altered_shows_both_revisions, test_a_folder_is_a_table,
        test_goes_back_to_signing_in], walk.explain)


def main ():
    with World (Programs (sys.argv[1])) as world:
        return run (world, Walk (world, os.environ.get ('HOPSO_TEST_PICTURES')))


if __name__ == '__main__':
    sys.exit (main ())

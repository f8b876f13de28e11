# SPDX-License-Identifier: GPL-3.0-or-later
"""What an official does in HopSo, one step at a time, by the buttons and rows that a screen reader
finds. The demo takes a picture after each of them; the tests look closer."""

import contextlib
import pathlib
import re
import shutil
import subprocess

from atspi import NotFound, Person, wait_for
from world import PASSWORD

# What the sample province has for the official who sits here.
RUNNING = 'Phiên họp thường kỳ Ủy ban nhân dân tỉnh tháng 11'
TOMORROW = 'Thẩm định dự toán ngân sách năm sau'
LATER = 'Họp Ban Chỉ đạo chuyển đổi số tỉnh'
PAPER = '177/BC-STC'
TO_SIGN = 'Kết luận của Chánh Văn phòng tại giao ban tuần 46'

SYNCED = 'Đồng bộ: Đã đồng bộ'
OFFLINE = 'Đồng bộ: Ngoại tuyến'
ONE_WAITS = 'Đồng bộ: Ngoại tuyến · 1 chờ gửi'


class Walk:
    """One person on one machine in a world."""

    def __init__ (self, world, pictures=None):
        self.world = world
        self.pictures = pathlib.Path (pictures) if pictures is not None else None
        self.application = None
        self.person = None
        self.is_whole = True

    # --- around the steps ---------------------------------------------------------------------

    def start (self, is_maximized=True, arguments=(), **environment):
        self.application = self.world.start ('hopso', *arguments, environment=environment)
        self.person = wait_for (self._meet, 'the application')
        self.person.find ('frame', 'HopSo')
        if is_maximized:
            self.person.press ('push button', 'Phóng to hết cỡ')
        return self.person

    def _meet (self):
        if self.application.poll () is not None:
            raise RuntimeError (f'hopso ended by itself: {self.application.returncode}')
        with contextlib.suppress (NotFound):
            return Person ('hopso', self.pictures, patience=0)
        return None

    def stop (self):
        self.world.stop (self.application)

    def explain (self):
        """What somebody needs who looks for the reason of a failure."""
        ended = self.application.poll () if self.application is not None else None
        tree = self.person.describe () if self.person is not None and ended is None else ''
        return (f'{tree}\nhopso ended with: {ended}\n' + self.world.read_log ('hopso')[-4000:])

    def leave_evidence (self, name):
        self.pictures.mkdir (parents=True, exist_ok=True)
        (self.pictures / 'failed.txt').write_text (f'{name}\n{self.explain ()}\n')
        if self.person is not None:
            self.person.picture ('failed')

    def resize (self, width, height):
        """Of a window that does not fill the screen."""
        subprocess.run (['xdotool', 'getactivewindow', 'windowsize', '--sync', str (width),
                         str (height)], check=True)
        self.is_whole = False

    def picture (self, name):
        """Of the screen, or of a window that is only a part of it."""
        self.person.picture (name, of_window=not self.is_whole)

    # --- signing in ---------------------------------------------------------------------------

    def fill_sign_in (self, password=PASSWORD):
        """Types server, account and password into the first page."""
        for title, text in (('Máy chủ', self.world.url), ('Tài khoản', self.world.login)):
            self.person.type_into (self.entry (title), text)
        self.person.type_secret (self.entry ('Mật khẩu'), password)

    def entry (self, title):
        """The field whose title begins so."""
        return self.person.find ('text', re.compile ('^' + re.escape (title)))

    def press_sign_in (self):
        self.person.press ('push button', 'Đăng nhập')

    def choose_authority (self):
        """The file of the province's own authority; its fingerprint is shown before anything."""
        self.person.press ('push button', 'Cài chứng thư của tỉnh…')
        self.choose_file (self.offer (self.world.ca_file), 'Mở')
        self.person.says ('SHA-256')

    def install_authority (self):
        self.person.press ('push button', 'Cài đặt')
        self.person.says (re.compile ('^Đã cài'))

    def offer (self, path):
        """A file in a folder of its own: the dialog reads the beginning of all files that lie
        beside it, of secrets too, to tell their kinds."""
        folder = self.world.folder / 'offered'
        folder.mkdir (exist_ok=True)
        return shutil.copy (path, folder)

    def choose_file (self, path, verb):
        """GTK's own file dialog: a path is typed, Return takes it."""
        self.person.find ('push button', verb)
        self.person.type (str (path))
        self.person.key ('Return')

    def keep_recovery_code (self):
        self.person.press ('check box', re.compile ('^Tôi đã cất mã'))
        self.person.press ('push button', 'Đến các cuộc họp')

    def sign_in (self):
        """All of it, as on the first day."""
        self.start ()
        self.fill_sign_in ()
        self.choose_authority ()
        self.install_authority ()
        self.press_sign_in ()
        self.person.says ('Hãy cất giữ mã khôi phục')
        self.keep_recovery_code ()
        self.see_today ()

    # --- moving about -------------------------------------------------------------------------

    def see_today (self):
        """Today with all that was on its way: the papers of the meeting in progress are here."""
        self.person.find ('push button', 'Vào họp')
        self.person.says ('đã tải đủ về máy')
        self.wait_for_sync (SYNCED)

    def wait_for_sync (self, name, deadline=40):
        """The badge says this."""
        self.person.find ('push button', name, deadline=deadline)

    def go_back (self):
        self.person.press ('push button', 'Quay lại')

    def open_running_meeting (self):
        self.person.press ('push button', 'Vào họp')
        self.person.find ('push button', re.compile ('^' + PAPER))

    def open_paper (self):
        """It opens where it was left."""
        self.person.press ('push button', re.compile ('^' + PAPER))
        self.person.sees ('document text', re.compile (r'^Trang \d+ trên 32'))

    def turn_page (self):
        self.person.press ('push button', 'Trang sau')
        self.person.find ('document text', re.compile ('^Trang 2 '))
        self.person.press ('push button', 'Vừa trang')

    def open_invitation (self):
        self.person.press ('list item', re.compile (TOMORROW))
        self.person.says (re.compile ('^Đồng chí có dự cuộc họp này không'))

    def accept_invitation (self):
        self.person.press ('push button', 'Tham dự')
        self.person.gone (None, re.compile ('^Đồng chí có dự cuộc họp này không'))

    def answer (self, meeting, words='Tham dự'):
        """Answers on the page of today, without opening the meeting."""
        self.person.press ('push button', f'{words}: {meeting}')

    # --- signing ------------------------------------------------------------------------------

    def open_document_to_sign (self):
        self.person.press ('push button', f'Mở {TO_SIGN}')
        self.person.find ('document text', re.compile ('^Trang 1 '))

    def sign_open_document (self):
        self.person.press ('push button', 'Ký số…')
        self.prepare_to_sign ()

    def sign_all_documents (self):
        self.person.press ('push button', re.compile (r'^Ký \d+ văn bản…$'))
        self.prepare_to_sign (with_picture=False)

    @property
    def dialog (self):
        return self.person.find ('frame', 'Ký số')

    def prepare_to_sign (self, with_picture=True):
        """The certificate is found by itself; picture and PIN are the person's."""
        self.person.says (re.compile ('^Vũ Minh Khôi$'))
        if with_picture:
            self.person.press ('push button', 'Đổi…')
            self.person.press ('push button', 'Mở ảnh quét…')
            self.choose_file (self.offer (self.world.pki / 'signature.png'), 'Mở')
            self.person.gone ('push button', 'Mở')
            self.person.press ('push button', 'Dùng')
            self.person.gone ('push button', 'Dùng')
        self.person.type_secret (self.entry ('Mã PIN'), self.world.pin)

    def press_sign (self):
        self.person.press ('push button', re.compile (r'^Ký \d+ văn bản$'), self.dialog)
        self.person.says (re.compile ('^Đã xong'))

    def close_dialog (self):
        self.person.press ('push button', re.compile ('^Đóng$'), self.dialog, last=True)
        self.person.gone ('frame', 'Ký số')

    def see_verdict (self):
        """The banner over the signed paper."""
        self.person.says (re.compile ('^Hợp lệ'))

    def open_details (self):
        self.person.press ('push button', 'Chi tiết')
        self.person.says ('Nội dung đã ký còn nguyên vẹn')

    def close_details (self):
        self.person.key ('Escape')
        self.person.gone (None, 'Nội dung đã ký còn nguyên vẹn')


# --- the demo: what is on the pictures ----------------------------------------------------------


def sign_in (walk):
    walk.start ()
    walk.fill_sign_in ()


def untrusted_server (walk):
    walk.press_sign_in ()
    walk.person.find ('alert', re.compile ('^Chứng thư của máy chủ không được tin cậy'))


def authority_of_the_province (walk):
    walk.choose_authority ()


def recovery_code (walk):
    walk.install_authority ()
    walk.press_sign_in ()
    walk.person.says ('Hãy cất giữ mã khôi phục')


def today (walk):
    walk.keep_recovery_code ()
    walk.see_today ()


def meeting (walk):
    walk.open_running_meeting ()


def paper (walk):
    walk.open_paper ()


def paper_next_page (walk):
    walk.turn_page ()


def invitation (walk):
    walk.go_back ()
    walk.go_back ()
    walk.open_invitation ()


def accepted (walk):
    walk.accept_invitation ()
    walk.wait_for_sync (SYNCED)


def document_to_sign (walk):
    walk.go_back ()
    walk.open_document_to_sign ()


def sign_ready (walk):
    walk.sign_open_document ()


def signed (walk):
    walk.press_sign ()


def verified (walk):
    walk.close_dialog ()
    walk.see_verdict ()
    walk.person.press ('push button', 'Trang sau')
    walk.person.press ('push button', 'Vừa trang')


def verify_details (walk):
    walk.open_details ()


def sign_batch (walk):
    walk.close_details ()
    walk.go_back ()
    walk.wait_for_sync (SYNCED)
    walk.sign_all_documents ()
    walk.press_sign ()


def offline (walk):
    walk.close_dialog ()
    walk.wait_for_sync (SYNCED)
    walk.world.stop_server ()
    walk.wait_for_sync (OFFLINE)


def answered_offline (walk):
    walk.answer (LATER)
    walk.wait_for_sync (ONE_WAITS)


def synced (walk):
    walk.world.start_server ()
    walk.wait_for_sync (SYNCED)


def today_dark (walk):
    walk.stop ()
    walk.start (ADW_DEBUG_COLOR_SCHEME='prefer-dark')
    walk.see_today ()


def today_narrow (walk):
    walk.stop ()
    walk.start (is_maximized=False)
    walk.see_today ()
    walk.resize (480, 760)


DEMO = [sign_in, untrusted_server, authority_of_the_province, recovery_code, today, meeting, paper,
        paper_next_page, invitation, accepted, document_to_sign, sign_ready, signed, verified,
        verify_details, sign_batch, offline, answered_offline, synced, today_dark, today_narrow]

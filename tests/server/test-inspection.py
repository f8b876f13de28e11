#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server finds in papers when a meeting is to be published, whatever the client says of
them: a stamp in the text of a PDF, and what a scanner that speaks as clamd does answers."""

import contextlib
import os
import pathlib
import socket
import struct
import sys
import tempfile
import threading

import composing
import small
import tap
from composing import act, change, look
from tap import check

EICAR = b'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-' + b'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'
WORLD = SCANNER = None


def make_pdf (words, x=90, y=700, size=14, after=b''):
    """One page with one line; letters are numbers that a map gives back."""
    letters = sorted (set (words))
    codes = {letter: number + 65 for number, letter in enumerate (letters)}
    shown = ''.join (f'{codes[letter]:02x}' for letter in words)
    content = f'BT /F {size} Tf {x} {y} Td <{shown}> Tj ET'.encode ()
    pairs = '\n'.join (f'<{code:02x}> <{letter.encode ("utf-16-be").hex ()}>'
                       for letter, code in codes.items ())
    cmap = ('/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def '
            '/CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange '
            f'{len (codes)} beginbfchar\n{pairs}\nendbfchar endcmap end end').encode ()
    objects = [b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
               b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R'
               b'/Resources<</Font<</F 5 0 R>>>>>>',
               b'<</Length %d>>stream\n%s\nendstream' % (len (content), content),
               b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>',
               b'<</Length %d>>stream\n%s\nendstream' % (len (cmap), cmap)]
    data, places = b'%PDF-1.7\n', []
    for number, body in enumerate (objects, 1):
        places.append (len (data))
        data += b'%d 0 obj\n%s\nendobj\n' % (number, body)
    table = len (data)
    data += b'xref\n0 %d\n0000000000 65535 f \n' % (len (objects) + 1)
    data += b''.join (b'%010d 00000 n \n' % place for place in places)
    return data + b'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (
        len (objects) + 1, table) + after


class Scanner:
    """Knows the harmless sign that all scanners know."""

    def __init__ (self):
        self.folder = tempfile.TemporaryDirectory (prefix='hopso-test-')
        self.path = f'{self.folder.name}/clamd'
        self.conf = f'{self.folder.name}/inspection.conf'
        self.n_asked = 0
        self.is_down = False
        pathlib.Path (self.conf).write_text (f'[scanner]\naddress={self.path}\n')
        self.listener = socket.socket (socket.AF_UNIX)
        self.listener.bind (self.path)
        self.listener.listen ()
        threading.Thread (target=self.serve, daemon=True).start ()

    def serve (self):
        while True:
            connection, _ = self.listener.accept ()
            with connection, contextlib.suppress (OSError), connection.makefile ('rb') as stream:
                self.n_asked += 1
                if self.is_down:
                    continue
                stream.read (len (b'zINSTREAM\0'))
                data = b''
                while size := struct.unpack ('>I', stream.read (4))[0]:
                    data += stream.read (size)
                connection.sendall (b'stream: Eicar FOUND\0' if EICAR in data else b'stream: OK\0')


def make (data, **members):
    draft = composing.make_draft (WORLD)
    digest, size = composing.upload (WORLD.clerk, data)
    reply = change (WORLD.clerk, 'papers', draft.papers[0]['id'],
                    {'x-digest': digest, 'size': size, **members})
    check (reply.status == 200, reply.problem)
    return draft


def refuse (draft, detail):
    reply = act (WORLD.clerk, 'publish', draft.meeting)
    check (reply.problem == 'blocked' and reply.json['detail'] == detail, f'{reply.body[-300:]}')
    seen = look (WORLD.delegate, 'meetings', draft.meeting['id'])
    check (seen.status == 404, 'the delegate sees it')


def publish (draft):
    reply = act (WORLD.clerk, 'publish', draft.meeting)
    check (reply.status == 200, f'{reply.body[-300:]}')


def test_a_stamp_is_found_by_the_server ():
    for words in ('MẬT', 'TỐI MẬT', 'TUYỆT MẬT'):
        refuse (make (make_pdf (words)), 'secrets')


def test_a_client_that_says_clean_is_not_believed ():
    refuse (make (make_pdf ('MẬT'), **{'x-inspection': ['clean']}), 'secrets')
    refuse (make (make_pdf ('Báo cáo', after=EICAR), **{'x-inspection': ['clean']}), 'viruses')


def test_words_in_a_sentence_are_no_stamp ():
    publish (make (make_pdf ('Luật Bảo vệ bí mật nhà nước')))
    publish (make (make_pdf ('MẬT', y=300)))


def test_what_was_looked_at_is_not_looked_at_again ():
    data = make_pdf ('Báo cáo một lần')
    publish (make (data))
    before = SCANNER.n_asked
    publish (make (data))
    check (SCANNER.n_asked - before == 1, 'only the other paper is new')


def test_a_scanner_that_is_down_is_asked_again ():
    draft = make (make_pdf ('Báo cáo', after=EICAR))
    SCANNER.is_down = True
    reply = act (WORLD.clerk, 'publish', draft.meeting)
    check (reply.status in (200, 422), reply.status)
    SCANNER.is_down = False
    if reply.status == 422:
        refuse (draft, 'viruses')


def test_who_may_not_publish_has_nothing_looked_at ():
    draft = make (make_pdf ('Báo cáo của người khác'))
    before = SCANNER.n_asked
    for caller in (WORLD.delegate, WORLD.stranger):
        reply = caller.ask ('POST', f'/v1/meetings/{draft.meeting["id"]}/publish', {},
                            If_Match='"1"', Idempotency_Key=composing.key ())
        check (reply.status == 404, reply.status)
    check (SCANNER.n_asked == before, 'it was looked at')


def main ():
    global WORLD, SCANNER
    SCANNER = Scanner ()
    os.environ['HOPSO_INSPECTION_CONF'] = SCANNER.conf
    with small.Server () as server:
        WORLD = composing.World (server)
        return tap.run ('server/inspection', [value for name, value in list (globals ().items ())
                                              if name.startswith ('test_')])


if __name__ == '__main__':
    sys.exit (main ())

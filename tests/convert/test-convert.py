# SPDX-License-Identifier: GPL-3.0-or-later
"""Office files through `hopsoctl convert`, as people use it: what they say is in the PDF, what they
try stays without effect, and whatever happens nothing is left over. Where LibreOffice is not
installed, that is what is said."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert (0, os.environ['HOPSO_TEST_SUPPORT'])
import office
import tap

WORDS = 'Ủy ban nhân dân tỉnh Thanh Hóa: kỳ họp thường lệ, dự thảo nghị quyết về đất đai'
PATIENCE = 30
TABLE = 20000

folder = pathlib.Path (tempfile.mkdtemp (prefix='hopso-test-convert-'))
runtime = folder / 'run'
runtime.mkdir (mode=0o700)
environment = os.environ | {'XDG_RUNTIME_DIR': str (runtime), 'XDG_CACHE_HOME': str (runtime),
                            'HOME': str (folder)}
office_is_here = any (pathlib.Path ('/usr/lib/libreoffice/program', name).exists ()
                      for name in ['libmergedlo.so', 'libsofficeapp.so'])


def convert (path, *options, more=None):
    return subprocess.run ([os.environ['HOPSOCTL'], 'convert', '--json', *options, str (path)],
                           capture_output=True, text=True, env=environment | (more or {}),
                           timeout=120, check=False)


def text_of (path):
    words = subprocess.run ([os.environ['HOPSO_PDFTOTEXT'], str (path), '-'], capture_output=True,
                            text=True, check=True).stdout
    return ' '.join (words.split ())


def left_over ():
    rest = runtime / 'hopso-convert'
    return sorted (os.listdir (rest)) if rest.exists () else []


def check_clean ():
    tap.check (left_over () == [], f'left over: {left_over ()}')


def need_office ():
    if not office_is_here:
        raise tap.Skip ('LibreOffice is not installed')


def check_kept (path, words=WORDS):
    before = path.read_bytes ()
    answer = convert (path)
    tap.check (answer.returncode == 0, f'{path.name}: {answer.stderr}')
    told = json.loads (answer.stdout)
    tap.check (words in text_of (told['file']), f'{path.name}: {text_of (told["file"])}')
    tap.check (told['pages'] >= 1, 'no pages')
    tap.check (path.read_bytes () == before, f'{path.name} was changed')
    check_clean ()
    return told


def check_refused (path, words, *options):
    answer = convert (path, *options)
    tap.check (answer.returncode == 3, f'{path.name}: {answer.returncode} {answer.stdout}')
    tap.check (words in answer.stderr, f'{path.name}: {answer.stderr}')
    tap.check (not path.with_suffix ('.pdf').exists (), 'a PDF was written')
    check_clean ()


def test_vietnamese_words_are_kept ():
    need_office ()
    check_kept (office.docx (folder / 'a.docx', office.paragraph (WORDS)))
    check_kept (office.xlsx (folder / 'b.xlsx', [WORDS]))
    check_kept (office.odt (folder / 'c.odt', [WORDS]))
    check_kept (office.ods (folder / 'd.ods', [WORDS]))
    check_kept (office.odp (folder / 'e.odp', WORDS))
    check_kept (office.rtf (folder / 'f.RTF', WORDS))


def test_older_kinds_are_read ():
    need_office ()
    if shutil.which ('soffice') is None:
        raise tap.Skip ('no soffice that makes them')
    for source, kind in {'c.odt': 'doc', 'd.ods': 'xls', 'e.odp': 'pptx'}.items ():
        subprocess.run (['soffice', f'-env:UserInstallation=file://{folder}/maker', '--headless',
                         '--convert-to', kind, '--outdir', str (folder / 'old'),
                         str (folder / source)], capture_output=True, env=environment, check=True)
        check_kept ((folder / 'old' / source).with_suffix ('.' + kind))
    shutil.rmtree (folder / 'maker')


@contextlib.contextmanager
def listener ():
    """A server that notes who comes."""
    came = []
    with socket.create_server (('127.0.0.1', 0)) as server:
        def accept ():
            with contextlib.suppress (OSError):
                while True:
                    came.append (server.accept ())
        threading.Thread (target=accept, daemon=True).start ()
        yield server.getsockname ()[1], came
        server.shutdown (socket.SHUT_RDWR)


def test_nothing_is_fetched ():
    need_office ()
    with listener () as (port, came):
        picture = (f'<Relationship Id="p" Type="{office.R}/image" TargetMode="External" '
                   f'Target="http://127.0.0.1:{port}/a.png"/><Relationship Id="t" '
                   f'Type="{office.R}/attachedTemplate" TargetMode="External" '
                   f'Target="http://127.0.0.1:{port}/a.dotm"/>')
        field = (f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDEPICTURE '
                 f'"http://127.0.0.1:{port}/b.png"</w:instrText></w:r><w:r><w:fldChar '
                 'w:fldCharType="end"/></w:r></w:p>')
        check_kept (office.docx (folder / 'g.docx', office.paragraph (WORDS) + field, picture))
        frame = (f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href='
                 f'"http://127.0.0.1:{port}/c.png"/></draw:frame>')
        check_kept (office.odt (folder / 'h.odt', [WORDS, frame]))
        tap.check (came == [], 'something was fetched')


def test_no_file_of_the_person_is_read ():
    need_office ()
    secret = folder / 'secret.txt'
    secret.write_text ('BIMATNHANUOC\n')
    for target in [secret.as_uri (), 'file:///etc/passwd']:
        section = (f'</text:p><text:section text:name="s"><text:section-source xlink:href="{target}" '
                   'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/><text:p/>'
                   '</text:section><text:p>')
        told = check_kept (office.odt (folder / 'i.odt', [WORDS, section]))
        tap.check ('BIMATNHANUOC' not in text_of (told['file']), 'the secret was read')
        tap.check ('root:' not in text_of (told['file']), 'passwd was read')
        source = f'<table:table-source xlink:href="{target}" table:filter-name="Text - txt - csv (StarCalc)"/>'
        told = check_kept (office.ods (folder / 'j.ods', [WORDS], source=source))
        tap.check ('BIMATNHANUOC' not in text_of (told['file']), 'the secret was read')
        tap.check ('root:' not in text_of (told['file']), 'passwd was read')


def test_macros_do_not_run ():
    need_office ()
    trace = folder / 'macro-ran'
    basic = ('<?xml version="1.0"?><script:module xmlns:script="http://openoffice.org/2000/script" '
             'script:name="M" script:language="StarBasic">Sub Go\n Open "' + str (trace) +
             '" For Output As #1\n Print #1, "x"\n Shell "/usr/bin/touch", 0, "' + str (trace) +
             '"\nEnd Sub</script:module>')
    library = ('<library:library xmlns:library="http://openoffice.org/2000/library" '
               'library:name="Standard" library:readonly="false"><library:element '
               'library:name="M"/></library:library>')
    libraries = ('<library:libraries xmlns:library="http://openoffice.org/2000/library"><library:'
                 'library library:name="Standard" library:link="false"/></library:libraries>')
    event = ('<office:scripts><office:event-listeners><script:event-listener script:language='
             '"ooo:script" script:event-name="dom:load" xlink:type="simple" xlink:href="vnd.sun.star'
             '.script:Standard.M.Go?language=Basic&amp;location=document"/></office:event-listeners>'
             '</office:scripts>')
    check_kept (office.odt (folder / 'k.odt', [WORDS], before=event, more={
        'Basic/Standard/M.xml': basic, 'Basic/Standard/script-lb.xml': library,
        'Basic/script-lc.xml': libraries}))
    tap.check (not trace.exists (), 'the macro ran')


def test_what_is_no_office_file_is_refused ():
    need_office ()
    text = folder / 'text.docx'
    text.write_text ('only words')
    check_refused (text, 'damaged')
    (folder / 'cut.docx').write_bytes ((folder / 'a.docx').read_bytes ()[:400])
    check_refused (folder / 'cut.docx', 'damaged')
    check_refused (office.pack (folder / 'empty.xlsx', {'a': 'b'}), 'damaged')
    page = folder / 'page.doc'
    page.write_text ('<html><img src="file:///etc/passwd"></html>')
    check_refused (page, 'damaged')
    (folder / 'a.docx.exe').write_bytes ((folder / 'a.docx').read_bytes ())
    check_refused (folder / 'a.docx.exe', 'of this kind')


def test_passwords_are_asked_for_in_words ():
    need_office ()
    compound = folder / 'locked.docx'
    compound.write_bytes (bytes.fromhex ('d0cf11e0a1b11ae1') + bytes (4096))
    check_refused (compound, 'password')
    encrypted = ('<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum='
                 '"AAAAAAAAAAAAAAAAAAAAAAAAAAA="><manifest:algorithm manifest:algorithm-name='
                 '"Blowfish CFB" manifest:initialisation-vector="AAAAAAAAAAA="/>'
                 '<manifest:key-derivation manifest:key-derivation-name="PBKDF2" '
                 'manifest:iteration-count="1024" manifest:salt="AAAAAAAAAAAAAAAAAAAAAA=="/>'
                 '</manifest:encryption-data>')
    check_refused (office.odf (folder / 'locked.odt', 'text', '', encrypted=encrypted), 'password')


def test_bombs_do_not_burst ():
    need_office ()
    bomb = office.docx (folder / 'bomb.docx', office.paragraph ('A' * (64 << 20)))
    honest = bomb.read_bytes ()
    at = honest.rindex (b'word/document.xml') - 46
    tap.check (honest[at:at + 4] == b'PK\1\2', 'not the directory')
    for size in [(1 << 30) + 1, 1000]:
        lying = bytearray (honest)
        lying[at + 24:at + 28] = size.to_bytes (4, 'little')
        bomb.write_bytes (lying)
        check_refused (bomb, 'too l', '--seconds', '4')


def long_file ():
    path = folder / 'long.docx'
    if not path.exists ():
        office.docx (path, ''.join (office.paragraph (f'{i} {WORDS}') for i in range (TABLE)))
    return path


def test_it_ends_at_its_deadline ():
    need_office ()
    check_refused (long_file (), 'too long', '--seconds', '1')


def children (pid):
    found = []
    for task in pathlib.Path (f'/proc/{pid}/task').glob ('*/children'):
        with contextlib.suppress (OSError):
            found += [int (child) for child in task.read_text ().split ()]
    return found


def is_host (pid):
    with contextlib.suppress (OSError):
        return b'hopso-office-host' in pathlib.Path (f'/proc/{pid}/cmdline').read_bytes ()
    return False


def until (what, words):
    end = time.monotonic () + PATIENCE
    while time.monotonic () < end:
        found = what ()
        if found:
            return found
        time.sleep (0.01)
    raise AssertionError (words)


@contextlib.contextmanager
def running ():
    """A conversion whose process has begun, and that process."""
    with subprocess.Popen ([os.environ['HOPSOCTL'], 'convert', str (long_file ())],
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                           env=environment) as process:
        host = until (lambda: [pid for pid in children (process.pid) if is_host (pid)],
                      'no process was started')[0]
        yield process, host
        process.kill ()


def is_gone (pid):
    try:
        state = pathlib.Path (f'/proc/{pid}/stat').read_text ().rsplit (')', 1)[1].split ()[0]
    except OSError:
        return True
    return state == 'Z'


def test_interrupting_ends_all_of_it ():
    need_office ()
    with running () as (process, host):
        process.send_signal (signal.SIGINT)
        tap.check (process.wait (PATIENCE) == 3, 'it did not fail')
        until (lambda: is_gone (host), 'the process lives on')
    check_clean ()
    tap.check (not long_file ().with_suffix ('.pdf').exists (), 'a PDF was written')


def test_its_death_is_told ():
    need_office ()
    with running () as (process, host):
        os.kill (host, signal.SIGKILL)
        tap.check (process.wait (PATIENCE) == 3, 'it did not fail')
        tap.check ('damaged' in process.stderr.read (), 'not in words')
    check_clean ()


def test_nothing_outlives_who_asked ():
    need_office ()
    with running () as (process, host):
        process.kill ()
        process.wait ()
        until (lambda: is_gone (host), 'the process lives on')
    tap.check (len (left_over ()) == 1, 'it left no folder behind')
    check_kept (folder / 'a.docx')


def test_without_libreoffice_it_says_so ():
    path = office.docx (folder / 'm.docx', office.paragraph (WORDS))
    answer = convert (path, more={'HOPSO_OFFICE_DIR': str (folder)})
    tap.check (answer.returncode == 3 and 'not installed' in answer.stderr, answer.stderr)
    vietnamese = convert (path, more={'HOPSO_OFFICE_DIR': str (folder), 'LC_ALL': 'C.UTF-8',
                                      'LANGUAGE': 'vi', 'LANG': 'vi_VN.UTF-8'})
    tap.check (vietnamese.returncode == 3, vietnamese.stderr)
    check_clean ()


def main ():
    tests = [value for name, value in globals ().items () if name.startswith ('test_')]
    try:
        return tap.run ('convert', tests)
    finally:
        shutil.rmtree (folder, ignore_errors=True)


if __name__ == '__main__':
    sys.exit (main ())

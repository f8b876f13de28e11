# SPDX-License-Identifier: GPL-3.0-or-later
"""Section `signing` of the bench: what somebody waits for who signs and verifies, beside the least
that it can cost (copy, fsync, two digests, one C_Sign) and beside pdfsig and mutool, in turns."""

import os
import pathlib
import random
import resource
import shutil
import statistics
import subprocess
import threading
import time

from reading import print_head

HERE = pathlib.Path (__file__).resolve ().parent
SOURCE = HERE.parents[1]
PERSON = 'chutich'
BATCH = 100
HOLE = 64 * 1024
BLOCK = 1_000_000


def write_pdf (path, size):
    """A page of nothing that weighs as much as asked."""
    block = random.Random (7).randbytes (BLOCK)
    heads = [b'<< /Type /Catalog /Pages 2 0 R >>',
             b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
             b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
             b'<< /Length %d >>\nstream\n' % size]
    places = []
    with path.open ('wb') as file:
        file.write (b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')
        for number, head in enumerate (heads, 1):
            places.append (file.tell ())
            file.write (b'%d 0 obj\n%s' % (number, head))
            if number == len (heads):
                for at in range (0, size, BLOCK):
                    file.write (block[:size - at])
                file.write (b'\nendstream')
            file.write (b'\nendobj\n')
        start = file.tell ()
        file.write (b'xref\n0 %d\n0000000000 65535 f \n' % (len (heads) + 1))
        file.write (b''.join (b'%010d 00000 n \n' % place for place in places))
        file.write (b'trailer\n<< /Size %d /Root 1 0 R /ID [<00> <00>] >>\n' % (len (heads) + 1)
                    + b'startxref\n%d\n%%%%EOF\n' % start)


def clock (work):
    begin = time.monotonic ()
    work ()
    return (time.monotonic () - begin) * 1000


class PeakMemory (threading.Thread):
    """The most that any process of a group has had in memory, while it runs."""

    def __init__ (self, group):
        super ().__init__ (daemon=True)
        self.group = group
        self.peak = {}
        self.is_over = threading.Event ()

    def run (self):
        while not self.is_over.wait (0.01):
            for folder in pathlib.Path ('/proc').glob ('[0-9]*'):
                try:
                    if os.getpgid (int (folder.name)) == self.group:
                        self.look (folder)
                except (OSError, ValueError):
                    continue

    def look (self, folder):
        said = dict (line.split (':', 1) for line in
                     (folder / 'status').read_text ().splitlines () if ':' in line)
        if 'VmHWM' in said:
            name = said['Name'].strip ()
            mebibytes = int (said['VmHWM'].split ()[0]) / 1024
            self.peak[name] = max (self.peak.get (name, 0), mebibytes)


class Signing:
    """Figures over files that are made, with a software token of its own."""

    def __init__ (self, build, folder, times):
        self.build = build
        self.folder = folder
        self.times = times
        self.pki = folder / 'pki'
        subprocess.run ([SOURCE / 'data/sample/make-pki', self.pki, '--crl-url',
                         'http://localhost:9', '--person', PERSON], check=True,
                        stdout=subprocess.DEVNULL)
        named = dict (line.removeprefix ('export ').split ('=', 1)
                      for line in (self.pki / 'env').read_text ().splitlines () if '=' in line)
        self.module = named['HOPSO_SAMPLE_MODULE']
        self.environment = {
            **os.environ, 'LC_ALL': 'C.UTF-8', 'SOFTHSM2_CONF': str (self.pki / 'softhsm2.conf'),
            'HOPSO_TRUST_DIR': str (folder / 'nothing'),
            'HOPSO_LIBEXEC_DIR': ':'.join (str (build / 'src' / room) for room in
                                           ('pdfrender', 'pdfinspect', 'token')),
        }
        self.make_nss ()

    def make_nss (self):
        """Key and certificates as pdfsig wants them."""
        self.nss = self.folder / 'nss'
        self.nss.mkdir ()
        store = f'sql:{self.nss}'
        person = self.pki / 'people' / PERSON
        packed = self.folder / 'key.p12'
        self.run ('openssl', 'pkcs12', '-export', '-in', f'{person}.pem', '-inkey',
                  f'{person}.key', '-name', PERSON, '-passout', 'pass:x', '-out', packed)
        self.run ('certutil', '-N', '-d', store, '--empty-password')
        self.run ('pk12util', '-i', packed, '-d', store, '-W', 'x')
        for name, trust in (('root-ca', 'CT,CT,CT'), ('sub-ca', ',,')):
            self.run ('certutil', '-A', '-d', store, '-n', name, '-t', trust, '-i',
                      self.pki / f'{name}.pem')

    def run (self, *command, accepted=(0,)):
        done = subprocess.run ([str (word) for word in command], check=False, text=True,
                               env=self.environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode not in accepted:
            raise RuntimeError (f'{command[0]}: {done.stderr[-300:]}')
        return done.stdout

    def make (self, size):
        path = self.folder / f'{size}.pdf'
        if not path.exists ():
            write_pdf (path, size)
        return path

    # --- who signs and verifies ---------------------------------------------------------------

    def hopso (self, *words):
        return [self.build / 'src/cli/hopsoctl', 'sign', '--module', self.module, '--pin-file',
                self.pki / 'pin', *words]

    def verify (self, path):
        # Undetermined: nobody can be asked about revocation here.
        self.run (self.build / 'src/cli/hopsoctl', 'verify', '--offline', '--trust',
                  self.pki / 'trust.pem', path, accepted=(4,))

    def pdfsig (self, path, output):
        output.unlink (missing_ok=True)
        self.run ('pdfsig', '-nssdir', self.nss, '-nick', PERSON, '-add-signature', path, output,
                  accepted=(0, 1))
        if not output.exists ():
            raise RuntimeError ('pdfsig did not sign')

    def floor (self, path, times):
        said = self.run (self.build / 'tests/bench/bench-sign-floor', self.module,
                         self.pki / 'pin', path, self.folder / 'copy', times)
        return [float (line.split ()[1]) for line in said.splitlines ()]

    def start_bare (self):
        """A process like those that look into documents, which finds nobody to talk to."""
        self.run (self.build / 'src/pdfinspect/hopso-pdf-inspect', accepted=(0, 1))

    def note (self, name, ours, floor=None, bar=None):
        mine = statistics.median (ours)
        other = statistics.median (floor) if floor else None
        print ('{:<46}{:>10.1f}{:>10}{:>8}{:>8}{:>6}'.format (
            name, mine, '' if other is None else f'{other:.1f}',
            '' if other is None else f'{mine / other:.2f}×', '' if bar is None else f'{bar:g}',
            len (ours)), flush=True)

    # --- what is measured ---------------------------------------------------------------------

    def sign_one (self):
        for size, name in ((1_000_000, '1 MB'), (20_000_000, '20 MB'), (100_000_000, '100 MB')):
            path = self.make (size)
            signed, other = self.folder / 'ours.pdf', self.folder / 'theirs.pdf'
            ours, pdfsig, floor = [], [], []
            for _ in range (self.times if size < 10_000_000 else max (3, self.times // 3)):
                signed.unlink (missing_ok=True)
                floor += self.floor (path, 1)
                ours.append (clock (lambda: self.run (*self.hopso ('-o', signed, path))))
                pdfsig.append (clock (lambda: self.pdfsig (path, other)))
            self.note (f'sign {name} : 2 × floor + 30 ms', ours, [2 * ms + 30 for ms in floor], 1)
            self.note (f'sign {name} : pdfsig', ours, pdfsig, 1)

    def verify_one (self):
        path, signed = self.make (100_000_000), self.folder / 'signed.pdf'
        self.run (*self.hopso ('--pkcs1', '-o', signed, path))
        ours, pdfsig, mutool = [], [], []
        for _ in range (max (3, self.times // 3)):
            ours.append (clock (lambda: self.verify (signed)))
            pdfsig.append (clock (lambda: self.run ('pdfsig', '-nocert', signed)))
            mutool.append (clock (lambda: self.run ('mutool', 'sign', '-v', signed)))
        self.note ('verify 100 MB : pdfsig', ours, pdfsig, 1)
        self.note ('verify 100 MB : mutool', ours, mutool)
        signed.unlink ()

    def sign_batch (self):
        small = self.make (200_000)
        papers, signed = self.folder / 'papers', self.folder / 'signed'
        papers.mkdir ()
        for number in range (BATCH):
            shutil.copy (small, papers / f'{number}.pdf')
        ours, floor, pdfsig, cpu = [], [], [], []
        for _ in range (max (3, self.times // 3)):
            shutil.rmtree (signed, ignore_errors=True)
            signed.mkdir ()
            floor.append (sum (self.floor (small, BATCH // 5)) * 5 + BATCH * 2 * statistics.median (
                clock (self.start_bare) for _ in range (9)))
            before = resource.getrusage (resource.RUSAGE_CHILDREN)
            ours.append (clock (lambda: self.run (*self.hopso ('--out-dir', signed,
                                                               *sorted (papers.iterdir ())))))
            after = resource.getrusage (resource.RUSAGE_CHILDREN)
            cpu.append ((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
            pdfsig.append (BATCH / 10 * clock (lambda: [
                self.pdfsig (small, self.folder / 'theirs.pdf') for _ in range (10)]))
        self.note (f'sign {BATCH} × 200 KB, one PIN : floor', ours, floor, 3)
        self.note (f'sign {BATCH} × 200 KB, one PIN : pdfsig', ours, pdfsig, 0.1)
        self.note ('… processor time of hopsoctl itself', cpu)

    def growth (self):
        path, signed = self.make (1_000_000), self.folder / 'marked.pdf'
        self.run (*self.hopso ('--rect', '300,600,200,100', '--image', self.pki / 'signature.png',
                               '-o', signed, path))
        grown = signed.stat ().st_size - path.stat ().st_size
        self.note ('KiB more than the hole, with a picture', [(grown - HOLE) / 1024], bar=25)

    def memory (self):
        """A file of 1 GB; only its size makes it large."""
        path, signed = self.make (1_000_000_000), self.folder / 'huge.pdf'
        process = subprocess.Popen ([str (word) for word in self.hopso ('-o', signed, path)],
                                    env=self.environment, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.DEVNULL, start_new_session=True)
        watch = PeakMemory (process.pid)
        watch.start ()
        status = process.wait ()
        watch.is_over.set ()
        watch.join ()
        path.unlink ()
        signed.unlink (missing_ok=True)
        if status != 0:
            raise RuntimeError ('1 GB was not signed')
        for name, mebibytes in sorted (watch.peak.items ()):
            self.note (f'MiB of {name}, signing 1 GB', [mebibytes], bar=40)


def measure_signing (build, folder, times):
    """The problems."""
    print (f'signing; the machine was this busy before: {os.getloadavg ()[0]:.1f}')
    print_head ()
    signing = Signing (build, folder, times)
    failed = []
    for measure in (signing.sign_one, signing.sign_batch, signing.verify_one, signing.growth,
                    signing.memory):
        try:
            measure ()
        except (RuntimeError, LookupError, OSError, subprocess.SubprocessError) as error:
            failed.append (f'{measure.__name__}: {error}')
    print (f'the machine is this busy now: {os.getloadavg ()[0]:.1f}')
    return failed

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""HopSo from a prefix, with nothing of the build folder within reach. Usage: test-installed.py
SOURCE-FOLDER"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap  # noqa: E402
from tap import check  # noqa: E402
from world import Programs, World  # noqa: E402

SOURCE = pathlib.Path (sys.argv[1])


def call (*command, **more):
    done = subprocess.run (command, capture_output=True, text=True, check=False, **more)
    check (done.returncode == 0, f'{command}: {done.stdout}{done.stderr}')
    return done.stdout


def install (build, prefix):
    """Builds what is installed and nothing else, as fast as it goes, and installs it."""
    call ('meson', 'setup', build, SOURCE, f'--prefix={prefix}', '--libdir=lib',
          '-Doptimization=0', '-Ddebug=false')
    targets = json.loads (call ('meson', 'introspect', '--targets', build))
    wanted = [os.path.relpath (name, build) for target in targets if target['installed']
              for name in target['filename'] if name.startswith (f'{build}/')]
    call ('ninja', '-C', build, *wanted)
    call ('meson', 'install', '-C', build, '--no-rebuild', '--quiet')


def make_trust (folder):
    """What an administrator does: nobody is trusted by default."""
    os.mkdir (folder)
    call ('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
          '-subj', '/CN=CA', '-keyout', f'{folder}/key', '-out', f'{folder}/root.pem')


def main ():
    with tempfile.TemporaryDirectory (prefix='hopso-prefix.') as folder:
        build, prefix = f'{folder}/build', f'{folder}/prefix'
        install (build, prefix)
        programs = Programs (prefix)
        make_trust (f'{folder}/trust')

        def ctl (*arguments):
            return call (programs.path ('hopsoctl'), *arguments,
                         env={**os.environ, **programs.environment (), 'LANGUAGE': 'vi',
                              'HOPSO_TRUST_DIR': f'{folder}/trust'})

        def test_doctor_finds_every_part ():
            said = json.loads (ctl ('doctor', '--json'))
            missing = [part for part in said if not part['found']]
            check (not missing, f'missing: {missing}')

        def test_speaks_vietnamese ():
            check ('Cách dùng' in ctl ('--help'), 'the catalogue was not found')

        def test_draws_a_page ():
            picture = pathlib.Path (folder) / 'page.png'
            paper = pathlib.Path (folder) / 'paper.pdf'
            paper.write_bytes (PAPER)
            ctl ('render', str (paper), '--page', '1', '--width', '300', '-o', str (picture))
            check (picture.read_bytes ().startswith (b'\x89PNG'), 'no picture')

        def test_starts_with_a_province ():
            from atspi import Person  # needs the accessibility bus
            with World (programs) as world:
                world.sign_in ()
                world.start ('hopso')
                person = Person ('hopso')
                person.find ('push button', 'Vào họp')

        return tap.run ('gui/installed', [
            test_doctor_finds_every_part, test_speaks_vietnamese, test_draws_a_page,
            test_starts_with_a_province])


PAPER = b'''%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000054 00000 n 
0000000105 00000 n 
trailer <</Size 4/Root 1 0 R>>
startxref
169
%%EOF
'''

if __name__ == '__main__':
    sys.exit (main ())

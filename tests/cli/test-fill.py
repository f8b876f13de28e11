#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""hopsoctl fill over a form, unsigned and signed: what is filled, what is refused, and what others
say of the outcome."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.append (str (pathlib.Path (__file__).resolve ().parents[1] / 'support'))
import tap  # noqa: E402
from tap import check  # noqa: E402

HOPSOCTL = os.environ['HOPSOCTL']
NAME = 'Nguyễn Thị Đẵng'


def run (folder):
    subprocess.run ([os.environ['WRITE_FORM'], folder], check=True)

    def path (name):
        return str (pathlib.Path (folder) / name)

    def ctl (*arguments):
        return subprocess.run ([HOPSOCTL, *arguments], capture_output=True, text=True, check=False)

    def fill (name, *arguments):
        return ctl ('fill', path (name), '-o', path ('filled.pdf'), *arguments)

    def fields (name):
        said = json.loads (ctl ('fill', path (name), '--list', '--json').stdout)
        return {field['name']: field for field in said}

    def verify (name):
        done = ctl ('verify', '--offline', '--json', '--trust', path ('root.pem'), path (name))
        return json.loads (done.stdout)[0]['signatures']

    def test_list_says_what_can_be_filled ():
        form = fields ('form.pdf')
        check (form['side']['choices'] == ['left', 'right'], str (form['side']))
        check (form['town']['choiceWords'][2] == 'Sài Gòn', str (form['town']))
        check (form['name']['canFill'] and not form['total']['canFill'], str (form))

    def test_values_are_set ():
        done = fill ('form.pdf', '--set', f'name={NAME}', '--set', 'town=Huê', '--set', 'agree=có',
                     '--set', 'days=one', '--set', 'days=three')
        check (done.returncode == 0, done.stderr)
        filled = fields ('filled.pdf')
        check (filled['name']['values'] == [NAME], str (filled['name']))
        check (filled['town']['values'] == ['hue'], str (filled['town']))
        check (filled['agree']['values'] == ['Yes'], str (filled['agree']))
        check (filled['days']['values'] == ['one', 'three'], str (filled['days']))
        before = pathlib.Path (path ('form.pdf')).read_bytes ()
        check (pathlib.Path (path ('filled.pdf')).read_bytes ().startswith (before), 'rewritten')
        told = json.loads (ctl ('info', '--json', '--fields', path ('filled.pdf')).stdout)['fields']
        check (next (one for one in told if one['name'] == 'name')['value'] == NAME, str (told))

    def test_values_come_from_json ():
        values = pathlib.Path (path ('values.json'))
        values.write_text (json.dumps ({'name': NAME, 'agree': True, 'number': 123,
                                        'days': ['two']}))
        done = fill ('form.pdf', '--from', str (values))
        check (done.returncode == 0, done.stderr)
        filled = fields ('filled.pdf')
        check (filled['number']['values'] == ['123'], str (filled['number']))
        check (filled['days']['values'] == ['two'], str (filled['days']))

    def test_nonsense_is_refused ():
        for status, arguments in (
                (3, ['--set', 'nobody=x']), (3, ['--set', 'total=1']), (3, ['--set', 'town=Vinh']),
                (3, ['--set', 'number=123456789']), (2, ['--set', 'name']), (2, []),
                (1, ['--set', 'name='])):
            done = fill ('form.pdf', *arguments)
            check (done.returncode == status, f'{arguments}: {done.returncode} {done.stderr}')

    def test_certified_document_allows_it_or_not ():
        done = fill ('certified-1.pdf', '--set', f'name={NAME}')
        check (done.returncode == 3 and 'Signature1' in done.stderr, done.stderr)
        for level in (2, 3):
            done = fill (f'certified-{level}.pdf', '--set', f'name={NAME}')
            check (done.returncode == 0 and done.stderr != '', done.stderr)
            said = verify ('filled.pdf')
            check (said[0]['intact'] and said[0]['changesAfter'] == 'allowed', str (said))
            check (said[0]['verdict'] == verify (f'certified-{level}.pdf')[0]['verdict'],
                   str (said))
            others = subprocess.run (['pdfsig', path ('filled.pdf')], capture_output=True,
                                     text=True, check=False).stdout
            check ('Signature is Valid' in others, others)

    def test_approved_document_is_filled_with_a_warning ():
        done = fill ('approved.pdf', '--set', f'name={NAME}')
        check (done.returncode == 0 and done.stderr != '', done.stderr)
        check (verify ('filled.pdf')[0]['intact'], 'no more intact')

    return tap.run ('cli/fill', [value for name, value in sorted (locals ().items ())
                                 if name.startswith ('test_')])


if __name__ == '__main__':
    with tempfile.TemporaryDirectory () as home:
        sys.exit (run (home))

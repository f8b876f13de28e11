#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""House rules that no compiler knows: sizes, first lines, translations, marks of unfinished work.
Usage: files.py SOURCE-FOLDER"""

import pathlib
import re
import subprocess
import sys

MAX_FILE = 500
MAX_FUNCTION = 60
MAX_PARAMETERS = 7
UNFINISHED = re.compile (r'\b(TODO|FIXME|XXX|HACK)\b')


def functions (lines):
    """Yields (first line, last line, parameters) of each function: GNU style puts both braces of
    a body in the first column."""
    start = None
    for number, line in enumerate (lines, 1):
        if line == '{':
            start = number
        elif line == '}' and start is not None:
            head = []
            at = start - 2
            while at >= 0 and lines[at].strip () and not lines[at].startswith (('}', '/', ' */', '#')):
                head.insert (0, lines[at])
                at -= 1
            text = ' '.join (head)
            match = re.search (r'\((.*)\)\s*$', text)
            if match:
                inner = re.sub (r'\([^()]*\)', '', match.group (1))
                yield start, number, inner.count (',') + 1
            start = None


def check_c (path, name, problems):
    text = path.read_text ()
    lines = text.splitlines ()
    if 'SPDX-License-Identifier: GPL-3.0-or-later' not in lines[0]:
        problems.append (f'{name}:1: no licence line')
    if len (lines) > MAX_FILE:
        problems.append (f'{name}: {len (lines)} lines, over {MAX_FILE}')
    if name.endswith ('.h') and '#pragma once' not in text:
        problems.append (f'{name}: no #pragma once')
    if name.startswith ('src/') and name.endswith ('.c') and '/*' not in ''.join (lines[1:4]):
        problems.append (f'{name}: no paragraph on top that says what it is')
    for number, line in enumerate (lines, 1):
        if UNFINISHED.search (line):
            problems.append (f'{name}:{number}: a mark of unfinished work')
        if re.match (r'\s*goto\s', line):
            problems.append (f'{name}:{number}: goto')
    for first, last, parameters in functions (lines):
        if last - first - 1 > MAX_FUNCTION:
            problems.append (f'{name}:{first}: a function of {last - first - 1} lines')
        if parameters > MAX_PARAMETERS and '_new' not in lines[first - 2]:
            problems.append (f'{name}:{first}: a function of {parameters} parameters')


def check_translations (source, problems):
    listed = set ((source / 'po/POTFILES').read_text ().split ())
    for name in sorted (listed):
        if not (source / name).exists ():
            problems.append (f'po/POTFILES: {name} does not exist')
    for path in sorted (source.glob ('src/*/*.c')):
        name = str (path.relative_to (source))
        if re.search (r'(?<![A-Za-z_])(N?_|C_|ngettext) \("', path.read_text ()) and name not in listed:
            problems.append (f'{name}: has words for people but is not in po/POTFILES')
    for path in sorted (source.glob ('ui/*/*.ui')):
        name = str (path.relative_to (source))
        if 'translatable="yes"' in path.read_text () and name not in listed:
            problems.append (f'{name}: has words for people but is not in po/POTFILES')
    template = subprocess.run (
        ['xgettext', '--from-code=UTF-8', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2',
         '--keyword=ngettext:1,2', '--add-comments', '-o', '-', '--files-from=po/POTFILES'],
        cwd=source, capture_output=True, check=False)
    if template.returncode != 0:
        problems.append ('po: ' + template.stderr.decode ().strip ())
        return
    merged = subprocess.run (['msgmerge', '--quiet', '--no-fuzzy-matching', '-o', '-', 'po/vi.po', '-'],
                             cwd=source, input=template.stdout, capture_output=True, check=True)
    for attribute in ('--untranslated', '--only-fuzzy'):
        left = subprocess.run (['msgattrib', attribute, '--no-obsolete', '--no-wrap'],
                               input=merged.stdout, capture_output=True, check=True)
        for line in left.stdout.decode ().splitlines ():
            if line.startswith ('msgid "') and line != 'msgid ""':
                problems.append (f'po/vi.po: {attribute[2:]}: {line[6:]}')


def main ():
    source = pathlib.Path (sys.argv[1])
    problems = []
    for folder in ('src', 'tests'):
        for path in sorted (source.glob (f'{folder}/**/*.[ch]')):
            check_c (path, str (path.relative_to (source)), problems)
    check_translations (source, problems)
    print ('\n'.join (problems) if problems else 'every file keeps the house rules')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit (main ())

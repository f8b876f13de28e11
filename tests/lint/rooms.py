#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the plan of the rooms against the code: which room includes which, and who opens which
foreign library. The compiler and the linker keep most of it; this keeps the rest, and says it in
words. Usage: rooms.py SOURCE-FOLDER"""

import pathlib
import re
import sys

# room: (the rooms it may use, the foreign libraries it may open)
GLIB = {'glib', 'gio'}
ROOMS = {
    'base': ('', ''),
    'model': ('base', ''),
    'crypto': ('base', 'openssl'),
    'pdfipc': ('base', ''),
    'net': ('base', 'libsoup'),
    'sandbox': ('base', 'seccomp landlock'),
    'pdfbytes': ('base crypto', 'zlib'),
    'wire': ('base model', 'json-glib'),
    'report': ('base model', 'json-glib'),
    'store': ('base model crypto', 'sqlite libsecret'),
    'token': ('base crypto', 'p11-kit'),
    'trust': ('base crypto', 'libxml2 xmlsec'),
    'pdfclient': ('base pdfipc', ''),
    'typeset': ('base model', 'pango cairo qrencode'),
    'calendar': ('base model', ''),
    'invitation': ('base model pdfbytes typeset calendar', ''),
    'sample': ('base model crypto pdfbytes typeset invitation', 'json-glib'),
    'pdfrender': ('base pdfipc sandbox', 'poppler cairo'),
    'pdfinspect': ('base crypto pdfbytes pdfipc sandbox', ''),
    'remote': ('base model wire net', 'json-glib'),
    'signing': ('base model pdfbytes crypto token typeset pdfclient net', ''),
    'filling': ('base crypto pdfbytes typeset pdfclient', ''),
    'indexing': ('base model store pdfclient', ''),
    'convert': ('base sandbox pdfipc pdfclient', ''),
    'inspection': ('base model pdfclient', ''),
    'sync': ('base model wire store remote', ''),
    'workspace': ('base model crypto wire net pdfipc pdfbytes store token trust pdfclient typeset calendar invitation '
                  'remote signing filling indexing convert inspection sync', ''),
    'widgets': ('base model', 'gtk'),
    'pageview': ('base model pdfclient filling widgets', 'gtk'),
    'reader': ('base model crypto pdfclient filling pageview widgets typeset workspace', 'gtk'),
    'meetings': ('base model calendar convert invitation pageview pdfclient widgets workspace sync', 'gtk'),
    'documents': ('base model crypto report token trust signing pdfclient typeset pageview widgets '
                  'workspace', 'gtk'),
    'desktop': ('base model crypto store remote sync token trust pdfclient signing workspace widgets pageview '
                'reader meetings documents', 'gtk'),
    'cli': ('base model crypto wire report net pdfbytes store token trust pdfclient typeset remote signing filling sync '
            'convert inspection workspace', 'json-glib cairo'),
    'server-store': ('base model wire crypto', 'sqlite json-glib'),
    'server-live': ('base model wire server-store', 'libsoup json-glib'),
    'server-api': ('base model wire crypto calendar pdfclient inspection server-store server-live', 'libsoup json-glib'),
    'server': ('base model wire crypto typeset sample server-store server-live '
               'server-api', 'libsoup json-glib'),
}
FOREIGN = {
    'openssl/': 'openssl', 'libsoup/': 'libsoup', 'sqlite3': 'sqlite', 'libsecret/': 'libsecret',
    'p11-kit/': 'p11-kit', 'pango/': 'pango', 'cairo': 'cairo', 'poppler': 'poppler',
    'seccomp.h': 'seccomp', 'linux/landlock': 'landlock', 'zlib.h': 'zlib', 'gtk/': 'gtk',
    'gdk/': 'gtk', 'adwaita': 'gtk', 'json-glib/': 'json-glib', 'graphene': 'gtk',
    'qrencode': 'qrencode', 'libxml/': 'libxml2', 'xmlsec/': 'xmlsec',
}
# GTK brings these with it.
IMPLIED = {'gtk': {'cairo', 'pango'}}


def included (path):
    for number, line in enumerate (path.read_text ().splitlines (), 1):
        match = re.match (r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group (1), match.group (2)


def main ():
    source = pathlib.Path (sys.argv[1]) / 'src'
    homes = {path.name: path.parent.name for path in source.glob ('*/*.h')}
    generated = {'hopso-pdf-render-bus.h': 'pdfipc', 'hopso-pdf-inspect-bus.h': 'pdfipc'}
    problems = []

    for room in sorted (path.name for path in source.iterdir () if path.is_dir ()):
        if room not in ROOMS:
            problems.append (f'src/{room}: not on the plan of the rooms')
            continue
        rooms = set (ROOMS[room][0].split ()) | {room}
        foreign = set (ROOMS[room][1].split ())
        for implied in list (foreign):
            foreign |= IMPLIED.get (implied, set ())
        for path in sorted ((source / room).glob ('*.[ch]')):
            for number, quote, name in included (path):
                where = f'{path.relative_to (source.parent)}:{number}'
                if quote == '"':
                    home = homes.get (name) or generated.get (name)
                    if home is not None and home not in rooms:
                        problems.append (f'{where}: room {room} may not use room {home}')
                    if home not in (None, room) and name.endswith ('-private.h'):
                        problems.append (f'{where}: {name} is private to room {home}')
                    continue
                for prefix, library in FOREIGN.items ():
                    if name.startswith (prefix) and library not in foreign:
                        problems.append (f'{where}: room {room} may not open {library}')
        if not (source.parent / 'tests' / room).is_dir ():
            problems.append (f'src/{room}: has no tests/{room}')

    print ('\n'.join (problems) if problems else f'{len (ROOMS)} rooms, every arrow on the plan')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit (main ())

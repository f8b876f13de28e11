# SPDX-License-Identifier: GPL-3.0-or-later
"""The section “load”: a server with the data of a whole province, and thousands of clients of one
efficient program. What was asked for is counted and held against digests, so that no figure is of
wrong answers; how long it took is only told. The server's processor time is its own, the clients
take as much again of the same machine."""

import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import ssl
import subprocess
import tempfile
import time
import uuid

TICK_MS = 1000 / os.sysconf ('SC_CLK_TCK')
SIZES = {
    'full': {'accounts': 6000, 'meetings': 2000, 'papers': 20000, 'set': (30, 2_000_000),
             'readers': 100, 'events': 20, 'seconds': 20, 'invited': 300},
    'middle': {'accounts': 2000, 'meetings': 500, 'papers': 5000, 'set': (30, 1_000_000),
               'readers': 50, 'events': 10, 'seconds': 5, 'invited': 300},
    'small': {'accounts': 300, 'meetings': 100, 'papers': 1000, 'set': (10, 300_000),
              'readers': 20, 'events': 5, 'seconds': 3, 'invited': 100},
}
PATIENCE = 300
NGINX = '''
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; client_body_temp_path {folder}/n1;
  proxy_temp_path {folder}/n2; fastcgi_temp_path {folder}/n3; uwsgi_temp_path {folder}/n4;
  scgi_temp_path {folder}/n5;
  server {{
    listen 127.0.0.1:{port} ssl backlog=4096;
    ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    location ~ "^/v1/blobs/sha256/((..).*)$" {{ alias {data}/blobs/$2/$1; }}
  }}
}}
'''


class Load:
    """One province, one server; figures are printed as they come."""

    def __init__ (self, build, size):
        self.build = build
        self.size = SIZES[size]
        self.folder = pathlib.Path (tempfile.mkdtemp (prefix='hopso-load.'))
        self.data = self.folder / 'data'
        self.server = None
        self.port = 0
        self.problems = []

    def __enter__ (self):
        return self

    def __exit__ (self, *_):
        self.stop (signal.SIGTERM)
        shutil.rmtree (self.folder, ignore_errors=True)

    def run (self):
        self.make_province ()
        self.make_certificate ()
        self.start ()
        self.note ('server, at rest', memory=f'{self.read_memory () / 1024:.0f} MB')
        for measure in (self.nothing_new, self.first_sync, self.fetch_set, self.publish, self.write,
                        self.listen_and_come_back):
            measure ()
        return self.problems

    # --- the world ----------------------------------------------------------------------------

    def make_province (self):
        size = self.size
        begin = time.monotonic ()
        numbers = (size['accounts'], size['meetings'], size['papers'], *size['set'])
        subprocess.run ([self.program ('bench-province'), self.data, *map (str, numbers)],
                        check=True)
        self.facts = {name: int (number) for name, number in
                      (line.split () for line in (self.data / 'facts').read_text ().splitlines ())}
        self.tokens = [line.split ()[0]
                       for line in (self.data / 'tokens').read_text ().splitlines ()]
        # The first of them shall also prepare meetings.
        with contextlib.closing (sqlite3.connect (self.data / 'hopso.sqlite')) as database, database:
            database.execute ("UPDATE person SET roles = 'official' || char (10) || 'clerk'"
                              ' WHERE id = ?', (name_person (0),))
        self.note ('province made', took=f'{time.monotonic () - begin:.0f} s',
                   records=sum (self.facts.values ()),
                   database=f'{(self.data / "hopso.sqlite").stat ().st_size / 1e6:.0f} MB')

    def make_certificate (self):
        """An authority and a server of P-256, as a province would have."""
        def call (*words):
            subprocess.run (['openssl', *words], cwd=self.folder, check=True, capture_output=True)
        for name in ('ca', 'server'):
            call ('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', f'{name}.key')
        call ('req', '-x509', '-new', '-key', 'ca.key', '-subj', '/CN=Bench', '-out', 'ca.pem')
        call ('req', '-new', '-key', 'server.key', '-subj', '/CN=localhost', '-out', 'server.csr')
        (self.folder / 'names').write_text ('subjectAltName=DNS:localhost\n')
        call ('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key',
              '-extfile', 'names', '-out', 'server.pem')

    def start (self):
        self.server = subprocess.Popen (
            [self.build / 'src/server/hopso-server', 'serve', '--data', self.data, '--listen',
             f'127.0.0.1:{self.port}', '--tls-cert', self.folder / 'server.pem', '--tls-key',
             self.folder / 'server.key'], stdout=subprocess.PIPE, text=True)
        self.port = int (self.server.stdout.readline ().rsplit (':', 1)[1])

    def stop (self, number):
        if self.server is not None:
            self.server.send_signal (number)
            self.server.wait ()
            self.server = None

    def program (self, name):
        return str (self.build / 'tests/bench' / name)

    def read_memory (self):
        """What the server has in memory, in KB."""
        lines = pathlib.Path (f'/proc/{self.server.pid}/status').read_text ().splitlines ()
        return int (next (line.split ()[1] for line in lines if line.startswith ('VmRSS')))

    def read_cpu (self, pid=None):
        """Milliseconds of processor time."""
        text = pathlib.Path (f'/proc/{pid or self.server.pid}/stat').read_text ()
        fields = text.rsplit (')', 1)[1].split ()
        return (int (fields[11]) + int (fields[12])) * TICK_MS

    # --- asking and telling -------------------------------------------------------------------

    def clients (self, *words, port=None):
        """The figures of one run of the clients."""
        said = subprocess.run (self.command (*words, port=port), check=True, text=True,
                               timeout=PATIENCE, stdout=subprocess.PIPE).stdout
        return read_figures (said.splitlines ())

    def command (self, *words, port=None):
        return [self.program ('bench-load'), str (port or self.port), self.folder / 'ca.pem',
                *map (str, words)]

    def write_paths (self, paths):
        path = self.folder / 'paths'
        path.write_text (''.join (f'{line}\n' for line in paths))
        return path

    def note (self, name, **figures):
        told = ', '.join (f'{key.replace ("_", " ")} {value}' for key, value in figures.items ())
        print (f'{name:<28}{told}', flush=True)

    def expect (self, what, got, wanted):
        if got != wanted:
            self.problems.append (f'{what}: {got} instead of {wanted}')

    # --- what is measured ---------------------------------------------------------------------

    def nothing_new (self):
        """A client that knows the latest state asks what is new, over a connection that is open
        already, and over a fresh one."""
        state = self.ask (self.tokens[0], '/v1/changes?limit=1')['newState'].split ('-')
        newest = self.ask (self.tokens[0], f'/v1/changes?limit=1&since={state[0]}-0')
        state = f'{state[0]}-{self.find_sequence ()}'
        self.expect ('the first page has more', newest['hasMoreChanges'], True)
        many = 50
        runs = {}
        for n in (1, 21):
            paths = self.write_paths ([f'/v1/changes?since={state}'] * n)
            cpu = self.read_cpu ()
            runs[n] = self.clients ('requests', many, self.data / 'tokens', paths, 0)
            runs[n]['cpu'] = self.read_cpu () - cpu
            self.expect ('answers about nothing new', runs[n]['answers'] - runs[n]['wrong'],
                         n * many)
        more = 20 * many
        wire = sum (runs[21][key] - runs[1][key] for key in ('wire-in', 'wire-out')) / more
        alone = self.clients ('requests', 1, self.data / 'tokens', paths, 0)
        self.note ('nothing new, kept open', round_trips=1, wire=f'{wire:.0f} bytes',
                   server=f'{(runs[21]["cpu"] - runs[1]["cpu"]) / more:.2f} ms',
                   alone=f'{alone["answer-p50"]:.2f} ms',
                   of_50=f'p50 {runs[21]["answer-p50"]:.1f} p99 {runs[21]["answer-p99"]:.1f} ms')
        self.note ('nothing new, fresh line', round_trips=3,
                   wire=f'{(runs[1]["wire-in"] + runs[1]["wire-out"]) / many:.0f} bytes',
                   server=f'{runs[1]["cpu"] / many:.2f} ms', alone_open=f'{alone["open-p50"]:.1f} ms')

    def find_sequence (self):
        with self.database () as database:
            return database.execute ("SELECT value FROM setting WHERE name = 'sequence'"
                                     ).fetchone ()[0]

    def database (self):
        return contextlib.closing (sqlite3.connect (f'file:{self.data}/hopso.sqlite?mode=ro',
                                                    uri=True))

    def ask (self, token, path):
        context = ssl.create_default_context (cafile=self.folder / 'ca.pem')
        line = http.client.HTTPSConnection ('localhost', self.port, context=context)
        line.request ('GET', path, headers={'Authorization': f'Bearer {token}'})
        answer = line.getresponse ()
        self.expect (path, answer.status, 200)
        said = json.loads (answer.read ())
        line.close ()
        return said

    def first_sync (self):
        """An official's first day: all pages of changes, counted against the tables."""
        number = len (self.tokens) - 1
        context = ssl.create_default_context (cafile=self.folder / 'ca.pem')
        line = http.client.HTTPSConnection ('localhost', self.port, context=context)
        begin, cpu, size, pages, counts, since = time.monotonic (), self.read_cpu (), 0, 0, {}, ''
        more = True
        while more:
            line.request ('GET', f'/v1/changes?limit=1000{since}',
                          headers={'Authorization': f'Bearer {self.tokens[number]}'})
            body = line.getresponse ().read ()
            page = json.loads (body)
            for kind, records in page['created'].items ():
                counts[kind] = counts.get (kind, 0) + len (records)
            since, more = f'&since={page["newState"]}', page['hasMoreChanges']
            size, pages = size + len (body), pages + 1
        took, cpu = time.monotonic () - begin, self.read_cpu () - cpu
        line.close ()
        self.expect ('first sync', counts, self.count_seen (number))
        self.note ('first sync of an official', objects=sum (counts.values ()), pages=pages,
                   size=f'{size / 1e6:.1f} MB', took=f'{took:.2f} s', server=f'{cpu:.0f} ms')

    def count_seen (self, number):
        """What the official takes part in, from the records themselves."""
        person = name_person (number)
        mine = 'SELECT meeting FROM participant WHERE person = ?1'\
               ' UNION SELECT id FROM meeting WHERE chair = ?1'
        counts = {'organizations': self.facts['organizations'], 'persons': self.facts['persons']}
        with self.database () as database:
            for kind, table, column in (('meetings', 'meeting', 'id'),
                                        ('agendaItems', 'agenda_item', 'meeting'),
                                        ('participants', 'participant', 'meeting'),
                                        ('papers', 'paper', 'meeting')):
                counts[kind] = database.execute (
                    f'SELECT count (*) FROM {table} WHERE {column} IN ({mine})',
                    (person,)).fetchone ()[0]
        return counts

    def fetch_set (self):
        """Everybody in a room opens the same set of papers, against nginx with the same files."""
        papers = [line.split () for line in (self.data / 'set').read_text ().splitlines ()]
        paths = self.write_paths ([f'/v1/blobs/sha256/{digest}' for digest, _ in papers])
        many = self.size['readers']
        total = many * sum (int (size) for _, size in papers)
        figures = {'hopso-server': [], 'nginx': []}
        with self.nginx () as (nginx_port, nginx_pid):
            for _ in range (2):
                for name, port, pid in (('hopso-server', self.port, self.server.pid),
                                        ('nginx', nginx_port, nginx_pid)):
                    cpu = self.read_cpu (pid)
                    said = self.clients ('requests', many, self.data / 'tokens', paths, 4, port=port)
                    said['cpu'] = self.read_cpu (pid) - cpu
                    self.expect (f'{name}: papers', said['answers'] - said['wrong'],
                                 many * len (papers))
                    self.expect (f'{name}: bytes', said['body-bytes'], total)
                    self.expect (f'{name}: digests', said['verified'], 4 * len (papers))
                    figures[name].append (said)
        best = {name: min (runs, key=lambda run: run['seconds']) for name, runs in figures.items ()}
        for name, run in best.items ():
            self.note (f'{many} × {total / many / 1e6:.0f} MB, {name}',
                       took=f'{run["seconds"]:.2f} s', rate=f'{total / run["seconds"] / 1e6:.0f} MB/s',
                       processor=f'{run["cpu"] / 1000:.2f} s')
        ours, floor = best['hopso-server'], best['nginx']
        self.note ('   against nginx', took=f'{ours["seconds"] / floor["seconds"]:.2f}×',
                   processor=f'{ours["cpu"] / max (floor["cpu"], 1):.2f}×')

    @contextlib.contextmanager
    def nginx (self):
        from world import find_port
        port = find_port ()
        path = self.folder / 'nginx.conf'
        path.write_text (NGINX.format (folder=self.folder, data=self.data, port=port))
        # Its worker is another user, when root starts it.
        words = ['nginx', '-c', str (path)] + (['-g', 'user root;'] if os.getuid () == 0 else [])
        process = subprocess.Popen (words, stderr=subprocess.DEVNULL)
        try:
            worker = wait_for (lambda: find_child (process.pid))
            wait_for (lambda: self.is_listening (port))
            yield port, worker
        finally:
            process.terminate ()
            process.wait ()

    def is_listening (self, port):
        import socket
        with socket.socket () as attempt:
            return attempt.connect_ex (('127.0.0.1', port)) == 0

    def publish (self):
        """From the moment in which a clerk publishes until everybody who is invited has the agenda
        and all papers."""
        papers = [line.split () for line in (self.data / 'set').read_text ().splitlines ()]
        many = self.size['invited']
        with contextlib.closing (Clerk (self)) as clerk:
            meeting = clerk.compose (many, papers)
            state = f'{self.find_epoch ()}-{self.find_sequence ()}'
            paths = self.write_paths ([f'/v1/changes?limit=1000&since={state}',
                                       *(f'/v1/blobs/sha256/{digest}' for digest, _ in papers)])
            cpu, begin = self.read_cpu (), time.monotonic ()
            clerk.publish (meeting)
            published = time.monotonic () - begin
            said = self.clients ('requests', many, self.data / 'tokens', paths, 1)
            took, cpu = time.monotonic () - begin, self.read_cpu () - cpu
            seen = clerk.count_seen (self.tokens[many - 1], state, meeting)
        self.expect ('agendas and papers', said['answers'] - said['wrong'], many * (1 + len (papers)))
        self.expect ('what an invited person sees of it', seen, 1 + 12 + many + len (papers) + 1)
        self.note (f'published to {many}', commit=f'{published * 1000:.0f} ms',
                   all_have_everything=f'{took:.2f} s',
                   size=f'{said["body-bytes"] / many / 1e6:.1f} MB each', server=f'{cpu / 1000:.2f} s')

    def find_epoch (self):
        with self.database () as database:
            return database.execute ("SELECT value FROM setting WHERE name = 'epoch'").fetchone ()[0]

    def write (self):
        """So many durable answers to an invitation each second; then as many as it can."""
        many = min (self.size['accounts'], 200)
        seconds = self.size['seconds']
        for name, whose, per_second, how_long in (
                ('writes, meetings of 30', 'invited', 100, seconds),
                ('   as many as it can', 'invited', 2000, max (seconds // 5, 1)),
                ('   one meeting of all', 'participants', 100, seconds)):
            before, cpu = self.count_writes (), self.read_cpu ()
            said = self.clients ('writes', many, self.data / 'tokens', self.data / whose,
                                 per_second, how_long)
            cpu = self.read_cpu () - cpu
            self.expect ('durable writes', self.count_writes () - before, per_second * how_long)
            self.note (name, wanted=f'{per_second}/s',
                       done=f'{said["writes"] / said["seconds"]:.0f}/s',
                       p50=f'{said["write-p50"]:.1f} ms', p99=f'{said["write-p99"]:.1f} ms',
                       server=f'{cpu / said["writes"]:.2f} ms each')

    def count_writes (self):
        with self.database () as database:
            return database.execute ("SELECT count (*) FROM audit WHERE action = 'change'"
                                     ).fetchone ()[0]

    def listen_and_come_back (self):
        """Everybody listens; something happens that all see; then the power goes."""
        many = self.size['accounts']
        before = self.read_memory ()
        cpu = self.read_cpu ()
        clients = subprocess.Popen (
            self.command ('events', many, self.data / 'tokens', self.data / 'participants',
                          self.size['events'], PATIENCE // 2, 'storm'),
            stdout=subprocess.PIPE, text=True)
        ready = clients.stdout.readline ()
        if ready != 'ready\n':
            clients.kill ()
            self.problems.append (f'not all could listen: {ready}')
            return
        memory = (self.read_memory () - before) / many
        cpu = self.read_cpu () - cpu
        self.stop (signal.SIGKILL)
        begin = time.monotonic ()
        self.start ()
        started = time.monotonic () - begin
        said = read_figures (clients.communicate (timeout=PATIENCE)[0].splitlines ())
        self.expect ('listeners that were not told', said['lost'], 0)
        self.expect ('listeners that were cut off', said['cut'], many)
        self.note (f'{many} event streams', memory=f'{memory:.0f} KB each',
                   all_there=f'{said["gather-max"] / 1000:.1f} s', server=f'{cpu / 1000:.1f} s')
        self.note ('an event to all', p50=f'{said["event-p50"]:.0f} ms',
                   p99=f'{said["event-p99"]:.0f} ms', last=f'{said["event-max"]:.0f} ms')
        self.note ('all back after a power cut', half=f'{said["back-p50"] / 1000:.1f} s',
                   p99=f'{said["back-p99"] / 1000:.1f} s', last=f'{said["back-max"] / 1000:.1f} s',
                   server_started=f'{started:.1f} s', processor=f'{self.read_cpu () / 1000:.1f} s',
                   turned_away=int (said['refused']))


class Clerk:
    """Composes one meeting over one connection, as the first person of the province."""

    def __init__ (self, load):
        self.load = load
        context = ssl.create_default_context (cafile=load.folder / 'ca.pem')
        self.line = http.client.HTTPSConnection ('localhost', load.port, context=context)
        self.organization = self.ask ('GET', f'/v1/persons/{name_person (0)}')['organization']

    def close (self):
        self.line.close ()

    def ask (self, method, path, body=None, token=None, **headers):
        headers = {name.replace ('_', '-'): value for name, value in headers.items ()}
        self.line.request (method, path, None if body is None else json.dumps (body), {
            'Authorization': f'Bearer {token or self.load.tokens[0]}',
            'Idempotency-Key': str (uuid.uuid4 ()), **headers})
        answer = self.line.getresponse ()
        said = answer.read ()
        if answer.status not in (200, 201):
            raise RuntimeError (f'{method} {path}: {answer.status} {said[:300]}')
        return json.loads (said)

    def put (self, kind, **record):
        record['id'] = str (uuid.uuid4 ())
        return self.ask ('PUT', f'/v1/{kind}/{record["id"]}', record, If_None_Match='*')

    def compose (self, many, papers):
        meeting = self.put ('meetings', name='Kỳ họp', meetingState='draft', **{
            'start': '2099-01-05T08:00:00+07:00', 'organization': self.organization,
            'x-chair': name_person (1), 'x-secretary': name_person (0)})
        items = [self.put ('agendaItems', meeting=meeting['id'], name=f'Nội dung {number}', **{
            'x-order': f'{number:03}'}) for number in range (12)]
        for number, (digest, size) in enumerate (papers):
            self.put ('papers', meeting=meeting['id'], agendaItem=items[number % 12]['id'],
                      name=f'Tài liệu {number}', fileName='t.pdf', size=int (size),
                      **{'x-digest': digest})
        for number in range (many):
            self.put ('participants', meeting=meeting['id'], person=name_person (number), **{
                'x-role': 'delegate', 'partstat': 'needs-action'})
        return meeting

    def publish (self, meeting):
        self.ask ('POST', f'/v1/meetings/{meeting["id"]}/publish', {'reason': 'đo'},
                  If_Match=f'"{meeting["etag"]}"')

    def count_seen (self, token, state, meeting):
        page = self.ask ('GET', f'/v1/changes?limit=1000&since={state}', token=token)
        return sum (meeting['id'] in (record['id'], record.get ('meeting'))
                    for records in page['created'].values () for record in records)


def name_person (number):
    return f'000000b0-0000-4000-8000-{number:012x}'


def read_figures (lines):
    figures = {}
    for line in lines:
        name, _, value = line.partition (' ')
        if value:
            figures[name] = float (value) if '.' in value else int (value)
    return figures


def find_child (pid):
    text = pathlib.Path (f'/proc/{pid}/task/{pid}/children').read_text ().split ()
    return int (text[0]) if text else None


def wait_for (look):
    end = time.monotonic () + 10
    while time.monotonic () < end:
        found = look ()
        if found:
            return found
        time.sleep (0.05)
    raise TimeoutError ('nginx does not start')

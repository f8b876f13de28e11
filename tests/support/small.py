# SPDX-License-Identifier: GPL-3.0-or-later
"""The real document server with the small world of hopso-test-server.h, for tests in Python: made
by fill-server ($HOPSO_FILL_SERVER), served by hopso-server ($HOPSO_SERVER) over TLS, with a
certificate that openssl makes. Requests are made with Python's own HTTP, one connection each."""

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
import threading
import uuid

PASSWORD = 'mật khẩu thử'
AGENCY = '00000000-0000-4000-8000-0000000000a1'
OTHER_AGENCY = '00000000-0000-4000-8000-0000000000a2'
CHAIR = '00000000-0000-4000-8000-0000000000b1'
MEETING = '00000000-0000-4000-8000-0000000000c1'
DRAFT = '00000000-0000-4000-8000-0000000000c2'
ITEM = '00000000-0000-4000-8000-0000000000d1'
PART_CHAIR = '00000000-0000-4000-8000-0000000000e1'
PART = '00000000-0000-4000-8000-0000000000e3'
PAPER = '00000000-0000-4000-8000-0000000000f1'
LONG_PAPER = '00000000-0000-4000-8000-0000000000f2'
SIGN_PAPER = '00000000-0000-4000-8000-0000000000f3'
SIGN_REQUEST = '00000000-0000-4000-8000-000000000011'


class Reply:
    """Status, headers (names in lower case) and body of an answer."""

    def __init__ (self, answer, body):
        self.status = answer.status
        self.headers = {name.lower (): value for name, value in answer.getheaders ()}
        self.body = body

    @property
    def json (self):
        return json.loads (self.body)

    @property
    def problem (self):
        """The last part of a problem's type, '' for none."""
        is_problem = self.headers.get ('content-type') == 'application/problem+json'
        return self.json['type'].rsplit (':', 1)[1] if is_problem else ''


class Caller:
    """Somebody with a connection of their own; nobody until signing in."""

    def __init__ (self, server, login=None, password=PASSWORD, headers=None):
        self.server = server
        self.headers = dict (headers or {})
        self.connection = None
        self.access = self.refresh = self.person = None
        if login is not None:
            tokens = self.sign_in (login, password).json
            self.access, self.refresh = tokens['access'], tokens['refresh']
            self.person = tokens['person']

    def connect (self):
        return http.client.HTTPSConnection ('localhost', self.server.port, timeout=60,
                                            context=self.server.context)

    def ask (self, method, path, body=None, **headers):
        """One request; an underscore in a header's name is a hyphen; None leaves it out."""
        sent = dict (self.headers)
        if self.access is not None:
            sent['Authorization'] = f'Bearer {self.access}'
        sent.update ({name.replace ('_', '-'): value for name, value in headers.items ()})
        if isinstance (body, (dict, list)):
            body = json.dumps (body).encode ()
        if self.connection is None:
            self.connection = self.connect ()
        sent = {name: value for name, value in sent.items () if value is not None}
        try:
            self.connection.request (method, path, body, sent)
            answer = self.connection.getresponse ()
            reply = Reply (answer, answer.read ())
        except (ConnectionError, http.client.HTTPException) as error:
            self.connection.close ()
            self.connection = None
            raise ConnectionError (f'{method} {path}: the server ended with '
                                   f'{self.server.process.poll ()}') from error
        # libsoup ends the connection after an answer that has no body.
        if reply.headers.get ('connection') == 'close' or reply.status == 204:
            self.connection.close ()
            self.connection = None
        return reply

    def sign_in (self, login, password=PASSWORD, **headers):
        return self.ask ('POST', '/v1/session', {'login': login, 'password': password,
                                                 'device': 'máy thử'}, **headers)

    def spend (self, token, key, **headers):
        return self.ask ('POST', '/v1/session/refresh', {'refresh': token}, Idempotency_Key=key,
                         **headers)

    def patch (self, path, body, etag, key=None):
        return self.ask ('PATCH', path, body, If_Match=f'"{etag}"',
                         Idempotency_Key=key or str (uuid.uuid4 ()))

    @contextlib.contextmanager
    def listen (self):
        """The answer to GET /v1/live, to be read line by line."""
        with contextlib.closing (self.connect ()) as connection:
            bearer = {'Authorization': f'Bearer {self.access}'} if self.access else {}
            connection.request ('GET', '/v1/live', headers=bearer)
            with connection.getresponse () as answer:
                yield answer


class Server:
    """Ends, with its files, when the `with` block does."""

    def __init__ (self, *options, wrap=(), environment=None):
        self.options = options
        self.wrap = wrap # a program that runs the server
        self.environment = environment or {}
        self.folder = pathlib.Path (tempfile.mkdtemp (prefix='hopso-small.'))
        self.data = self.folder / 'data'
        self.key_file = self.folder / 'key.pem'
        self.cert_file = self.folder / 'cert.pem'
        self.port = 0
        self.process = None

    def __enter__ (self):
        try:
            self.data.mkdir ()
            self.make_authority ()
            self.make_certificate ()
            self.context = ssl.create_default_context (cafile=str (self.folder / 'ca.pem'))
            subprocess.run ([os.environ['HOPSO_FILL_SERVER'], str (self.data)], check=True)
            self.start ()
        except BaseException:
            self.close ()
            raise
        return self

    def __exit__ (self, *_):
        self.close ()

    def close (self):
        if self.process is not None:
            self.stop ()
        shutil.rmtree (self.folder, ignore_errors=True)

    def openssl (self, *words):
        subprocess.run (['openssl', *words], cwd=self.folder, check=True, capture_output=True)

    def make_authority (self):
        self.openssl ('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
                      '-nodes', '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-days', '30',
                      '-subj', '/CN=Test authority',
                      '-addext', 'keyUsage=critical,keyCertSign,cRLSign')

    def make_certificate (self, algorithm=('ec', '-pkeyopt', 'ec_paramgen_curve:P-256')):
        """A fresh one, in the place of the one before."""
        self.openssl ('req', '-newkey', *algorithm, '-nodes', '-keyout', 'key.pem',
                      '-out', 'server.csr', '-subj', '/CN=test server',
                      '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1')
        self.openssl ('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca-key.pem',
                      '-copy_extensions', 'copy', '-days', '30', '-out', 'cert.pem')
        self.key_file.chmod (0o600)

    def start (self):
        with (self.folder / 'log').open ('ab') as log:
            self.process = subprocess.Popen (
                [*self.wrap, os.environ['HOPSO_SERVER'], 'serve', '--data', str (self.data),
                 '--listen', f'127.0.0.1:{self.port}', '--tls-cert', str (self.cert_file),
                 '--tls-key', str (self.key_file), *self.options],
                stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL, text=True,
                env={**os.environ, 'ASAN_OPTIONS': 'detect_leaks=0', **self.environment})
        # Messages for who looks for faults come on the same way.
        for line in self.process.stdout:
            if line.startswith ('listening '):
                self.port = int (line.strip ().rsplit (':', 1)[1])
                threading.Thread (target=self.keep_saying, args=(self.process.stdout,)).start ()
                return
        raise RuntimeError ('the server does not start:\n' + self.read_log ())

    def keep_saying (self, stdout):
        with stdout, (self.folder / 'said').open ('a') as said:
            said.writelines (stdout)

    def stop (self):
        """In good order, and it must say so."""
        process, self.process = self.process, None
        os.kill (self.find_server (process.pid), signal.SIGTERM)
        status = process.wait (60)
        if status != 0:
            raise RuntimeError (f'the server ended with {status}:\n' + self.read_log ())

    def find_server (self, pid):
        """The server itself, or what runs below what runs it."""
        below = pathlib.Path (f'/proc/{pid}/task/{pid}/children').read_text ().split ()
        return self.find_server (int (below[0])) if self.wrap and below else pid

    def read_log (self):
        said = self.folder / 'said'
        return (self.folder / 'log').read_text () + (said.read_text () if said.exists () else '')

    def command (self, *words, check=True):
        return subprocess.run ([os.environ['HOPSO_SERVER'], *words, '--data', str (self.data)],
                               check=check, capture_output=True, text=True)

    def add_user (self, login, organization, *roles):
        """An account with the password of all."""
        password = self.folder / 'password'
        password.write_text (PASSWORD + '\n')
        named = [word for role in roles for word in ('--role', role)]
        self.command ('user', 'add', '--login', login, '--name', f'Người {login}',
                      '--organization', organization, '--password-file', str (password), *named)

    @contextlib.contextmanager
    def database (self):
        """The server's database, changed behind its back."""
        with contextlib.closing (sqlite3.connect (self.data / 'hopso.sqlite')) as database:
            with database:
                yield database

# SPDX-License-Identifier: GPL-3.0-or-later
"""The world of the main job as real processes in one temporary folder: the sample province's PKI,
its revocation lists over HTTP, software tokens, the document server over TLS, and the environment
in which the application finds all of them. Everything ends with the `with` block."""

import collections
import contextlib
import functools
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

SOURCE = pathlib.Path (__file__).resolve ().parents[2]
MAKE_PKI = SOURCE / 'data/sample/make-pki'
PASSWORD = 'hop-so-An-Hoa-2026'
DEADLINE = 30.0


class Programs:
    """Where the programs are, and what they need to run from there: a build folder, or the prefix
    of an installation."""

    BUILT = {'hopso': 'src/desktop/hopso', 'hopsoctl': 'src/cli/hopsoctl',
             'hopso-server': 'src/server/hopso-server'}

    def __init__ (self, folder):
        self.folder = pathlib.Path (folder).resolve ()
        self.is_build = (self.folder / 'build.ninja').exists ()

    def path (self, name):
        path = self.folder / (self.BUILT[name] if self.is_build else f'bin/{name}')
        if not path.exists ():
            raise FileNotFoundError (f'{path} is not there: build it first')
        return str (path)

    @property
    def sample (self):
        return SOURCE / 'data/sample' if self.is_build else self.folder / 'share/hopso/sample'

    def environment (self):
        if not self.is_build:
            shares = os.environ.get ('XDG_DATA_DIRS') or '/usr/local/share:/usr/share'
            return {'XDG_DATA_DIRS': f'{self.folder}/share:{shares}'}
        rooms = (path for path in sorted ((self.folder / 'src').iterdir ()) if path.is_dir ())
        return {
            'HOPSO_LIBEXEC_DIR': ':'.join (map (str, rooms)),
            'HOPSO_LOCALEDIR': str (self.folder / 'po'),
            'GSETTINGS_SCHEMA_DIR': str (self.folder / 'data/desktop'),
        }


class Lists (http.server.SimpleHTTPRequestHandler):
    """Hands out the revocation lists, and nothing is written about it."""

    def log_message (self, *_):
        pass


def find_port ():
    """A port that is free on both loopback addresses."""
    while True:
        with socket.socket (socket.AF_INET6) as six, socket.socket (socket.AF_INET) as four:
            six.setsockopt (socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            six.bind (('::1', 0))
            port = six.getsockname ()[1]
            with contextlib.suppress (OSError):
                four.bind (('127.0.0.1', port))
                return port


class World:
    """A province that runs. `people` get a token; the first of them sits at the machine.
    `prepare` may write another province into the folder that it is given."""

    def __init__ (self, programs, people=('chanhvanphong',), prepare=None):
        self.programs = programs
        self.people = people
        self.login = people[0]
        self.folder = pathlib.Path (tempfile.mkdtemp (prefix='hopso-world.'))
        self.pki = self.folder / 'pki'
        self.port = find_port ()
        self.url = f'https://localhost:{self.port}'
        self.pin = '123456'
        self.server = None
        self.lists = None
        self.running = []
        self.password_file = self.folder / 'secret/password'
        self.prepare = prepare
        self.n_homes = 0

    def __enter__ (self):
        # Being told to end is a reason to tidy up, too.
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal (number, lambda *_: sys.exit (143))
        try:
            self._make ()
        except BaseException:
            self.close ()
            raise
        return self

    def __exit__ (self, *_):
        self.close ()

    def close (self):
        for process in reversed (self.running):
            end (process)
        if self.lists is not None:
            self.lists.shutdown ()
            self.lists.server_close ()
        shutil.rmtree (self.folder, ignore_errors=True)

    # --- making it ----------------------------------------------------------------------------

    def _make (self):
        lists = self.folder / 'lists'
        lists.mkdir ()
        self.lists = http.server.ThreadingHTTPServer (
            ('127.0.0.1', 0), functools.partial (Lists, directory=str (lists)))
        threading.Thread (target=self.lists.serve_forever, daemon=True).start ()
        self.lists_url = f'http://127.0.0.1:{self.lists.server_address[1]}'
        persons = [word for login in self.people for word in ('--person', login)]
        self.call ([str (MAKE_PKI), str (self.pki), '--crl-url', self.lists_url,
                    '--pin', self.pin, *persons])
        for name in ('root-ca.crl', 'sub-ca.crl'):
            shutil.copy (self.pki / name, lists / name)
        self._make_trust ()
        self.new_home ()
        self.password_file.parent.mkdir ()
        self.password_file.write_text (PASSWORD)
        if self.prepare is not None:
            self.prepare (self.sample)
        self.call ([self.programs.path ('hopso-server'), 'init', '--data', self.data, '--sample',
                    '--sample-folder', str (self.sample),
                    '--sample-password-file', str (self.password_file)])
        self.start_server ()

    def _make_trust (self):
        trust = self.folder / 'trust'
        trust.mkdir ()
        shutil.copy (self.pki / 'trust.pem', trust / 'root.pem')
        shutil.copy (self.pki / 'sub-ca.pem', trust / 'sub.pem')

    def _make_module (self):
        """Tells p11-kit's user configuration of the software tokens and of no other module."""
        modules = self.home / 'config/pkcs11/modules'
        modules.mkdir (parents=True)
        for path in pathlib.Path ('/usr/share/p11-kit/modules').glob ('*.module'):
            (modules / path.name).write_text ('enable-in: nothing\n')
        (modules / 'softhsm2.module').write_text (f'module: {self.module}\n')

    def new_home (self):
        """A machine on which nobody has signed in yet."""
        self.n_homes += 1
        self._make_module ()
        settings = self.home / 'config/gtk-4.0'
        settings.mkdir ()
        (settings / 'settings.ini').write_text (
            '[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\n'
            'gtk-cursor-blink=false\n')

    @property
    def home (self):
        return self.folder / f'home-{self.n_homes}'

    @property
    def sample (self):
        return self.folder / 'sample' if self.prepare is not None else self.programs.sample

    @property
    def data (self):
        return str (self.folder / 'server')

    @property
    def module (self):
        """The software token's library, as the PKI's maker found it."""
        for line in (self.pki / 'env').read_text ().splitlines ():
            name, _, value = line.removeprefix ('export ').partition ('=')
            if name == 'HOPSO_SAMPLE_MODULE':
                return value
        raise LookupError ('the PKI names no module')

    @property
    def ca_file (self):
        return str (self.pki / 'tls-ca.pem')

    def environment (self):
        """For whatever the person starts: the application, hopsoctl."""
        return {
            **os.environ, **self.programs.environment (),
            'SOFTHSM2_CONF': str (self.pki / 'softhsm2.conf'),
            'HOPSO_TRUST_DIR': str (self.folder / 'trust'),
            'XDG_CONFIG_HOME': str (self.home / 'config'),
            'XDG_DATA_HOME': str (self.home / 'data'),
            'XDG_CACHE_HOME': str (self.home / 'cache'),
            'XDG_STATE_HOME': str (self.home / 'state'),
            'LANGUAGE': 'vi', 'LC_ALL': 'C.UTF-8', 'TZ': 'Asia/Ho_Chi_Minh',
        }

    # --- processes ----------------------------------------------------------------------------

    def call (self, command, **more):
        """Runs a command to its end; what it said is in the exception if it fails."""
        done = subprocess.run (command, env=self.environment (), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               check=False, **more)
        if done.returncode != 0:
            raise RuntimeError (f'{pathlib.Path (command[0]).name} {command[1]}: exit '
                                f'{done.returncode}\n{done.stdout}')
        return done.stdout

    def start (self, name, *arguments, log=None, environment=None):
        """Starts a program that dies with us; what it says goes to a log."""
        path = pathlib.Path (log or self.folder / f'{name}.log')
        with path.open ('a') as file:
            process = subprocess.Popen (
                ['setpriv', '--pdeathsig', 'TERM', self.programs.path (name), *arguments],
                env={**self.environment (), **(environment or {})}, stdin=subprocess.DEVNULL,
                stdout=file, stderr=subprocess.STDOUT)
        self.running.append (process)
        return process

    def read_log (self, name):
        path = self.folder / f'{name}.log'
        return path.read_text () if path.exists () else ''

    def start_server (self):
        self.server = self.start (
            'hopso-server', 'serve', '--data', self.data,
            '--listen', f'127.0.0.1:{self.port}', '--listen', f'[::1]:{self.port}',
            '--tls-cert', str (self.pki / 'server.pem'), '--tls-key', str (self.pki / 'server.key'))
        deadline = time.monotonic () + DEADLINE
        for host in ('127.0.0.1', '[::1]'):
            while not self._answers (f'https://{host}:{self.port}'):
                if self.server.poll () is not None or time.monotonic () > deadline:
                    raise RuntimeError ('the server does not answer:\n' +
                                        self.read_log ('hopso-server'))
                time.sleep (0.03)

    def _answers (self, url):
        try:
            return 'version' in self.ask ('/v1/server', url=url)
        except OSError:
            return False

    # --- looking behind the server's desk -----------------------------------------------------

    def ask (self, path, body=None, token=None, url=None, **more):
        """One request as any client could make it; the JSON of its reply. An underscore in a
        header's name is a hyphen."""
        headers = {'Authorization': f'Bearer {token}'} if token else {}
        headers.update ({name.replace ('_', '-'): value for name, value in more.items ()})
        if body is not None:
            headers['Content-Type'] = 'application/json'
        request = urllib.request.Request (
            (url or self.url) + path, headers=headers,
            data=json.dumps (body).encode () if body is not None else None)
        context = ssl.create_default_context (cafile=self.ca_file)
        with urllib.request.urlopen (request, context=context, timeout=DEADLINE) as reply:
            return json.load (reply)

    def ask_for_token (self, login=None):
        return self.ask ('/v1/session', {'login': login or self.login, 'password': PASSWORD,
                                         'device': 'test'})['access']

    def ask_for_all (self, token):
        """Everything that the person may see, by kind."""
        found, since = collections.defaultdict (list), ''
        while True:
            page = self.ask (f'/v1/changes?limit=500{since}', token=token)
            for kind, records in page['created'].items ():
                found[kind] += records
            since = '&since=' + page['newState']
            if not page['hasMoreChanges']:
                return found

    def stop_server (self):
        """As if the network were gone: nothing answers at that address any more."""
        self.stop (self.server)
        self.server = None

    def stop (self, process):
        self.running.remove (process)
        end (process)

    def sign_in (self, *options):
        """The account on this machine, as a person would have it after the first day. On a second
        machine the option --start-anew stands in for the recovery code."""
        der = ssl.PEM_cert_to_DER_cert (pathlib.Path (self.ca_file).read_text ())
        return self.call ([self.programs.path ('hopsoctl'), 'login', self.url, '--user', self.login,
                           '--password-file', str (self.password_file), '--ca', self.ca_file,
                           '--ca-fingerprint', hashlib.sha256 (der).hexdigest (), *options])


def end (process, patience=10.0):
    """Asks a process to end, and makes it."""
    if process.poll () is None:
        process.terminate ()
        try:
            process.wait (patience)
        except subprocess.TimeoutExpired:
            process.kill ()
    process.wait ()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords and tokens pass through the server; after it has ended none of them is in its memory,
in its log with everything switched on, or in its data. $HOPSO_EXIT_SCAN keeps the memory."""

import os
import sys
import tempfile
import uuid

import small
import tap
from tap import check
from traces import Traces


def use (server):
    """All that secrets go into, rightly and wrongly."""
    caller = small.Caller (server, 'chutri')
    tokens = caller.spend (caller.refresh, str (uuid.uuid4 ())).json
    secrets = {'access': caller.access, 'refresh': caller.refresh,
               'access 2': tokens['access'], 'refresh 2': tokens['refresh'],
               'password': small.PASSWORD, 'wrong password': 'sai-mật-khẩu-hoàn-toàn'}
    small.Caller (server).sign_in ('thuky', secrets['wrong password'])
    small.Caller (server).sign_in ('khongai', secrets['wrong password'])
    caller.ask ('GET', f'/v1/changes?access_token={caller.access}')
    caller.ask ('GET', '/v1/changes', Cookie=f'token={caller.access}')
    caller.ask ('POST', '/v1/session', b'{"login": "chutri", "password": "' +
                small.PASSWORD.encode () + b'", "device"')
    with caller.listen () as answer:
        answer.readline ()
    server.command ('user', 'list')
    return secrets


def test_the_server_keeps_no_secret ():
    left = tempfile.TemporaryDirectory (prefix='hopso-left.')
    with left, small.Server (wrap=(os.environ['HOPSO_EXIT_SCAN'], left.name),
                             environment={'G_MESSAGES_DEBUG': 'all'}) as server:
        secrets = use (server)
        server.stop ()
        traces = Traces (secrets, server.data / 'hopso.sqlite')
        traces.look_into (left.name, server.data)
        traces.look ('log', server.read_log ().encode ())
        check (any (name.endswith ('.memory') for name in os.listdir (left.name)), 'no memory')
        check (not traces.found, '\n'.join (map (str, traces.found)))
        print (f'# {traces.n_bytes // 1024} KiB looked through')


def test_the_search_would_find_them ():
    """A server that is killed in the middle of a request has them still."""
    left = tempfile.TemporaryDirectory (prefix='hopso-left.')
    with left, small.Server (wrap=(os.environ['HOPSO_EXIT_SCAN'], left.name)) as server:
        caller = small.Caller (server, 'chutri')
        with caller.listen () as answer:
            answer.readline ()
            os.kill (server.find_server (server.process.pid), 9)
            server.process.wait ()
            server.process = None
        traces = Traces ({'access': caller.access})
        traces.look_into (left.name)
        check (traces.found, 'a token in use is in memory')


sys.exit (tap.run ('server/leaks', [test_the_server_keeps_no_secret,
                                    test_the_search_would_find_them]))

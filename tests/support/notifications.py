#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of a desktop that shows notifications (freedesktop.org Desktop Notifications 1.2), for
tests: a process of its own on the session bus, which writes down what it is told to show, and
presses one when it is asked to. As a program: notifications.py FILE; says so when it is there."""

import json
import pathlib
import subprocess
import sys

import gi

gi.require_version ('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

NAME, PATH = 'org.freedesktop.Notifications', '/org/freedesktop/Notifications'
PRESS = 'vn.hopso.Test.Notifications'
XML = f"""
<node>
 <interface name="{NAME}">
  <method name="Notify">
   <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
   <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
   <arg type="a{{sv}}" direction="in"/><arg type="i" direction="in"/>
   <arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
   <arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
   <arg type="s" direction="out"/>
  </method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
 </interface>
 <interface name="{PRESS}"><method name="Press"><arg type="u" direction="in"/></method></interface>
</node>"""


class Daemon:
    def __init__ (self, path):
        self.path = pathlib.Path (path)
        self.last = 0

    def write (self, **event):
        with self.path.open ('a') as file:
            file.write (json.dumps (event, ensure_ascii=False) + '\n')

    def answer (self, connection, _sender, _path, _interface, method, values, call):
        values = values.unpack ()
        if method == 'Notify':
            number = values[1] or self.last + 1
            self.last = max (self.last, number)
            self.write (number=number, replaces=values[1], title=values[3], body=values[4],
                        actions=values[5], urgency=values[6].get ('urgency', 1))
            call.return_value (GLib.Variant ('(u)', (number,)))
        elif method == 'Press':
            connection.emit_signal (None, PATH, NAME, 'ActionInvoked',
                                    GLib.Variant ('(us)', (values[0], 'default')))
            call.return_value (None)
        elif method == 'CloseNotification':
            self.write (closed=values[0])
            connection.emit_signal (None, PATH, NAME, 'NotificationClosed',
                                    GLib.Variant ('(uu)', (values[0], 3)))
            call.return_value (None)
        elif method == 'GetCapabilities':
            call.return_value (GLib.Variant ('(as)', (['body', 'actions'],)))
        else:
            call.return_value (GLib.Variant ('(ssss)', ('test', 'hopso', '1', '1.2')))

    def run (self):
        connection = Gio.bus_get_sync (Gio.BusType.SESSION)
        for interface in Gio.DBusNodeInfo.new_for_xml (XML).interfaces:
            connection.register_object (PATH, interface, self.answer, None, None)
        loop = GLib.MainLoop ()
        Gio.bus_own_name_on_connection (connection, NAME, Gio.BusNameOwnerFlags.NONE,
                                        lambda *_: print ('here', flush=True),
                                        lambda *_: loop.quit ())
        loop.run ()


class Notifications:
    """What the desktop has shown so far, in the test's own process."""

    def __init__ (self, folder):
        self.path = pathlib.Path (folder) / 'notifications.json'
        self.path.touch ()
        self.process = subprocess.Popen (
            ['setpriv', '--pdeathsig', 'TERM', sys.executable, __file__, str (self.path)],
            stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline ().strip () != 'here':
            raise RuntimeError ('nobody shows notifications')

    def __enter__ (self):
        return self

    def __exit__ (self, *_):
        self.process.terminate ()
        self.process.wait ()
        self.process.stdout.close ()

    def events (self):
        text = self.path.read_text ()
        return [json.loads (line) for line in text[:text.rfind ('\n') + 1].splitlines ()]

    def shown (self):
        return [event for event in self.events () if 'number' in event]

    def find (self, body):
        """The first one whose sentence contains this."""
        return next ((event for event in self.shown () if body in event['body']), None)

    def press (self, event):
        Gio.bus_get_sync (Gio.BusType.SESSION).call_sync (
            NAME, PATH, PRESS, 'Press', GLib.Variant ('(u)', (event['number'],)), None,
            Gio.DBusCallFlags.NONE, -1, None)


if __name__ == '__main__':
    Daemon (sys.argv[1]).run ()

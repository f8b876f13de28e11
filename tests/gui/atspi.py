# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at the keyboard, as far as a program can be one: finds what a screen reader finds,
presses what can be pressed, types, and looks at the screen. Runs inside in-desktop."""

import os
import re
import subprocess
import time

import gi

gi.require_version ('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

DEADLINE = 30.0
PAUSE = 0.25


class NotFound (Exception):
    """What a person would have looked for in vain."""


def settle (pause=0):
    """Lets the accessibility library take in what the application has said meanwhile. A pause
    lets windows close first: GTK 4.8 may crash on questions about one that is going."""
    time.sleep (pause)
    context = GLib.MainContext.default ()
    while context.pending ():
        context.iteration (False)


def wait_for (look, what, deadline=DEADLINE):
    """Asks look() until it answers something; says what was missing when it never does."""
    end = time.monotonic () + deadline
    while True:
        settle ()
        try:
            found = look ()
        except GLib.Error:
            found = None
        if found:
            return found
        if time.monotonic () > end:
            raise NotFound (what)
        time.sleep (0.03)


def walk (node, depth=0):
    """Every node below and with this one that is there now."""
    yield node
    if depth > 60:
        return
    try:
        count = node.get_child_count ()
    except GLib.Error:
        return
    for index in range (count):
        try:
            child = node.get_child_at_index (index)
        except GLib.Error:
            child = None
        if child is not None:
            yield from walk (child, depth + 1)


def is_showing (node):
    """Whether it has a place on the screen. GTK 4.8 tells no more of a widget than that it is not
    hidden; a page of a stack that is not on top still has the place it had."""
    if not node.get_state_set ().contains (Atspi.StateType.VISIBLE):
        return False
    if node.get_role_name () in ('application', 'frame', 'window', 'dialog'):
        return True
    box = node.get_extents (Atspi.CoordType.WINDOW)
    return box.width > 0 and box.height > 0


def is_on_top (node):
    """Whether a finger put on its middle would touch it or something in it."""
    box = node.get_extents (Atspi.CoordType.WINDOW)
    frame = node
    while frame is not None and frame.get_role_name () not in ('frame', 'window', 'dialog'):
        frame = frame.get_parent ()
    if frame is None:
        return False
    touched = frame.get_accessible_at_point (box.x + box.width // 2, box.y + box.height // 2,
                                             Atspi.CoordType.WINDOW)
    while touched is not None:
        if touched == node:
            return True
        touched = touched.get_parent ()
    return False


def spoken (name):
    """GTK names a button with a mnemonic twice: “_Sign Sign”."""
    plain = (name or '').replace ('_', '')
    half = len (plain) // 2
    return plain[:half] if plain[:half] == plain[half + 1:] else name or ''


def matches (name, wanted):
    if wanted is None:
        return True
    if isinstance (wanted, re.Pattern):
        return wanted.search (spoken (name)) is not None
    return spoken (name) == wanted


class Person:
    """Somebody in front of one application."""

    def __init__ (self, name, pictures=None, patience=DEADLINE):
        self.pictures = pictures
        self.taken = []
        self.application = wait_for (lambda: self._find_application (name), f'application {name}',
                                     patience)

    @staticmethod
    def _find_application (name):
        desktop = Atspi.get_desktop (0)
        # Ask anew each time: the library's own picture of what comes and goes is soon a wrong one.
        desktop.set_cache_mask (Atspi.Cache.NONE)
        for index in range (desktop.get_child_count ()):
            child = desktop.get_child_at_index (index)
            if child is not None and child.get_name () == name:
                child.set_cache_mask (Atspi.Cache.NONE)
                return child
        return None

    def all (self, role=None, name=None, within=None, showing=True):
        """Everything of that role and name on the screen now."""
        found = []
        for node in walk (within or self.application):
            try:
                if role is not None and node.get_role_name () != role:
                    continue
                if not matches (node.get_name (), name):
                    continue
                if showing and not is_showing (node):
                    continue
            except GLib.Error:
                continue
            found.append (node)
        return found

    def find (self, role=None, name=None, within=None, deadline=DEADLINE, last=False):
        """The first of that role and name, or the last one, as soon as it shows."""
        found = wait_for (lambda: self.all (role, name, within), f'{role or "anything"} “{show (name)}”',
                          deadline)
        if last:
            return found[-1]
        return next ((node for node in found if self.is_touchable (node)), found[-1])

    @staticmethod
    def _shows (node):
        try:
            return is_showing (node)
        except GLib.Error:
            return False

    @staticmethod
    def is_touchable (node):
        try:
            return is_on_top (node)
        except GLib.Error:
            return False

    @staticmethod
    def is_focused (node):
        try:
            return node.get_state_set ().contains (Atspi.StateType.FOCUSED)
        except GLib.Error:
            return False

    @staticmethod
    def box (node):
        return node.get_extents (Atspi.CoordType.WINDOW)

    def has (self, role=None, name=None, within=None):
        return bool (self.all (role, name, within))

    def gone (self, role=None, name=None, deadline=DEADLINE):
        wait_for (lambda: not self.all (role, name), f'no more {role or ""} “{show (name)}”', deadline)

    def press (self, role=None, name=None, within=None, deadline=DEADLINE, last=False):
        """Presses a button, a toggle, a row, once it can be pressed."""
        node = self.find (role, name, within, deadline, last)

        def is_ready ():
            states = node.get_state_set ()
            return states.contains (Atspi.StateType.ENABLED) or \
                states.contains (Atspi.StateType.SENSITIVE)
        wait_for (is_ready, f'{role} “{show (name)}” that can be pressed', deadline)
        self.activate (node)
        return node

    def activate (self, node):
        """By the node's own action; what GTK gives none, by a finger on its middle."""
        for index in range (node.get_n_actions ()):
            if node.get_action_name (index) in ('click', 'activate', 'press', 'toggle'):
                node.do_action (index)
                settle (PAUSE)
                return
        self.click (node)

    def click (self, node):
        x, y = self.place (node)
        subprocess.run (['xdotool', 'mousemove', str (x), str (y), 'click', '1'], check=True)
        settle (PAUSE)

    def place (self, node):
        """Where the node's middle is on the screen. GTK 4 tells places in the window only, and the
        window may have a border that is no part of it."""
        said = subprocess.run (['xdotool', 'getactivewindow', 'getwindowgeometry', '--shell'],
                               check=True, capture_output=True, text=True).stdout
        window = {name: int (value) for name, value in
                  (line.split ('=') for line in said.splitlines ())}
        box = node.get_extents (Atspi.CoordType.WINDOW)
        frame = node
        while frame.get_role_name () not in ('frame', 'window', 'dialog'):
            frame = frame.get_parent ()
        inner = frame.get_extents (Atspi.CoordType.WINDOW)
        return (window['X'] + (window['WIDTH'] - inner.width) // 2 + box.x + box.width // 2,
                window['Y'] + (window['HEIGHT'] - inner.height) // 2 + box.y + box.height // 2)

    def type_into (self, node, text):
        """Replaces the text of an entry."""
        length = node.get_character_count ()
        if length:
            node.delete_text (0, length)
        node.insert_text (0, text, len (text))
        settle ()

    def type_secret (self, node, text):
        """Replaces the text of an entry by keys alone: what the accessibility bus carries stays in
        the memory of whoever reads it."""
        def count_is (wanted):
            return lambda: node.get_character_count () == wanted

        self.click (node)
        length = node.get_character_count ()
        subprocess.run (['xdotool', 'key', 'End', *['BackSpace'] * length], check=True)
        wait_for (count_is (0), 'an empty entry')
        subprocess.run (['xdotool', 'type', text], check=True)
        wait_for (count_is (len (text)), 'all that was typed')

    def type (self, text):
        """Types into whatever has the focus."""
        subprocess.run (['xdotool', 'type', text], check=True)
        settle (PAUSE)

    def key (self, *names):
        """Presses keys together, the last one between the others, as in key ('Control_L', 'q')."""
        subprocess.run (['xdotool', 'key', '--clearmodifiers', '+'.join (names)], check=True)
        settle (PAUSE)

    def text_of (self, node):
        if 'Text' in node.get_interfaces ():
            return Atspi.Text.get_text (node, 0, node.get_character_count ())
        return node.get_name ()

    def says (self, pattern, deadline=DEADLINE):
        """Waits until some label on the screen says this."""
        wanted = pattern if isinstance (pattern, re.Pattern) else re.compile (re.escape (pattern))
        return self.find (None, wanted, None, deadline)

    def sees (self, role, name, within=None):
        """Waits until such a thing is in sight: not on a page below another one."""
        return wait_for (lambda: next ((node for node in self.all (role, name, within)
                                        if self.is_touchable (node)), None),
                         f'{role} “{show (name)}” in sight')

    def picture (self, name, of_window=False):
        """Takes a picture of the whole screen, or of the active window, once nothing moves any
        more."""
        if self.pictures is None:
            return
        os.makedirs (self.pictures, exist_ok=True)
        path = os.path.join (self.pictures, f'{name}.png')
        # Out of the way: what lies under the pointer looks different and tells a tip.
        subprocess.run (['xdotool', 'mousemove', '9999', '9999'], check=True)
        before = None
        for _ in range (40):
            settle ()
            subprocess.run (['scrot', '--overwrite', '--silent',
                             *(['--focused'] if of_window else []), path], check=True)
            with open (path, 'rb') as file:
                now = file.read ()
            if now == before:
                break
            before = now
            time.sleep (0.1)
        self.taken.append (path)

    def describe (self, node=None):
        """The tree as a screen reader would tell it: for a failed test."""
        lines = []

        def tell (at, depth):
            try:
                if self._shows (at):
                    lines.append ('  ' * depth + f'{at.get_role_name ()} “{at.get_name ()}”')
                for index in range (at.get_child_count ()):
                    child = at.get_child_at_index (index)
                    if child is not None and depth < 60:
                        tell (child, depth + 1)
            except GLib.Error:
                pass
        tell (node or self.application, 0)
        return '\n'.join (lines)


def show (name):
    return name.pattern if isinstance (name, re.Pattern) else (name or '')

#!/usr/bin/python3
"""atspi.py PROGRAM NAME...: opens the program's window on a session bus of its own and reads it as a
screen reader would. Fails when a control has no name, or when one of the given names is missing."""

import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

CONTROLS = {
    "push button", "button", "toggle button", "check box", "radio button", "combo box", "entry",
    "slider", "spin button", "page tab", "link", "menu item", "heading",
}
PATIENCE_SECS = 30


def turn_accessibility_on():
    """What a screen reader does when it starts; applications listen for it."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        arguments = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
        bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set",
                      arguments, None, Gio.DBusCallFlags.NONE, 5000, None)


def things(node, depth=0):
    """All (role, name) under a node."""
    if node is None or depth > 40:
        return
    yield node.get_role_name(), node.get_name() or ""
    for index in range(node.get_child_count()):
        yield from things(node.get_child_at_index(index), depth + 1)


def tree():
    """Everything that any application shows."""
    desktop = Atspi.get_desktop(0)
    found = []
    for index in range(desktop.get_child_count()):
        found.extend(things(desktop.get_child_at_index(index)))
    return found


def main():
    program, wanted = sys.argv[1], sys.argv[2:]
    turn_accessibility_on()
    Atspi.init()
    window = subprocess.Popen([program])
    try:
        found, missing = [], wanted
        until = time.monotonic() + PATIENCE_SECS
        while missing and time.monotonic() < until:
            time.sleep(0.5)
            try:
                found = tree()
            except GLib.Error:
                continue  # a thing went away while it was read
            names = {name for _, name in found}
            missing = [name for name in wanted if name not in names]
        controls = [(role, name) for role, name in found if role in CONTROLS]
        nameless = [role for role, name in controls if not name]
        for role, name in found:
            print(f"{role}: {name}")
        print(f"{len(controls)} controls, {len(nameless)} without a name")
        if missing:
            sys.exit(f"not found: {', '.join(missing)}")
        if nameless or not controls:
            sys.exit(f"without a name: {nameless}")
    finally:
        window.terminate()
        try:
            window.wait(5)
        except subprocess.TimeoutExpired:
            window.kill()


main()

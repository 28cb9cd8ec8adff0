#!/usr/bin/env python3
"""Row 7a, the peer: exact seeks of mpv in a long file, from the order to its "playback-restart" event.

    benches/mpv_seek.py FILE.wav [SEEKS]
"""

import json
import random
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MPV = ["mpv", "--no-video", "--no-config", "--really-quiet", "--idle=no", "--ao=null", "--pause=no"]
PATIENCE_SECS = 10.0


def connect(path):
    until = time.monotonic() + PATIENCE_SECS
    while time.monotonic() < until:
        try:
            client = socket.socket(socket.AF_UNIX)
            client.connect(str(path))
            return client
        except OSError:
            time.sleep(0.02)
    raise SystemExit("mpv does not answer")


class Events:
    """Lines of mpv, one at a time."""

    def __init__(self, client):
        self.client, self.rest = client, b""
        client.settimeout(PATIENCE_SECS)

    def wait(self, name):
        while True:
            while b"\n" in self.rest:
                line, self.rest = self.rest.split(b"\n", 1)
                if json.loads(line).get("event") == name:
                    return
            self.rest += self.client.recv(65536)


def main():
    wav, seeks = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 40
    folder = Path(tempfile.mkdtemp())
    player = subprocess.Popen(MPV + [f"--input-ipc-server={folder / 'mpv'}", wav])
    client = connect(folder / "mpv")
    events = Events(client)
    chance = random.Random(7)
    took = []
    time.sleep(0.5)
    for _ in range(seeks):
        order = {"command": ["seek", chance.uniform(10, 3500), "absolute+exact"]}
        began = time.perf_counter()
        client.sendall(json.dumps(order).encode() + b"\n")
        events.wait("playback-restart")
        took.append((time.perf_counter() - began) * 1000)
        time.sleep(0.05)
    player.terminate()
    player.wait()
    took.sort()
    print(f"{took[len(took) // 2]:.1f} {took[0]:.1f} {took[-1]:.1f}")


main()

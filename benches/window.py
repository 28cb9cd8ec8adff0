#!/usr/bin/env python3
"""Rows 1 and 2a-2d: what the window costs, beside a bare window of the same toolkit and Chromium.

    cargo build --release --locked --bins
    cargo bench --locked --no-run --bench bare_window     (prints the program's path)
    script/with-devices benches/window.py GREENROOM BARE_WINDOW [ROW...]

Rows: 1 (start to first painted frame), 2a (idle), 2b (clock), 2c (recording), 4a (Chromium only).
Standard library only. CPU is that of the program and all its children: from a control group of its own
where one can be made (root), else summed from /proc, which knows 10 ms.
"""

import collections
import json
import mmap
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

RIG = pathlib.Path(os.environ.get("GREENROOM_RIG", "/nowhere"))
PAGES = pathlib.Path(__file__).resolve().parent / "pages"
CHROMIUM = [
    "chromium", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
    "--window-position=0,0", "--window-size=1000,700",
]
STARTS = int(os.environ.get("STARTS", "7"))
IDLE_SECS = float(os.environ.get("IDLE_SECS", "60"))
RUN_SECS = float(os.environ.get("RUN_SECS", "30"))
PACING = """
[[pacing]]
name = "Bench"
about = "Long enough to be measured."
speech_wpm = 200
think_secs = 600
answer = [60, 120]
stop = { at = "hard", secs = 900, warn_secs = 10 }
hold_secs = 0
between_secs = 0
repeats = 0
takes = 1
order = "listed"
question_text = "shown"
probes = 0
clock = "shown"
"""


class Screen:
    """The display's pixels, read from the file that Xvfb keeps them in."""

    def __init__(self):
        self.file = open(RIG / "Xvfb_screen0", "rb")
        self.map = mmap.mmap(self.file.fileno(), 0, prot=mmap.PROT_READ)
        out = subprocess.run(["xdotool", "getdisplaygeometry"], capture_output=True, text=True, check=True)
        self.width, self.height = map(int, out.stdout.split())
        self.offset = len(self.map) - self.width * self.height * 4

    def pixels(self):
        return self.map[self.offset:]

    def is_painted(self, empty):
        """At least 3 % of the pixels differ from the empty display, in at least 24 colours."""
        now = self.pixels()
        if now == empty:
            return False
        new, old = memoryview(now).cast("I")[::5], memoryview(empty).cast("I")[::5]
        changed = [a for a, b in zip(new.tolist(), old.tolist()) if a != b]
        return len(changed) > 0.03 * len(new) and len(set(changed)) >= 24


class Cpu:
    """CPU time of a process and all that it starts, seconds."""

    def __init__(self):
        self.group = None
        for base, usage in (("/sys/fs/cgroup/cpuacct", "cpuacct.usage"), ("/sys/fs/cgroup", "cpu.stat")):
            try:
                group = pathlib.Path(base) / f"greenroom-bench-{os.getpid()}-{time.monotonic_ns()}"
                group.mkdir()
                if not (group / usage).exists():
                    group.rmdir()
                    continue
                self.group, self.usage = group, group / usage
                break
            except OSError:
                continue

    def enter(self):
        """Called in the child, before it becomes the program."""
        os.setsid()
        if self.group:
            (self.group / "cgroup.procs").write_text(str(os.getpid()))

    def used(self, session):
        if self.group and self.usage.name == "cpuacct.usage":
            return int(self.usage.read_text()) / 1e9
        if self.group:
            return int(self.usage.read_text().split()[1]) / 1e6
        ticks = 0
        for pid in self.pids(session):
            try:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += sum(int(field) for field in fields[11:15])
            except OSError:
                pass
        return ticks / os.sysconf("SC_CLK_TCK")

    def pids(self, session):
        if self.group:
            return [int(line) for line in (self.group / "cgroup.procs").read_text().split()]
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if os.getsid(int(entry.name)) == session:
                    found.append(int(entry.name))
            except OSError:
                pass
        return found

    def leave(self):
        if self.group:
            for _ in range(20):
                try:
                    self.group.rmdir()
                    return
                except OSError:
                    time.sleep(0.1)


class Program:
    """A program under measurement, ended with all its children."""

    def __init__(self, command, environment=None):
        self.cpu = Cpu()
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            command, env={**os.environ, **(environment or {})}, preexec_fn=self.cpu.enter,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for kind in (signal.SIGTERM, signal.SIGKILL):
            for pid in self.cpu.pids(self.process.pid):
                try:
                    os.kill(pid, kind)
                except OSError:
                    pass
            until = time.monotonic() + 5
            while self.cpu.pids(self.process.pid) and time.monotonic() < until:
                self.process.poll()
                time.sleep(0.05)
        self.process.wait()
        self.cpu.leave()
        time.sleep(0.5)

    def used(self):
        return self.cpu.used(self.process.pid)

    def percent(self, secs):
        """Of one core, over this time."""
        before, begun = self.used(), time.monotonic()
        time.sleep(secs)
        return 100 * (self.used() - before) / (time.monotonic() - begun)

    def pss_mb(self):
        total = 0
        for pid in self.cpu.pids(self.process.pid):
            try:
                for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
            except OSError:
                pass
        return total / 1024

    def first_frame(self, screen, empty):
        """Wall and CPU seconds from the start to the first painted frame."""
        while time.monotonic() - self.begun < 60:
            if screen.is_painted(empty):
                return time.monotonic() - self.begun, self.used()
            time.sleep(0.01)
        raise SystemExit("nothing was painted in a minute")


def keys(window, *names):
    """Presses keys in the window of this name."""
    for _ in range(100):
        out = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", window],
                             capture_output=True, text=True)
        if out.stdout.split():
            break
        time.sleep(0.1)
    subprocess.run(["timeout", "5", "xdotool", "windowfocus", "--sync", out.stdout.split()[0]])
    for name in names:
        subprocess.run(["xdotool", "key", "--clearmodifiers", name])
        time.sleep(0.3)


def greenroom(program, folder):
    """Greenroom on a folder of its own, at the size of the others."""
    data = pathlib.Path(tempfile.mkdtemp(dir=folder))
    (data / "pacings.toml").write_text(PACING)
    (data / "settings.toml").write_text(
        'schema = 1\nfirst_start_done = true\npacing = "Bench"\nwindow = [1000.0, 700.0]\nlook = "light"\n')
    return [program], {"GREENROOM_DATA": str(data), "GREENROOM_CACHE": str(data / "cache")}


def chromium(page, folder):
    profile = tempfile.mkdtemp(dir=folder)
    return CHROMIUM + [f"--user-data-dir={profile}", f"--app=file://{PAGES}/{page}.html"], {}


def report(row, name, **figures):
    rounded = {key: round(value, 3) if isinstance(value, float) else value for key, value in figures.items()}
    print(json.dumps(dict(row=row, name=name, **rounded, load=round(os.getloadavg()[0], 1))), flush=True)


def picture(name):
    """Keeps what the display shows, where PICTURES asks for it: to see that the right thing was measured."""
    folder = os.environ.get("PICTURES")
    if folder and shutil.which("import"):
        subprocess.run(["import", "-window", "root", f"{folder}/{name}.png"])


def starts(contenders, screen, empty):
    walls, cpus = collections.defaultdict(list), collections.defaultdict(list)
    for turn in range(STARTS + 1):
        for name, make in contenders:
            with Program(*make()) as program:
                wall, cpu = program.first_frame(screen, empty)
            for _ in range(100):
                if screen.pixels() == empty:
                    break
                time.sleep(0.05)
            if turn:  # the first start warms the page cache
                walls[name].append(wall)
                cpus[name].append(cpu * 1000)
    for name in walls:
        report("1", name, cpu_ms=statistics.median(cpus[name]), cpu_ms_min=min(cpus[name]),
               cpu_ms_max=max(cpus[name]), wall_s=statistics.median(walls[name]), n=len(walls[name]))


def idle(contenders, screen, empty):
    for name, make in contenders:
        with Program(*make()) as program:
            program.first_frame(screen, empty)
            time.sleep(30)  # Greenroom lets the microphone go when nobody touches the window for 20 s
            picture(f"2a-{name}")
            shown = screen.pixels()
            percent = program.percent(IDLE_SECS)
            report("2a 2d", name, idle_percent=percent, secs=IDLE_SECS, pss_mb=program.pss_mb(),
                   processes=len(program.cpu.pids(program.process.pid)), still=shown == screen.pixels())


def greenroom_running(make, screen, empty, folder):
    """The clock of the countdown, then a recording with somebody speaking."""
    command, environment = make()
    speech = folder / "speech.wav"
    demo = folder / "demo"
    subprocess.run([command[0], "demo", "--fast", "--questions", "1", "--seed", "1", "--out", str(demo)],
                   stdout=subprocess.DEVNULL, check=True)
    shutil.copy(next(demo.glob("sessions/*/01-*.wav")), speech)
    with Program(command, environment) as program:
        program.first_frame(screen, empty)
        time.sleep(3)
        keys("Greenroom", "ctrl+Return")
        time.sleep(45)  # hello and the question
        picture("2b-greenroom")
        report("2b", "greenroom, thinking", percent=program.percent(RUN_SECS), secs=RUN_SECS)
        keys("Greenroom", "space")
        time.sleep(2)
        speaker = subprocess.Popen(["paplay", "--device=mic_in", "--latency-msec=1000", str(speech)])
        time.sleep(1)
        percent = program.percent(RUN_SECS)
        picture("2c-greenroom")
        report("2c", "greenroom, recording", percent=percent, secs=RUN_SECS, pss_mb=program.pss_mb(),
               spoken_throughout=speaker.poll() is None)
        speaker.kill()
        speaker.wait()


def running(name, make, screen, empty, row):
    with Program(*make()) as program:
        program.first_frame(screen, empty)
        time.sleep(8)
        picture(f"{row}-{name}")
        report(row, name, percent=program.percent(RUN_SECS), secs=RUN_SECS, pss_mb=program.pss_mb())


def armed(make, screen, empty):
    """How long the page waits from asking for the microphone until it records, as its title tells."""
    times = []
    for _ in range(5):
        with Program(*make()) as program:
            program.first_frame(screen, empty)
            until = time.monotonic() + 20
            while time.monotonic() < until:
                out = subprocess.run(["xdotool", "search", "--name", "recorder page armed", "getwindowname"],
                                     capture_output=True, text=True).stdout
                if "armed" in out:
                    times.append(int(out.split("armed")[1].split()[0]))
                    break
                time.sleep(0.2)
    if times:
        report("4a", "chromium, asked → recording", median_ms=statistics.median(times), all_ms=times)
    else:
        report("4a", "chromium, asked → recording", problem="the page did not record")


def main():
    if not RIG.exists():
        raise SystemExit("Needs the virtual devices: script/with-devices benches/window.py …")
    program, bare, *rows = sys.argv[1:]
    rows = rows or ["1", "2a", "2b", "2c", "4a"]
    screen = Screen()
    empty = screen.pixels()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours = lambda: greenroom(program, folder)  # noqa: E731
        contenders = [("greenroom", ours), ("bare window", lambda: ([bare, "window"], {}))]
        peer = shutil.which("chromium") is not None
        if peer:
            contenders.append(("chromium", lambda: chromium("idle", folder)))
        if "1" in rows:
            starts(contenders, screen, empty)
        if "2a" in rows:
            idle(contenders, screen, empty)
        if "2b" in rows or "2c" in rows:
            greenroom_running(ours, screen, empty, folder)
            running("bare window, clock", lambda: ([bare, "clock"], {}), screen, empty, "2b")
            if peer:
                running("chromium, clock", lambda: chromium("clock", folder), screen, empty, "2b")
                running("chromium, recording", lambda: chromium("recorder", folder), screen, empty, "2c")
        if "4a" in rows and peer:
            armed(lambda: chromium("recorder", folder), screen, empty)


main()

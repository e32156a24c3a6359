#!/usr/bin/env python3
"""Runs all slow checks: run.py [--program PATH] [--only NAME,...] [--screenshot PNG].

Installs what apt must give when it is missing, streams each script's lines, and closes with
`N passed, N failed, N skipped`. Each script also runs alone.
"""

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

from support import apt_install, arguments, media_folder, parsed

HERE = Path(__file__).resolve().parent
# Name and the seconds after which a script counts as hung.
SCRIPTS = {"round_trip": 240, "av_sync": 200, "media_matrix": 480, "kill_tests": 420, "network": 300, "chromium_play": 240, "live_hls": 600,
           "trackeval_check": 180, "analysis_report": 300, "analysis_check": 240, "analysis_truth": 240, "ladder_extras": 300, "check_hls_faults": 400, "check_hls_peers": 400, "many_machines": 600}
# Scripts that need Python packages, which one virtual environment holds.
PYTHON_PACKAGES = {"trackeval_check": ["trackeval==1.3.0", "numpy", "scipy"], "analysis_check": ["junitparser", "junit2html"],
                   "many_machines": ["kubernetes-validate", "botocore"]}
PACKAGES = ["ffmpeg", "chromium", "python3-gi", "python3-venv", "gir1.2-gst-rtsp-server-1.0", "gstreamer1.0-plugins-base",
            "gstreamer1.0-plugins-good", "gstreamer1.0-plugins-bad", "gstreamer1.0-libav", "nginx", "libnginx-mod-rtmp",
            "xvfb", "x11-apps", "x11-xserver-utils"]
CLOSING = re.compile(r"^\d+ passed, \d+ failed, \d+ skipped$")


class Counts:
    passed = failed = skipped = 0

    def take(self, line):
        word = line.split(" ", 1)[0]
        self.passed += word == "PASS"
        self.failed += word == "FAIL"
        self.skipped += word == "SKIP"


def python_for(name):
    """The Python that has a script's packages; this one where they cannot be had, so that the script says what it skips."""
    packages = PYTHON_PACKAGES.get(name)
    if not packages:
        return sys.executable
    folder = HERE.parents[1] / ".build" / "python"
    python = folder / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", str(folder)], check=True, timeout=120)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--retries", "0", "--timeout", "10", *packages],
                       check=True, timeout=300, stdout=subprocess.DEVNULL)
        return str(python)
    except (OSError, subprocess.SubprocessError):
        return sys.executable


def run_script(name, options, counts):
    command = [python_for(name), str(HERE / f"{name}.py"), "--program", options.program]
    if name == "chromium_play" and options.screenshot:
        command += ["--screenshot", os.path.abspath(options.screenshot)]
    before, closed, began = counts.passed + counts.failed + counts.skipped, False, time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, errors="replace")
    late = threading.Event()

    def end():
        # An interrupt first, so that the script takes its servers and scratch space with it.
        late.set()
        child.send_signal(2)
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()

    timer = threading.Timer(options.timeout or SCRIPTS[name], end)
    timer.start()
    for line in child.stdout:
        if CLOSING.match(line):
            closed = True
            continue
        counts.take(line)
        print(line, end="", flush=True)
    child.wait()
    timer.cancel()
    seconds = time.monotonic() - began
    if late.is_set() or not closed:
        counts.failed += 1
        print(f"FAIL {name}: " + (f"did not end within {seconds:.0f} s" if late.is_set() else f"ended early with status {child.returncode}"))
    print(f"# {name}: {counts.passed + counts.failed + counts.skipped - before} checks in {seconds:.0f} s", flush=True)


def main():
    parser = arguments("Runs all slow checks.")
    parser.add_argument("--only", default=",".join(SCRIPTS), help="scripts, by comma: " + ", ".join(SCRIPTS))
    parser.add_argument("--screenshot", help="where chromium_play saves a PNG")
    parser.add_argument("--timeout", type=float, help="seconds for each script instead of its own limit")
    parser.add_argument("--no-install", action="store_true", help="install nothing")
    options = parsed(parser)
    if not options.no_install:
        reason = apt_install(*PACKAGES)
        if reason:
            print(f"# {reason}: what needs it will be skipped")
    print(f"# clips: {'the media folder' if media_folder() else 'Fixtures only (no media folder)'}")
    counts = Counts()
    for name in options.only.split(","):
        run_script(name, options, counts)
    print(f"{counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped", flush=True)
    return 1 if counts.failed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Captures from real loopback sources: HTTP, HLS, RTSP, RTMP, SRT, UDP, X11 and pipes; drops, hangs, refusals."""

import signal
import subprocess
import sys
import threading
import time

import live_servers as servers
from support import (Report, arguments, free_port, parsed, pipeline, records, run, scratch, sink_count,
                     stop, wait_until)

SOURCES = [("HTTP file", servers.http_file), ("HLS over HTTP", servers.hls), ("live HLS", servers.hls_live),
           ("RTSP", servers.rtsp), ("RTMP", servers.rtmp), ("SRT", servers.srt), ("UDP MPEG-TS", servers.udp)]
RATE = 25


def capture_sources(report, program):
    for name, server in SOURCES:
        with report.guard(name):
            try:
                with server() as url:
                    results = pipeline([[program, "capture", url, "--duration", "3", "--timeout", "10"],
                                        [program, "sink", "-"]], 45)
                frames = sink_count(results[-1].out) or 0
                detail = (f"{frames:.0f} frames of about {3 * RATE} in {results[0].seconds:.1f} s, "
                          f"status {results[0].ending} and {results[-1].ending} {results[0].first_error}")
                report.check(name, RATE <= frames <= 3 * RATE + 2 and all(r.ok for r in results), detail)
            except servers.Unavailable as reason:
                report.skip(name, reason)


def capture_screen(report, program):
    name = "X11 screen"
    with report.guard(name):
        try:
            with servers.x11() as display:
                for source in (display, f"x11://{display}"):
                    capture = [program, "capture", source, "--limit", "10", "--timeout", "10"]
                    results = pipeline([capture, ["ffmpeg", "-v", "error", "-f", "nut", "-i", "-", "-map", "0:v",
                                                  "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]], 40)
                    frame = 640 * 480 * 3
                    pictures, corner = len(results[-1].out) / frame, tuple(results[-1].out[:3])
                    right = len(corner) == 3 and all(abs(a - b) <= 8 for a, b in zip(corner, (0x20, 0x60, 0xC0)))
                    drawn = results[-1].out[:frame].count(results[-1].out[:3]) < 640 * 480 if corner else False
                    report.check(f"{name} as {source.rstrip('0123456789')}N", pictures == 10 and right and drawn and results[0].ok,
                                 f"{pictures} pictures, corner {corner}, status {results[0].ending} {results[0].first_error}")
        except servers.Unavailable as reason:
            report.skip(name, reason)


def capture_pipes(report, program):
    picture = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=3"]
    sound = ["-f", "lavfi", "-i", "sine=duration=3"]
    forms = [("NUT", [*picture, *sound, "-c:v", "rawvideo", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", "-f", "nut", "-"]),
             ("y4m", [*picture, "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-"]),
             ("MJPEG", [*picture, "-c:v", "mjpeg", "-f", "mjpeg", "-"]),
             ("MPEG-TS", [*picture, *sound, "-c:v", "libx264", "-preset", "ultrafast", "-f", "mpegts", "-"]),
             ("Matroska", [*picture, *sound, "-c:v", "libx264", "-preset", "ultrafast", "-f", "matroska", "-"])]
    for name, command in forms:
        with report.guard(name):
            results = pipeline([command, [program, "capture", "-"], [program, "sink", "-"]], 40)
            frames = sink_count(results[-1].out)
            report.check(f"pipe of {name}", frames == 75 and all(r.ok for r in results),
                         f"{frames} frames of 75, status {results[1].ending} and {results[2].ending} {results[1].first_error}")


class Watched:
    """A capture that writes records, counted as they come."""

    def __init__(self, command):
        self.child = subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE)
        self.frames, self.last, self.errors = 0, None, bytearray()
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._read_errors, daemon=True).start()

    def _read(self):
        for line in self.child.stdout:
            for record in records(line):
                self.frames += record.get("type") == "frame"
                self.last = record

    def _read_errors(self):
        for line in self.child.stderr:
            self.errors += line


def reconnects(report, program):
    for name, server in (("RTSP", servers.rtsp), ("RTMP", servers.rtmp), ("SRT", servers.srt)):
        with report.guard(f"{name} that drops"):
            watched = None
            try:
                with server() as url:
                    port = int(url.split(":")[2].split("/")[0].split("?")[0])
                    watched = Watched([program, "capture", url, "--emit", "records", "--reconnect", "--timeout", "5"])
                    wait_until(lambda: watched.frames >= 40 or watched.child.poll() is not None, 20)
                    before = watched.frames
                time.sleep(1.5)
                at_drop = watched.frames
                started = time.monotonic()
                with server(port):
                    wait_until(lambda: watched.frames >= at_drop + 40 or watched.child.poll() is not None, 40)
                    after = watched.frames - at_drop
                    seconds = time.monotonic() - started
                    alive = watched.child.poll() is None
                    watched.child.send_signal(signal.SIGINT)
                    wait_until(lambda: watched.child.poll() is not None, 10)
                report.check(f"{name} that drops and comes back", before >= 40 and after >= 40 and alive,
                             f"{at_drop} frames before, {after} within {seconds:.1f} s of the return, "
                             f"{bytes(watched.errors).decode('utf-8', 'replace')[:160]}")
                time.sleep(0.2)
                report.check(f"{name}: SIGINT ends it with an `end` record",
                             watched.child.returncode in (-signal.SIGINT, 130) and (watched.last or {}).get("type") == "end",
                             f"status {watched.child.returncode}, last {str(watched.last)[:120]}")
            except servers.Unavailable as reason:
                report.skip(f"{name} that drops and comes back", reason)
            finally:
                if watched:
                    stop(watched.child, signal.SIGKILL)


def ends_in_error(report, name, command, low, high):
    result = run(command, high + 15)
    good = result.code == 2 and low <= result.seconds <= high and result.first_error
    report.check(name, good, f"status {result.ending} after {result.seconds:.1f} s: {result.first_error}")


def hangs_and_refusals(report, program):
    def capture(url):
        return [program, "capture", url, "--timeout", "3", "--emit", "records"]

    for scheme, path in (("http", "/clip.mp4"), ("rtsp", "/live"), ("rtmp", "/live/x")):
        with report.guard(f"{scheme} that never answers"), servers.silent() as port:
            ends_in_error(report, f"{scheme} that accepts and never answers ends by --timeout",
                          capture(f"{scheme}://127.0.0.1:{port}{path}"), 2, 6.5)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nContent-Length: 100000000\r\n\r\n"
    with report.guard("http that stalls"), scratch() as folder:
        run([*servers.FFMPEG, *servers.PICTURE, "-t", "3", *servers.ENCODE, folder / "clip.ts"], 60)
        with servers.silent(head + (folder / "clip.ts").read_bytes()) as port:
            ends_in_error(report, "http that stalls after three seconds of video ends by --timeout",
                          capture(f"http://127.0.0.1:{port}/clip.ts"), 2, 8)
    with report.guard("udp"):
        ends_in_error(report, "udp that nobody sends to ends by --timeout", capture(f"udp://127.0.0.1:{free_port()}"), 2, 6.5)
    for scheme, path in (("http", "/clip.mp4"), ("rtsp", "/live"), ("rtmp", "/live/x")):
        with report.guard(f"{scheme} refused"):
            ends_in_error(report, f"{scheme} refused ends at once", capture(f"{scheme}://127.0.0.1:{free_port()}{path}"), 0, 2.5)
    with report.guard("missing"), servers.http_file() as url:
        ends_in_error(report, "http 404 ends at once", capture(url.replace("clip.mp4", "none.mp4")), 0, 2.5)
    with report.guard("device"):
        ends_in_error(report, "a video device that is not there", [program, "capture", "/dev/video99"], 0, 2.5)
        listed = run([program, "capture", "--list-devices"], 10)
        report.check("--list-devices", listed.ok, f"status {listed.ending} {listed.out.decode('utf-8', 'replace')[:100]}")
    with report.guard("a live source with a slow reader"), servers.udp() as url:
        reader = [sys.executable, "-c", "import sys, time\ntime.sleep(4)\nwhile sys.stdin.buffer.read1(65536): pass"]
        results = pipeline([[program, "capture", url, "--live", "drop", "--size", "1920x1080", "--duration", "6",
                             "--timeout", "5", "--emit", "frames"], reader], 40)
        report.check("a live source with a slow reader keeps its pace (--live drop)", results[0].ok and results[0].seconds < 15,
                     f"status {results[0].ending}, {results[0].seconds:.1f} s")
    with report.guard("transcode"), scratch() as folder:
        ends_in_error(report, "transcode-hls of a URL that refuses",
                      [program, "transcode-hls", f"http://127.0.0.1:{free_port()}/x.mp4", "-o", folder / "out"], 0, 2.5)
        left = [p.name for p in (folder / "out").glob("*") if not p.name.startswith(".")] if (folder / "out").exists() else []
        report.check("and leaves nothing", not left, left)


def main():
    options = parsed(arguments("Captures from network sources and devices on loopback."))
    report = Report("network")
    for checks in (capture_sources, capture_screen, capture_pipes, reconnects, hangs_and_refusals):
        checks(report, options.program)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

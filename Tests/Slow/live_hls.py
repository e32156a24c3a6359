#!/usr/bin/env python3
"""A live stream, minutes long: a paced source through a pipe, its playlists read every second, played in Chromium.

live_hls.py [--minutes 2] [--screenshot PNG]: validity, delay, memory, a source that drops for ten seconds, a
kill with a restart, a full disk.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import devtools
from chromium_play import PAGE, STATE
from hls_server import serve
from support import Report, apt_install, arguments, free_port, parsed, run, scratch, stop, wait_until

RUNGS = ["--rung", "1280x720@2500k", "--rung", "640x360@800k", "--progress", "none"]
SEGMENT, WINDOW, TARGET = 4.0, 30.0, 4


def pictures(seconds, size="1280x720", rate=30):
    """ffmpeg's arguments for a moving picture with a tone, at its own pace."""
    return ["-re", "-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}",
            "-re", "-f", "lavfi", "-i", "sine=440:sample_rate=48000", "-t", str(seconds)]


def raw_nut(seconds, **options):
    return ["ffmpeg", "-v", "error", *pictures(seconds, **options), "-pix_fmt", "yuv420p", "-c:v", "rawvideo",
            "-c:a", "pcm_s16le", "-f", "nut", "-"]


class Playlist:
    """A media playlist as these checks need it."""

    def __init__(self, path):
        self.path, self.segments, self.ended, self.sequence, self.discontinuities = Path(path), [], False, 0, 0
        self.target, self.kind, marked, date, length = None, None, False, None, None
        for line in self.path.read_text().splitlines():
            tag, _, value = line.partition(":")
            if tag == "#EXT-X-MEDIA-SEQUENCE":
                self.sequence = int(value)
            elif tag == "#EXT-X-DISCONTINUITY-SEQUENCE":
                self.discontinuities = int(value)
            elif tag == "#EXT-X-TARGETDURATION":
                self.target = int(value)
            elif tag == "#EXT-X-PLAYLIST-TYPE":
                self.kind = value
            elif tag == "#EXT-X-DISCONTINUITY":
                marked = True
            elif tag == "#EXT-X-PROGRAM-DATE-TIME":
                date = datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()
            elif tag == "#EXTINF":
                length = float(value.rstrip(","))
            elif tag == "#EXT-X-ENDLIST":
                self.ended = True
            elif line and not line.startswith("#"):
                number = self.sequence + len(self.segments)
                self.segments.append({"number": number, "uri": line, "marked": marked, "date": date, "length": length})
                marked, date, length = False, None, None


class Watcher:
    """Reads the playlists of a folder again and again, and keeps what was wrong and how late segments came."""

    def __init__(self, root, renditions):
        self.root, self.renditions = Path(root), renditions
        self.faults, self.reads, self.delays, self.seen, self.before = [], 0, [], {}, {}
        self.marks, self.gone, self.updates, self.stopped = set(), {}, [], threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join()

    def fault(self, text):
        if len(self.faults) < 20:
            self.faults.append(text)

    def work(self):
        last, stamp = 0.0, None
        while not self.stopped.is_set():
            lead = self.root / self.renditions[0] / "playlist.m3u8"
            with contextlib.suppress(FileNotFoundError):
                now = lead.stat().st_mtime_ns
                if now != stamp:
                    stamp = now
                    self.look(lead, time.time())
            if time.monotonic() - last >= 1 and (self.root / "master.m3u8").exists():
                last = time.monotonic()
                try:
                    self.check()
                except Exception as error:  # noqa: BLE001 - a playlist that cannot be read is a fault
                    self.fault(f"{type(error).__name__}: {error}")
            time.sleep(0.02)

    def look(self, path, now):
        """The delay of segments that are new in the lead playlist."""
        for segment in Playlist(path).segments:
            if segment["number"] not in self.seen:
                self.seen[segment["number"]] = segment
                if not self.updates or segment["number"] > 1:
                    self.delays.append(now - segment["date"] - segment["length"])
        self.updates.append(now)

    def check(self):
        self.reads += 1
        now = time.monotonic()
        for name in self.renditions:
            path = self.root / name / "playlist.m3u8"
            playlist = Playlist(path)
            text = path.read_text()
            if not text.startswith("#EXTM3U\n") or not text.endswith("\n"):
                self.fault(f"{name}: not whole")
            if playlist.target != TARGET:
                self.fault(f"{name}: target duration {playlist.target}")
            if not playlist.segments:
                self.fault(f"{name}: empty")
            before = self.before.get(name)
            if before:
                if playlist.sequence < before.sequence or playlist.discontinuities < before.discontinuities:
                    self.fault(f"{name}: a sequence number went back")
                known = {s["number"]: s for s in before.segments}
                for segment in playlist.segments:
                    if segment["number"] in known and known[segment["number"]] != segment:
                        self.fault(f"{name}: segment {segment['number']} changed")
                listed = {s["number"] for s in playlist.segments}
                for segment in before.segments:
                    if segment["number"] not in listed:
                        self.gone.setdefault((name, segment["uri"]), (now, segment["length"]))
                left = [s for s in before.segments if s["number"] not in listed]
                if playlist.discontinuities - before.discontinuities != sum(s["marked"] for s in left):
                    self.fault(f"{name}: the discontinuity sequence does not count what left")
            total = sum(s["length"] for s in playlist.segments)
            if playlist.sequence > 1 and total < WINDOW - 0.1:
                self.fault(f"{name}: {total:.1f} s are listed")
            if total > WINDOW + SEGMENT + 0.6:
                self.fault(f"{name}: {total:.1f} s are listed")
            for segment, following in zip(playlist.segments, playlist.segments[1:]):
                passed = following["date"] - segment["date"]
                if not following["marked"] and abs(passed - segment["length"]) > 0.03:
                    self.fault(f"{name}: segment {following['number']} is dated {passed:.3f} s after one of {segment['length']}")
            for segment in playlist.segments:
                if not (path.parent / segment["uri"]).is_file():
                    self.fault(f"{name}: {segment['uri']} is listed and not there")
                if segment["length"] > TARGET + 0.5:
                    self.fault(f"{name}: {segment['uri']} lasts {segment['length']} s")
                if segment["marked"]:
                    self.marks.add(segment["number"])
            self.before[name] = playlist
            # What left stays for its own time and that of the longest playlist.
            for (owner, uri), (since, length) in self.gone.items():
                if owner == name and now - since < length + WINDOW - 1 and not (path.parent / uri).is_file():
                    self.fault(f"{name}: {uri} was removed {now - since:.1f} s after it left")

    def report(self, report, name):
        report.check(f"{name}: playlists are valid at every look", self.reads > 0 and not self.faults,
                     f"{self.reads} looks; " + "; ".join(self.faults[:5]))


def quantile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * part))] if values else float("nan")


def resident(process):
    """Resident memory in MB."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0


def processor_times():
    """Ticks of all processors: idle ones, and all."""
    values = [int(v) for v in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    return values[3] + values[4], sum(values)


def last_record(path):
    lines = [line for line in Path(path).read_text().splitlines() if line.strip()]
    return json.loads(lines[-1]) if lines else {}


@contextlib.contextmanager
def playing(root, screenshot=None):
    """Chromium plays the stream all along; yields a list of what it said each second."""
    states, stopped = [], threading.Event()
    with serve(root, {"/": PAGE.format(name="master.m3u8")}) as url, devtools.chromium(url) as page:
        def poll():
            while not stopped.is_set():
                with contextlib.suppress(Exception):
                    states.append((time.monotonic(), page.value(STATE) or {}))
                time.sleep(1)
        thread = threading.Thread(target=poll, daemon=True)
        thread.start()
        try:
            yield states
        finally:
            stopped.set()
            thread.join(5)
            if screenshot:
                with contextlib.suppress(Exception):
                    page.screenshot(screenshot)


@contextlib.contextmanager
def checked(report, name, program, root, seconds):
    """`vidproc check-hls --watch` beside a live stream, until its playlists end: no error, no warning."""
    log = root.with_name(f"{root.name}.check.ndjson")
    with open(log, "wb") as output:
        check = subprocess.Popen([program, "check-hls", str(root), "--watch", str(seconds), "--no-decode"], stdout=output,
                                 stderr=subprocess.PIPE)
        try:
            yield
            with contextlib.suppress(subprocess.TimeoutExpired):
                check.wait(30)
        finally:
            stop(check)
    records = [json.loads(line) for line in log.read_text().splitlines()]
    found = [f"{r['severity']} {r['rule']} {r.get('place', '')}: {r['what']} ({r.get('declared', '')} / {r.get('measured', '')})"
             for r in records if r["type"] == "finding" and r["severity"] != "info"]
    end = next((r for r in records if r["type"] == "end"), {})
    report.check(f"{name}: check-hls --watch finds nothing", check.returncode == 0 and not found and end.get("status") == "complete",
                 f"status {check.returncode}, {end.get('status')}; " + "; ".join(found[:4]))


def steady(report, program, folder, seconds, screenshot):
    """A paced source through a pipe."""
    root, log, before = folder / "steady", folder / "steady.ndjson", processor_times()
    with open(log, "wb") as output:
        source = subprocess.Popen(raw_nut(seconds), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        live = subprocess.Popen([program, "transcode-hls", "-", "-o", str(root), "--live", *RUNGS],
                                stdin=source.stdout, stdout=output, stderr=subprocess.PIPE)
        source.stdout.close()
        memory = []
        try:
            with Watcher(root, ["720p", "360p", "audio"]) as watcher:
                wait_until(lambda: (root / "master.m3u8").exists() or live.poll() is not None, 60)
                with checked(report, "steady", program, root, seconds + 60), \
                        playing(root, screenshot) if devtools.browser() else contextlib.nullcontext([]) as states:
                    while live.poll() is None:
                        memory.append(resident(live))
                        time.sleep(1)
                    time.sleep(3)
        finally:
            stop(source)
            stop(live)
    end = last_record(log)
    report.check("steady: ends well", live.returncode == 0 and end.get("status") == "complete",
                 f"status {live.returncode}, {live.stderr.read().decode()[:200]}")
    idle = (processor_times()[0] - before[0]) / (processor_times()[1] - before[1])
    counts = f"{end.get('frames')} frames, {end.get('dropped')} dropped, processors idle {idle:.0%}"
    if idle > 0.1 or end.get("dropped") == 0:
        report.check("steady: nothing is dropped where there are processors to spare", end.get("dropped") == 0, counts)
    else:
        report.skip("steady: nothing is dropped where there are processors to spare", f"there were none: {counts}")
    watcher.report(report, "steady")
    report.check("steady: delay from a segment's last picture to the playlist", quantile(watcher.delays, 0.99) < 3,
                 f"p50 {quantile(watcher.delays, .5):.2f} s, p99 {quantile(watcher.delays, .99):.2f} s of {len(watcher.delays)}; "
                 f"its first picture {SEGMENT:.0f} s more")
    begin, late = memory[len(memory) // 3: len(memory) // 3 + 10], memory[-15:-2]
    if begin and late:
        report.check("steady: memory is flat", max(late) < 1.1 * max(begin) + 10,
                     f"{max(begin):.0f} MB after a third, {max(late):.0f} MB at the end")
    ended = [Playlist(root / name / "playlist.m3u8").ended for name in ("720p", "360p", "audio")]
    report.check("steady: the playlists end with the source", all(ended), ended)
    removed = [r for r in map(json.loads, log.read_text().splitlines()) if r.get("removed")]
    there = {str(p.relative_to(root)) for p in root.rglob("seg_*")}
    report.check("steady: old segments are removed", bool(removed) == (seconds > 2 * WINDOW + 3 * SEGMENT)
                 and not there & {r["path"] for r in removed}, f"{len(removed)} removed, {len(there)} there")
    played(report, "steady", states, seconds)


def played(report, name, states, seconds):
    if not states:
        return report.skip(f"{name}: playback", "no Chromium")
    good = [(t, s) for t, s in states if s.get("time")]
    errors = [s["error"] for _, s in states if s.get("error")]
    advance = good[-1][1]["time"] - good[0][1]["time"] if good else 0
    span = good[-1][0] - good[0][0] if good else 0
    stalls = sum(1 for (_, a), (_, b) in zip(good, good[1:]) if b["time"] - a["time"] < 0.2 and not b.get("ended"))
    report.check(f"{name}: plays in Chromium all along", good and not errors and advance > 0.9 * min(span, seconds) - 12,
                 f"{advance:.1f} s of media in {span:.1f} s, {stalls} looks without advance, errors {errors[:1]}, "
                 f"{good[-1][1].get('frames') if good else 0} frames, {good[-1][1].get('dropped') if good else 0} dropped by it")


def interrupted(report, program, folder):
    """A network source that goes away for ten seconds."""
    root, log, port = folder / "drop", folder / "drop.ndjson", free_port()

    def sender(seconds):
        return subprocess.Popen(
            ["ffmpeg", "-v", "error", *pictures(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency",
             "-g", "30", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "mpegts", f"tcp://127.0.0.1:{port}?listen=1"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    first = sender(60)
    time.sleep(1)
    second = None
    with open(log, "wb") as output:
        live = subprocess.Popen([program, "transcode-hls", f"tcp://127.0.0.1:{port}", "-o", str(root), "--live",
                                 "--timeout", "30", *RUNGS], stdout=output, stderr=subprocess.PIPE)
        try:
            with Watcher(root, ["720p", "360p", "audio"]) as watcher:
                wait_until(lambda: (root / "master.m3u8").exists() or live.poll() is not None, 60)
                with playing(root) if devtools.browser() else contextlib.nullcontext([]) as states:
                    time.sleep(18)
                    first.kill()
                    cut = time.time()
                    time.sleep(10)
                    second = sender(40)
                    time.sleep(26)
                    live.send_signal(signal.SIGTERM)
                    live.wait(30)
                    time.sleep(12)
        finally:
            stop(first)
            if second:
                stop(second)
            stop(live)
    report.check("drop: ends by its signal", live.returncode == -signal.SIGTERM,
                 f"{live.returncode} {live.stderr.read().decode()[:300]}")
    watcher.report(report, "drop")
    after = [s for s in watcher.seen.values() if s["marked"]]
    report.check("drop: the first segment after it is a discontinuity", len(after) == 1 and cut < after[0]["date"] < cut + 20,
                 [f"segment {s['number']}, dated {s['date'] - cut:.1f} s after the cut" for s in after])
    gap = [b - a for a, b in zip(watcher.updates, watcher.updates[1:])]
    report.check("drop: what was begun is published, and the stream goes on", len(gap) > 3 and max(gap) < 22, f"longest pause {max(gap or [0]):.1f} s")
    report.check("drop: SIGTERM ends the playlists", Playlist(root / "720p" / "playlist.m3u8").ended)
    played(report, "drop", states, 30)


def killed(report, program, folder):
    """SIGKILL and the same command again."""
    root = folder / "kill"
    command = [program, "transcode-hls", "-", "-o", str(root), "--live", *RUNGS]

    def start(seconds):
        source = subprocess.Popen(raw_nut(seconds), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        live = subprocess.Popen(command, stdin=source.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        source.stdout.close()
        return source, live

    with Watcher(root, ["720p", "360p", "audio"]) as watcher:
        for round_number, seconds in enumerate([9.0, 14.1, 12.3, 10]):
            source, live = start(60 if round_number < 3 else seconds)
            if round_number < 3:
                time.sleep(seconds)
                live.kill()
            live.wait(60)
            stop(source)
    watcher.report(report, "kill")
    final = Playlist(root / "720p" / "playlist.m3u8")
    report.check("kill: each restart is one discontinuity", len([s for s in watcher.seen.values() if s["marked"]]) == 3 and final.ended,
                 f"segments {sorted(watcher.seen)} marked {[s['number'] for s in watcher.seen.values() if s['marked']]}")
    numbers = sorted(watcher.seen)
    report.check("kill: numbers go on", numbers == list(range(1, len(numbers) + 1)), numbers)
    leftovers = [str(p) for p in root.rglob(".*.part")]
    report.check("kill: nothing is left over", not leftovers, leftovers)


def full_disk(report, program, folder):
    """A disk that fills up."""
    if os.geteuid() != 0:
        return report.skip("full disk", "needs root to mount a small file system")
    place = folder / "small"
    place.mkdir()
    if not run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]).ok:
        return report.skip("full disk", "cannot mount a small file system")
    try:
        root = place / "live"
        done = run([program, "transcode-hls", "testsrc2=size=1280x720:rate=30", "-o", str(root), "--event", *RUNGS,
                    "--segment", "1", "--duration", "60"], 90)
        report.check("full disk: a clear error", done.code == 2 and "No space left" in done.err.decode(), f"{done.ending} {done.first_error}")
        playlist = Playlist(root / "720p" / "playlist.m3u8")
        missing = [s["uri"] for s in playlist.segments if not (root / "720p" / s["uri"]).is_file()]
        report.check("full disk: the playlist stays valid and open", playlist.segments and not missing and not playlist.ended,
                     f"{len(playlist.segments)} segments, missing {missing}")
    finally:
        run(["umount", str(place)])


def main():
    parser = arguments("A live stream: validity, delay, memory, drops, kills.")
    parser.add_argument("--minutes", type=float, default=2, help="length of the steady run (default: 2)")
    parser.add_argument("--screenshot", help="where to save a PNG of the playing video")
    parser.add_argument("--only", default="steady,drop,kill,disk", help="parts, by comma")
    options = parsed(parser)
    report = Report("live")
    if not devtools.browser():
        apt_install("chromium")
    parts = options.only.split(",")
    with scratch() as folder:
        if "steady" in parts:
            with report.guard("steady"):
                steady(report, options.program, folder, options.minutes * 60, options.screenshot)
        if "drop" in parts:
            with report.guard("drop"):
                interrupted(report, options.program, folder)
        if "kill" in parts:
            with report.guard("kill"):
                killed(report, options.program, folder)
        if "disk" in parts:
            with report.guard("disk"):
                full_disk(report, options.program, folder)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Plays HLS directories in headless Chromium: progress, duration, size, a seek, and the end.

chromium_play.py [--screenshot PNG] [DIR/master.m3u8 ...]; without a master, vidproc makes some.
"""

import sys
import time
from pathlib import Path

import devtools
import hls_playlist
from hls_server import serve
from support import Report, apt_install, arguments, clip, parsed, run, scratch, video_clip

PAGE = """<!doctype html><title>play</title><body style="margin:0;background:#222">
<video id="v" muted playsinline style="width:100vw;height:100vh;object-fit:contain;display:block" src="/{name}"></video>
<script>
const v = document.getElementById("v");
v.seen = [];
for (const e of ["ended", "stalled", "waiting", "playing", "error"]) v.addEventListener(e, () => v.seen.push(e));
v.play().catch(e => v.seen.push("play: " + e));
</script>"""

STATE = """(() => { const v = document.getElementById("v"); if (!v || !v.seen) return {};
  const q = v.getVideoPlaybackQuality(); return {
  time: v.currentTime, duration: v.duration, width: v.videoWidth, height: v.videoHeight,
  frames: q.totalVideoFrames, dropped: q.droppedVideoFrames, ended: v.ended, paused: v.paused,
  ready: v.readyState, error: v.error ? v.error.code + " " + v.error.message : null, seen: v.seen,
  audio: v.webkitAudioDecodedByteCount, video: v.webkitVideoDecodedByteCount }; })()"""


def poll(page, condition, seconds):
    """The page's state as soon as a condition holds, or the last one seen."""
    deadline, state = time.monotonic() + seconds, {}
    while time.monotonic() < deadline:
        state = page.value(STATE) or {}
        if state.get("error") or condition(state):
            return state
        time.sleep(0.2)
    return state


def expected_duration(master):
    """The longest rendition's declared duration."""
    read = hls_playlist.read_master(master)
    paths = [v.path for v in read.variants] + [master.parent / m["URI"] for m in read.media if "URI" in m]
    return max(float(hls_playlist.read_media(path).duration) for path in paths)


def play(report, name, master, screenshot=None):
    """Plays one master playlist and adds its checks to the report."""
    master = Path(master).resolve()
    read = hls_playlist.read_master(master)
    sizes = {v.attributes.get("RESOLUTION") for v in read.variants}
    wants_audio = any("AUDIO" in v.attributes for v in read.variants)
    wanted = expected_duration(master)
    with serve(master.parent, {"/": PAGE.format(name=master.name)}) as url, devtools.chromium(url) as page:
        started = poll(page, lambda s: s.get("time", 0) > 0.5, 30)
        if not report.check(f"{name}: starts", started.get("time", 0) > 0.5 and not started.get("error"),
                            f"{started.get('time')} s, error {started.get('error')}, {started.get('seen')}"):
            return
        later = poll(page, lambda s: s["time"] > min(started["time"] + 1, wanted - 0.3), 20)
        report.check(f"{name}: currentTime advances", later["time"] > started["time"],
                     f"{started['time']:.2f} to {later['time']:.2f} s")
        report.check(f"{name}: duration within 0.1 s", abs((later["duration"] or 0) - wanted) <= 0.1,
                     f"{later['duration']} against {wanted:.3f} s")
        size = f"{later['width']}x{later['height']}"
        report.check(f"{name}: size is one of the master's", size in sizes or sizes == {None}, size)
        report.check(f"{name}: pictures are decoded", later["frames"] > 0, f"{later['frames']} frames, {later['dropped']} dropped")
        if wants_audio:
            report.check(f"{name}: sound is decoded", (later["audio"] or 0) > 0, f"{later['audio']} bytes")
        if screenshot:
            page.screenshot(screenshot)
            report.check(f"{name}: screenshot", Path(screenshot).stat().st_size > 10_000, screenshot)
        target = max(0.0, wanted - 2.0)
        page.value(f"document.getElementById('v').currentTime = {target}; document.getElementById('v').play(); 1")
        last = poll(page, lambda s: s["ended"], 30)
        report.check(f"{name}: plays to its end after a seek", last["ended"] and last["time"] >= wanted - 0.2 and not last["error"],
                     f"sought {target:.2f}, ended {last['ended']} at {last['time']:.3f} s, error {last['error']}")


def main():
    parser = arguments("Plays HLS in headless Chromium.")
    parser.add_argument("masters", nargs="*", help="master playlists; none: vidproc makes them")
    parser.add_argument("--screenshot", help="where to save a PNG of the playing video")
    options = parser.parse_args() if any("m3u8" in a for a in sys.argv[1:]) else parsed(parser)
    report = Report("chromium")
    if not devtools.browser():
        reason = apt_install("chromium")
        if reason or not devtools.browser():
            report.skip("playback", reason or "no Chromium")
            return report.finish()
    if options.masters:
        for master in options.masters:
            with report.guard(master):
                play(report, master, master, options.screenshot)
        return report.finish()
    source = video_clip()
    short = clip("bigbuckbunny.mp4") or source
    if not source:
        report.skip("playback", "no clip")
        return report.finish()
    rungs = ["--rung", "640x360@800k", "--rung", "426x240@400k", "--preset", "ultrafast", "--progress", "none"]
    with scratch() as folder:
        piped = folder / "piped.nut"
        jobs = [
            ("fMP4", source, [], None), ("TS", short, ["--container", "ts"], None),
            ("1080p ladder sizes", short, ["--rung", "1280x720@2500k"], None), ("through a pipe", short, [], piped),
        ]
        for name, input_clip, extra, pipe in jobs:
            with report.guard(name):
                out = folder / name.replace(" ", "-")
                chosen = extra + (["--preset", "ultrafast", "--progress", "none"] if "--rung" in extra else rungs)
                if pipe:
                    run([options.program, "capture", input_clip, "-o", pipe], 120)
                made = run([options.program, "transcode-hls", pipe or input_clip, "-o", out, *chosen], 300)
                if report.check(f"{name}: vidproc makes it", made.ok, f"{made.ending} {made.first_error}"):
                    play(report, name, out / "master.m3u8", options.screenshot if name == "fMP4" else None)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

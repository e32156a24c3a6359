#!/usr/bin/env python3
"""Ladders with copied rungs, encrypted segments and subtitles in headless Chromium; encrypted work killed and resumed."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import devtools
from chromium_play import play
from support import Report, apt_install, parsed, arguments, run, scratch, video_clip

TEXT = """1
00:00:01,000 --> 00:00:02,000
First line

2
00:00:03,000 --> 00:00:06,000
Over a boundary
"""
ENCRYPTED = ["--encrypt", "aes-128", "--key-uri", "../keys/{n}.key", "--key-rotation", "2"]
SMALL = ["--rung", "426x240@400k", "--progress", "none", "--segment", "2"]


def fitting(source, folder):
    """Ten seconds of a clip that a rung of 640x360 at 800k can be, with a text track."""
    text = folder / "text.srt"
    text.write_text(TEXT)
    target = folder / "fitting.mkv"
    made = run(["ffmpeg", "-v", "error", "-y", "-t", "10", "-i", source, "-f", "lavfi", "-t", "10", "-i", "sine=440:r=48000",
                "-i", text, "-map", "0:v", "-map", "1:a", "-map", "2:s", "-vf", "scale=640:360,setsar=1,format=yuv420p",
                "-c:v", "libx264", "-preset", "veryfast", "-b:v", "500k", "-maxrate", "600k", "-bufsize", "300k",
                "-x264-params", "scenecut=0:open-gop=0", "-force_key_frames", "expr:gte(t,n_forced*2)", "-c:a", "aac",
                "-ac", "2", "-b:a", "64k", "-c:s", "srt", "-metadata:s:s:0", "language=eng", target], 120)
    return target if made.ok else None


def contents(folder):
    """All published files of a ladder by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(Path(folder).rglob("*"))
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)}


def killed(report, program, source, folder):
    """A job that is killed and goes on publishes the bytes of one that was not, with the same keys."""
    keys = folder / "kept"
    command = [program, "transcode-hls", source, "--rung", "640x360@800k", "--rung", "426x240@400k", "--segment", "2",
               "--copy", "auto", "--thumbnails=2", "--progress", "none", *ENCRYPTED, "--key-dir", keys, "-o"]
    whole = run([*command, folder / "whole"], 300)
    report.check("encrypted: a job without a break", whole.ok, whole.first_error)
    process = subprocess.Popen([str(part) for part in [*command, folder / "broken"]], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if list((folder / "broken").glob("audio*/seg_*")) or list((folder / "broken").glob("240p/seg_*")):
            break
        time.sleep(0.02)
    was_killed = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = run([*command, folder / "broken"], 300)
    report.check("encrypted: goes on after SIGKILL", again.ok, f"killed {was_killed}, {again.first_error}")
    one, other = contents(folder / "whole"), contents(folder / "broken")
    differing = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
    report.check("encrypted: the same bytes", not differing, ", ".join(differing[:5]))


def main():
    options = parsed(arguments("Copied rungs, encryption, subtitles and thumbnails."))
    report = Report("ladder_extras")
    source = video_clip()
    if not source:
        report.skip("all", "no clip")
        return report.finish()
    with scratch() as folder:
        clip = fitting(source, folder)
        if not report.check("a clip that fits a rung", clip is not None):
            return report.finish()
        with report.guard("killed"):
            killed(report, options.program, clip, folder)
        if not devtools.browser():
            reason = apt_install("chromium")
            if reason or not devtools.browser():
                report.skip("playback", reason or "no Chromium")
                return report.finish()
        jobs = [("copied", []), ("encrypted", [*ENCRYPTED, "--key-dir", folder / "encrypted" / "keys"]),
                ("encrypted TS", ["--container", "ts", *ENCRYPTED, "--key-dir", folder / "encrypted TS" / "keys"])]
        for name, more in jobs:
            with report.guard(name):
                out = folder / name
                made = run([options.program, "transcode-hls", clip, "-o", out, "--copy", "auto", "--thumbnails=2", "--rung",
                            "640x360@800k", *SMALL, *more], 300)
                if report.check(f"{name}: vidproc makes it", made.ok, f"{made.ending} {made.first_error}"):
                    master = (out / "master.m3u8").read_text()
                    report.check(f"{name}: has subtitles and images",
                                 bool(re.search("TYPE=SUBTITLES", master) and re.search("IMAGE-STREAM-INF", master)))
                    if name == "encrypted":
                        # Chromium's own player did not read encrypted fMP4 behind a plain EXT-X-MAP; ffmpeg does.
                        read = run(["ffmpeg", "-v", "error", "-allowed_extensions", "ALL", "-i", out / "master.m3u8", "-map",
                                    "0:v", "-map", "0:a", "-f", "null", "-"], 120)
                        report.check(f"{name}: ffmpeg decodes it", read.ok and not read.first_error, read.first_error)
                        continue
                    play(report, name, out / "master.m3u8")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

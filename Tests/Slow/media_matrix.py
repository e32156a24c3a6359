#!/usr/bin/env python3
"""Every clip at hand, and some made bad on purpose, through probe, capture and transcode-hls: a table."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import hls_check
import hls_playlist
from directory_state import visible_files
from support import (Report, all_clips, arguments, decoded_frames, first_stream, media_folder, parsed, pipeline, probe,
                     records, run, scratch, sink_count, table)

RUNGS = ["--rung", "426x240@400k", "--rung", "256x144@200k", "--preset", "ultrafast", "--progress", "none"]
# Real clips that are known not to decode cleanly: their counts are shown, not required.
DAMAGED = {"box.mp4", "no-initial-keyframe.ts", "damaged.mp4", "truncated_faststart.mp4"}
TIMEOUT = 120


@dataclass
class Row:
    """What became of one clip."""

    name: str
    frames_in: int | None = None
    seconds_in: str = ""
    audio_in: int = 0
    probe: str = ""
    captured: object = ""
    by_ffmpeg: object = ""
    renditions: list = field(default_factory=list)
    seconds_out: str = ""
    audio_out: int = 0
    status: str = ""
    error: str = ""

    def cells(self):
        text = lambda v: "-" if v is None or v == "" else str(v)  # noqa: E731
        return [self.name, self.probe, text(self.frames_in), text(self.captured), text(self.by_ffmpeg),
                "/".join(map(str, self.renditions)) or "-", f"{self.seconds_in or '-'}", self.seconds_out or "-",
                f"{self.audio_in}/{self.audio_out}", self.status, self.error[:90]]


HEADER = ["clip", "probe", "frames in", "captured", "by ffmpeg", "in renditions", "s in", "s out", "audio in/out",
          "status", "first line of errors"]


def examine(report, program, path, name, damaged, folder):
    """Takes one clip through the three commands and checks what came out."""
    row, wrong = Row(name), []
    info = probe(path)
    row.frames_in = decoded_frames(path) if first_stream(info, "video") else None
    row.audio_in = sum(s.get("codec_type") == "audio" for s in info.get("streams", []))
    row.seconds_in = info.get("format", {}).get("duration", "")[:7]
    playable = bool(row.frames_in)

    probed = run([program, "probe", path], 30)
    row.probe = probed.ending
    if probed.code == 0 and len(records(probed.out)) != len([l for l in probed.out.splitlines() if l.strip()]):
        wrong.append("probe printed lines that are not JSON")

    captured = pipeline([[program, "capture", path], [program, "sink", "-"]], TIMEOUT)
    row.captured = sink_count(captured[-1].out)
    read = pipeline([[program, "capture", path], ["ffmpeg", "-v", "error", "-f", "nut", "-i", "-", "-map", "0:v:0",
                                                  "-fps_mode", "passthrough", "-f", "framecrc", "-"]], TIMEOUT)
    row.by_ffmpeg = sum(1 for l in read[-1].out.splitlines() if l and not l.startswith(b"#"))

    out = folder / "out"
    made = run([program, "transcode-hls", path, "-o", out, *RUNGS], TIMEOUT)
    row.status, row.error = made.ending, made.first_error
    if made.ok:
        measure_output(row, out)

    results = {"probe": probed, "capture": captured[0], "sink": captured[1], "capture for ffmpeg": read[0], "transcode-hls": made}
    for command, result in results.items():
        if result.timed_out:
            wrong.append(f"{command} hung")
        elif result.code < 0:
            wrong.append(f"{command} died by {result.ending}")
        elif result.code not in (0, 2):
            wrong.append(f"{command}: status {result.code}")
    wrong += outcome(row, playable, damaged, made, captured, out, path)
    report.check(name, not wrong, "; ".join(str(w) for w in wrong[:5]) or
                 (f"{row.frames_in} frames in, {'/'.join(map(str, row.renditions)) or 'refused'} out"))
    run(["rm", "-rf", out], 20)
    return row


def measure_output(row, out):
    master = hls_playlist.read_master(out / "master.m3u8")
    for variant in master.variants:
        row.renditions.append(packets(variant.path))
    row.seconds_out = f"{float(hls_playlist.read_media(master.variants[0].path).duration):.3f}"
    row.audio_out = sum(m.get("TYPE") == "AUDIO" for m in master.media)


def packets(playlist):
    result = run(["ffprobe", "-v", "quiet", "-allowed_extensions", "ALL", "-count_packets", "-select_streams", "v:0", "-of", "csv=p=0",
                  "-show_entries", "stream=nb_read_packets", playlist], 60)
    words = [w for w in result.out.decode().replace(",", "\n").split() if w.isdigit()]
    return int(words[0]) if words else None


def outcome(row, playable, damaged, made, captured, out, path):
    """What must hold of the outcome."""
    left = [p.name for p in visible_files(out)] if out.exists() else []
    if not playable:
        found = [] if made.code == 2 else [f"no picture decodes, but the status is {made.ending}"]
        found += [] if captured[0].code == 2 else [f"capture of what has no pictures: status {captured[0].ending}"]
        found += [] if made.first_error else ["no message"]
        return found + ([f"left {left[:3]}"] if left else [])
    if made.code != 0:
        return ([] if damaged else [f"refused: {made.first_error}"]) + (["left a master playlist"] if "master.m3u8" in left else [])
    found = []
    if not damaged:
        if row.captured != row.frames_in or row.by_ffmpeg != row.frames_in:
            found.append(f"captured {row.captured} and {row.by_ffmpeg} of {row.frames_in} frames")
        if any(count != row.frames_in for count in row.renditions):
            found.append(f"renditions hold {row.renditions} of {row.frames_in} frames")
    findings = hls_check.check(out / "master.m3u8", path, "equal" if not damaged else None, audio=None if damaged else "source")
    return found + [f"{f.name}: {f.detail}" for f in findings if not f.ok]


# Clips made here


def made_clips(folder):
    """Sound in all its cases, and frame rates; (name, path)."""
    ff = ["ffmpeg", "-v", "error", "-nostdin", "-y"]
    def picture(rate, seconds=9):
        return ["-f", "lavfi", "-i", f"testsrc2=size=640x360:rate={rate}:duration={seconds}"]
    def tone(seconds=9, layout="stereo", pitch=440):
        return ["-f", "lavfi", "-i", f"sine=frequency={pitch}:sample_rate=48000:duration={seconds},aformat=channel_layouts={layout}"]
    code = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    recipes = {
        "made-29.97.mp4": [*picture("30000/1001"), *tone(), *code],
        "made-59.94.mp4": [*picture("60000/1001"), *tone(), *code],
        "made-23.976.mp4": [*picture("24000/1001"), *tone(), *code],
        "made-surround.mp4": [*picture(25), *tone(layout="5.1"), *code],
        "made-44100.mp4": [*picture(25), *tone(), *code, "-ar", "44100"],
        "made-languages.mp4": [*picture(25), *tone(), *tone(pitch=880), *code, "-map", "0", "-map", "1", "-map", "2",
                               "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fra"],
        "made-long-sound.mkv": [*picture(25, 5), *tone(9), *code],
        "made-short-sound.mkv": [*picture(25, 9), *tone(4), *code],
        "made-interlaced.mpg": [*picture(50), *tone(), "-vf", "interlace,setfield=tff", "-c:v", "mpeg2video", "-flags", "+ilme+ildct",
                                "-b:v", "4M", "-c:a", "mp2"],
    }
    found = []
    for name, recipe in recipes.items():
        if run([*ff, *recipe, folder / name], 60).ok:
            found.append((name, folder / name))
    return found


def bad_inputs(folder, clips):
    """Inputs that cannot be read; (name, path)."""
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "text.mp4").write_text("not a film\n" * 50)
    (folder / "noise.ts").write_bytes(bytes((i * 7919 + i // 251) % 256 for i in range(200_000)))
    (folder / "header-only.y4m").write_bytes(b"YUV4MPEG2 W64 H64 F25:1 Ip A1:1 C420\n")
    run(["ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "sine=duration=2", folder / "sound.wav"], 20)
    found = ["empty.mp4", "text.mp4", "noise.ts", "header-only.y4m", "sound.wav"]
    whole = next((c for c in clips if c.suffix == ".mp4" and "malformed" not in c.parts), None)
    if whole:
        data = whole.read_bytes()
        # Half of a file whose index stands at the end, or of its index: no picture either way.
        (folder / "cut-in-its-index.mp4").write_bytes(data[: min(len(data) // 2, 400)])
        found.append("cut-in-its-index.mp4")
    return [(f"bad: {name}", folder / name) for name in found] + [("bad: a directory", folder), ("bad: nothing there", folder / "none.mp4")]


def languages(report, program, folder, path):
    """Each track has its own EXT-X-MEDIA, and 5.1 is kept beside the stereo when asked."""
    out = folder / "languages"
    if run([program, "transcode-hls", path, "-o", out, *RUNGS], TIMEOUT).ok:
        media = [m for m in hls_playlist.read_master(out / "master.m3u8").media if m.get("TYPE") == "AUDIO"]
        got = sorted(m.get("LANGUAGE", "?") for m in media)
        report.check("two tracks, two languages, one default", got in (["en", "fr"], ["eng", "fra"]) and
                     sum(m.get("DEFAULT") == "YES" for m in media) == 1, f"{got}, {[m.get('NAME') for m in media]}")
    surround = path.with_name("made-surround.mp4")
    for extra, wanted in (([], ["2"]), (["--surround"], ["2", "6"])):
        out = folder / ("surround" + "".join(extra))
        result = run([program, "transcode-hls", surround, "-o", out, *RUNGS, *extra], TIMEOUT)
        media = hls_playlist.read_master(out / "master.m3u8").media if result.ok else []
        got = sorted(m.get("CHANNELS", "?") for m in media)
        report.check(f"5.1 {' '.join(extra)}: CHANNELS {wanted}", got == wanted, f"{got} {result.first_error}")
        if result.ok:
            report.findings(f"5.1 {' '.join(extra)}: its set", hls_check.check(out / "master.m3u8", surround))


def main():
    parser = arguments("Takes every clip through probe, capture and transcode-hls.")
    parser.add_argument("--only", help="clips whose name contains this")
    options = parsed(parser)
    report, rows = Report("matrix"), []
    clips = all_clips()
    if not media_folder():
        report.skip("the media folder", "not here; clips of Fixtures and made ones only")
    with scratch() as folder:
        jobs = [(c.name, c, "malformed" in c.parts or c.name in DAMAGED) for c in clips]
        made = made_clips(folder)
        jobs += [(name, path, False) for name, path in made] + [(name, path, True) for name, path in bad_inputs(folder, clips)]
        for name, path, damaged in jobs:
            if options.only and options.only not in name:
                continue
            with report.guard(name), scratch() as work:
                rows.append(examine(report, options.program, Path(path), name, damaged, work))
        if not options.only:
            with report.guard("languages"):
                languages(report, options.program, folder, folder / "made-languages.mp4")
    print()
    table([r.cells() for r in rows], HEADER)
    print()
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

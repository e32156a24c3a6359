#!/usr/bin/env python3
"""Frame streams out and in: timestamps, records and pictures survive; cut streams and closed pipes end right."""

import subprocess
import sys
from fractions import Fraction

from directory_state import faults, looks_finished, timeline
from support import (Report, arguments, clip, decoded_frames, first_stream, fraction, parsed, pipeline, probe, records,
                     run, scratch, sink_count, video_clip)

READ = ["ffmpeg", "-v", "error", "-nostdin", "-copyts", "-f", "nut", "-i", "-"]


def source_times(path):
    """Presentation times of the decoded pictures, as rationals."""
    base = fraction((first_stream(probe(path), "video") or {}).get("time_base"))
    result = run(["ffprobe", "-v", "quiet", "-select_streams", "v:0", "-of", "csv=p=0", "-show_entries",
                  "frame=best_effort_timestamp", path], 120)
    return [int(w) * base for w in result.out.decode().replace(",", "\n").split() if w.lstrip("-").isdigit()]


def stream_times(path):
    """Packet times of the raw video in a NUT file, as rationals."""
    base = fraction((first_stream(probe(path), "video") or {}).get("time_base"))
    result = run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-of", "csv=p=0", "-show_entries", "packet=pts", path], 120)
    return [int(w) * base for w in result.out.decode().replace(",", "\n").split() if w.lstrip("-").isdigit()]


def picture_sums(command, stdin=None, first=None):
    """Checksums of the pictures that ffmpeg decodes from a file or another command's output."""
    commands = ([first] if first else []) + [command]
    result = pipeline(commands, 180, stdin=stdin)
    lines = [l for l in result[-1].out.splitlines() if l and not l.startswith(b"#")]
    return [l.split(b",")[-1].strip() for l in lines], result


def framemd5(source, *options):
    return ["ffmpeg", "-v", "error", *(() if source == "-" else ("-nostdin",)), *options, "-i", source, "-map", "0:v:0",
            "-fps_mode", "passthrough", "-f", "framemd5", "-"]


def clips(folder):
    """A 29.97 clip, the one of variable frame rate, and one in 1/12800."""
    ntsc = folder / "ntsc.mp4"
    run(["ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=30000/1001:duration=5",
         "-f", "lavfi", "-i", "sine=duration=5", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p",
         "-c:a", "aac", ntsc], 60)
    fine = folder / "fine.mp4"
    run(["ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=5", "-c:v",
         "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-video_track_timescale", "12800", fine], 60)
    late = folder / "late.mkv"
    run(["ffmpeg", "-v", "error", "-nostdin", "-itsoffset", "7", "-i", ntsc, "-c", "copy", late], 60)
    return [("29.97 mp4", ntsc), ("1/12800 clip", fine), ("a clip that starts at 7 s", late),
            ("variable frame rate", clip("cursed-vfr.mp4"))]


def timestamps(report, program, folder):
    for name, source in clips(folder):
        if not source:
            report.skip(name, "no such clip at hand")
            continue
        with report.guard(name):
            stream = folder / "stream.nut"
            made = run([program, "capture", source, "-o", stream], 120)
            wanted, got = source_times(source), stream_times(stream)
            different = [i for i, (a, b) in enumerate(zip(wanted, got)) if a != b]
            report.check(f"{name}: capture's times are the source's, as rationals", made.ok and wanted and wanted == got,
                         f"{len(got)} of {len(wanted)} pictures" + (f", first difference at {different[0]}: "
                         f"{wanted[different[0]]} {got[different[0]]}" if different else "") + f" {made.first_error}")
            copied = folder / "copied.nut"
            again = run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-copyts", "-i", stream, "-map", "0", "-c", "copy", copied], 60)
            got = stream_times(copied) if again.ok else []
            report.check(f"{name}: and after ffmpeg's copy", wanted == got, f"{len(got)} pictures, {again.first_error}")
            third = run([program, "capture", "-", "-o", folder / "third.nut"], 120, stdin=open(copied, "rb"))
            got = stream_times(folder / "third.nut") if third.ok else []
            report.check(f"{name}: and when vidproc reads that copy", wanted == got, f"{len(got)} pictures, {third.first_error}")
            count_records(report, program, name, stream, len(wanted))


def count_records(report, program, name, stream, wanted):
    """One frame record a frame in the text stream, and between a `stream` and an `end`."""
    result = run([*READ, "-map", "0:s", "-c", "copy", "-f", "data", "-"], 60, stdin=open(stream, "rb"))
    found = records(result.out.replace(b"}{", b"}\n{"))
    kinds = [r.get("type") for r in found]
    frames = [r for r in found if r.get("type") == "frame"]
    in_order = [r.get("frame") for r in frames] == list(range(wanted))
    report.check(f"{name}: its records, read by ffmpeg", kinds[:1] == ["stream"] and kinds[-1:] == ["end"] and in_order,
                 f"{len(frames)} of {wanted} frame records, first {kinds[:1]}, last {kinds[-1:]}")
    base = found[0].get("time_base") if found else None
    if base and frames:
        times = [r["pts"] * Fraction(*base) for r in frames]
        report.check(f"{name}: records' times are the pictures'", times == stream_times(stream), f"time base {base}")
    direct = run([program, "capture", "-", "--emit", "records"], 60, stdin=open(stream, "rb"))
    direct_frames = sum(r.get("type") == "frame" for r in records(direct.out))
    report.check(f"{name}: --emit records of the stream", direct.ok and direct_frames == wanted, f"{direct_frames} of {wanted}")


def pictures(report, program, folder):
    source = clip("demo.mp4", "bigbuckbunny.mp4")
    options = ["-t", "5"]
    given = ["-i", source, *options] if source else ["-f", "lavfi", "-i", "testsrc2=size=176x144:rate=25:duration=5"]
    with report.guard("pictures"):
        for name, form in (("NUT", ["-c:v", "rawvideo", "-f", "nut"]), ("y4m", ["-f", "yuv4mpegpipe"])):
            stream = folder / f"ffmpeg.{name}"
            run(["ffmpeg", "-v", "error", "-nostdin", "-y", *given, "-an", "-sn", "-pix_fmt", "yuv420p", *form, stream], 60)
            wanted, _ = picture_sums(framemd5(stream))
            got, results = picture_sums(framemd5("-"), stdin=open(stream, "rb"), first=[program, "capture", "-"])
            report.check(f"vidproc capture - reads ffmpeg's {name}: the same pictures", wanted and got == wanted,
                         f"{len(got)} of {len(wanted)}, status {results[0].ending} {results[0].first_error}")
            got, results = picture_sums(framemd5("-"), stdin=open(stream, "rb"), first=[program, "capture", "-", "--format", "y4m"])
            report.check(f"and gives them as y4m ({name})", wanted and got == wanted,
                         f"{len(got)} of {len(wanted)}, status {results[0].ending} {results[0].first_error}")
        for name in ("demo.mp4", "hlg10-color-test.mp4", "bear-vp9-odd-dimensions.webm"):
            encoded = clip(name)
            if not encoded:
                report.skip(f"pictures of {name}", "no such clip at hand")
                continue
            wanted, _ = picture_sums(framemd5(encoded))
            got, results = picture_sums(framemd5("-", "-f", "nut"), first=[program, "capture", encoded])
            report.check(f"capture's pictures are those ffmpeg decodes: {encoded.name}", wanted and got == wanted,
                         f"{len(got)} of {len(wanted)}, status {results[0].ending} {results[0].first_error}")


def ladders(report, program, folder):
    """A piped job and a direct one cut alike; a pipe cannot be read twice, so neither shares an analysis."""
    source = video_clip()
    if not source:
        report.skip("piped and direct ladders", "no clip with picture and sound")
        return
    with report.guard("ladders"):
        make = ["--rung", "426x240@400k", "--preset", "ultrafast", "--progress", "none"]
        piped = pipeline([[program, "capture", source], [program, "transcode-hls", "-", "-o", folder / "piped", *make]], 240)
        direct = run([program, "transcode-hls", source, "-o", folder / "direct", "--no-shared-analysis", *make], 240)
        if not report.check(f"both jobs of {source.name}", piped[-1].ok and piped[0].ok and direct.ok,
                            f"status {piped[0].ending}, {piped[-1].ending}, {direct.ending} {piped[-1].first_error} {direct.first_error}"):
            return
        one, other = timeline(folder / "piped"), timeline(folder / "direct")
        report.check("the same renditions", sorted(one) == sorted(other), f"{sorted(one)} {sorted(other)}")
        for path in sorted(set(one) & set(other)):
            a, b = one[path], other[path]
            audio = "audio" in path
            slack = Fraction(1024, 44100) if audio else Fraction(1, 100000)
            same = len(a) == len(b) and all(abs(x - y) <= slack for x, y in zip(a, b))
            report.check(f"{path}: the same boundaries" + (" within an audio frame" if audio else ""), same and abs(sum(a) - sum(b)) <= slack,
                         f"{len(a)} and {len(b)} segments, {float(sum(a)):.6f} and {float(sum(b)):.6f} s")
        one_set, other_set = ([p for p in timeline(folder / d)] for d in ("piped", "direct"))
        sums = [picture_sums(framemd5(folder / d / v[0], "-allowed_extensions", "ALL"))[0] for d, v in (("piped", one_set), ("direct", other_set))]
        report.check("piped and direct give the same pictures", sums[0] and sums[0] == sums[1], f"{len(sums[0])} and {len(sums[1])}")


def endings(report, program, folder):
    source = clip("demo.mp4") or video_clip()
    if not source:
        report.skip("cut streams", "no clip at hand")
        return
    with report.guard("cut streams"):
        stream = folder / "whole.nut"
        run([program, "capture", source, "--duration", "6", "-o", stream], 60)
        size = stream.stat().st_size
        for share in (0.3, 0.6):
            cut = ["head", "-c", int(size * share), stream]
            for reader in (["sink", "-"], ["capture", "-", "--emit", "records"], ["capture", "-"]):
                result = pipeline([cut, [program, *reader]], 60)[-1]
                report.check(f"a stream cut at {share:.0%} into {' '.join(reader)}: status 2", result.code == 2 and result.first_error,
                             f"status {result.ending} {result.first_error}")
            out = folder / f"cut-{share}"
            result = pipeline([cut, [program, "transcode-hls", "-", "-o", out, "--preset", "ultrafast", "--progress", "none"]], 60)[-1]
            finished = out.exists() and looks_finished(out)
            wrong = faults(out, 6) if out.exists() else []
            report.check(f"a stream cut at {share:.0%} into transcode-hls: status 2, nothing looks finished",
                         result.code == 2 and not finished and not wrong,
                         f"status {result.ending}, looks finished: {finished}, {'; '.join(wrong[:2])} {result.first_error}")
        tail = pipeline([["head", "-c", size - 60, stream], [program, "sink", "-"]], 60)[-1]
        report.check("a stream without its `end`: status 2", tail.code == 2, f"status {tail.ending} {tail.first_error}")
    with report.guard("killed writer"):
        writer = subprocess.Popen([program, "capture", source, "--realtime"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        reader = subprocess.Popen([program, "sink", "-"], stdin=writer.stdout, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        writer.stdout.close()
        try:
            reader.wait(1.5)
        except subprocess.TimeoutExpired:
            writer.kill()
        writer.wait()
        out, err = reader.communicate(timeout=20)
        report.check("a writer killed in mid-stream: the reader exits 2", reader.returncode == 2,
                     f"status {reader.returncode}, {sink_count(out)} frames {err[:120].decode('utf-8', 'replace')}")
    with report.guard("closed pipes"):
        for extra in ([], ["--emit", "records"], ["--format", "y4m"]):
            results = pipeline([[program, "capture", source, *extra], ["head", "-c", "1000"]], 30)
            report.check(f"capture {' '.join(extra)} | head -c 1000: status 0, quiet", results[0].code == 0 and not results[0].err.strip(),
                         f"status {results[0].ending} {results[0].first_error}")
    with report.guard("foreign"):
        plain = folder / "plain.nut"
        run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", source, "-t", "3", "-map", "0:v:0", "-c:v", "rawvideo", plain], 60)
        whole = run([program, "sink", "-"], 60, stdin=open(plain, "rb"))
        wanted = decoded_frames(plain)
        report.check("another program's NUT needs no `end`", whole.ok and sink_count(whole.out) == wanted,
                     f"status {whole.ending}, {sink_count(whole.out)} of {wanted} frames {whole.first_error}")


def main():
    options = parsed(arguments("Frame streams out and in again."))
    report = Report("round trip")
    for checks in (timestamps, pictures, ladders, endings):
        with scratch() as folder:
            checks(report, options.program, folder)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

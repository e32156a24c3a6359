#!/usr/bin/env python3
"""Benchmarks, paired and alternated in one run: the ladder at equal settings and at equal quality, frames through a
pipe, start-up, memory, records, tracking, analysis.

bench.py [--only ladder,settings,pipe,startup,memory,records,tracking,analysis] [--runs 3] [--json FILE]
"""

import json
import os
import platform
import shlex
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Slow"))
sys.path.insert(0, str(HERE / "Analysis"))
sys.path.insert(0, str(HERE / "Ladder"))

import ffmpeg_ladder  # noqa: E402
import ladder as ladder_quality  # noqa: E402
import speed as analysis_speed  # noqa: E402
from measure import measured, resident_mb, slope  # noqa: E402
from support import arguments, clip, first_stream, media_folder, parsed, probe, records, run, scratch, sink_count, table  # noqa: E402

FRAME_1080 = 1920 * 1080 * 3 // 2


class Bench:
    """Collects results: printed lines, targets met or missed, NDJSON."""

    def __init__(self, options):
        self.options, self.program, self.results, self.missed, self.broken = options, options.program, [], 0, 0

    def note(self, kind, **values):
        self.results.append({"type": "benchmark", "name": kind, **values})

    def target(self, text, met):
        self.missed += not met
        print(f"{'MET   ' if met else 'MISSED'} {text}", flush=True)

    def failed(self, text):
        self.broken += 1
        print(f"FAILED {text}", flush=True)


def first_line(*command):
    result = run(command, 20)
    text = (result.out or result.err).decode("utf-8", "replace").strip().splitlines()
    return text[0] if text else "?"


def header(bench):
    model = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.machine())
    facts = {"vidproc": first_line(bench.program, "--version"), "ffmpeg": first_line("ffmpeg", "-version")[:60],
             "system": platform.platform(), "cpu": model, "cores": os.cpu_count(), "load_before": os.getloadavg()}
    for name, value in facts.items():
        print(f"{name}: {value}")
    bench.note("machine", **facts)


def show(command):
    print("$ " + shlex.join(str(c) for c in command), flush=True)


# (a) the whole ladder at equal settings


def ladder_inputs(folder):
    """natural_1080p30.mp4, and a 60 s 720p clip looped by stream copy."""
    inputs = []
    natural = clip("natural_1080p30.mp4")
    if natural:
        inputs.append(("1080p30", natural))
    base = clip("sintel_trailer-720p.mp4", "bigbuckbunny.mp4")
    if base:
        looped = folder / "720p-60s.mp4"
        run(["ffmpeg", "-v", "error", "-nostdin", "-stream_loop", "12", "-i", base, "-t", "60", "-map", "0:v:0",
             "-map", "0:a:0?", "-c", "copy", looped], 120)
        if looped.is_file():
            inputs.append(("720p 60 s", looped))
    return inputs


def settings(bench):
    print("\n== the whole ladder against one ffmpeg command of the same settings")
    with scratch("vidproc-bench-") as folder:
        inputs = ladder_inputs(folder)
        if not inputs:
            print("SKIP settings: no clips")
        for name, source in inputs:
            ladder_pair(bench, folder, name, source)


def ladder_pair(bench, folder, name, source):
    info = probe(source)
    video, has_audio = first_stream(info, "video"), first_stream(info, "audio") is not None
    plan = ffmpeg_ladder.program_plan(bench.program, source) or ffmpeg_ladder.default_plan(video["width"], video["height"])
    print(f"{name}: {Path(source).name}, plan {'assumed (the program prints none)' if plan.get('assumed') else 'printed by the program'}")
    taken = {"vidproc": [], "ffmpeg": []}
    for turn in range(bench.options.runs):
        for who in (("vidproc", "ffmpeg") if turn % 2 == 0 else ("ffmpeg", "vidproc")):
            out = folder / f"{who}-{turn}"
            if who == "ffmpeg":
                out.mkdir()
                command = ffmpeg_ladder.build_ffmpeg_command(plan, source, out, has_audio)
            else:
                command = [bench.program, "transcode-hls", source, "-o", out, "--progress", "none"]
            if turn == 0:
                show(command)
            usage = measured(command)
            size = sum(p.stat().st_size for p in out.rglob("*") if p.is_file()) / 1e6 if out.exists() else 0
            run(["rm", "-rf", out], 30)
            if usage.code != 0:
                bench.failed(f"{who} on {name}: status {usage.code}")
                return
            taken[who].append((usage.cpu, usage.wall, usage.memory_mb, size))
            print(f"  {who}: {usage.cpu:.2f} CPU s, {usage.wall:.2f} s, {usage.memory_mb:.0f} MB resident, {size:.2f} MB written", flush=True)
    rows, ratios = [], {}
    for index, what in enumerate(("CPU s", "wall s", "peak MB", "written MB")):
        own, theirs = [t[index] for t in taken["vidproc"]], [t[index] for t in taken["ffmpeg"]]
        ratios[what] = statistics.median(a / b for a, b in zip(own, theirs))
        rows.append((what, f"{statistics.median(own):.2f}", f"{statistics.median(theirs):.2f}", f"{ratios[what]:.3f}"))
    table(rows, (name, "vidproc", "ffmpeg", "median of paired ratios"))
    for what, limit in (("CPU s", 1.02), ("wall s", 1.02), ("peak MB", 1.0)):
        bench.target(f"{name}: {what} {ratios[what]:.3f} of ffmpeg's (<= {limit})", ratios[what] <= limit)
    bench.note("settings", clip=name, runs=taken, ratios=ratios, plan=plan)


# (b) frames through a pipe


def pipe(bench):
    print("\n== frames through a pipe, raw 1080p yuv420p from a tmpfs")
    memory = Path("/dev/shm")
    with scratch("vidproc-bench-", memory if memory.is_dir() and os.access(memory, os.W_OK) else None) as folder:
        plain = folder / "plain_pipe"
        compiler = next((c for c in ("gcc", "cc", "clang") if run(["sh", "-c", f"command -v {c}"], 5).ok), None)
        if not compiler or not run([compiler, "-O2", "-o", plain, HERE / "plain_pipe.c"], 60).ok:
            bench.failed("no C compiler for the plain pipe")
            return
        checksums(bench, folder)
        speed(bench, folder, plain)


def raw_clip(folder, size, frames, form):
    """A raw clip of natural pictures where there is one, with a moving test picture else."""
    path = folder / f"raw-{size}.{form}"
    source = clip("natural_1080p30.mp4") if size == "1920x1080" else clip("demo.mp4")
    given = ["-stream_loop", "20", "-i", source] if source else ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25"]
    made = run(["ffmpeg", "-v", "error", "-nostdin", "-y", *given, "-an", "-vf", f"scale={size.replace('x', ':')}",
                "-frames:v", frames, "-pix_fmt", "yuv420p", "-c:v", "rawvideo" if form == "nut" else "wrapped_avframe",
                "-f", "nut" if form == "nut" else "yuv4mpegpipe", path], 120)
    return path if made.ok else None


def frame_sums(commands):
    """framemd5's lines of the last command's output, without times."""
    result = measured(*commands)
    return [l.split(b",")[-1].strip() for l in result.out.splitlines() if l and not l.startswith(b"#")], result.code


def checksums(bench, folder):
    for size, count in (("176x144", 300), ("1920x1080", 60)):
        raw = raw_clip(folder, size, count, "nut")
        wanted, _ = frame_sums([["ffmpeg", "-v", "error", "-i", raw, "-map", "0:v", "-f", "framemd5", "-"]])
        through, code = frame_sums([[bench.program, "capture", raw],
                                    ["ffmpeg", "-v", "error", "-f", "nut", "-i", "-", "-map", "0:v", "-f", "framemd5", "-"]])
        bench.target(f"{size}: {len(through)} pictures read by ffmpeg are the source's, by checksum", code == 0 and through == wanted)
        kept = folder / "kept.nut"
        run([bench.program, "capture", raw, "-o", kept], 60)
        sums = []
        with open(kept if kept.is_file() else os.devnull, "rb") as file:
            sums.append(checksum_of(measured([bench.program, "sink", "-", "--checksum"], stdin=file).out))
        for _ in range(5):
            sums.append(checksum_of(measured([bench.program, "capture", raw], [bench.program, "sink", "-", "--checksum"]).out))
        bench.target(f"{size}: `sink --checksum` through a pipe, 5 times, is that of the file ({str(sums[0])[:60]})",
                     bool(sums[0]) and len(set(map(str, sums))) == 1)
        bench.note("checksum", size=size, frames=len(through), equal=through == wanted, sums=[str(s) for s in sums])
        raw.unlink()
        kept.unlink(missing_ok=True)


def checksum_of(output):
    """Whatever the sink printed about checksums: keys that name one, or the lines but for times and rates."""
    found = [{k: v for k, v in r.items() if "sum" in k.lower() or "md5" in k or "hash" in k or k == "streams"} for r in records(output)]
    found = [f for f in found if f]
    if found:
        return found
    return sorted(l for l in output.decode("utf-8", "replace").splitlines() if "checksum" in l)


def speed(bench, folder, plain):
    frames = bench.options.frames
    sources = {form: raw_clip(folder, "1920x1080", frames, form) for form in ("nut", "y4m")}
    ways = [("64 KiB pipe, write and read", [[plain, FRAME_1080, frames]]),
            ("1 MiB pipe, write and read", [[plain, FRAME_1080, frames, 1 << 20]]),
            ("vidproc capture raw.nut | sink", [[bench.program, "capture", sources["nut"]], [bench.program, "sink", "-"]]),
            ("vidproc capture raw.y4m | sink", [[bench.program, "capture", sources["y4m"]], [bench.program, "sink", "-"]]),
            ("vidproc, y4m through the pipe", [[bench.program, "capture", sources["y4m"], "--format", "y4m"], [bench.program, "sink", "-"]])]
    for _, commands in ways:
        print("$ " + " | ".join(shlex.join(str(c) for c in part) for part in commands))
    taken = {name: [] for name, _ in ways}
    for turn in range(max(3, bench.options.runs)):
        for name, commands in ways if turn % 2 == 0 else reversed(ways):
            usage = measured(*commands)
            count = sink_count(usage.out)
            if usage.code != 0 or count != frames:
                if name == ways[4][0]:
                    print(f"SKIP {name}: the sink takes no y4m (status {usage.code})") if turn == 0 else None
                    continue
                bench.failed(f"{name}: status {usage.code}, {count} of {frames} frames")
                continue
            # The sink's own clock leaves out the start of the two processes.
            rate = sink_count(usage.out, "fps") or frames / usage.wall
            taken[name].append((rate, frames / usage.wall, usage.cpu * 1000 / frames))
    rows = [(name, *(f"{statistics.median(t[i] for t in runs):.{d}f}" for i, d in ((0, 0), (1, 0), (2, 2))))
            for name, runs in taken.items() if runs]
    table(rows, ("way", "frames/s (reader's clock)", "frames/s (with start-up)", "CPU ms a frame, both ends"))
    passed = run([bench.program, "capture", sources["nut"], "-o", folder / "framed.nut"], 120)
    if passed.ok:
        size = (folder / "framed.nut").stat().st_size
        print(f"NUT framing: {(size - frames * FRAME_1080) / frames:.0f} bytes a frame beside {FRAME_1080} ({100 * (size / frames / FRAME_1080 - 1):.4f}%)")
        bench.note("nut_bytes", per_frame=(size - frames * FRAME_1080) / frames)
    medians = {name: statistics.median(t[0] for t in runs) for name, runs in taken.items() if runs}
    own = medians.get(ways[2][0], 0)
    if own:
        if (bare := medians.get(ways[4][0])):
            print(f"NUT framing: {1000 / own - 1000 / bare:+.3f} ms a frame against y4m")
        bench.target(f"{own:.0f} frames/s through the pipe (>= 600), plain 64 KiB pipe {medians.get(ways[0][0], 0):.0f}", own >= 600)
    bench.note("pipe", runs=taken, medians=medians)


# (c) start-up


def startup(bench):
    print("\n== start-up")
    commands = {"vidproc": [bench.program, "--version"], "ffmpeg": ["ffmpeg", "-version"]}
    taken = {who: [] for who in commands}
    for command in commands.values():
        show(command)
        measured(command)
    for turn in range(30):
        for who in commands if turn % 2 == 0 else reversed(commands):
            usage = measured(commands[who])
            taken[who].append((usage.wall * 1000, usage.cpu * 1000))
    wall = {who: statistics.median(t[0] for t in runs) for who, runs in taken.items()}
    cpu = {who: statistics.median(t[1] for t in runs) for who, runs in taken.items()}
    ratio = statistics.median(a[0] / b[0] for a, b in zip(taken["vidproc"], taken["ffmpeg"]))
    table([(who, f"{wall[who]:.1f}", f"{cpu[who]:.1f}") for who in commands], ("30 alternated runs, medians", "wall ms", "CPU ms"))
    bench.target(f"start-up {ratio:.3f} of ffmpeg's (<= 1.3; ratio of medians {wall['vidproc'] / wall['ffmpeg']:.3f})", ratio <= 1.3)
    bench.note("startup", wall_ms=wall, cpu_ms=cpu, ratio=ratio)


# (d) memory over ten minutes


def memory(bench):
    print("\n== memory over a 10-minute input")
    with scratch("vidproc-bench-") as folder:
        source = folder / "ten-minutes.mp4"
        made = run(["ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=600",
                    "-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000:duration=600", "-c:v", "libx264", "-preset",
                    "ultrafast", "-g", "100", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k", source], 300)
        if not made.ok:
            bench.failed(f"the 10-minute clip: {made.first_error}")
            return
        jobs = [("transcode-hls", [[bench.program, "transcode-hls", source, "-o", folder / "out", "--rung", "320x180@300k",
                                    "--preset", "ultrafast", "--progress", "none"]]),
                ("capture | sink", [[bench.program, "capture", source, "--size", "640x360"], [bench.program, "sink", "-"]]),
                ("capture | transcode-hls -", [[bench.program, "capture", source],
                                               [bench.program, "transcode-hls", "-", "-o", folder / "piped", "--rung", "320x180@300k",
                                                "--preset", "ultrafast", "--progress", "none"]]),
                ("detect --task motion", [[bench.program, "detect", source, "--task", "motion"]]),
                ("detect | annotate", [[bench.program, "detect", source, "--task", "motion", "--emit", "frames"],
                                       [bench.program, "annotate", "-", "--trail", "2", "-o", folder / "marked.mp4", "--preset", "ultrafast"]]),
                ("detect with a model", [[bench.program, "detect", source, "--model",
                                          HERE.parent / "EndToEndTests" / "Models" / "colors.onnx"]])]
        for name, commands in jobs:
            grown(bench, name, commands)


def grown(bench, name, commands):
    """Samples the resident size of each process of a job; the second half must be flat."""
    print("$ " + " | ".join(shlex.join(str(c) for c in part) for part in commands))
    children, source = [], subprocess.DEVNULL
    for index, command in enumerate(commands):
        child = subprocess.Popen([str(c) for c in command], stdin=source, stderr=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE if index < len(commands) - 1 else subprocess.DEVNULL)
        if index:
            children[-1].stdout.close()
        source = child.stdout
        children.append(child)
    started, samples = time.monotonic(), [[] for _ in children]
    while any(c.poll() is None for c in children) and time.monotonic() - started < 600:
        for child, series in zip(children, samples):
            size = resident_mb(child.pid) if child.poll() is None else None
            if size:
                series.append((time.monotonic() - started, size))
        time.sleep(0.1)
    for child in children:
        if child.poll() is None:
            child.kill()
        child.wait()
    if any(c.returncode != 0 for c in children):
        bench.failed(f"{name}: status {[c.returncode for c in children]}")
        return
    for command, series in zip(commands, samples):
        what, length = f"{name}: {command[1]}", series[-1][0] if series else 0
        half = [p for p in series if length * 0.5 <= p[0] <= length * 0.97]
        growth = slope(half) * length / 2
        median = statistics.median(p[1] for p in half) if half else 0
        bench.target(f"{what}: {growth:+.2f} MB over the second half of {length:.0f} s, {median:.0f} MB resident, "
                     f"peak {max((p[1] for p in series), default=0):.0f} MB (growth <= 3% and 4 MB)",
                     len(half) > 2 and growth <= max(4.0, 0.03 * median))
        bench.note("memory", job=what, growth_mb=growth, resident_mb=median, seconds=length, slope_mb_per_s=slope(half),
                   samples=[(round(t, 2), round(m, 1)) for t, m in series[:: max(1, len(series) // 100)]])


def built(name):
    """Builds one of the project's own benchmark programs, optimised; its path."""
    root = Path(__file__).resolve().parents[2]
    subprocess.run(["swift", "build", "-c", "release", "--static-swift-stdlib", "--disable-local-rpath", "--package-path", str(root),
                    "--product", name], check=True, stdout=subprocess.DEVNULL)
    return str(root / ".build" / "release" / name)


# (e) records


def record_speed(bench):
    """Frame records written and read a second on one core."""
    print("\n== records")
    command = [built("records-benchmark")]
    usage = measured(command, timeout=600)
    found = records(usage.out)
    if usage.code != 0 or not found:
        bench.failed("records: " + " ".join(command))
        return
    show(command)
    print(usage.out.decode("utf-8", "replace").strip())
    for record in found:
        for key, least in (("written_per_second", 200_000), ("read_per_second", 100_000)):
            if key in record:
                bench.target(f"{key}: {record[key]:.0f} (>= {least})", record[key] >= least)
        bench.note("records", **{k: v for k, v in record.items() if k not in ("type", "name")})


# (f) tracking


def tracking(bench):
    """The trackers alone on one core: over MOT15 sequences where they are, in crowds, over a million frames."""
    print("\n== tracking")
    program = built("tracking-benchmark")
    media = media_folder()
    sequences = sorted(str(p.parent) for p in (media / "mot").glob("*/det.txt")) if media else []
    for part, arguments in (("speed", sequences), ("crowd", []), ("long", ["1000000"])):
        if part == "speed" and not sequences:
            print("no sequences in the media folder's mot/: left out")
            continue
        command = [program, part, *arguments]
        usage = measured(command, timeout=900)
        if usage.code != 0:
            bench.failed("tracking: " + " ".join(command))
            continue
        show(command)
        for line in usage.out.decode("utf-8", "replace").splitlines():
            print(line)
            if not line.startswith("{"):
                continue
            record = json.loads(line)
            if record.get("tracker") == "cascade" and part == "speed":
                rate = record["frames_per_second"]
                bench.target(f"cascade: {rate} frames/s over the sequences (>= 60000)", rate >= 60_000)
            if part == "long":
                sizes = [tenth["resident_mb"] for tenth in record["tenths"]]
                bench.target(f"a million frames: {sizes[1]:.1f} to {sizes[-1]:.1f} MB, ids seen after their end: "
                             f"{record['ids_seen_after_their_end']}", sizes[-1] - sizes[1] < 2 and not record["ids_seen_after_their_end"])
            bench.note("tracking", part=part, **record)


def analysis(bench):
    """The analysers against decoding alone and against PySceneDetect."""
    print("\n== analyze")
    clips = [(n, clip(n)) for n in ("sintel_trailer-720p.mp4", "natural_1080p30.mp4")]
    for name, source in clips:
        if not source:
            print(f"SKIP {name}: not in the media folder")
            continue
        seconds = float(probe(source)["format"]["duration"])
        analysis_speed.pair(bench, name, source, seconds, measured, show)


PARTS = {"startup": startup, "pipe": pipe, "memory": memory, "records": record_speed, "tracking": tracking,
         "analysis": analysis, "settings": settings, "ladder": ladder_quality.ladder}


def main():
    parser = arguments("Benchmarks of vidproc, paired with ffmpeg and a plain pipe.")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, by comma: " + ", ".join(PARTS))
    parser.add_argument("--runs", type=int, default=3, help="paired runs of the ladder (3)")
    parser.add_argument("--frames", type=int, default=600, help="1080p frames through the pipe (600)")
    parser.add_argument("--json", help="also write the results to this file, as NDJSON")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a target is missed")
    ladder_quality.add_arguments(parser)
    bench = Bench(parsed(parser))
    header(bench)
    for part in bench.options.only.split(","):
        try:
            PARTS[part](bench)
        except (OSError, KeyError, ValueError, IndexError, statistics.StatisticsError, subprocess.CalledProcessError) as error:
            bench.failed(f"{part}: {type(error).__name__}: {error}")
    print(f"\nload average after: {os.getloadavg()}")
    bench.note("load_after", load=os.getloadavg())
    print(f"{bench.missed} targets missed, {bench.broken} measurements failed")
    if bench.options.json:
        Path(bench.options.json).write_text("".join(json.dumps(r) + "\n" for r in bench.results))
    return 1 if bench.broken or (bench.options.strict and bench.missed) else 0


if __name__ == "__main__":
    sys.exit(main())

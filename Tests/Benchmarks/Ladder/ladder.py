#!/usr/bin/env python3
"""The default ladder against ffmpeg: CPU, and bytes at equal VMAF, for each rung and clip.

Each side makes the ladder at several rates (maxrate and buffer scaled with them), in turns; the rates give a
curve of bytes over VMAF for each rung. Bytes at equal VMAF are read off the tested side's curve at the VMAF that
the reference reaches at the ladder's own rates; BD-rate compares the whole curves. CPU (user and system, of
everything that has to run, decoding included) is compared at the ladder's own rates, by paired runs.

ladder.py [--clips FILE ...] [--runs 3] [--second "OPTIONS"] [--sides fast,crf,two-pass] [--json FILE]
"""

import argparse
import json
import shlex
import statistics
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
for path in (HERE, HERE.parent, HERE.parents[1] / "Slow"):
    sys.path.insert(0, str(path))

import sides as ways  # noqa: E402
from bd_rate import bd_rate, rate_at, self_test  # noqa: E402
from clips import default_clips  # noqa: E402
from measure import measured  # noqa: E402
from support import arguments, decoded_frames, first_stream, parsed, probe, run, scratch, table  # noqa: E402
from vmaf import score, vmaf_ffmpeg  # noqa: E402

# VMAF that counts as equal, where a curve ends just below the reference's.
TOLERANCE = 0.2
# At most this much of the single pass's CPU and bytes, by the name of the setting.
TARGETS = {"vidproc": (0.70, 0.95), "vidproc second": (0.85, 0.88)}


def add_arguments(parser):
    group = parser.add_argument_group("ladder")
    group.add_argument("--ffmpeg", default="ffmpeg", help="the ffmpeg to compare with (ffmpeg)")
    group.add_argument("--ffmpeg9", help="a newer ffmpeg with libvmaf, to score and to compare with (that of imageio-ffmpeg)")
    group.add_argument("--clips", nargs="+", help="clips in place of the four that are usual")
    group.add_argument("--factors", default="0.7,0.85,1,1.2", help="rates as parts of the ladder's; 1 is among them")
    group.add_argument("--sides", default="fast,fast9,crf,two-pass", help="references: fast, fast9, crf, two-pass")
    group.add_argument("--first", default="", help="options of vidproc's first setting (none: its default)")
    group.add_argument("--second", help="options of vidproc's second setting (left out without)")
    group.add_argument("--subsample", type=int, default=1, help="score every n-th frame (1)")


def sides(options, scorer):
    """The references, then vidproc's settings."""
    known = {"fast": ways.single_pass("ffmpeg fast", options.ffmpeg), "fast9": ways.single_pass("newer ffmpeg fast", scorer),
             "crf": ways.capped_crf("ffmpeg capped CRF", options.ffmpeg), "two-pass": ways.two_pass("ffmpeg two-pass", options.ffmpeg)}
    unknown = [name for name in options.sides.split(",") if name not in known]
    if unknown:
        raise ValueError(f"--sides {','.join(unknown)}: there are {', '.join(known)}")
    own = [ways.vidproc("vidproc", options.program, shlex.split(options.first))]
    if options.second is not None:
        own.append(ways.vidproc("vidproc second", options.program, shlex.split(options.second)))
    return [known[name] for name in options.sides.split(",")], own


class Clip:
    """A clip's measurements: bytes and VMAF by side, rung and rate; CPU seconds by side and run."""

    def __init__(self, source, rungs):
        info = first_stream(probe(source), "video")
        self.source, self.rungs = source, rungs
        self.size, self.frames = (info["width"], info["height"]), decoded_frames(source)
        self.points, self.cpu = {}, {}

    def make(self, side, factor, folder, bench, shown):
        """Encodes once; CPU seconds, or None after a failure."""
        total = 0.0
        for command in side.commands(self.source, folder, self.rungs, factor):
            if shown:
                print("$ " + shlex.join(str(c) for c in command), flush=True)
            usage = measured(command, timeout=3600)
            if usage.code != 0:
                bench.failed(f"{side.name} on {Path(self.source).name}: status {usage.code}")
                return None
            total += usage.cpu
        return total

    def curve(self, side, rung):
        return [(size, vmaf) for size, vmaf in self.points[side.name][rung].values()]

    def at_ladder(self, side, rung):
        return self.points[side.name][rung][1.0]


def measure(bench, clip, everyone, factors, scorer):
    """Fills a clip's measurements; False when a side failed."""
    for factor in sorted(factors, key=lambda f: f != 1):
        for turn in range(bench.options.runs if factor == 1 else 1):
            for side in everyone if turn % 2 == 0 else reversed(everyone):
                with scratch("vidproc-ladder-") as folder:
                    cpu = clip.make(side, factor, folder, bench, factor == 1 and turn == 0)
                    if cpu is None:
                        return False
                    if factor == 1:
                        clip.cpu.setdefault(side.name, []).append(cpu)
                    if turn == 0:
                        _score(bench, clip, side, factor, folder, scorer)
                    print(f"  {side.name} at {factor:g}: {cpu:.2f} CPU s", flush=True)
    return True


def _score(bench, clip, side, factor, folder, scorer):
    found = clip.points.setdefault(side.name, [{} for _ in clip.rungs])
    for index, playlist in enumerate(ways.rung_playlists(folder, len(clip.rungs))):
        vmaf = score(scorer, playlist, clip.source, clip.size, clip.frames, folder, bench.options.subsample)
        found[index][factor] = (ways.rung_bytes(playlist), vmaf)


def compare(clip, reference, side):
    """One side against a reference: CPU, bytes at equal VMAF (None where it cannot be reached) and BD-rate."""
    cpu = statistics.median(a / b for a, b in zip(clip.cpu[side.name], clip.cpu[reference.name]))
    rungs, own, theirs = [], 0.0, 0.0
    for index in range(len(clip.rungs)):
        size, vmaf = clip.at_ladder(reference, index)
        curve = clip.curve(side, index)
        needed = rate_at(curve, vmaf) or rate_at(curve, vmaf - TOLERANCE)
        own = None if own is None or needed is None else own + needed
        theirs += size
        made = clip.at_ladder(side, index)
        rungs.append({"rung": clip.rungs[index], "bytes": made[0], "vmaf": made[1], "reference_bytes": size, "reference_vmaf": vmaf,
                      "bytes_at_equal_vmaf": needed, "bd_rate": bd_rate(clip.curve(reference, index), clip.curve(side, index))})
    return {"reference": reference.name, "side": side.name, "cpu": cpu, "bytes": None if own is None else own / theirs, "rungs": rungs}


def report(bench, name, clip, references, own):
    rows = []
    for side in references + own:
        for index, rung in enumerate(clip.rungs):
            size, vmaf = clip.at_ladder(side, index)
            rows.append((side.name, f"{rung['width']}x{rung['height']}@{rung['bitrate'] // 1000}k", f"{size / 1e6:.3f}", f"{vmaf:.2f}",
                         f"{statistics.median(clip.cpu[side.name]):.2f}" if index == 0 else ""))
    table(rows, (name, "rung", "MB", "VMAF", "CPU s"))
    for reference in references:
        for side in own:
            result = compare(clip, reference, side)
            table([(f"{r['rung']['width']}x{r['rung']['height']}", _ratio(r["bytes_at_equal_vmaf"], r["reference_bytes"]),
                    "-" if r["bd_rate"] is None else f"{r['bd_rate']:+.1f}%") for r in result["rungs"]],
                  (f"{side.name} / {reference.name}", "bytes at equal VMAF", "BD-rate"))
            size = result["bytes"]
            text = (f"{name}: {side.name} takes {result['cpu']:.3f} of the CPU and {'no known part' if size is None else f'{size:.3f}'} "
                    f"of the bytes of {reference.name} at equal VMAF")
            if side.name in TARGETS and reference.name in ("ffmpeg fast", "newer ffmpeg fast"):
                most, largest = TARGETS[side.name]
                bench.target(f"{text} (<= {most:.2f}, {largest:.2f})", result["cpu"] <= most and size is not None and size <= largest)
            else:
                print(text, flush=True)
            bench.note("ladder", clip=name, **result, runs={s.name: clip.cpu[s.name] for s in (side, reference)},
                       curves={s.name: [clip.curve(s, i) for i in range(len(clip.rungs))] for s in (side, reference)})


def _ratio(part, whole):
    return "-" if part is None else f"{part / whole:.3f}"


def ladder(bench):
    """The benchmark; `bench` collects as bench.py's does."""
    print("\n== the default ladder at equal VMAF")
    self_test()
    options = bench.options
    scorer = vmaf_ffmpeg(options.ffmpeg9)
    if not scorer:
        print("SKIP ladder: no ffmpeg with libvmaf (--ffmpeg9, or VIDPROC_VMAF_FFMPEG)")
        return
    factors = sorted({float(f) for f in options.factors.split(",")} | {1.0})
    versions = {tool: run([tool, "-version"], 20).out.decode("utf-8", "replace").splitlines()[0] for tool in (options.ffmpeg, scorer)}
    for tool, version in versions.items():
        print(f"{tool}: {version}")
    bench.note("ladder_versions", **versions, command=shlex.join(sys.argv), model="vmaf_v0.6.1, bicubic to the source's size")
    references, own = sides(options, scorer)
    for name, source in [(Path(c).stem, Path(c)) for c in options.clips] if options.clips else default_clips():
        clip = Clip(source, ways.rungs_of(options.program, source))
        if measure(bench, clip, references + own, factors, scorer):
            report(bench, name, clip, references, own)


def main():
    from bench import Bench, header
    parser = arguments(__doc__.splitlines()[0])
    parser.formatter_class = argparse.ArgumentDefaultsHelpFormatter
    parser.add_argument("--runs", type=int, default=3, help="paired runs at the ladder's own rates")
    parser.add_argument("--json", help="also write the results to this file, as NDJSON")
    add_arguments(parser)
    bench = Bench(parsed(parser))
    header(bench)
    ladder(bench)
    if bench.options.json:
        Path(bench.options.json).write_text("".join(json.dumps(r) + "\n" for r in bench.results))
    return 1 if bench.broken else 0


if __name__ == "__main__":
    sys.exit(main())

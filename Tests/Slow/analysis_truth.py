#!/usr/bin/env python3
"""What `vidproc analyze` measures, beside ffmpeg's filters: SI/TI, loudness, black, frozen and silent stretches,
bars, interlacing, PSNR and SSIM; on clips that ffmpeg makes and on real ones.

analysis_truth.py [--program PATH]
"""

import json
import re
import sys

from support import Report, arguments, clip, parsed, records, run, scratch

REAL = ["sintel_trailer-720p.mp4", "demo.mp4", "bikes.mp4", "bigbuckbunny.mp4", "carphone_pristine.mp4",
        "sintel.mp4", "run_2997.mp4"]
PAIR = ("carphone_pristine.mp4", "carphone_distorted.mp4")


def analyze(program, source, *options, timeout=300):
    """The records of an analysis, by type."""
    done = run([program, "analyze", source, "--format", "ndjson", *options], timeout)
    found = {}
    for record in records(done.out):
        found.setdefault(record["type"], []).append(record)
    return found


def ffmpeg(*command, timeout=300):
    """What ffmpeg prints on standard error."""
    return run(["ffmpeg", "-nostdin", "-hide_banner", *command], timeout).err.decode("utf-8", "replace")


def make(folder, name, *command):
    path = folder / name
    run(["ffmpeg", "-nostdin", "-v", "error", "-y", *command, path], 120)
    return path


def stretches(found, name):
    return [(round(f["start"], 3), round(f["end"], 3)) for f in found.get("finding", []) if f["finding"] == name]


def pairs(text, begin, end):
    """Stretches of a filter that prints their beginnings and ends on lines of their own."""
    return list(zip([float(v) for v in re.findall(begin, text)], [float(v) for v in re.findall(end, text)]))


def near(ours, theirs, within):
    return len(ours) == len(theirs) and all(abs(a - b) <= within for one, two in zip(ours, theirs) for a, b in zip(one, two))


def information(report, program, source):
    """SI and TI of every frame against libavfilter's siti, whose output has two decimals."""
    text = run(["ffmpeg", "-nostdin", "-v", "error", "-i", source, "-vf", "siti,metadata=print:file=-", "-an", "-f", "null", "-"], 300).out.decode()
    theirs = list(zip(re.findall(r"siti\.si=([\d.]+)", text), re.findall(r"siti\.ti=([\d.]+)", text)))
    frames = analyze(program, source, "--only", "picture", "--per-frame", "--interval", "0").get("frame", [])
    ours = [(f["metrics"]["si"], f["metrics"].get("ti", 0)) for f in frames]
    worst = max((max(abs(a - float(b)), abs(c - float(d))) for (a, c), (b, d) in zip(ours, theirs)), default=99)
    report.check(f"SI and TI of {source.name}", len(ours) == len(theirs) and worst <= 0.0051, f"{len(ours)} frames, {worst:.4f} apart at the most")


def loudness(report, program, source):
    text = ffmpeg("-i", source, "-map", "0:a:0", "-af", "ebur128=peak=true+sample", "-f", "null", "-")
    summary = analyze(program, source, "--only", "loudness")["summary"][0].get("loudness")
    last = text[text.rfind("Summary:"):]
    theirs = [float(v) if v else None for v in (
        *re.findall(r"I:\s+(-?[\d.]+) LUFS", last), *re.findall(r"LRA:\s+([\d.]+) LU\b", last),
        *re.findall(r"Sample peak:\s+Peak:\s+(-?[\d.]+)", last), *re.findall(r"True peak:\s+Peak:\s+(-?[\d.]+)", last))]
    ours = [summary.get(k) for k in ("integrated", "range", "sample_peak", "true_peak")]
    # The filter prints one decimal, and ranks the percentiles of the range in a way of its own.
    ok = all(o is not None and abs(o - t) <= w for o, t, w in zip(ours, theirs, (0.0501, 0.8, 0.0501, 0.06)))
    report.check(f"loudness of {source.name}", ok and len(theirs) == 4, f"{ours} against {theirs}")


def made(report, program, folder):
    """Stretches whose places are known, exact to a frame."""
    picture = ("testsrc2=s=320x180:r=25:d=10,geq=lum='if(between(T,2,4.99)+between(T,7.6,11),16,lum(X,Y))':"
               "cb='if(between(T,2,4.99)+between(T,7.6,11),128,cb(X,Y))':cr='if(between(T,2,4.99)+between(T,7.6,11),128,cr(X,Y))'")
    black = make(folder, "black.mkv", "-f", "lavfi", "-i", picture, "-c:v", "ffv1")
    theirs = pairs(ffmpeg("-i", black, "-vf", "blackdetect", "-f", "null", "-"), r"black_start:([\d.]+)", r"black_end:([\d.]+)")
    ours = stretches(analyze(program, black, "--only", "black"), "black")
    # The filter ends a last stretch at the start of its last frame, not at its end.
    report.check("black stretches", near(ours, [(2, 5), (7.6, 10)], 0.0005) and near(ours[:1], theirs[:1], 0.0005), f"{ours} against {theirs}")
    frozen = make(folder, "frozen.mkv", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=10", "-vf", "loop=loop=74:size=1:start=50,setpts=N/25/TB", "-c:v", "ffv1")
    text = ffmpeg("-i", frozen, "-vf", "freezedetect", "-f", "null", "-")
    theirs = pairs(text, r"freeze_start: ([\d.]+)", r"freeze_end: ([\d.]+)")
    ours = stretches(analyze(program, frozen, "--only", "freeze"), "freeze")
    report.check("frozen stretches", near(ours, theirs, 0.0005) and len(ours) == 1, f"{ours} against {theirs}")
    silent = make(folder, "silent.wav", "-f", "lavfi", "-i", "sine=f=440:d=10:r=48000", "-af", "volume=0:enable='between(t,2,4.5)+between(t,7,7.9)'")
    text = ffmpeg("-i", silent, "-af", "silencedetect", "-f", "null", "-")
    theirs = pairs(text, r"silence_start: ([\d.]+)", r"silence_end: ([\d.]+)")
    ours = stretches(analyze(program, silent, "--only", "silence"), "silence")
    report.check("silent stretches", near(ours, theirs, 0.001) and len(ours) == 1, f"{ours} against {theirs}")
    for name, filters, crop in (("bars", "pad=320:240:0:30", (0, 30, 320, 180)), ("pillars", "pad=400:180:40:0", (40, 0, 320, 180))):
        padded = make(folder, f"{name}.mkv", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4", "-vf", filters, "-c:v", "ffv1")
        found = analyze(program, padded, "--only", "letterbox")["summary"][0]["letterbox"]
        report.check(name, tuple(found.get("crop", ())) == crop, str(found))
    source = clip("run.mp4", "run_2997.mp4")
    for field, verdict in (("interleave_top", "top_first"), ("interleave_bottom", "bottom_first")):
        woven = make(folder, f"{field}.mkv", "-i", source, "-vf", f"tinterlace={field}", "-c:v", "ffv1", "-an")
        found = analyze(program, woven, "--only", "interlace")["summary"][0]["interlace"]
        report.check(f"interlaced, {verdict}", found["verdict"] == verdict, json.dumps(found))


def reference(report, program, one, other):
    """PSNR and SSIM of every frame and over all."""
    with scratch() as folder:
        log = folder / "log"
        # The filter's SSE code of ffmpeg 5.1 miscounts planes of some widths.
        text = ffmpeg("-cpuflags", "0", "-i", other, "-i", one, "-lavfi", f"[0:v][1:v]ssim=f={log}", "-f", "null", "-")
        theirs = [float(v) for v in re.findall(r" Y:([\d.]+)", log.read_text())] if log.exists() else []
        whole = re.search(r"SSIM Y:([\d.]+).*All:([\d.]+)", text)
        psnr = re.search(r"PSNR y:([\d.]+).*average:([\d.]+)", ffmpeg("-i", other, "-i", one, "-lavfi", "[0:v][1:v]psnr", "-f", "null", "-"))
    found = analyze(program, other, "--reference", one, "--only", "reference", "--metrics", "psnr,ssim", "--per-frame", "--reference-offset", "0")
    ours = [f["metrics"]["ssim"] for f in found.get("frame", []) if "ssim" in f.get("metrics", {})]
    worst = max((abs(a - b) for a, b in zip(ours, theirs)), default=9)
    report.check("SSIM of every frame", len(ours) == len(theirs) and worst <= 1e-4, f"{len(ours)} frames, {worst:.6f} apart at the most")
    total = found["summary"][0]["reference"]
    mine = [total["ssim"]["mean"], total["ssim_average"]["mean"], total["psnr"]["global"], total["psnr_average"]["global"]]
    other_side = [float(v) for v in (*whole.groups(), *psnr.groups())]
    report.check("SSIM and PSNR over all", all(abs(a - b) <= 1e-4 for a, b in zip(mine, other_side)), f"{mine} against {other_side}")


def main():
    options = parsed(arguments("Holds analyses against ffmpeg's filters."))
    report = Report("analysis truth")
    sources = [source for source in map(clip, REAL) if source]
    with scratch() as folder:
        with report.guard("made clips"):
            made(report, options.program, folder)
    for source in sources:
        with report.guard(f"SI and TI of {source}"):
            information(report, options.program, source)
    for source in sources:
        if "audio" in run(["ffprobe", "-v", "error", "-show_entries", "stream=codec_type", source], 30).out.decode():
            with report.guard(f"loudness of {source}"):
                loudness(report, options.program, source)
    one, other = (clip(name) for name in PAIR)
    if one and other:
        with report.guard("reference"):
            reference(report, options.program, one, other)
    else:
        report.skip("reference", "no pair of clips")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Checks whether the quality without a reference orders graded degradations rightly.

Makes 20 degradations of each clip with ffmpeg (blur, noise, blocking by JPEG, low light and x264, four degrees each),
measures all with `vidproc analyze` and prints the scores. Wrong are pairs of neighbouring degrees where the worse one
scores higher, and degradations that score higher than the clip itself.

    quality.py [--vidproc PATH] [--start SECONDS] [--frames COUNT] CLIP...

A clip may be written as PATH@SECONDS to begin there. Ends with status 1 where a pair is wrong.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

LOSSLESS = ["-c:v", "ffv1"]
GROUPS = {
    "blur": [(f"gblur=sigma={s}", LOSSLESS) for s in (0.7, 1.2, 2, 3.5)],
    "noise": [(f"noise=alls={s}:allf=t:all_seed=1", LOSSLESS) for s in (5, 12, 22, 40)],
    "blocking": [
        ("scale=out_range=pc,format=yuvj420p", ["-c:v", "mjpeg", "-q:v", str(q)]) for q in (6, 12, 20, 31)
    ],
    "low light": [
        (f"lutyuv=y='16+(val-16)*{k}':u='128+(val-128)*{k}':v='128+(val-128)*{k}'", LOSSLESS)
        for k in (0.6, 0.4, 0.25, 0.12)
    ],
    "x264": [(None, ["-c:v", "libx264", "-crf", str(c)]) for c in (23, 33, 41, 48)],
}


def encode(source, target, filters, codec, extra=()):
    command = ["ffmpeg", "-v", "error", "-y", *extra, "-i", source, "-an"]
    subprocess.run(command + (["-vf", filters] if filters else []) + codec + [target], check=True)


def measure(vidproc, clip):
    """The section `picture` of the summary."""
    run = subprocess.run(
        [vidproc, "analyze", clip, "--quiet", "--only", "picture"], stdout=subprocess.PIPE, check=True, text=True)
    for line in run.stdout.splitlines():
        record = json.loads(line)
        if record.get("type") == "summary":
            return record["picture"]
    sys.exit(f"no summary of {clip}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("clips", nargs="+", metavar="CLIP")
    arguments.add_argument("--vidproc", default=".build/release/vidproc")
    arguments.add_argument("--start", type=float, default=0)
    arguments.add_argument("--frames", type=int, default=40)
    arguments.add_argument("--parts", action="store_true", help="print what each fault costs")
    options = arguments.parse_args()
    wrong = pairs = silent = 0
    print(f"{'clip':28}{'group':10}{'as it is':>9}" + "".join(f"{n:8}" for n in range(1, 5)) + "  wrong")
    for named in options.clips:
        clip, _, start = named.partition("@")
        name = os.path.basename(clip)
        with tempfile.TemporaryDirectory() as folder:
            pristine = os.path.join(folder, "pristine.mkv")
            encode(
                clip, pristine, None, LOSSLESS + ["-frames:v", str(options.frames)],
                ["-ss", start or str(options.start)])
            first = measure(options.vidproc, pristine)
            for group, degrees in GROUPS.items():
                scores = [first.get("quality")]
                for filters, codec in degrees:
                    degraded = os.path.join(folder, "degraded.mkv")
                    encode(pristine, degraded, filters, codec)
                    picture = measure(options.vidproc, degraded)
                    scores.append(picture.get("quality"))
                    if options.parts:
                        print(" " * 38, picture.get("quality"), picture.get("quality_parts"))
                # A picture that is all but black has no verdict.
                known = [score for score in scores if score is not None]
                silent += len(scores) - len(known)
                bad = sum(after >= before for before, after in zip(known, known[1:]))
                bad += sum(score >= known[0] for score in known[2:])
                pairs += max(0, len(known) - 1) + max(0, len(known) - 2)
                wrong += bad
                texts = "".join("       -" if score is None else f"{score:8.2f}" for score in scores)
                print(f"{name:28.28}{group:10}{texts:>41}  {bad or ''}", flush=True)
    print(f"{wrong} of {pairs} pairs wrong, {silent} without a verdict")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

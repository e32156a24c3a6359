#!/usr/bin/env python3
"""Measures how well shot boundaries are found: on marked clips, and on programmes with known edits.

    scenes.py --program "vidproc analyze {} --only scenes" [--media FOLDER] [--programmes 20] [--peers]

Without --media the programmes are made of the clips of Fixtures/. With it, of the whole clips in that folder, and
the marked clips that are there are scored too. The program writes NDJSON with `scene` records on standard output;
with --lists FOLDER its results are read from FOLDER/CLIP.csv instead (frame, or frame,kind,first,last). Prints
tables; exits with 1 when a goal is missed. Needs numpy and ffmpeg.
"""
import argparse
import collections
import json
import os
import shlex
import subprocess
import sys
import tempfile

import scenes_edits as edits
import scenes_peers as peers
import scenes_score as score

HERE = os.path.dirname(os.path.abspath(__file__))
# Goals: F1 of hard cuts, on each marked clip and over all; of cuts and of gradual changes on programmes.
CUTS, EDITS_CUT, EDITS_GRADUAL = 0.95, 0.95, 0.85
GRADUAL = ("dissolve", "black", "white")


def frame_rate(path):
    """Frames a second of a clip."""
    run = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=avg_frame_rate", "-of",
         "csv=p=0", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    number, scale = run.stdout.strip().strip(",").split("/")
    return int(number) / int(scale)


def results(options, path):
    """The boundaries of a clip, as the program or its list tells them."""
    if options.lists:
        return score.boundaries_of_list(os.path.join(options.lists, os.path.basename(path) + ".csv"))
    return score.run(shlex.split(options.program), path, frame_rate(path))


def marked_clips(options):
    """Scores marked clips; returns whether the goals are met."""
    marks = {}
    for name in ("marks.json", "sintel_trailer.json"):
        with open(os.path.join(HERE, name), encoding="utf-8") as file:
            marks.update({clip: entry for clip, entry in json.load(file).items() if clip[0] != "_"})
    ours, gradual = score.Count(), score.Count()
    others = collections.defaultdict(score.Count)
    good = True
    for clip, entry in marks.items():
        path = os.path.join(options.media, clip)
        if not os.path.exists(path):
            continue
        found = results(options, path)
        ignore = entry.get("ignore", [])
        cuts, false, missed = score.score_cuts(
            [f["frame"] for f in found if f["kind"] == "cut"], entry["cuts"], ignore)
        ours.add(cuts)
        print(f"{clip:24} cuts {cuts}" + (f"  false {false}" if false else "")
              + (f"  missed {missed}" if missed else ""))
        changes = [f for f in found if "first" in f]
        if entry.get("gradual") or changes:
            count, false, missed, ends = score.score_gradual(changes, entry.get("gradual", []), ignore)
            gradual.add(count)
            print(f"{'':24} gradual {count}" + (f"  false {false}" if false else "")
                  + (f"  missed {missed}" if missed else "")
                  + (f"  median error of an end {sorted(ends)[len(ends) // 2]} frames" if ends else ""))
        good &= cuts.f1 >= CUTS
        if options.peers:
            for name, frames in peers.run_all(path):
                count, _, _ = score.score_cuts(frames, entry["cuts"], ignore + entry.get("gradual", []))
                others[name].add(count)
                print(f"{'':26}{name:22} {count}")
    print(f"all marked clips: cuts {ours}")
    print(f"                  gradual {gradual}")
    for name, count in others.items():
        print(f"                  {name:22} {count}")
    return good and ours.f1 >= CUTS


def programmes(options):
    """Scores programmes with known edits; returns whether the goals are met."""
    media = options.media and os.path.exists(os.path.join(options.media, "sintel_trailer-720p.mp4"))
    folder = options.media if media else options.fixtures
    shots = edits.load_shots(folder, edits.MEDIA if media else edits.FIXTURES)
    kinds, hits = [], []
    cuts, gradual = score.Count(), score.Count()
    blamed, upsets, ends = collections.Counter(), collections.Counter(), []
    with tempfile.TemporaryDirectory() as scratch:
        for index in range(options.programmes):
            frames, truth, upset = edits.programme(shots, options.seed + index)
            folder = options.keep or scratch
            os.makedirs(folder, exist_ok=True)
            path = os.path.join(folder, f"programme{options.seed + index}.mkv")
            edits.write(frames, path, edits.ENCODINGS[index % len(edits.ENCODINGS)])
            found = results(options, path)
            if not options.keep:
                os.remove(path)
            sudden = [t for t in truth if t["kind"] not in GRADUAL]
            slow = [t for t in truth if t["kind"] in GRADUAL]
            upsets.update(u["kind"] for u in upset)
            kinds += [t["kind"] for t in truth]
            count, false, missed = score.score_cuts(
                [f["frame"] for f in found if f["kind"] == "cut" and "first" not in f], [t["frame"] for t in sudden])
            cuts.add(count)
            hits += [t["kind"] for t in sudden if t["frame"] not in missed]
            slow_count, slow_false, slow_missed, slow_ends = score.score_gradual(
                [f for f in found if "first" in f], [(t["first"], t["last"]) for t in slow])
            gradual.add(slow_count)
            ends += slow_ends
            hits += [t["kind"] for t in slow if (t["first"], t["last"]) not in slow_missed]
            for frame in false + [f[0] for f in slow_false]:
                cause = [u["kind"] for u in upset if u["first"] - 2 <= frame <= u["last"] + 3]
                cause += [t["kind"] for t in truth if t["first"] - 2 <= frame <= t["last"] + 2]
                blamed[cause[0] if cause else "nothing"] += 1
                if options.verbose:
                    print(f"  seed {options.seed + index}: false at {frame} ({cause}), "
                          f"encoding {index % len(edits.ENCODINGS)}")
            if options.verbose and (missed or slow_missed):
                print(f"  seed {options.seed + index}: missed {missed} {slow_missed}, found {found}")
    print(f"{len(kinds)} edits: recall by kind: {score.by_kind(kinds, hits)}")
    print(f"  cuts    {cuts}")
    print(f"  gradual {gradual}"
          + (f"  median error of an end {sorted(ends)[len(ends) // 2]} frames" if ends else ""))
    print("  what is no boundary, and false finds there: "
          + "  ".join(f"{kind} {blamed[kind]}/{upsets[kind]}" for kind in sorted(upsets)))
    rest = {kind: number for kind, number in blamed.items() if kind not in upsets}
    print(f"  false finds elsewhere: {rest or 'none'}")
    return cuts.f1 >= EDITS_CUT and gradual.f1 >= EDITS_GRADUAL


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="vidproc analyze {} --only scenes")
    parser.add_argument("--lists", help="folder of CLIP.csv to read instead of running a program")
    parser.add_argument("--media", help="folder with the whole clips")
    parser.add_argument("--fixtures", default=os.path.join(HERE, "../../../Fixtures"))
    parser.add_argument("--programmes", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--peers", action="store_true", help="run PySceneDetect and ffmpeg's scdet too")
    parser.add_argument("--keep", help="folder in which the programmes stay")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    good = True
    if options.media:
        good &= marked_clips(options)
    if options.programmes > 0:
        good &= programmes(options)
    print("goals met" if good else "goals missed")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()

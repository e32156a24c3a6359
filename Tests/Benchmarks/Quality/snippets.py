#!/usr/bin/env python3
"""Makes the table that the tests of the quality target use.

    snippets.py MEDIA OUT --program quality-benchmark --vmaf-ffmpeg FFMPEG
                [--write Tests/QualityTests/Fixtures/ladder_clips.json]

Of each clip of a ladder in OUT, which grid.py made: x264's first pass at the smaller size near 480 rows, the snippets
that SampleSelection chooses, each encoded by itself at every size and two qualities and measured by libvmaf and by the
estimate; and, as the truth, rate and VMAF of the whole clip's encodes. Rates of the fixed ladder cap.
The table that is kept has natural at its two larger sizes.
"""
import argparse, csv, json, os, subprocess
from grid import CLIPS, CRFS, LADDER_CLIPS, encode

CAPS = {1080: 5_000_000, 720: 2_500_000, 540: 1_600_000, 480: 1_000_000, 360: 600_000}
POINTS = [21, 27]


def first_pass(args, clip):
    file, rate, frames, ladder, _ = CLIPS[clip]
    path = os.path.join(args.out, clip + ".stats")
    if not os.path.exists(path):
        encode(args, os.path.join(args.out, clip + "_pass.mp4"), os.path.join(args.media, file), frames, rate,
               next(size for size in ladder if size[1] <= 480), 23, "faster",
               extra=["-pass", "1", "-fastfirstpass", "0", "-passlogfile", path])
        os.rename(path + "-0.log", path)
    rows = []
    with open(path) as lines:
        for line in lines:
            if line.startswith("in:"):
                fields = dict(field.split(":", 1) for field in line.split() if ":" in field)
                rows.append((int(fields["in"]), fields["type"], *(int(fields[name]) for name in ("tex", "mv", "misc"))))
    return path, sorted(rows)


def measure(args, engine, path, source, first, count):
    environment = dict(os.environ, VIDPROC_VMAF_FFMPEG=args.vmaf_ffmpeg)
    words = subprocess.run([args.program, engine, path, source, str(first), str(count), "1"], capture_output=True,
                           text=True, check=True, env=environment).stdout.split()
    return round(float(words[1]), 3)


def truth(args, clip, size):
    rows = []
    for crf in CRFS:
        base = os.path.join(args.out, f"{clip}_{size[1]}_{crf}")
        if not os.path.exists(base + ".json"):
            continue
        with open(base + ".json") as sizes, open(base + ".csv") as log:
            total = sum(json.load(sizes))
            scores = [float(row["vmaf"]) for row in csv.DictReader(log) if row["vmaf"]]
        seconds = CLIPS[clip][2] / CLIPS[clip][1]
        rows.append({"quantiser": crf, "quality": round(sum(scores) / len(scores), 3),
                     "rate": round(total * 8 / seconds)})
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("media")
    parser.add_argument("out")
    parser.add_argument("--program", required=True)
    parser.add_argument("--vmaf-ffmpeg", required=True)
    parser.add_argument("--ffmpeg", default="ffmpeg")
    parser.add_argument("--ffprobe", default="ffprobe")
    parser.add_argument("--write")
    parser.add_argument("--clips", default=",".join(LADDER_CLIPS))
    args = parser.parse_args()
    clips = []
    for clip in args.clips.split(","):
        file, rate, frames, ladder, _ = CLIPS[clip]
        source = os.path.join(args.media, file)
        path, statistics = first_pass(args, clip)
        with open(path) as text:
            lines = subprocess.run([args.program, "samples", str(rate)], stdin=text, capture_output=True, text=True,
                                   check=True).stdout.splitlines()
        samples = [(int(line.split()[0]), int(line.split()[1])) for line in lines]
        sizes = []
        for size in ladder:
            points = []
            for first, count in samples:
                for crf in POINTS:
                    base = os.path.join(args.out, f"{clip}_{size[1]}_{crf}_at{first}x{count}")
                    if not os.path.exists(base + ".mp4"):
                        encode(args, base + ".mp4", source, count, rate, size, crf, "faster", start=first)
                    if not os.path.exists(base + ".point"):
                        point = {
                            "quantiser": crf,
                            "quality": measure(args, "vmaf", base + ".mp4", source, first, count),
                            "estimate": measure(args, "estimate", base + ".mp4", source, first, count)}
                        packets = subprocess.run(
                            [args.ffprobe, "-v", "error", "-select_streams", "v", "-show_entries", "packet=size",
                             "-of", "csv=p=0", base + ".mp4"], capture_output=True, text=True, check=True).stdout
                        total = sum(int(row.strip(",")) for row in packets.split())
                        point["rate"] = round(total * 8 * rate / count)
                        with open(base + ".point", "w") as output:
                            json.dump(point, output)
                    with open(base + ".point") as text:
                        points.append(json.load(text))
                    print(base, points[-1], flush=True)
            sizes.append({"width": size[0], "height": size[1], "cap": CAPS[size[1]], "truth": truth(args, clip, size),
                          "points": [points[n:n + len(POINTS)] for n in range(0, len(points), len(POINTS))]})
        clips.append({
            "name": clip, "frameRate": rate, "types": "".join(row[1] for row in statistics),
            "texture": [row[2] for row in statistics], "motion": [row[3] for row in statistics],
            "other": [row[4] for row in statistics], "samples": samples, "sizes": sizes})
    if args.write:
        with open(args.write, "w") as output:
            output.write("[\n" + ",\n".join(json.dumps(clip, separators=(",", ":")) for clip in clips) + "\n]\n")


if __name__ == "__main__":
    main()

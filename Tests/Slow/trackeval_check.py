#!/usr/bin/env python3
"""`vidproc track-eval` against TrackEval: every number of every field, over sequences and combined.

trackeval_check.py [--program PATH] [--sequences DIR]: scores made-up results on made-up scenes with classes and
distractors, and on the sequences of a folder (gt.txt and seqinfo.ini each; by default `mot` in the media folder).
Needs the Python packages trackeval, numpy and scipy.
"""

import contextlib
import io
import json
import math
import random
import sys
from pathlib import Path

from support import Report, arguments, media_folder, parsed, run, scratch

# What TrackEval calls each field, and its key in `track_score`.
HOTA = {"HOTA": "hota", "DetA": "det_a", "AssA": "ass_a", "DetRe": "det_re", "DetPr": "det_pr", "AssRe": "ass_re",
        "AssPr": "ass_pr", "LocA": "loc_a", "OWTA": "owta"}
HOTA_COUNTS = {"HOTA_TP": "hota_tp", "HOTA_FN": "hota_fn", "HOTA_FP": "hota_fp"}
HOTA_FIRST = {"HOTA(0)": "hota_0", "LocA(0)": "loc_a_0", "HOTALocA(0)": "hota_loc_a_0"}
CLEAR = {"MOTA": "mota", "MOTP": "motp", "MODA": "moda", "CLR_Re": "clr_re", "CLR_Pr": "clr_pr", "MTR": "mtr",
         "PTR": "ptr", "MLR": "mlr", "sMOTA": "smota", "CLR_F1": "clr_f1", "FP_per_frame": "fp_per_frame",
         "MOTAL": "motal", "CLR_TP": "clr_tp", "CLR_FN": "clr_fn", "CLR_FP": "clr_fp", "IDSW": "idsw", "MT": "mt",
         "PT": "pt", "ML": "ml", "Frag": "frag", "CLR_Frames": "clr_frames"}
IDENTITY = {"IDF1": "idf1", "IDR": "idr", "IDP": "idp", "IDTP": "idtp", "IDFN": "idfn", "IDFP": "idfp"}
COUNT = {"Dets": "dets", "GT_Dets": "gt_dets", "IDs": "ids", "GT_IDs": "gt_ids"}
LARGEST = 1e-9


# Scenes and results


def scene(seed, frames, people, with_classes, gap=False):
    """Rows of ground truth: walkers in and out of sight, some flagged out, some of other classes."""
    chance, rows = random.Random(seed), []
    for person in range(people):
        begin = chance.randrange(max(1, frames // 2))
        end = min(frames, begin + chance.randrange(frames // 4, frames))
        x, y, across = chance.uniform(0, 800), chance.uniform(50, 400), chance.uniform(-6, 6)
        width = chance.uniform(20, 80)
        kind = chance.choice([1, 1, 1, 1, 2, 3, 6, 7, 8, 12]) if with_classes else -1
        for frame in range(begin, end):
            if gap and frames // 3 <= frame < frames // 3 + 4:
                continue
            x, y = x + across, y + chance.uniform(-1, 1)
            flag = 0 if kind != 1 and with_classes or chance.random() < 0.05 else 1
            rows.append([frame + 1, person * 3 + 2, round(x, 2), round(y, 2), round(width, 2), round(width * 2.5, 2),
                         flag, kind, 1])
    return sorted(rows, key=lambda row: (row[0], chance.random()))


def perfect(rows, chance):
    return [[*row[:6], 1] for row in rows]


def noisy(rows, chance, lost=0.15, swap=0.03, extra=0.1, shift=0.12):
    """The ground truth with boxes moved, dropped and doubled, extra boxes, and identities swapped on the way."""
    names, fresh, out = {}, 1000, []
    for frame in sorted({row[0] for row in rows}):
        used = set()
        here = [row for row in rows if row[0] == frame]
        for row in here:
            if row[1] not in names or chance.random() < swap:
                names[row[1]] = fresh = fresh + chance.randrange(1, 9)
        if len(here) > 1 and chance.random() < swap * 4:
            one, other = chance.sample(here, 2)
            names[one[1]], names[other[1]] = names[other[1]], names[one[1]]
        for row in here:
            if chance.random() < lost:
                continue
            x, y, w, h = row[2:6]
            moved = [x + chance.gauss(0, shift) * w, y + chance.gauss(0, shift) * h, w * chance.uniform(0.9, 1.1),
                     h * chance.uniform(0.9, 1.1)]
            used.add(names[row[1]])
            out.append([frame, names[row[1]], *(round(v, 3) for v in moved), round(chance.random(), 4)])
            if chance.random() < extra:
                fresh += 1
                # The same box once more: a tie.
                out.append([frame, fresh, *out[-1][2:6], 0.5])
        if chance.random() < extra:
            fresh += 1
            out.append([frame, fresh, chance.randrange(800), chance.randrange(400), 40, 100, 0.3])
    return out


def integers(rows, chance):
    """Coarse boxes, so that many overlaps are equal."""
    return [[*row[:2], *(int(v // 8 * 8) for v in row[2:6]), 1] for row in noisy(rows, chance, shift=0.05)]


def followed(rows, chance):
    """The noisy boxes without their identities, joined by overlap."""
    return joined(noisy(rows, chance))


def joined(rows):
    """Boxes joined from frame to frame by overlap alone, as the simplest trackers do."""
    tracks, out, fresh = {}, [], 0
    for frame in sorted({row[0] for row in rows}):
        free, now = dict(tracks), {}
        for row in (r for r in rows if r[0] == frame):
            best = max(free, key=lambda t: overlap(free[t], row[2:6]), default=None)
            if best is None or overlap(free[best], row[2:6]) < 0.3:
                best = fresh = fresh + 1
            free.pop(best, None)
            now[best] = row[2:6]
            out.append([frame, best, *row[2:6], row[6]])
        tracks = now
    return out


def overlap(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return w * h / (a[2] * a[3] + b[2] * b[3] - w * h) if w > 0 and h > 0 else 0.0


RESULTS = {
    "perfect": perfect, "noisy": noisy, "integers": integers, "followed": followed,
    "sparse": lambda rows, chance: noisy(rows, chance, lost=0.8), "nothing": lambda rows, chance: [],
    "elsewhere": lambda rows, chance: [[r[0], r[1], r[2] + 5000, *r[3:6], 1] for r in rows],
    "half": lambda rows, chance: [r for r in noisy(rows, chance) if r[0] % 7 < 3],
}


def write_rows(path, rows, separator=","):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(separator.join(map(str, row)) + "\n" for row in rows))


def make_scenes(folder, with_classes):
    scenes = {"crowd": scene(1, 60, 40, with_classes), "few": scene(2, 90, 6, with_classes, gap=True),
              "short": scene(3, 12, 10, with_classes), "empty": []}
    for name, rows in scenes.items():
        write_rows(folder / name / "gt" / "gt.txt", rows)
        write_info(folder / name, name, 1 + max((row[0] for row in rows), default=20))
    return scenes


def write_info(folder, name, length):
    (folder / "seqinfo.ini").write_text(f"[Sequence]\nname={name}\nseqLength={length}\n")


def copy_sequences(folder, source):
    """The sequences of a folder, laid out as TrackEval wants them."""
    sequences = {}
    for path in sorted(source.rglob("gt.txt")):
        place = path.parent.parent if path.parent.name == "gt" else path.parent
        rows = [[float(v) for v in line.split(",")] for line in path.read_text().split()]
        sequences[place.name] = [[int(r[0]), int(r[1]), *r[2:]] for r in rows]
        (folder / place.name / "gt").mkdir(parents=True)
        (folder / place.name / "gt" / "gt.txt").write_text(path.read_text())
        (folder / place.name / "seqinfo.ini").write_text((place / "seqinfo.ini").read_text())
    return sequences


def make_results(folder, scenes):
    for name, make in RESULTS.items():
        for place, rows in scenes.items():
            made = make(rows, random.Random(f"{name} {place}"))
            if name == "noisy" and place == "empty":
                made = [[3, 7, 10, 10, 40, 80, 1], [4, 7, 12, 10, 40, 80, 1]]
            write_rows(folder / name / f"{place}.txt", made)


# Both sides


def reference(folder, results, benchmark, names, threshold):
    """TrackEval's numbers: tracker, sequence, field, value."""
    import trackeval

    quiet = {"PRINT_CONFIG": False}
    dataset = trackeval.datasets.MotChallenge2DBox({
        **quiet, "GT_FOLDER": str(folder), "TRACKERS_FOLDER": str(results), "BENCHMARK": benchmark.upper(),
        "SKIP_SPLIT_FOL": True, "TRACKER_SUB_FOLDER": "", "SEQ_INFO": {name: None for name in names}})
    evaluator = trackeval.Evaluator({
        **quiet, "USE_PARALLEL": False, "BREAK_ON_ERROR": True, "PRINT_RESULTS": False, "TIME_PROGRESS": False,
        "OUTPUT_SUMMARY": False, "OUTPUT_DETAILED": False, "PLOT_CURVES": False})
    metrics = [trackeval.metrics.HOTA(), trackeval.metrics.CLEAR({**quiet, "THRESHOLD": threshold}),
               trackeval.metrics.Identity({**quiet, "THRESHOLD": threshold})]
    with contextlib.redirect_stdout(io.StringIO()):
        found, _ = evaluator.evaluate([dataset], metrics)
    return {tracker: {name: places["pedestrian"] for name, places in sequences.items()}
            for tracker, sequences in found["MotChallenge2DBox"].items()}


def own(program, folder, results, benchmark, threshold):
    trackers = sorted(p for p in results.iterdir() if p.is_dir())
    result = run([program, "track-eval", folder, *trackers, "--benchmark", benchmark, "--threshold", threshold,
                  "--per-sequence", "--curves", "--format", "ndjson"], 120)
    records = [json.loads(line) for line in result.out.splitlines()]
    scores = {}
    for record in records:
        name = "COMBINED_SEQ" if record["sequence"] == "COMBINED" else record["sequence"]
        scores.setdefault(record["tracker"], {})[name] = record
    return result, scores


def pairs(theirs, ours):
    """Field, their value, our value."""
    for field, key in HOTA.items():
        values = theirs["HOTA"][field]
        yield field, sum(values) / len(values), ours[key]
    for field, key in {**HOTA, **HOTA_COUNTS}.items():
        for index, value in enumerate(theirs["HOTA"][field]):
            yield f"{field}___{5 * (index + 1)}", value, ours["curves"][key][index]
    for metric, fields in (("HOTA", HOTA_FIRST), ("CLEAR", CLEAR), ("Identity", IDENTITY), ("Count", COUNT)):
        for field, key in fields.items():
            yield field, theirs[metric][field], ours[key]


def compare(report, program, name, folder, results, benchmark, names, threshold=0.5):
    theirs = reference(folder, results, benchmark, names, threshold)
    result, ours = own(program, folder, results, benchmark, threshold)
    if not report.check(f"{name}: scores", result.ok and sorted(ours) == sorted(theirs),
                        f"status {result.ending} {result.first_error}"):
        return
    worst, count, scored = (0.0, "none"), 0, 0
    for tracker, places in theirs.items():
        for place, fields in places.items():
            scored += fields["HOTA"]["HOTA_TP"][0] > 0
            for field, wanted, got in pairs(fields, ours[tracker][place]):
                count += 1
                difference = abs(float(wanted) - float(got))
                worst = max(worst, (math.inf if math.isnan(difference) else difference, f"{field} of {tracker} on {place}"))
    report.check(f"{name}: equals TrackEval", worst[0] <= LARGEST and scored,
                 f"largest difference {worst[0]:.2e}, {worst[1]}; {count} values, {len(theirs)} trackers, {len(names)} sequences")


# The checks


def made_up(report, program):
    for benchmark in ("mot15", "mot16", "mot17", "mot20"):
        with report.guard(benchmark), scratch() as folder:
            scenes = make_scenes(folder / "gt", benchmark != "mot15")
            make_results(folder / "results", scenes)
            compare(report, program, f"{benchmark}, made-up scenes", folder / "gt", folder / "results", benchmark, list(scenes))
            if benchmark == "mot17":
                compare(report, program, "mot17 at 0.3", folder / "gt", folder / "results", benchmark, list(scenes), 0.3)


def real(report, program, source):
    if not source or not source.is_dir():
        report.skip("real sequences", "no folder of sequences at hand")
        return
    with report.guard("real sequences"), scratch() as folder:
        sequences = copy_sequences(folder / "gt", source)
        make_results(folder / "results", {name: [[*row[:7], -1, 1] for row in rows] for name, rows in sequences.items()})
        for path in source.rglob("det.txt"):
            place = path.parent.parent if path.parent.name == "det" else path.parent
            rows = [[float(v) for v in line.split(",")] for line in path.read_text().split()]
            if place.name in sequences:
                write_rows(folder / "results" / "detections" / f"{place.name}.txt", joined([[int(r[0]), *r[1:]] for r in rows]))
        compare(report, program, "mot15, real sequences", folder / "gt", folder / "results", "mot15", list(sequences))


def forms(report, program):
    """The same rows in other forms score the same."""
    with report.guard("forms"), scratch() as folder:
        rows = scene(5, 40, 12, False)
        result = noisy(rows, random.Random(5))
        for row in rows:
            row[6] = 1
        write_rows(folder / "gt.txt", rows)
        write_rows(folder / "comma.txt", result)
        write_rows(folder / "spaced.txt", result, " ,  ")
        write_rows(folder / "tabs.txt", result, "\t")
        (folder / "crlf.txt").write_bytes((folder / "comma.txt").read_bytes().replace(b"\n", b",\r\n"))
        frames = [{"type": "frame", "frame": f - 1, "pts": f, "objects": [
            {"label": "person", "box": r[2:6], "score": r[6], "track_id": r[1]} for r in result if r[0] == f]}
            for f in range(1, 41)]
        (folder / "records.ndjson").write_text("".join(json.dumps(f) + "\n" for f in frames))
        names = ["comma.txt", "spaced.txt", "tabs.txt", "crlf.txt", "records.ndjson"]
        for benchmark in ("mot15", "none"):
            made = run([program, "track-eval", folder / "gt.txt", *(folder / n for n in names), "--benchmark", benchmark,
                        "--format", "ndjson"], 60)
            scores = [json.loads(line) for line in made.out.splitlines()]
            first = scores[0] if scores else {}
            worst = max((abs(s[k] - v) for s in scores for k, v in first.items() if isinstance(v, (int, float))), default=1)
            report.check(f"all forms score alike ({benchmark})", made.ok and len(scores) == len(names) and worst < 1e-6,
                         f"{len(scores)} scores, largest difference {worst:.1e} {made.first_error}")
        piped = run([program, "track-eval", folder / "gt.txt", "-", "--benchmark", "mot15", "--format", "ndjson"], 60,
                    stdin=(folder / "comma.txt").read_bytes())
        same = piped.ok and json.loads(piped.out)["hota"] == first.get("hota")
        report.check("standard input scores the same", same, piped.first_error)


def main():
    parser = arguments("track-eval against TrackEval.")
    folder = media_folder()
    parser.add_argument("--sequences", type=Path, default=folder / "mot" if folder else None,
                        help="a folder of sequences, each with gt.txt and seqinfo.ini")
    options = parsed(parser)
    report = Report("track-eval")
    try:
        import trackeval  # noqa: F401 - tells whether it is here
    except ImportError as error:
        report.skip("TrackEval", f"{error}; pip install trackeval")
    else:
        made_up(report, options.program)
        real(report, options.program, options.sequences)
    forms(report, options.program)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())

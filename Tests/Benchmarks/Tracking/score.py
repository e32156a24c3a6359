#!/usr/bin/env python3
"""Scores of tracking results by TrackEval's own classes (Luiten et al., "HOTA", IJCV 2021; PyPI trackeval).

    score.py TRUTH RESULTS [RESULTS...] [--benchmark MOT15] [--sequences A,B] [--each] [--check]

TRUTH holds one folder a sequence (gt.txt or gt/gt.txt, seqinfo.ini); each RESULTS folder holds SEQUENCE.txt files in
MOTChallenge's text form. Result rows whose seventh column is 0 are flagged out and dropped. `--check` runs
TrackEval's evaluator on a copy in the folder layout that it wants and stops if its numbers differ.
`score(truth, results)` gives the same numbers to a tuning loop; ground truth is read once.
"""

import argparse
import configparser
import contextlib
import functools
import io
import json
import os
import shutil
import tempfile

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: more threads are six times slower

import numpy as np

with contextlib.redirect_stdout(io.StringIO()):
    import trackeval
from trackeval.datasets import MotChallenge2DBox

COLUMNS = ["HOTA", "DetA", "AssA", "LocA", "IDF1", "MOTA", "IDSW", "Frag", "FP", "FN", "IDs"]
COUNTS = {"IDSW", "Frag", "FP", "FN", "IDs"}


def truth_file(folder):
    nested = os.path.join(folder, "gt", "gt.txt")
    return nested if os.path.exists(nested) else os.path.join(folder, "gt.txt")


def sequences_of(truth):
    return sorted(name for name in os.listdir(truth) if os.path.exists(truth_file(os.path.join(truth, name))))


def length_of(folder):
    info = configparser.ConfigParser()
    info.read(os.path.join(folder, "seqinfo.ini"))
    return int(info["Sequence"]["seqLength"])


def rows_of(path):
    """All rows of a MOTChallenge file, padded to eight columns, in order of the frame."""
    text = open(path).read().split()
    if not text:
        return np.zeros((0, 8))
    rows = np.array([(line.split(",") + ["-1"] * 8)[:8] for line in text if line], dtype=float)
    return rows[np.argsort(rows[:, 0], kind="stable")]


@functools.lru_cache(maxsize=256)
def truth_rows(path, changed):
    return rows_of(path)


class Sequences(MotChallenge2DBox):
    """TrackEval's dataset, read from plain folders: similarities and preprocessing are TrackEval's."""

    def __init__(self, truth, results, benchmark):
        self.truth, self.results, self.benchmark = truth, results, benchmark
        self.do_preproc = True
        self.class_name_to_class_id = {
            "pedestrian": 1, "person_on_vehicle": 2, "car": 3, "bicycle": 4, "motorbike": 5, "non_mot_vehicle": 6,
            "static_person": 7, "distractor": 8, "occluder": 9, "occluder_on_ground": 10, "occluder_full": 11,
            "reflection": 12, "crowd": 13}
        self.valid_class_numbers = list(self.class_name_to_class_id.values())

    def _load_raw_file(self, tracker, seq, is_gt):
        folder = os.path.join(self.truth, seq)
        length = length_of(folder)
        if is_gt:
            path = truth_file(folder)
            rows = truth_rows(path, os.path.getmtime(path))
        else:
            rows = rows_of(os.path.join(self.results, seq + ".txt"))
            rows = rows[rows[:, 6] != 0]
            # TrackEval takes memory by the greatest id.
            rows[:, 1] = np.unique(rows[:, 1], return_inverse=True)[1] + 1
        if len(rows) and not (1 <= rows[0, 0] and rows[-1, 0] <= length):
            raise ValueError(f"{seq}: frames outside 1...{length}")
        cuts = np.searchsorted(rows[:, 0], np.arange(2, length + 1))
        frames = np.split(rows, cuts)
        side = "gt" if is_gt else "tracker"
        data = {
            f"{side}_ids": [f[:, 1].astype(int) for f in frames],
            f"{side}_dets": [f[:, 2:6] for f in frames],
            "num_timesteps": length, "seq": seq}
        if is_gt:
            data["gt_classes"] = [f[:, 7].astype(int) for f in frames]
            data["gt_extras"] = [{"zero_marked": f[:, 6].astype(int)} for f in frames]
            data["gt_crowd_ignore_regions"] = [np.empty((0, 4)) for _ in frames]
        else:
            data["tracker_classes"] = [np.ones(len(f), dtype=int) for f in frames]
            data["tracker_confidences"] = [f[:, 6] for f in frames]
        return data


def metrics():
    with contextlib.redirect_stdout(io.StringIO()):
        return [trackeval.metrics.HOTA(), trackeval.metrics.CLEAR(
            {"PRINT_CONFIG": False, "THRESHOLD": 0.5}), trackeval.metrics.Identity(
            {"PRINT_CONFIG": False, "THRESHOLD": 0.5})]


def row(hota, clear, identity, count):
    def percent(value):
        return 100 * float(np.mean(value))
    return {
        "HOTA": percent(hota["HOTA"]), "DetA": percent(hota["DetA"]), "AssA": percent(hota["AssA"]),
        "LocA": percent(hota["LocA"]), "IDF1": percent(identity["IDF1"]), "MOTA": percent(clear["MOTA"]),
        "IDSW": int(clear["IDSW"]), "Frag": int(clear["Frag"]), "FP": int(clear["CLR_FP"]),
        "FN": int(clear["CLR_FN"]), "IDs": int(count)}


def score(truth, results, sequences=None, benchmark="MOT15"):
    """Rows of COLUMNS by sequence, and over all under COMBINED."""
    sequences = list(sequences or sequences_of(truth))
    data = Sequences(truth, results, benchmark)
    used = metrics()
    parts = [{} for _ in used]
    table, ids = {}, 0
    for name in sequences:
        prepared = data.get_preprocessed_seq_data(data.get_raw_seq_data("", name), "pedestrian")
        for part, metric in zip(parts, used):
            part[name] = metric.eval_sequence(prepared)
        table[name] = row(*[part[name] for part in parts], prepared["num_tracker_ids"])
        ids += prepared["num_tracker_ids"]
    table["COMBINED"] = row(*[m.combine_sequences(part) for m, part in zip(used, parts)], ids)
    return table


def evaluator_score(truth, results, sequences, benchmark):
    """The same through TrackEval's evaluator and files in its layout."""
    with tempfile.TemporaryDirectory() as folder:
        split = f"{benchmark}-train"
        for name in sequences:
            place = os.path.join(folder, "gt", split, name)
            os.makedirs(os.path.join(place, "gt"))
            shutil.copy(truth_file(os.path.join(truth, name)), os.path.join(place, "gt", "gt.txt"))
            shutil.copy(os.path.join(truth, name, "seqinfo.ini"), place)
            place = os.path.join(folder, "results", split, "tracker", "data")
            os.makedirs(place, exist_ok=True)
            with open(os.path.join(place, name + ".txt"), "w") as out:
                for line in open(os.path.join(results, name + ".txt")):
                    values = line.strip().split(",")
                    if len(values) > 6 and float(values[6]) != 0:
                        out.write(line)
        os.makedirs(os.path.join(folder, "gt", "seqmaps"))
        with open(os.path.join(folder, "gt", "seqmaps", split + ".txt"), "w") as out:
            out.write("\n".join(["name"] + sequences) + "\n")
        quiet = {"PRINT_CONFIG": False, "PRINT_RESULTS": False, "OUTPUT_SUMMARY": False, "OUTPUT_DETAILED": False,
                 "PLOT_CURVES": False, "TIME_PROGRESS": False, "OUTPUT_EMPTY_CLASSES": False}
        with contextlib.redirect_stdout(io.StringIO()):
            data = MotChallenge2DBox({
                "GT_FOLDER": os.path.join(folder, "gt"), "TRACKERS_FOLDER": os.path.join(folder, "results"),
                "BENCHMARK": benchmark, "PRINT_CONFIG": False})
            found, _ = trackeval.Evaluator(quiet).evaluate([data], metrics())
        found = found["MotChallenge2DBox"]["tracker"]
        table = {}
        for name in sequences + ["COMBINED_SEQ"]:
            part = found[name]["pedestrian"]
            table[name.replace("_SEQ", "")] = row(
                part["HOTA"], part["CLEAR"], part["Identity"], part["Count"]["IDs"])
        return table


def line_of(name, values, speed=""):
    cells = [f"{values[c]:8d}" if c in COUNTS else f"{values[c]:8.2f}" for c in COLUMNS]
    return f"{name:34s}" + "".join(cells) + f"{speed:>10s}"


def speed_of(results, names):
    """Frames per second, where peers.py has left its times."""
    path = os.path.join(results, "times.json")
    if not os.path.exists(path):
        return ""
    times = [t for name, t in json.load(open(path)).items() if name in names]
    return f"{sum(t['frames'] for t in times) / sum(t['seconds'] for t in times):.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth")
    parser.add_argument("results", nargs="+")
    parser.add_argument("--benchmark", default="MOT15", help="MOT15, MOT16, MOT17 or MOT20: the preprocessing")
    parser.add_argument("--sequences", help="names with commas; default all in TRUTH")
    parser.add_argument("--each", action="store_true", help="every sequence, not only all combined")
    parser.add_argument("--check", action="store_true", help="compare with TrackEval's evaluator")
    options = parser.parse_args()
    names = options.sequences.split(",") if options.sequences else sequences_of(options.truth)
    print(f"{'':34s}" + "".join(f"{c:>8s}" for c in COLUMNS) + "  frames/s")
    for results in options.results:
        table = score(options.truth, results, names, options.benchmark)
        label = os.path.basename(os.path.normpath(results))
        for name in (names if options.each else []) + ["COMBINED"]:
            speed = speed_of(results, [name] if name in names else names)
            print(line_of(f"{label} {name}" if options.each else label, table[name], speed))
        if options.check:
            other = evaluator_score(options.truth, results, names, options.benchmark)
            for name, values in table.items():
                for column, value in values.items():
                    if abs(value - other[name][column]) > 1e-9:
                        raise SystemExit(f"{label} {name} {column}: {value}, by the evaluator {other[name][column]}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""How detections differ from ground truth: the statistics that a simulated scene has to share with real ones.

    likeness.py SEQUENCES [SEQUENCES...] [--each] [--sequences A,B]

Detections are matched with ground truth frame by frame at an IoU of 0.5 (exact assignment).
"""

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.optimize import linear_sum_assignment


def overlaps(a, b, part=False):
    """IoU of x, y, w, h rows; with `part`, the share of a that b covers."""
    wide = np.minimum(a[:, None, 0] + a[:, None, 2], b[None, :, 0] + b[None, :, 2]) - np.maximum(
        a[:, None, 0], b[None, :, 0])
    high = np.minimum(a[:, None, 1] + a[:, None, 3], b[None, :, 1] + b[None, :, 3]) - np.maximum(
        a[:, None, 1], b[None, :, 1])
    common = np.maximum(wide, 0) * np.maximum(high, 0)
    first = (a[:, 2] * a[:, 3])[:, None]
    return common / (first if part else first + (b[:, 2] * b[:, 3])[None] - common)


def read(folder):
    def rows(name):
        nested = os.path.join(folder, name, name + ".txt")
        path = nested if os.path.exists(nested) else os.path.join(folder, name + ".txt")
        return np.loadtxt(path, delimiter=",", ndmin=2, usecols=range(7))
    truth, found = rows("gt"), rows("det")
    return truth[truth[:, 6] != 0], found


def runs(flags):
    """Lengths of the runs of False between two True."""
    hit = np.flatnonzero(flags)
    gaps = np.diff(hit) - 1
    return gaps[gaps > 0]


def measure(folder):
    truth, found = read(folder)
    last = int(max(truth[:, 0].max(), found[:, 0].max()))
    history, errors, right, wrong = {}, {}, [], []
    near, persistent, earlier, seen_by_cover = 0, 0, np.zeros((0, 4)), []
    heights, feet, steps, before = [], [], [], {}
    for frame in range(1, last + 1):
        g, d = truth[truth[:, 0] == frame], found[found[:, 0] == frame]
        iou = overlaps(g[:, 2:6], d[:, 2:6])
        keep = np.where(iou >= 0.5, iou, 0)
        r, c = linear_sum_assignment(-keep)
        good = keep[r, c] > 0
        r, c = r[good], c[good]
        cover = overlaps(g[:, 2:6], g[:, 2:6], part=True)
        lower = (g[None, :, 3] + g[None, :, 5]) > (g[:, None, 3] + g[:, None, 5])
        hidden = np.where(lower, cover, 0).max(axis=1) if len(g) else np.zeros(0)
        matched = set(r.tolist())
        for i, box in enumerate(g):
            history.setdefault(int(box[1]), []).append(i in matched)
            seen_by_cover.append((hidden[i], i in matched, box[5]))
            old = before.get(int(box[1]))
            if old is not None and old[0] == frame - 1:
                steps.append((abs(box[2] + box[4] / 2 - old[1]) / box[5]))
            before[int(box[1])] = (frame, box[2] + box[4] / 2)
        for i, j in zip(r, c):
            a, b = g[i], d[j]
            errors.setdefault(int(a[1]), []).append((
                frame, (b[2] + b[4] / 2 - a[2] - a[4] / 2) / a[5], (b[3] + b[5] / 2 - a[3] - a[5] / 2) / a[5],
                np.log(b[4] / a[4]), np.log(b[5] / a[5])))
            right.append(b[6])
        rest = np.setdiff1d(np.arange(len(d)), c)
        wrong += d[rest, 6].tolist()
        if len(rest) and len(g):
            near += int((iou[:, rest].max(axis=0) > 0.2).sum())
        if len(rest) and len(earlier):
            persistent += int((overlaps(d[rest, 2:6], earlier).max(axis=1) > 0.5).sum())
        earlier = d[rest, 2:6]
    gaps = np.concatenate([runs(h) for h in history.values()] + [np.zeros(0)])
    ends = [np.argmax(h) if any(h) else len(h) for h in history.values()]
    everything = np.array([e[1:] for track in errors.values() for e in track])
    biases, lag = [], []
    for track in errors.values():
        e = np.array(track)
        if len(e) > 10:
            biases.append(e[:, 1:].mean(axis=0))
            follow = np.flatnonzero(np.diff(e[:, 0]) == 1)
            centred = e[:, 1:] - e[:, 1:].mean(axis=0)
            lag.append(np.stack([centred[follow], centred[follow + 1]]))
    lag = np.concatenate(lag, axis=1)
    correlation = (lag[0] * lag[1]).mean(axis=0) / (lag ** 2).mean(axis=(0, 1))
    covers = np.array(seen_by_cover, dtype=float)

    def recall_where(mask):
        return covers[mask, 1].mean() if mask.any() else float("nan")
    values = {
        "frames": last, "truth a frame": len(truth) / last, "detections a frame": len(found) / last,
        "truth tracks": len(history), "length of a track": np.mean([len(h) for h in history.values()]),
        "height median": np.median(truth[:, 5]), "step / height, median": np.median(steps),
        "step / height, 95 %": np.percentile(steps, 95),
        "recall": len(right) / len(truth), "precision": len(right) / len(found),
        "hidden > .5, share": (covers[:, 0] > 0.5).mean(),
        "recall, hidden < .2": recall_where(covers[:, 0] < 0.2),
        "recall, hidden .2-.5": recall_where((covers[:, 0] >= 0.2) & (covers[:, 0] < 0.5)),
        "recall, hidden .5-.8": recall_where((covers[:, 0] >= 0.5) & (covers[:, 0] < 0.8)),
        "recall, hidden > .8": recall_where(covers[:, 0] >= 0.8),
        "gaps a 100 truth": 100 * len(gaps) / len(truth), "gap mean": gaps.mean() if len(gaps) else 0,
        "gaps of 1": (gaps == 1).mean(), "gaps of 2-3": ((gaps > 1) & (gaps < 4)).mean(),
        "gaps of 4-9": ((gaps > 3) & (gaps < 10)).mean(), "gaps of 10-29": ((gaps > 9) & (gaps < 30)).mean(),
        "gaps of 30-": (gaps > 29).mean(),
        "found after (median frames)": np.median(ends),
        "never found, tracks": np.mean([not any(h) for h in history.values()]),
        "false near a person": near / max(len(wrong), 1), "false persistent": persistent / max(len(wrong), 1),
    }
    for k, name in enumerate(["dx/h", "dy/h", "dlog w", "dlog h"]):
        e = everything[:, k]
        values[f"{name} sd"] = e.std()
        values[f"{name} robust sd"] = 1.4826 * np.median(np.abs(e - np.median(e)))
        values[f"{name} track bias sd"] = np.array(biases)[:, k].std()
        values[f"{name} correlation"] = correlation[k]
    for name, scores in (("true", right), ("false", wrong)):
        for p in (5, 25, 50, 75):
            values[f"score {name} {p} %"] = np.percentile(scores, p) if scores else float("nan")
    return values


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="SEQUENCES")
    parser.add_argument("--sequences", help="names with commas; default all")
    parser.add_argument("--each", action="store_true", help="every sequence, not the mean of each folder")
    options = parser.parse_args()
    columns = []
    for folder in options.folders:
        names = options.sequences.split(",") if options.sequences else sorted(
            n for n in os.listdir(folder) if os.path.exists(os.path.join(folder, n, "seqinfo.ini")))
        measured = [measure(os.path.join(folder, n)) for n in names]
        if options.each:
            columns += list(zip(names, measured))
        else:
            with np.errstate(all="ignore"):
                columns.append((os.path.basename(os.path.normpath(folder)), {
                    k: (np.nanmean([m[k] for m in measured]), np.nanmin([m[k] for m in measured]),
                        np.nanmax([m[k] for m in measured])) for k in measured[0]}))
    print(f"{'':30s}" + "".join(f"{name:>26s}" for name, _ in columns))
    for key in columns[0][1]:
        print(f"{key:30s}" + "".join(
            f"{'%.3g (%.3g...%.3g)' % v[key] if isinstance(v[key], tuple) else '%.4g' % v[key]:>26s}"
            for _, v in columns))


if __name__ == "__main__":
    main()

"""Compares two runs of a detector on the same frames: NDJSON of frame records against NDJSON of frame records.

For each object of the reference with a score of at least --min-score, the object of the same class that overlaps it
most is looked for; printed are how many have none, and how far apart the edges and scores of the others are.
"""

import argparse
import json
import sys


def read(path, size=None):
    frames = {}
    for line in open(path):
        record = json.loads(line)
        if record.get("type") == "frame":
            frames[record["frame"]] = record.get("objects") or []
    return frames


def overlap(a, b):
    left, top = max(a[0], b[0]), max(a[1], b[1])
    right, bottom = min(a[0] + a[2], b[0] + b[2]), min(a[1] + a[3], b[1] + b[3])
    common = max(right - left, 0) * max(bottom - top, 0)
    union = a[2] * a[3] + b[2] * b[3] - common
    return common / union if union > 0 else 0


def compare(reference, result, minimum, classwise=True):
    distances, scores, missing, total = [], [], 0, 0
    for frame, objects in reference.items():
        others = list(result.get(frame, []))
        for wanted in sorted(objects, key=lambda o: -o["score"]):
            if wanted["score"] < minimum:
                continue
            total += 1
            candidates = [o for o in others if not classwise or o.get("class_id") == wanted.get("class_id")]
            best = max(candidates, key=lambda o: overlap(o["box"], wanted["box"]), default=None)
            if best is None or overlap(best["box"], wanted["box"]) < 0.5:
                missing += 1
                continue
            others.remove(best)
            edges = lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
            distances.append(max(abs(x - y) for x, y in zip(edges(best["box"]), edges(wanted["box"]))))
            scores.append(abs(best["score"] - wanted["score"]))
    return total, missing, sorted(distances), sorted(scores)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reference")
    parser.add_argument("result")
    parser.add_argument("--min-score", type=float, default=0.3)
    options = parser.parse_args()
    total, missing, distances, scores = compare(read(options.reference), read(options.result), options.min_score)
    share = lambda limit: sum(d <= limit for d in distances) / max(1, len(distances))
    at = lambda values, q: values[min(len(values) - 1, int(q * len(values)))] if values else 0
    print(
        f"{total} objects, {missing} without a match; edges within 0.5 px {share(0.5):.4f}, within 1 px {share(1):.4f}, "
        f"median {at(distances, 0.5):.3f}, 99th percentile {at(distances, 0.99):.3f}, greatest {distances[-1] if distances else 0:.3f}; "
        f"scores: median {at(scores, 0.5):.4f}, greatest {scores[-1] if scores else 0:.4f}"
    )
    sys.exit(0)


if __name__ == "__main__":
    main()

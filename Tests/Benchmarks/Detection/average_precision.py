#!/usr/bin/env python3
"""Average precision of a detector's NDJSON against ground truth in MOTChallenge's text form, for one class.

All-point interpolation (Everingham et al., "The Pascal Visual Object Classes Challenge", IJCV 2010, as of 2010):
detections of all frames sorted by score, each matched with the free box of its frame that it overlaps most, if by
--overlap or more. Ground truth whose seventh column is 0 is left out, and what overlaps it is neither right nor wrong.
"""

import argparse
import json

from compare_boxes import overlap


def ground_truth(path):
    frames = {}
    for line in open(path):
        values = [float(v) for v in line.strip().split(",")]
        frames.setdefault(int(values[0]) - 1, []).append((values[2:6], len(values) < 7 or values[6] != 0))
    return frames


def detections(path, label):
    found = []
    seen = set()
    for line in open(path):
        record = json.loads(line)
        if record.get("type") != "frame":
            continue
        seen.add(record["frame"])
        for o in record.get("objects") or []:
            if o.get("label", label) == label and o.get("class_id", 0) in (0, None):
                found.append((o["score"], record["frame"], o["box"]))
    return sorted(found, key=lambda d: -d[0]), seen


def score(truth, found, seen, limit, at=0.25):
    """Average precision; recall and precision of scores from `at` on."""
    truth = {frame: boxes for frame, boxes in truth.items() if frame in seen}
    total = sum(counts for boxes in truth.values() for _, counts in boxes)
    used = {frame: [False] * len(boxes) for frame, boxes in truth.items()}
    right = wrong = 0
    points, recall, precision = [], 0.0, 0.0
    for value, frame, box in found:
        boxes = truth.get(frame, [])
        best, place = 0, None
        for index, (other, _) in enumerate(boxes):
            common = overlap(box, other)
            if common > best and not used[frame][index]:
                best, place = common, index
        if place is not None and best >= limit:
            used[frame][place] = True
            if not boxes[place][1]:
                continue
            right += 1
        else:
            wrong += 1
        points.append((right / total, right / (right + wrong)))
        if value >= at:
            recall, precision = points[-1]
    area, reached, envelope = 0.0, 0.0, 0.0
    for index in range(len(points) - 1, -1, -1):
        envelope = max(envelope, points[index][1])
        points[index] = (points[index][0], envelope)
    for r, p in points:
        area += (r - reached) * p
        reached = r
    return area, recall, precision, total


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth")
    parser.add_argument("result", nargs="+")
    parser.add_argument("--label", default="person")
    parser.add_argument("--overlap", type=float, default=0.5)
    parser.add_argument("--at", type=float, default=0.25, help="score from which recall and precision are given")
    options = parser.parse_args()
    for path in options.result:
        found, seen = detections(path, options.label)
        area, recall, precision, total = score(ground_truth(options.truth), found, seen, options.overlap, options.at)
        print(f"{path}: AP {area:.4f}; at {options.at}: recall {recall:.4f}, precision {precision:.4f} ({total} boxes)")


if __name__ == "__main__":
    main()

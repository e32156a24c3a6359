#!/usr/bin/env python3
"""What the motion gate saves and what it loses, against a look at every frame.

    gate.py BENCHMARK CLIP GROUND_TRUTH MODEL [NAME=VALUE...]

BENCHMARK is the built gate-benchmark, CLIP a video, GROUND_TRUTH people in the form of MOTChallenge (frame from 1,
id, left, top, width, height, ...), MODEL yolox_nano.onnx; NAME=VALUE goes on to the gate's policy. Needs
numpy, OpenCV and OpenVINO for Python. The model runs here, at the sizes that the gate asks for; each
frame's decision and merged objects come from the program. Prints AP, recall and precision (IoU 0.5, score
0.25 for the latter two) and the time of inference, of each side.
"""
import json
import subprocess
import sys
import time

import cv2
import numpy as np
import openvino

FULL, SMALL = 416, (192, 256, 320)


class Model:
    """YOLOX with square inputs of several sizes."""

    def __init__(self, path):
        core = openvino.Core()
        self.compiled, self.grids, self.seconds = {}, {}, 0.0
        for side in (FULL, *SMALL):
            model = core.read_model(path)
            model.reshape([1, 3, side, side])
            self.compiled[side] = core.compile_model(model, "CPU", {"PERFORMANCE_HINT": "LATENCY"})
            cells = [(x, y, stride) for stride in (8, 16, 32)
                     for y in range(side // stride) for x in range(side // stride)]
            self.grids[side] = np.array(cells, np.float32)

    def run(self, picture):
        """Rows of x, y, width, height, score, class, in pixels of the picture."""
        start = time.perf_counter()
        batch = picture.transpose(2, 0, 1)[None].astype(np.float32)
        output = self.compiled[len(picture)](batch)[0][0]
        self.seconds += time.perf_counter() - start
        scores = output[:, 4:5] * output[:, 5:]
        keep = scores.max(1) >= 0.25
        output, scores, grid = output[keep], scores[keep], self.grids[len(picture)][keep]
        stride = grid[:, 2:]
        size = np.exp(output[:, 2:4]) * stride
        corner = (output[:, :2] + grid[:, :2]) * stride - size / 2
        return suppress(np.concatenate(
            [corner, size, scores.max(1)[:, None], scores.argmax(1)[:, None]], 1))


def overlaps(a, b):
    """Intersection over union of each box of `a` with each of `b`."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum((a[:, :2] + a[:, 2:4])[:, None], (b[:, :2] + b[:, 2:4])[None])
    common = np.clip(high - low, 0, None).prod(2)
    return common / (a[:, 2:4].prod(1)[:, None] + b[:, 2:4].prod(1)[None] - common + 1e-9)


def suppress(rows):
    """Greedy non-maximum suppression by class at 0.45."""
    rows, kept = rows[np.argsort(-rows[:, 4], kind="stable")], []
    while len(rows):
        kept.append(rows[0])
        apart = (overlaps(rows[:1], rows)[0] <= 0.45) | (rows[:, 5] != rows[0, 5])
        apart[0] = False
        rows = rows[apart]
    return np.array(kept).reshape(-1, 6)


def look_at_all(model, frame):
    scale = min(FULL / frame.shape[1], FULL / frame.shape[0])
    picture = np.full((FULL, FULL, 3), 114, np.uint8)
    small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:FULL, :FULL]
    picture[:small.shape[0], :small.shape[1]] = small
    rows = model.run(picture)
    rows[:, :4] /= scale
    return rows


def look_at_tiles(model, frame, side, tiles):
    picture = np.full((side, side, 3), 114, np.uint8)
    for source, place in tiles:
        (left, top, width, height), (x, y, w, h) = [[int(v) for v in box] for box in (source, place)]
        part = frame[top:top + height, left:left + width]
        picture[y:y + h, x:x + w] = cv2.resize(part, (w, h), interpolation=cv2.INTER_AREA)
    found = []
    for row in model.run(picture):
        middle = row[:2] + row[2:4] / 2
        for source, place in np.array(tiles):
            if (middle >= place[:2]).all() and (middle < place[:2] + place[2:]).all():
                low = np.maximum(row[:2], place[:2])
                high = np.minimum(row[:2] + row[2:4], place[:2] + place[2:])
                scale = source[2:] / place[2:]
                found.append([*((low - place[:2]) * scale + source[:2]), *((high - low) * scale), *row[4:]])
                break
    return suppress(np.array(found).reshape(-1, 6))


def evaluate(frames, truth):
    """AP, recall and precision over people."""
    ranked = []
    for index, rows in enumerate(frames):
        people = rows[rows[:, 5] == 0]
        boxes = truth.get(index, np.zeros((0, 4)))
        free = np.ones(len(boxes), bool)
        for row in people[np.argsort(-people[:, 4], kind="stable")]:
            shares = np.where(free, overlaps(row[None], boxes)[0], -1) if len(boxes) else np.array([-1.0])
            hit = shares.max() >= 0.5
            if hit:
                free[shares.argmax()] = False
            ranked.append((row[4], hit))
    ranked.sort(key=lambda pair: -pair[0])
    hits = np.cumsum([hit for _, hit in ranked])
    total = sum(len(boxes) for index, boxes in truth.items() if index < len(frames))
    precision = np.maximum.accumulate((hits / np.arange(1, len(hits) + 1))[::-1])[::-1]
    recall = np.concatenate([[0], hits / total])
    return (f"AP {(np.diff(recall) * precision).sum():.3f} recall {recall[-1]:.3f} "
            f"precision {hits[-1] / len(hits):.3f}")


def main():
    benchmark, clip, truth_path, model_path, *policy = sys.argv[1:]
    truth = {}
    for line in open(truth_path):
        values = line.split(",")
        truth.setdefault(int(values[0]) - 1, []).append([float(v) for v in values[2:6]])
    truth = {index: np.array(boxes) for index, boxes in truth.items()}
    every, gated = Model(model_path), Model(model_path)
    program = subprocess.Popen(
        [benchmark, clip, str(FULL), *map(str, SMALL), *policy], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True)
    full, merged, extents, motion = [], [], {}, []
    video = cv2.VideoCapture(clip)
    while True:
        more, frame = video.read()
        if not more:
            break
        full.append(look_at_all(every, frame))
        decision = json.loads(program.stdout.readline())
        extents[decision["extent"]] = extents.get(decision["extent"], 0) + 1
        motion.append(decision["ms"])
        if decision["extent"] != "held":
            rows = (look_at_all(gated, frame) if decision["extent"] == "full"
                    else look_at_tiles(gated, frame, decision["input"], decision["tiles"]))
            program.stdin.write(" ".join(f"{value:g}" for value in rows.flatten()) + "\n")
            program.stdin.flush()
        objects = json.loads(program.stdout.readline())["objects"]
        merged.append(np.array([[*box, score, kind] for box, score, kind in objects]).reshape(-1, 6))
    program.stdin.close()
    program.wait()
    count = len(full)
    print(f"{clip}: {count} frames, {extents}, motion {np.median(motion):.2f} ms")
    gate_ms = (gated.seconds * 1000 + sum(motion)) / count
    print(f"every frame: {evaluate(full, truth)}, {every.seconds * 1000 / count:.2f} ms a frame")
    print(f"gate:        {evaluate(merged, truth)}, {gate_ms:.2f} ms a frame with motion")


if __name__ == "__main__":
    main()

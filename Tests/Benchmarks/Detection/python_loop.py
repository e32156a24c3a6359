"""The plain loop that people write: OpenCV reads a video, OpenVINO (or OpenCV) runs yolox-nano on each frame.

Prints one JSON object a frame (boxes in the frame's pixels) on standard output, and the time of the steady part
on standard error. It is what `vidproc detect` is compared with, in boxes and in speed.
"""

import argparse
import json
import sys
import time

import cv2
import numpy as np


def grid(size):
    places, strides = [], []
    for stride in (8, 16, 32):
        count = size // stride
        x, y = np.meshgrid(np.arange(count), np.arange(count))
        places.append(np.stack((x, y), 2).reshape(-1, 2))
        strides.append(np.full((count * count, 1), stride))
    return np.concatenate(places), np.concatenate(strides)


def suppress(boxes, scores, classes, overlap):
    """Greedy and class-aware, on corners in floats."""
    order = np.argsort(-scores, kind="stable")
    kept = []
    while order.size:
        first, rest = order[0], order[1:]
        kept.append(first)
        left = np.maximum(boxes[first, :2], boxes[rest, :2])
        right = np.minimum(boxes[first, 2:], boxes[rest, 2:])
        common = np.prod(np.maximum(right - left, 0), axis=1)
        area = lambda b: np.prod(b[..., 2:] - b[..., :2], axis=-1)
        iou = common / (area(boxes[first]) + area(boxes[rest]) - common)
        order = rest[(iou <= overlap) | (classes[rest] != classes[first])]
    return kept


class Detector:
    def __init__(self, model, engine, threads, size):
        self.size = size
        self.places, self.strides = grid(size)
        if engine == "openvino":
            import openvino

            core = openvino.Core()
            settings = {"INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": "f32"} if threads else {}
            self.compiled = core.compile_model(core.read_model(model), "CPU", settings)
            self.run = lambda blob: self.compiled(blob)[0]
        else:
            net = cv2.dnn.readNet(model)
            if threads:
                cv2.setNumThreads(threads)
            self.run = lambda blob: (net.setInput(blob), net.forward())[1]

    def __call__(self, frame, minimum, overlap):
        ratio = min(self.size / frame.shape[0], self.size / frame.shape[1])
        width, height = int(frame.shape[1] * ratio), int(frame.shape[0] * ratio)
        padded = np.full((self.size, self.size, 3), 114, np.uint8)
        padded[:height, :width] = cv2.resize(frame, (width, height), interpolation=cv2.INTER_LINEAR)
        blob = np.ascontiguousarray(padded.transpose(2, 0, 1)[None], dtype=np.float32)
        out = self.run(blob)[0]
        scores = out[:, 4:5] * out[:, 5:]
        classes = scores.argmax(1)
        best = scores[np.arange(len(scores)), classes]
        keep = best >= minimum
        out, best, classes = out[keep], best[keep], classes[keep]
        middle = (out[:, :2] + self.places[keep]) * self.strides[keep]
        size = np.exp(out[:, 2:4]) * self.strides[keep]
        boxes = np.concatenate((middle - size / 2, middle + size / 2), 1) / ratio
        return [(int(classes[i]), float(best[i]), boxes[i].tolist()) for i in suppress(boxes, best, classes, overlap)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video")
    parser.add_argument("--model", required=True)
    parser.add_argument("--engine", choices=("openvino", "opencv"), default="openvino")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--size", type=int, default=416)
    parser.add_argument("--min-score", type=float, default=0.25)
    parser.add_argument("--overlap", type=float, default=0.45)
    parser.add_argument("--limit", type=int, default=0)
    options = parser.parse_args()
    detector = Detector(options.model, options.engine, options.threads, options.size)
    capture = cv2.VideoCapture(options.video)
    frames, begun = 0, None
    while not options.limit or frames < options.limit:
        ok, frame = capture.read()
        if not ok:
            break
        found = detector(frame, options.min_score, options.overlap)
        height, width = frame.shape[:2]
        objects = []
        for label, score, (left, top, right, bottom) in found:
            left, top = max(left, 0), max(top, 0)
            right, bottom = min(right, width), min(bottom, height)
            objects.append({"class_id": label, "score": score, "box": [left, top, right - left, bottom - top]})
        print(json.dumps({"type": "frame", "frame": frames, "objects": objects}))
        frames += 1
        begun = begun or time.perf_counter()
    seconds = time.perf_counter() - begun if begun else 0
    print(json.dumps({"frames": frames, "seconds": seconds, "fps": (frames - 1) / seconds if seconds else 0}), file=sys.stderr)


if __name__ == "__main__":
    main()

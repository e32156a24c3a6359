#!/usr/bin/env python3
"""Runs random-weight YOLO models with Ultralytics' own `predict` and with `vidproc detect`, and compares the boxes.

Needs torch, ultralytics, onnxruntime and opencv-python. The models are made here with fixed seeds and batch-norm
statistics that let scores spread; both sides run the same exported ONNX in 32-bit floats (Ultralytics through
onnxruntime), read the same video, and use the same thresholds.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Parity"))

import compare_boxes
import references


def export(name, folder, video, size, seed=7):
    """A random model as an ONNX file."""
    import cv2
    import numpy as np
    import torch
    from ultralytics import YOLO

    import yolo_cases

    torch.manual_seed(seed)
    model = YOLO(f"{name}.yaml", task="detect")
    frame = cv2.VideoCapture(video).read()[1]
    scale = size / max(frame.shape[:2])
    frame = cv2.resize(frame, (round(frame.shape[1] * scale), round(frame.shape[0] * scale)))
    rest = size - frame.shape[0]
    frame = np.pad(frame, ((rest // 2, rest - rest // 2), (0, 0), (0, 0)), constant_values=114)
    picture = frame[..., ::-1].transpose(2, 0, 1)[None].astype(np.float32) / 255
    yolo_cases.spread(model.model, torch.from_numpy(np.ascontiguousarray(picture)), seed)
    before = os.getcwd()
    os.chdir(folder)
    try:
        return os.path.join(folder, model.export(format="onnx", imgsz=size, simplify=False, opset=17))
    finally:
        os.chdir(before)


def predict(path, video, frames, size, minimum, overlap):
    """Ultralytics' boxes: frame number to objects."""
    from ultralytics import YOLO

    found = {}
    results = YOLO(path, task="detect").predict(
        video, stream=True, conf=minimum, iou=overlap, imgsz=size, verbose=False)
    for index, result in enumerate(results):
        if index >= frames:
            break
        boxes = result.boxes
        found[index] = [
            {"class_id": int(c), "score": float(s), "box": [b[0], b[1], b[2] - b[0], b[3] - b[1]]}
            for c, s, b in zip(boxes.cls.tolist(), boxes.conf.tolist(), boxes.xyxy.tolist())
            # Boxes in the padding are nothing once they are cut at the picture's edge; vidproc drops them.
            if b[2] > b[0] and b[3] > b[1]
        ]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video")
    parser.add_argument("--program", required=True)
    parser.add_argument("--models", nargs="+", default=["yolov8n", "yolo11n"])
    parser.add_argument("--frames", type=int, default=10)
    parser.add_argument("--size", type=int, default=640)
    parser.add_argument("--min-score", type=float, default=0.2)
    parser.add_argument("--overlap", type=float, default=0.7)
    options = parser.parse_args()
    references.prepare()
    program = os.path.abspath(options.program)
    for name in options.models:
        with tempfile.TemporaryDirectory() as folder:
            frames = os.path.join(folder, "frames.mkv")
            subprocess.run(
                ["ffmpeg", "-v", "error", "-i", options.video, "-frames:v", str(options.frames), "-c:v", "ffv1", frames],
                check=True)
            video = frames
            path = export(name, folder, video, options.size)
            reference = predict(path, video, options.frames, options.size, options.min_score, options.overlap)
            lines = subprocess.run(
                [program, "detect", video, "--model", path, "--limit", str(options.frames), "--min-score",
                 str(options.min_score), "--iou", str(options.overlap), "--engine", "openvino", "--precision", "full"],
                check=True, capture_output=True, text=True).stdout.splitlines()
        found = {r["frame"]: r["objects"] for r in map(json.loads, lines) if r["type"] == "frame"}
        total, missing, distances, scores = compare_boxes.compare(reference, found, 0)
        extra = sum(map(len, found.values())) - (total - missing)
        within = sum(d <= 0.5 for d in distances) / max(1, len(distances))
        print(
            f"{name}: {total} boxes in {len(reference)} frames, {missing} without a match, {extra} besides; edges within "
            f"0.5 px {within:.4f}, at most {distances[-1] if distances else 0:.3f}; scores at most "
            f"{scores[-1] if scores else 0:.5f} apart", flush=True)


if __name__ == "__main__":
    main()

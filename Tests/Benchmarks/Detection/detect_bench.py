#!/usr/bin/env python3
"""`vidproc detect` against `yolo predict` (Ultralytics) and against a plain Python loop, paired and alternated.

    detect_bench.py --program .build/release/vidproc --python VENV/bin/python --models FOLDER --clip CLIP

The interpreter needs torch, ultralytics, openvino and opencv-python. FOLDER holds yolox_nano.onnx; YOLOv8n is made with
random weights, exported to ONNX for vidproc and to OpenVINO for Ultralytics. Every side runs OpenVINO with its own
defaults for threads. All let it compute in bfloat16 where the CPU can; vidproc also runs with `--precision full`. Whole processes are measured: wall clock and CPU, start-up included;
frames a second are also given without it (Ultralytics': from its first result on; vidproc's: from its first record on).
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from measure import measured  # noqa: E402

EXPORT = """
import sys
sys.path[:0] = [{here!r}, {parity!r}]
import references; references.prepare()
import torch
from ultralytics import YOLO
torch.manual_seed(7)
model = YOLO("yolov8n.yaml", task="detect")
model.export(format="onnx", imgsz={size}, simplify=False, opset=17)
model.export(format="openvino", imgsz={size})
"""

PREDICT = """
import json, sys, time
sys.path[:0] = [{here!r}, {parity!r}]
import references; references.prepare()
from ultralytics import YOLO
model = YOLO({model!r}, task="detect")
frames, begun = 0, None
for result in model.predict({clip!r}, stream=True, imgsz={size}, verbose=False):
    frames += 1
    begun = begun or time.perf_counter()
print(json.dumps({{"frames": frames, "fps": (frames - 1) / (time.perf_counter() - begun)}}), file=sys.stderr)
"""


def last_json(text):
    lines = [line for line in text.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--clip", required=True)
    parser.add_argument("--size", type=int, default=416)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--only", default="yolo,loop")
    options = parser.parse_args()
    program, clip = os.path.abspath(options.program), os.path.abspath(options.clip)
    yolox = os.path.join(os.path.abspath(options.models), "yolox_nano.onnx")
    names = {"here": str(HERE), "parity": str(HERE.parent / "Parity"), "size": options.size, "clip": clip}
    with tempfile.TemporaryDirectory() as folder:
        sides = {}
        if "yolo" in options.only:
            subprocess.run([options.python, "-c", EXPORT.format(**names)], cwd=folder, check=True, capture_output=True)
            predict = PREDICT.format(model=os.path.join(folder, "yolov8n_openvino_model"), **names)
            detect = [program, "detect", clip, "--model", os.path.join(folder, "yolov8n.onnx"), "--engine", "openvino", "--timing", "--iou", "0.7"]
            sides["yolov8n: yolo predict"] = [options.python, "-c", predict]
            sides["yolov8n: vidproc, auto"] = detect
            sides["yolov8n: vidproc, full"] = detect + ["--precision", "full"]
        if "loop" in options.only:
            detect = [program, "detect", clip, "--model", yolox, "--engine", "openvino", "--timing"]
            sides["yolox-nano: Python loop"] = [options.python, str(HERE / "python_loop.py"), clip, "--model", yolox]
            sides["yolox-nano: vidproc, auto"] = detect
            sides["yolox-nano: vidproc, full"] = detect + ["--precision", "full"]
        results = {name: [] for name in sides}
        for number in range(options.runs + 1):
            for name, command in sides.items():
                with open(os.path.join(folder, "errors"), "w+b") as errors:
                    got = measured(command, stderr=errors)
                    errors.seek(0)
                    said = errors.read().decode("utf-8", "replace")
                if got.code != 0:
                    sys.exit(f"{name} failed: {said[-500:]}")
                if number == 0:
                    continue  # the first round fills caches
                steady = last_json(said)
                results[name].append((got.wall, got.cpu, got.memory_mb, steady.get("fps", 0), steady))
                print(f"run {number}  {name:30} wall {got.wall:7.2f} s  CPU {got.cpu:7.2f} s  peak {got.memory_mb:5.0f} MB  steady {steady.get('fps', 0):6.1f} frames/s", flush=True)
        print(f"load {os.getloadavg()[0]:.2f}; medians of {options.runs} runs:")
        frames = None
        for name, runs in results.items():
            wall, cpu, peak, fps, steady = runs[0]
            wall, cpu, fps = (statistics.median(run[i] for run in runs) for i in (0, 1, 3))
            frames = steady.get("frames") or frames
            line = f"{name:30} wall {wall:7.2f} s ({frames / wall:6.1f} frames/s with start-up)  steady {fps:6.1f}  CPU {cpu / frames * 1000:6.2f} ms a frame"
            if "timing" in steady:
                line += "  " + " ".join(f"{part} {seconds / frames * 1000:.2f}" for part, seconds in steady["timing"].items())
            print(line)
        for family, other in (("yolov8n", "yolo predict"), ("yolox-nano", "Python loop")):
            base = results.get(f"{family}: {other}")
            for precision in ("auto", "full"):
                ours = results.get(f"{family}: vidproc, {precision}")
                if base and ours:
                    pairs = [(b[0] / o[0], o[3] / b[3], b[1] / o[1]) for b, o in zip(base, ours)]
                    print(f"{family} {precision}: {statistics.median(p[0] for p in pairs):.2f} times the frames/s of the {other} with start-up, "
                          f"{statistics.median(p[1] for p in pairs):.2f} steady, {statistics.median(p[2] for p in pairs):.2f} times less CPU")


if __name__ == "__main__":
    main()

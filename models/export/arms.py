"""Puts two signals of their own lengths in front of a network that takes both in one batch.

The encoder then stands in the file once, and runs once.
"""

from collections.abc import Sequence

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto
from onnx.helper import make_node, make_tensor_value_info
from onnx.numpy_helper import from_array

from models.inference.frame import STEP, WINDOW

ARMS = "arms"
WINDOWS = "windows"
_ZERO, _ONE, _SHORTER = f"{ARMS}_zero", f"{ARMS}_one", f"{ARMS}_shorter"
_STEPS, _SAMPLES = f"{ARMS}_to_steps", f"{ARMS}_to_samples"


def two_armed(model: ModelProto, names: Sequence[str], channels: int) -> ModelProto:
    """Return the model with two inputs (B, n, channels) and (B, m, channels) for its two.

    Those were `arms` (2B, max(n, m), channels), both filled up with zeros, and `windows` (2,), how
    many of them n and m samples make. The output `d_arms` becomes one of each input's shape.
    """
    graph = model.graph
    taken = {ARMS, WINDOWS, f"d_{ARMS}"}
    others = [value for value in graph.input if value.name not in taken]
    kept = [value for value in graph.output if value.name not in taken]
    before, after = _stacked(names), _parted(names)
    nodes = [*before, *graph.node, *after]
    for field in (graph.node, graph.input, graph.output):
        del field[:]
    graph.node.extend(nodes)
    graph.input.extend([*(_signal(name, name, channels) for name in names), *others])
    graph.output.extend([*kept, *(_signal(f"d_{name}", name, channels) for name in names)])
    constants = {
        _ZERO: [0],
        _ONE: [1],
        _SHORTER: [WINDOW // STEP - 1],  # there are fewer windows than steps by this number
        _STEPS: [0, -1, STEP * channels],
        _SAMPLES: [0, -1, channels],
    }
    graph.initializer.extend(
        from_array(np.array(value, np.int64), name) for name, value in constants.items()
    )
    return model


def _stacked(names: Sequence[str]) -> list[NodeProto]:
    """Return the nodes that fill the signals up and stack them; whole steps only are taken."""
    steps, filled = [f"{name}_steps" for name in names], [f"{name}_filled" for name in names]
    nodes = []
    for name, count in zip(names, steps, strict=True):
        nodes += [
            make_node("Shape", [name], [f"{name}_length"], start=1, end=2),
            make_node("Reshape", [name, _STEPS], [f"{name}_parts"]),
            make_node("Shape", [f"{name}_parts"], [count], start=1, end=2),
        ]
    nodes += [
        make_node("Concat", steps, [f"{ARMS}_steps"], axis=0),
        make_node("Sub", [f"{ARMS}_steps", _SHORTER], [WINDOWS]),
        make_node("Max", steps, [f"{ARMS}_longest"]),
    ]
    for name, count, full in zip(names, steps, filled, strict=True):
        nodes += [
            make_node("Sub", [f"{ARMS}_longest", count], [f"{name}_missing"]),
            make_node("Concat", [_ZERO, f"{name}_missing"], [f"{name}_pads"], axis=0),
            make_node("Pad", [f"{name}_parts", f"{name}_pads", "", _ONE], [full]),
        ]
    return [
        *nodes,
        make_node("Concat", filled, [f"{ARMS}_parts"], axis=0),
        make_node("Reshape", [f"{ARMS}_parts", _SAMPLES], [ARMS]),
    ]


def _parted(names: Sequence[str]) -> list[NodeProto]:
    """Return the nodes that cut the gradient into those of the two signals."""
    parts = [f"d_{name}_filled" for name in names]
    nodes = [make_node("Split", [f"d_{ARMS}"], parts, axis=0, num_outputs=2)]
    return nodes + [
        make_node("Slice", [part, _ZERO, f"{name}_length", _ONE], [f"d_{name}"])
        for name, part in zip(names, parts, strict=True)
    ]


def _signal(value: str, name: str, channels: int) -> ValueInfoProto:
    return make_tensor_value_info(value, TensorProto.FLOAT, ["batch", f"{name}_samples", channels])

"""One file for both uses: what only explains is moved behind an `If`, so that scoring stays cheap.

Asking ONNX Runtime for fewer outputs does not prune a graph; an `If` whose condition is an input
does skip what it holds.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import onnx
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto
from onnx.helper import make_graph, make_node, make_tensor_value_info
from onnx.numpy_helper import from_array

GATE = "explain"


def gated(model: ModelProto, always: Sequence[str]) -> ModelProto:
    """Return the model with all that leads to none of these outputs run only if `explain` is true.

    `explain` becomes its last input, a boolean scalar. Without it the other outputs are empty.
    """
    graph = model.graph
    producers = {out: node for node in graph.node for out in node.output}
    needed = set().union(*(_needed(producers, name) for name in always))
    before = [node for node in graph.node if id(node) in needed]
    behind = [node for node in graph.node if id(node) not in needed]
    behind = [*_again(before, behind), *behind]
    early = {out for node in before for out in node.output}
    # What is known before the gate anyway, such as activations, needs no place behind it.
    late = [out for out in graph.output if out.name not in early]
    inner = {out.name: f"{out.name}_inside" for out in late}
    for node in behind:
        _rename(node, inner)
    explain = make_graph(behind, GATE, [], [_renamed(out, inner[out.name]) for out in late])
    gate = make_node(
        "If",
        [GATE],
        [out.name for out in late],
        then_branch=explain,
        else_branch=_empty(late),
    )
    del graph.node[:]
    graph.node.extend([*before, gate])
    graph.input.append(make_tensor_value_info(GATE, TensorProto.BOOL, []))
    for out in late:
        _forget_shape(out)
    onnx.checker.check_model(model)
    return model


def _again(before: Sequence[NodeProto], behind: Sequence[NodeProto]) -> list[NodeProto]:
    """Return the sigmoids before the gate that are read behind it, to be worked out again there.

    One that is read by a single product before the gate is one step with that, in half the time.
    """
    read = {name for node in behind for name in _reads(node)}
    found = []
    for node in before:
        if node.op_type == "Sigmoid" and node.output[0] in read:
            again = NodeProto()
            again.CopyFrom(node)
            found.append(again)
            name = f"{node.output[0]}_again"
            for own in behind:
                _rename(own, {node.output[0]: name})
            again.output[0] = name
    return found


def renamed(model: ModelProto, prefix: str, public: Iterable[str]) -> ModelProto:
    """Return the model with `prefix` taken off its public names; inner ones give way to them."""
    names = {name: f"{name}_inner" for name in public}
    names |= {prefix + name: name for name in public}
    for node in model.graph.node:
        _rename(node, names)
    for value in (*model.graph.input, *model.graph.output, *model.graph.initializer):
        value.name = names.get(value.name, value.name)
    del model.graph.value_info[:]
    return model


def _needed(producers: dict[str, NodeProto], wanted: str) -> set[int]:
    found: set[int] = set()
    open_names = [wanted]
    while open_names:
        node = producers.get(open_names.pop())
        if node is not None and id(node) not in found:
            found.add(id(node))
            open_names += _reads(node)
    return found


def _reads(node: NodeProto) -> list[str]:
    """Return the names that a node reads, those of graphs inside it included."""
    inside = [name for graph in _subgraphs(node) for part in graph.node for name in _reads(part)]
    return [name for name in node.input if name] + inside


def _subgraphs(node: NodeProto) -> Iterable[GraphProto]:
    return (a.g for a in node.attribute if a.type == AttributeProto.GRAPH)


def _rename(node: NodeProto, names: dict[str, str]) -> None:
    for field in (node.input, node.output):
        field[:] = [names.get(name, name) for name in field]
    for graph in _subgraphs(node):
        for part in graph.node:
            _rename(part, names)
        for value in (*graph.input, *graph.output):
            value.name = names.get(value.name, value.name)


def _renamed(value: ValueInfoProto, name: str) -> ValueInfoProto:
    copy = ValueInfoProto()
    copy.CopyFrom(value)
    copy.name = name
    return copy


def _empty(outputs: Iterable[ValueInfoProto]) -> GraphProto:
    nodes, values = [], []
    for out in outputs:
        shape = [0] * len(out.type.tensor_type.shape.dim)
        name = f"{out.name}_nothing"
        nodes.append(
            make_node("Constant", [], [name], value=from_array(np.zeros(shape, np.float32)))
        )
        values.append(make_tensor_value_info(name, TensorProto.FLOAT, shape))
    return make_graph(nodes, "skip", [], values)


def _forget_shape(output: ValueInfoProto) -> None:
    """Let every dimension be free: the two branches differ."""
    for k, dimension in enumerate(output.type.tensor_type.shape.dim):
        dimension.ClearField("dim_value")
        dimension.dim_param = f"{output.name}_{k}"

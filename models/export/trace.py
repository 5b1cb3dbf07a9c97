"""A network with its own gradients as one traced graph.

`torch.autograd.grad` cannot be exported as it stands. Traced with `make_fx` it becomes plain
operators, forward and backward, once `convolution_backward` is put in terms of a convolution.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch._decomp import get_decompositions
from torch.fx import GraphModule, Node
from torch.fx.experimental.proxy_tensor import make_fx

Network = Callable[..., tuple[Tensor, ...]]
"""From inputs to scores (B, K), then any activations to be explained as well."""

aten = torch.ops.aten


def with_gradients(network: Network, inputs: int) -> Callable[..., tuple[Tensor, ...]]:
    """Return fn(*inputs, *fixed, select) → scores, gradients, activations, their gradients.

    The gradients are of ⟨select, scores⟩, summed over the batch, with respect to every input and
    every activation; `select` is (K,). The network takes the inputs and what is fixed.
    """

    def explained(*arguments: Tensor) -> tuple[Tensor, ...]:
        leaves = [x.detach().requires_grad_() for x in arguments[:inputs]]
        *fixed, select = arguments[inputs:]
        scores, *activations = network(*leaves, *fixed)
        chosen = (scores * select).sum()
        gradients = torch.autograd.grad(chosen, [*leaves, *activations])
        shown = [a.detach() for a in activations]
        return (scores.detach(), *gradients[:inputs], *shown, *gradients[inputs:])

    return explained


def traced(
    function: Callable[..., Any], arguments: Sequence[Tensor], *, compact: bool = False
) -> GraphModule:
    """Return the graph of a function in plain operators, with free shapes.

    A batch size or length in `arguments` that equals another dimension is taken for the same one.

    Args:
        function: to be traced.
        arguments: examples of its arguments.
        compact: keep no second, flipped copy of a convolution's weights for the way back, which is
            a little slower.
    """
    backward = partial(_convolution_backward, compact=compact)
    graph = make_fx(
        function,
        decomposition_table={**_DECOMPOSITIONS, aten.convolution_backward.default: backward},
        tracing_mode="symbolic",
        _allow_non_fake_inputs=True,
    )(*arguments)
    for node in list(graph.graph.nodes):
        if node.op == "call_function" and node.target in _NOTHING:
            node.replace_all_uses_with(node.args[0])
            graph.graph.erase_node(node)
        elif node.op == "call_function" and node.target is aten.pow.Tensor_Scalar:
            _multiply(node)
    _share(graph)
    _broadcast(graph)
    graph.graph.eliminate_dead_code()
    graph.recompile()
    return graph


def _share(graph: GraphModule) -> None:
    """Work out x · σ(x) once for both ways."""
    known: dict[Any, Node] = {}
    for node in list(graph.graph.nodes):
        if node.op == "call_function" and node.target is aten.silu.default:
            first = known.setdefault(node.args[0], node)
            if first is not node:
                node.replace_all_uses_with(first)
                graph.graph.erase_node(node)


def _broadcast(graph: GraphModule) -> None:
    """Leave it to products and sums to repeat what is the same for all frames and joints.

    The way back through a mean repeats one number in memory for all that it was the mean of, before
    that is divided by how many they are.
    """
    waiting = [node for node in graph.graph.nodes if node.target is aten.expand.default]
    while waiting:
        repeated = waiting.pop()
        small, sizes = repeated.args
        for user in list(repeated.users):
            if user.target is aten.view.default:
                user.target = aten.reshape.default  # A view of what is repeated there is none.
            if user.target not in _BY_ELEMENT:
                continue
            others = [own for own in user.all_input_nodes if own is not repeated]
            others = [own for own in others if isinstance(own.meta["val"], Tensor)]
            if not others:
                with graph.graph.inserting_before(user):
                    arguments = [small if arg is repeated else arg for arg in user.args]
                    scaled = graph.graph.call_function(user.target, tuple(arguments))
                    later = graph.graph.call_function(aten.expand.default, (scaled, sizes))
                later.meta = user.meta
                user.replace_all_uses_with(later)
                waiting.append(later)
            elif others[0].meta["val"].shape == user.meta["val"].shape:
                user.replace_input_with(repeated, small)


def _multiply(power: Node) -> None:
    """Put a square as a product: ONNX Runtime takes twenty times as long for its power."""
    base, exponent = power.args
    if exponent == 1:
        power.replace_all_uses_with(base)
    elif exponent == 2:
        with power.graph.inserting_before(power):
            square = power.graph.call_function(aten.mul.Tensor, (base, base))
        square.meta = power.meta
        power.replace_all_uses_with(square)


def frozen(network: nn.Module) -> nn.Module:
    """Return the network in evaluation mode, its weights being constants."""
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    return network.eval()


_BY_ELEMENT = (
    *(aten.mul.Tensor, aten.add.Tensor, aten.sub.Tensor, aten.div.Tensor),
    *(aten.mul.Scalar, aten.div.Scalar),
)
_NOTHING = (aten.detach.default, aten.alias.default)


def _convolution_backward(
    d_out: Tensor,
    x: Tensor,
    weight: Tensor,
    bias_sizes: list[int] | None,
    stride: list[int],
    padding: list[int],
    dilation: list[int],
    transposed: bool,
    output_padding: list[int],
    groups: int,
    mask: list[bool],
    *,
    compact: bool,
) -> tuple[Tensor, None, None]:
    """Return the gradient of a convolution's input; its weights are constants.

    With steps of one sample it is a convolution with the flipped weights, which runs faster.
    Otherwise it is a transposed one, and the length of the input has to be known.
    """
    if transposed or mask[1] or mask[2]:
        raise NotImplementedError("only input gradients of ordinary convolutions are exported")
    axes = range(weight.dim() - 2)
    kernel = weight.shape[2:]
    if not compact and all(step == 1 for step in stride):
        back = [dilation[k] * (kernel[k] - 1) - padding[k] for k in axes]
        flipped = _flipped(weight, groups)
        out = aten.convolution(d_out, flipped, None, stride, back, dilation, False, [0], groups)
        return out, None, None
    covered = [
        (d_out.shape[2 + k] - 1) * stride[k] - 2 * padding[k] + dilation[k] * (kernel[k] - 1) + 1
        for k in axes
    ]
    extra = [int(x.shape[2 + k] - covered[k]) for k in axes]
    out = aten.convolution(d_out, weight, None, stride, padding, dilation, True, extra, groups)
    return out, None, None


def _slice_backward(
    d_out: Tensor, sizes: list[int], axis: int, start: int, stop: int, step: int
) -> Tensor:
    """Return the gradient of what was sliced: zeros around, where it is a scatter by default."""
    if step != 1:
        raise NotImplementedError("only slices without a stride are exported with their gradient")
    begin = max(start + sizes[axis], 0) if start < 0 else start
    behind = sizes[axis] - begin - d_out.shape[axis]
    around = [0, 0] * (d_out.dim() - 1 - axis % d_out.dim()) + [begin, behind]
    return aten.constant_pad_nd(d_out, around)


def _relu_backward(d_out: Tensor, x: Tensor, threshold: float) -> Tensor:
    """Return the gradient of a ReLU, by what is 1 above 0 and 0 below.

    A choice between two arrays takes ONNX Runtime as long again.
    """
    if threshold != 0.0:
        raise NotImplementedError("only thresholds at 0 are exported with their gradient")
    return d_out * (x * _HUGE).clamp(0.0, 1.0)


def _silu_backward(d_out: Tensor, x: Tensor) -> Tensor:
    """Return the gradient of x · σ(x) by the product itself, which is known from the way forth."""
    sigmoid = x.sigmoid()
    return d_out * (sigmoid + aten.silu(x) * (1.0 - sigmoid))


def _flipped(weight: Tensor, groups: int) -> Tensor:
    out, inward, *kernel = weight.shape
    flipped = weight.flip(list(range(2, weight.dim())))
    split = flipped.view(groups, out // groups, inward, *kernel).transpose(1, 2)
    return split.reshape(groups * inward, out // groups, *kernel)


_HUGE = 3e38

_DECOMPOSITIONS = {
    **get_decompositions(
        [
            aten.leaky_relu_backward,
            aten._softmax_backward_data,
            aten.tanh_backward,
            aten.sigmoid_backward,
            aten.elu_backward,
            aten.gelu_backward,
            aten.native_batch_norm,
            aten.native_layer_norm,
            aten.native_layer_norm_backward,
        ]
    ),
    aten.slice_backward.default: _slice_backward,
    aten.threshold_backward.default: _relu_backward,
    aten.silu_backward.default: _silu_backward,
}

"""An LSTM that can be exported together with its input gradient.

Traced as two opaque operators: forward becomes ONNX's own LSTM; backward recomputes the gates in
one matrix product and runs two small scans, one for the cell states, one back through time. That
takes some forty nodes, where an unrolled LSTM takes thousands. The weights are constants.
"""

from typing import Any

import onnx_ir as ir
import torch
from onnxscript import opset20 as op
from torch import Tensor, nn

# Scan's variadic outputs cannot be said with onnxscript's own operator.
from torch.onnx._internal.exporter._torchlib.ops.hop import call_op


class ExportableLstm(nn.Module):
    """The same as a one-layer, batch-first, one-directional `nn.LSTM` whose weights are frozen.

    Returns its output in a tuple, as `nn.LSTM` does.
    """

    def __init__(self, lstm: nn.LSTM) -> None:
        super().__init__()
        self.inward, self.recurrent = lstm.weight_ih_l0, lstm.weight_hh_l0
        self.bias = nn.Parameter((lstm.bias_ih_l0 + lstm.bias_hh_l0).detach(), requires_grad=False)

    def forward(self, x: Tensor) -> tuple[Tensor]:
        """Return (states (B, T, H),) for x (B, T, I)."""
        states: Tensor = lstm_forward(x.transpose(0, 1), self.inward, self.recurrent, self.bias)
        # Of rows that lie apart, a layer would multiply every one with a copy of its weights.
        return (states.transpose(0, 1).contiguous(),)


@torch.library.custom_op("physio::lstm_forward", mutates_args=())
def lstm_forward(x: Tensor, inward: Tensor, recurrent: Tensor, bias: Tensor) -> Tensor:
    """Return the states (T, B, H) of an LSTM from zero, for x (T, B, I)."""
    zero = x.new_zeros(1, x.shape[1], recurrent.shape[1])
    weights = [inward, recurrent, bias, torch.zeros_like(bias)]
    states = torch._VF.lstm(x, (zero, zero), weights, True, 1, 0.0, False, False, False)[0]
    return states.clone()


@torch.library.custom_op("physio::lstm_backward", mutates_args=())
def lstm_backward(
    d_states: Tensor, x: Tensor, states: Tensor, inward: Tensor, recurrent: Tensor, bias: Tensor
) -> Tensor:
    """Return the gradient (T, B, I) with respect to x."""
    zero = torch.zeros_like(states[:1])
    before = torch.cat([zero, states[:-1]])
    gates = (x @ inward.t() + before @ recurrent.t() + bias).chunk(4, -1)
    i, f, g, o = gates[0].sigmoid(), gates[1].sigmoid(), gates[2].tanh(), gates[3].sigmoid()
    cell, cells = zero[0], []
    for t in range(len(x)):
        cell = f[t] * cell + i[t] * g[t]
        cells.append(cell)
    c = torch.stack(cells)
    slope = _slopes(i, f, g, o, c, torch.cat([zero, c[:-1]]))
    reach = o * (1 - c.tanh() ** 2)
    d_state, d_cell, d_gates = zero[0], zero[0], [zero[0]] * len(x)
    for t in reversed(range(len(x))):
        d_hidden = d_states[t] + d_state
        d_inner = d_hidden * reach[t] + d_cell
        d_gates[t] = torch.cat([d_inner, d_inner, d_inner, d_hidden], -1) * slope[t]
        d_state, d_cell = d_gates[t] @ recurrent, d_inner * f[t]
    return torch.stack(d_gates) @ inward


def _slopes(i: Tensor, f: Tensor, g: Tensor, o: Tensor, c: Tensor, before: Tensor) -> Tensor:
    """Return how cell (three parts) and state (the last) answer to each gate's input."""
    parts = [g * i * (1 - i), before * f * (1 - f), i * (1 - g * g), c.tanh() * o * (1 - o)]
    return torch.cat(parts, -1)


@lstm_forward.register_fake
def _(x: Tensor, inward: Tensor, recurrent: Tensor, bias: Tensor) -> Tensor:
    return x.new_empty(x.shape[0], x.shape[1], recurrent.shape[1])


@lstm_backward.register_fake
def _(
    d_states: Tensor, x: Tensor, states: Tensor, inward: Tensor, recurrent: Tensor, bias: Tensor
) -> Tensor:
    return torch.empty_like(x)


def _remember(ctx: Any, inputs: tuple[Tensor, ...], output: Tensor) -> None:
    ctx.save_for_backward(*inputs, output)


def _differentiate(ctx: Any, d_states: Tensor) -> tuple[Tensor | None, ...]:
    x, inward, recurrent, bias, states = ctx.saved_tensors
    return lstm_backward(d_states, x, states, inward, recurrent, bias), None, None, None


lstm_forward.register_autograd(_differentiate, setup_context=_remember)


def forward_to_onnx(x: Any, inward: Any, recurrent: Any, bias: Any) -> Any:
    """Return ONNX's LSTM."""
    hidden = recurrent.shape[1]
    weight, again = (_lead(_onnx_gates(w, hidden)) for w in (inward, recurrent))
    no_bias = op.Constant(value=ir.tensor([0.0] * (4 * hidden), dtype=ir.DataType.FLOAT))
    both = _lead(op.Concat(_onnx_gates(bias, hidden), no_bias, axis=0))
    states, _, _ = op.LSTM(x, weight, again, both, None, None, None, None, hidden_size=hidden)
    return op.Squeeze(states, _ints(1))


def backward_to_onnx(
    d_states: Any, x: Any, states: Any, inward: Any, recurrent: Any, bias: Any
) -> Any:
    """Return the input gradient: one matrix product for the gates, then two scans."""
    zeros = op.Mul(op.Slice(states, _ints(0), _ints(1), _ints(0)), _float(0.0))
    zero = op.Squeeze(zeros, _ints(0))

    def before(series: Any) -> Any:
        return op.Concat(zeros, op.Slice(series, _ints(0), _ints(-1), _ints(0)), axis=0)

    inner = op.Add(op.MatMul(x, _turned(inward)), op.MatMul(before(states), _turned(recurrent)))
    gates = op.Split(op.Add(inner, bias), axis=-1, num_outputs=4)
    i, f, g, o = op.Sigmoid(gates[0]), op.Sigmoid(gates[1]), op.Tanh(gates[2]), op.Sigmoid(gates[3])
    _, c = call_op("Scan", zero, f, op.Mul(i, g), _num_outputs=2, body=_cells(), num_scan_inputs=2)
    tanh_c = op.Tanh(c)
    slope = op.Concat(
        op.Mul(g, _sigmoid_slope(i)),
        op.Mul(before(c), _sigmoid_slope(f)),
        op.Mul(i, _tanh_slope(g)),
        op.Mul(tanh_c, _sigmoid_slope(o)),
        axis=-1,
    )
    _, _, d_gates = call_op(
        "Scan",
        *(zero, zero, d_states, op.Mul(o, _tanh_slope(tanh_c)), slope, f),
        _num_outputs=3,
        body=_back_through_time(recurrent),
        num_scan_inputs=4,
        scan_input_directions=[1] * 4,
        scan_output_directions=[1],
    )
    return op.MatMul(d_gates, inward)


TRANSLATIONS = {
    torch.ops.physio.lstm_forward.default: forward_to_onnx,
    torch.ops.physio.lstm_backward.default: backward_to_onnx,
}
"""For `torch.onnx.export(custom_translation_table=…)`."""


def _cells() -> ir.Graph:
    """Return the scan's body c ← f·c + i·g, which puts out every c."""
    names = _Names("cells")
    cell, forget, new = names.value("c"), names.value("f"), names.value("new")
    kept = names.node("Mul", forget, cell)
    grown = names.node("Add", kept.outputs[0], new)
    out = names.node("Identity", grown.outputs[0])
    return ir.Graph(
        [cell, forget, new],
        [grown.outputs[0], out.outputs[0]],
        nodes=[kept, grown, out],
        name=names.prefix,
    )


def _back_through_time(recurrent: Any) -> ir.Graph:
    """Return the scan's body that carries the gradients of state and cell to the sample before."""
    names = _Names("back")
    inputs = [names.value(n) for n in ("d_state", "d_cell", "d_states", "reach", "slope", "f")]
    d_state, d_cell, d_states, reach, slope, forget = inputs
    hidden = names.node("Add", d_states, d_state)
    reached = names.node("Mul", hidden.outputs[0], reach)
    inner = names.node("Add", reached.outputs[0], d_cell)
    d_inner = inner.outputs[0]
    four = names.node("Concat", d_inner, d_inner, d_inner, hidden.outputs[0], axis=1)
    gates = names.node("Mul", four.outputs[0], slope)
    state = names.node("MatMul", gates.outputs[0], recurrent)
    cell = names.node("Mul", d_inner, forget)
    out = names.node("Identity", gates.outputs[0])
    nodes = [hidden, reached, inner, four, gates, state, cell, out]
    carried = [state.outputs[0], cell.outputs[0], out.outputs[0]]
    return ir.Graph(inputs, carried, nodes=nodes, name=names.prefix)


class _Names:
    """Values and nodes with names that no other graph of the file has."""

    made = 0

    def __init__(self, kind: str) -> None:
        _Names.made += 1
        self.prefix = f"{kind}_{_Names.made}"

    def value(self, name: str) -> ir.Value:
        return ir.Value(name=f"{self.prefix}_{name}", type=ir.TensorType(ir.DataType.FLOAT))

    def node(self, kind: str, *inputs: Any, **attributes: Any) -> ir.Node:
        _Names.made += 1
        node = ir.node(kind, list(inputs), attributes=attributes or None)
        node.outputs[0].type = ir.TensorType(ir.DataType.FLOAT)
        node.outputs[0].name = f"{self.prefix}_{kind}_{_Names.made}"
        return node


def _onnx_gates(weight: Any, hidden: int) -> Any:
    """Return PyTorch's gates i, f, g, o in ONNX's order i, o, f, g."""
    rows = [
        op.Slice(weight, _ints(k * hidden), _ints((k + 1) * hidden), _ints(0)) for k in (0, 3, 1, 2)
    ]
    return op.Concat(*rows, axis=0)


def _lead(x: Any) -> Any:
    return op.Unsqueeze(x, _ints(0))


def _turned(x: Any) -> Any:
    return op.Transpose(x, perm=[1, 0])


def _sigmoid_slope(x: Any) -> Any:
    return op.Mul(x, op.Sub(_float(1.0), x))


def _tanh_slope(x: Any) -> Any:
    return op.Sub(_float(1.0), op.Mul(x, x))


def _ints(value: int) -> Any:
    return op.Constant(value=ir.tensor([value], dtype=ir.DataType.INT64))


def _float(value: float) -> Any:
    return op.Constant(value=ir.tensor(value, dtype=ir.DataType.FLOAT))

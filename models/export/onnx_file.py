"""Writes a network as one ONNX file: scores, and behind a gate the gradients that explain them."""

import copy
import logging
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import onnx
import torch
from torch import Tensor, nn

from models.export.conditional import gated, renamed
from models.export.lstm import TRANSLATIONS, ExportableLstm
from models.export.trace import frozen, traced, with_gradients
from models.inference.quiet_runtime import onnxruntime

OPSET: Final = 20
SELECT: Final = "select"
_OUTSIDE: Final = "outside_"
"""The exporter lets a public name and one of its own be the same: so public ones get a prefix."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Input:
    """An input of the file.

    Attributes:
        name: of the input.
        example: a tensor of its shape; free dimensions differ from all other dimensions.
        free: torch.export dimension by axis, e.g. {0: Dim("batch")}.
    """

    name: str
    example: Tensor
    free: Mapping[int, Any]


def write_explainable(
    network: nn.Module,
    inputs: Sequence[Input],
    path: Path,
    *,
    scores: int,
    activations: Sequence[str] = (),
    compact: bool = False,
) -> None:
    """Write a file with the inputs, `select` (K,) and `explain`, and the outputs below.

    `scores` (B, K); if `explain`, d_⟨input⟩ for every input; every activation, and
    d_⟨activation⟩: gradients of ⟨select, scores⟩ summed over the batch.

    Args:
        network: returns scores, or a tuple of scores and activations.
        inputs: in the network's order.
        path: of the file.
        scores: K.
        activations: names of what the network returns besides scores.
        compact: a smaller file for somewhat slower gradients.
    """
    model = explainable(network, inputs, scores=scores, activations=activations, compact=compact)
    write_gated(model, path)


def explainable(
    network: nn.Module,
    inputs: Sequence[Input],
    *,
    scores: int,
    activations: Sequence[str] = (),
    fixed: Sequence[Input] = (),
    compact: bool = False,
) -> onnx.ModelProto:
    """Return what `write_explainable` writes, without the gate.

    Its inputs are those to be explained, those that are `fixed` (which get no gradient) and
    `select`; the network takes the first two.
    """
    ready = frozen(exportable(network))

    def answer(*arguments: Tensor) -> tuple[Tensor, ...]:
        out = ready(*arguments)
        return out if isinstance(out, tuple) else (out,)

    given = [*inputs, *fixed]
    arguments = (*(i.example for i in given), torch.linspace(1.0, 2.0, scores))
    graph = traced(with_gradients(answer, len(inputs)), arguments, compact=compact)
    names = [i.name for i in inputs]
    outputs = ["scores", *(f"d_{n}" for n in names), *activations, *(f"d_{n}" for n in activations)]
    shapes = (*(dict(i.free) for i in given), {})
    return _to_onnx(graph, arguments, shapes, [*(i.name for i in given), SELECT], outputs)


def graph_file(
    function: Callable[..., tuple[Tensor, ...]],
    arguments: tuple[Tensor, ...],
    shapes: tuple[dict[int, Any], ...],
    inputs: list[str],
    outputs: list[str],
    *,
    compact: bool = False,
) -> onnx.ModelProto:
    """Return the model of a function that works out its gradients by itself.

    Args:
        function: from the arguments to the outputs.
        arguments: examples; see `Input.example`.
        shapes: of each, see `Input.free`.
        inputs: names of the arguments.
        outputs: names; `scores` is one of them where the model is to be gated.
        compact: see `write_explainable`.
    """
    return _to_onnx(
        traced(function, arguments, compact=compact), arguments, shapes, inputs, outputs
    )


def write_gated(model: onnx.ModelProto, path: Path, always: Sequence[str] = ("scores",)) -> None:
    """Write what `explainable` returned, all but some outputs behind the gate."""
    _save_ready(gated(model, always), path)


def write_plain(network: nn.Module, inputs: Sequence[Input], path: Path) -> None:
    """Write a file that gives `scores` alone."""
    ready = frozen(exportable(network))
    arguments = tuple(i.example for i in inputs)
    shapes = tuple(dict(i.free) for i in inputs)
    model = _to_onnx(ready, arguments, shapes, [i.name for i in inputs], ["scores"])
    _save_ready(model, path)


def exportable(network: nn.Module) -> nn.Module:
    """Return a copy of the network whose LSTMs can be exported with their gradients."""
    clone = copy.deepcopy(network)
    for module in list(clone.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.LSTM):
                setattr(module, name, ExportableLstm(child))
    return clone


def _to_onnx(
    module: nn.Module,
    arguments: tuple[Tensor, ...],
    shapes: tuple[dict[int, Any], ...],
    inputs: list[str],
    outputs: list[str],
) -> onnx.ModelProto:
    with _quiet(), tempfile.TemporaryDirectory() as folder:
        program = torch.export.export(module, arguments, dynamic_shapes=shapes, strict=False)
        exported = torch.onnx.export(
            program,
            dynamo=True,
            input_names=[_OUTSIDE + name for name in inputs],
            output_names=[_OUTSIDE + name for name in outputs],
            custom_translation_table=TRANSLATIONS,
            opset_version=OPSET,
            optimize=True,
            verbose=False,
        )
        partial = Path(folder) / "network.onnx"
        exported.save(partial, external_data=False)
        model = renamed(onnx.load(partial), _OUTSIDE, [*inputs, *outputs])
    return _without_traces(model)


def _without_traces(model: onnx.ModelProto) -> onnx.ModelProto:
    """Remove from which lines, of whose files, each node came."""
    graph = model.graph
    for item in (model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output):
        del item.metadata_props[:]
    return model


def _save_ready(model: onnx.ModelProto, path: Path) -> None:
    """Write the model as ONNX Runtime simplifies it, so that loading it need not do so again."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(path)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporter's remarks about its own progress from the terminal."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)

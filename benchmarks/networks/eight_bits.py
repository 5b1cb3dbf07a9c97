"""The catalogue's networks in eight bits, as ONNX Runtime's own quantisation makes them.

`int8 dynamic`: the weights are rounded beforehand, the activations at each call by what they then
are. `int8 static`: both beforehand, the activations by their range over examples (QDQ form). The
gradients, which lie in a subgraph, keep their precision.
"""

import dataclasses
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from edge.pose.loading import silenced
from models.inference.card import ZOO, Card
from models.inference.catalog import CPU, EXPLAIN, SELECT, digest
from models.inference.frame import Single
from models.inference.quiet_runtime import onnxruntime

DYNAMIC: Final = "int8 dynamic"
STATIC: Final = "int8 static"

ROUNDED: Final = ["Conv", "Gemm", "MatMul"]
"""What is done in eight bits. ONNX Runtime's LSTM in them answers something else altogether."""

Feeds = Mapping[str, Single]


def write_int8(
    name: str,
    precision: str,
    examples: Sequence[tuple[Single, ...]],
    folder: Path,
    *,
    zoo: Path = ZOO,
    unsigned_activations: bool = False,
) -> None:
    """Write a network of a catalogue in eight bits as a catalogue of its own.

    For a process of its own: of some networks ONNX Runtime dies. Needs the package onnx.

    Args:
        name: in the catalogue.
        precision: `DYNAMIC` or `STATIC`.
        examples: inputs over which the range of the activations is taken.
        folder: of the new catalogue.
        zoo: folder of the catalogue that the network is in.
        unsigned_activations: of the static form; with them convolutions of this processor's family
            are faster.
    """
    # They need onnx, which is installed only with an extra.
    from onnxruntime.quantization import (  # noqa: PLC0415
        QuantType,
        quantize_dynamic,
        quantize_static,
    )
    from onnxruntime.quantization.shape_inference import quant_pre_process  # noqa: PLC0415

    card = Card.read(zoo / f"{name}.json")
    plain, rounded = folder / f"{name}.plain.onnx", folder / f"{name}.rounded.onnx"
    path = folder / f"{name}.onnx"
    with _quiet(), silenced():
        quant_pre_process(str(zoo / f"{name}.onnx"), str(plain), skip_symbolic_shape=True)
        if precision == DYNAMIC:
            quantize_dynamic(str(plain), str(rounded), op_types_to_quantize=ROUNDED)
        else:
            reader = _Reader(card, examples)
            quantize_static(
                *(str(plain), str(rounded), reader),
                op_types_to_quantize=ROUNDED,
                per_channel=True,
                activation_type=QuantType.QUInt8 if unsigned_activations else QuantType.QInt8,
            )
        _fuse(rounded, path)
    dataclasses.replace(card, sha256=digest(path.read_bytes())).write(folder / f"{name}.json")


class _Reader:
    """Hands examples to the calibration one by one, as ONNX Runtime asks for them."""

    def __init__(self, card: Card, examples: Sequence[tuple[Single, ...]]) -> None:
        self._feeds = iter([_feeds(card, inputs) for inputs in examples])

    def get_next(self) -> Feeds | None:
        """Return the next example, None after the last."""
        return next(self._feeds, None)


def _feeds(card: Card, inputs: tuple[Single, ...]) -> Feeds:
    names = [port.name for port in card.inputs]
    feeds: dict[str, Any] = dict(zip(names, inputs, strict=False))
    if EXPLAIN in names:
        count = int(card.outputs[0].shape[1])
        feeds |= {SELECT: np.zeros(count, np.float32), EXPLAIN: np.array(False)}
    return feeds


def _fuse(source: Path, target: Path) -> None:
    """Join rounding and operations to the processor's eight-bit ones.

    The catalogue loads networks as they are; those in it were simplified by their export.
    """
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(str(source), options, providers=[CPU])


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep hints about how to quantise from whoever only wants to see the outcome."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)

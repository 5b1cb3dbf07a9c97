"""Batches of repetitions with a fault in a known place, as the network that places it learns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.data.placed import Placed
from models.inference.fault_localizer import CHANNELS, SETTING, VECTORS
from models.inference.frame import STEP

TURN_RAD: Final = 0.35
"""Standard deviation of a turn of all signals about the movement's axis."""

Rows = NDArray[np.float16]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """A drawn repetition, in half precision: there are many.

    Attributes:
        rows: (n, 3 · channels) repetition, mean and spread of its references.
        setting: (1, 4).
        segment: (n,) micro-segment of every sample.
        faulty: (p,) which of them the fault lies in.
    """

    rows: Rows
    setting: Rows
    segment: NDArray[np.uint8]
    faulty: NDArray[np.bool_]

    @classmethod
    def of(cls, placed: Placed) -> Self:
        """Return what a batch needs of a repetition."""
        length = len(placed.compared.signal)
        *signals, setting = (x[0] for x in placed.compared.inputs)
        segment = np.searchsorted(placed.cuts[1:-1], np.arange(length), side="right")
        return cls(
            rows=np.hstack(signals)[:length].astype(np.float16),
            setting=setting[:1].astype(np.float16),
            segment=segment.astype(np.uint8),
            faulty=placed.faulty,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """B samples, filled up with zeros to the longest.

    Attributes:
        inputs: of the network.
        segment: (B, L) micro-segment of every sample.
        faulty: (B, p) which micro-segments the fault lies in.
        real: (B, p) which there are.
    """

    inputs: tuple[Tensor, Tensor, Tensor, Tensor]
    segment: Tensor
    faulty: Tensor
    real: Tensor


def batches(samples: Sequence[Sample], size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield samples, sorted by length, in batches of like length, in a random order, turned."""
    count = len(samples) // size
    shift = int(rng.integers(size))
    for k in rng.permutation(count):
        first = max(0, min(k * size + shift, len(samples) - size))
        yield _turned(batch_of(samples[first : first + size]), rng)


def batch_of(samples: Sequence[Sample]) -> Batch:
    """Return them as one batch."""
    length = -(-max(len(one.rows) for one in samples) // STEP) * STEP
    parts = max(len(one.faulty) for one in samples)
    rows = torch.zeros(len(samples), length, 3 * CHANNELS)
    setting = torch.zeros(len(samples), length, SETTING)
    segment = torch.zeros(len(samples), length, dtype=torch.int64)
    faulty, real = torch.zeros(2, len(samples), parts, dtype=torch.bool)
    for k, one in enumerate(samples):
        own = len(one.rows)
        rows[k, :own] = torch.from_numpy(one.rows)
        setting[k, :own] = torch.from_numpy(one.setting)
        segment[k, :own] = torch.from_numpy(one.segment)
        faulty[k, : len(one.faulty)] = torch.from_numpy(one.faulty)
        real[k, : len(one.faulty)] = True
    signal, anchor, spread = rows.split(CHANNELS, dim=2)
    return Batch(
        inputs=(signal, anchor, spread, setting), segment=segment, faulty=faulty, real=real
    )


def _turned(batch: Batch, rng: np.random.Generator) -> Batch:
    """Return the batch with every repetition and its references turned about the main axis."""
    angle = torch.from_numpy(rng.normal(0.0, TURN_RAD, (len(batch.segment), 1))).float()
    cos, sin = angle.cos(), angle.sin()
    signal, anchor, spread, _ = batch.inputs
    for part in VECTORS:
        y, z = part.start + 1, part.start + 2
        for x in (signal, anchor):
            x[:, :, y], x[:, :, z] = (
                cos * x[:, :, y] - sin * x[:, :, z],
                sin * x[:, :, y] + cos * x[:, :, z],
            )
        # As if the two axes departed independently of each other.
        spread[:, :, y], spread[:, :, z] = (
            torch.hypot(cos * spread[:, :, y], sin * spread[:, :, z]),
            torch.hypot(sin * spread[:, :, y], cos * spread[:, :, z]),
        )
    return batch

"""Repetitions beside their anchor in phase, with one fault in a known place, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.align.dtw import dtw_path
from edge.align.warp import warp
from edge.messages import Floats
from edge.signals.filters import moving_average
from models.data.executions import Group
from models.data.local import WIDTH, draw_local
from models.preparation import Frame

SMOOTHING = 5
"""Samples of the moving average before alignment."""
NATURAL_SHARE = 0.2
"""Of the repetitions, those that have no fault."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """A correct repetition with one fault, and its anchor on its time.

    Attributes:
        signal: (n, 6) m/s² and rad/s.
        aligned: (n, 6) another correct repetition, sample by sample where this one is.
        start: first sample of the fault.
        stop: one past its last; without a fault, where a part of that size would end.
        faulty: whether there is one.
    """

    signal: Floats
    aligned: Floats
    start: int
    stop: int
    faulty: bool


def in_phase(signal: Floats, anchor: Floats) -> Floats:
    """Return the anchor (m, 6) on the time of the repetition (n, 6).

    Both are smoothed and brought to the anchor's sizes for the alignment, much as the coach does.
    """
    frame = Frame.of(anchor)
    own, other = (moving_average(frame.apply(x), SMOOTHING) for x in (signal, anchor))
    path, _ = dtw_path(own, other)
    return warp(anchor, path[:, ::-1], len(signal))


def placed_of(groups: Sequence[Group], count: int, rng: np.random.Generator) -> list[Placed]:
    """Return so many of them, each of one person and exercise drawn at random.

    Groups with fewer than two correct repetitions are passed over.
    """
    pools = [[e.signal for e in group.correct] for group in groups if len(group.correct) >= 2]
    return [_draw(pools[rng.integers(len(pools))], rng) for _ in range(count)]


def _draw(correct: Sequence[Floats], rng: np.random.Generator) -> Placed:
    own, other = rng.choice(len(correct), size=2, replace=False)
    if rng.random() < NATURAL_SHARE:
        signal = correct[own]
        stop = max(1, round(WIDTH * len(signal)))
        return Placed(
            signal=signal,
            aligned=in_phase(signal, correct[other]),
            start=0,
            stop=stop,
            faulty=False,
        )
    local = draw_local(correct[own], rng)
    return Placed(
        signal=local.signal,
        aligned=in_phase(local.signal, correct[other]),
        start=local.start,
        stop=min(local.stop, len(local.signal)),
        faulty=True,
    )

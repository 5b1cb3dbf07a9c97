"""Repetitions beside their references, with one fault in a known place, or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.align.microsegments import MicroSegment, micro_segments
from edge.core.arrays import Floats
from models.data.local import FAULTS, Fault, edit_of, local_of
from models.data.repeats import Repeats
from models.inference.errors import ModelError
from models.inference.fault_localizer import TimeAligned, time_aligned

REFERENCES: Final = (1, 2, 3, 4, 4)
"""How many there are, each as likely."""
NATURAL_SHARE: Final = 0.08
"""Of the repetitions, those that have no fault."""
LONG_SHARE: Final = 0.08
"""Of the faults, those of several micro-segments."""
LONG: Final = (0.2, 0.42)
"""How long those are, as a share of the repetition."""
SHIFTED_SHARE: Final = 0.3
"""Of the faults, those that do not lie where a micro-segment does."""
SHIFT: Final = 0.5
"""By how much at most, as a share of its length."""
STRETCH: Final = (0.8, 1.25)
STRENGTH: Final = (0.75, 1.25)
FAULT_SHARES: Final[dict[Fault, float]] = {
    "low_amplitude": 0.4,
    "fast": 0.27,
    "tremor": 0.18,
    "pause": 0.15,
}
"""The harder to see, the more often."""
MOVING_SHARE: Final = 0.3
"""Faults are made where the mean angular rate is at least this share of the peak."""
LEAST_SAMPLES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """A repetition beside its references, and its micro-segments along the first of them.

    Attributes:
        compared: the repetition and its references.
        cuts: (p + 1,) where the micro-segments begin, and where the last one ends.
        faulty: (p,) which of them the fault lies in; none where there is no fault.
    """

    compared: TimeAligned
    cuts: NDArray[np.int64]
    faulty: NDArray[np.bool_]


def draw_placed(repeats: Sequence[Repeats], count: int, rng: np.random.Generator) -> list[Placed]:
    """Return `count` samples, drawn from movements of one person in proportion to their weights.

    Raises:
        ModelError: none of them moves enough for a fault.
    """
    return list(_drawn(repeats, count, rng))


def _drawn(repeats: Sequence[Repeats], count: int, rng: np.random.Generator) -> Iterator[Placed]:
    weights = np.array([own.weight for own in repeats])
    failed = 0
    while count > 0:
        placed = _draw(repeats[rng.choice(len(repeats), p=weights / weights.sum())], rng)
        if placed is not None:
            count -= 1
            yield placed
            continue
        failed += 1
        if failed > 100 * len(repeats):
            raise ModelError("nobody moves enough to make a fault in the movement")


def _draw(repeats: Repeats, rng: np.random.Generator) -> Placed | None:
    """Return one, None where this repetition and this fault do not fit."""
    signals = repeats.signals
    order = rng.permutation(len(signals))
    own, *others = (signals[k] for k in order[: rng.choice(REFERENCES) + 1])
    try:
        compared = time_aligned(own, others)
    except ModelError:
        return None
    pieces = _pieces(compared)
    if rng.random() < NATURAL_SHARE:
        return _placed(compared, slice(0, 0), long=False)
    moving = [piece for piece in pieces if _moves(own, piece.start, piece.stop)]
    if not moving:
        return None
    long = rng.random() < LONG_SHARE
    start, stop = _span(own, moving[rng.integers(len(moving))], rng, long=long)
    if stop - start < LEAST_SAMPLES or not (long or _moves(own, start, stop)):
        return None
    fault = rng.choice(np.array(FAULTS), p=[FAULT_SHARES[fault] for fault in FAULTS])
    last = len(own) - 1
    edit = edit_of(fault, rng.uniform(*STRENGTH), start / last, stop / last)
    local = local_of(own, edit, rng)
    found = _placed(
        time_aligned(local.signal, others),
        slice(local.start, local.stop),
        long=long and fault != "pause",
    )
    return found if found.faulty.any() else None


def _span(
    signal: Floats, piece: MicroSegment, rng: np.random.Generator, *, long: bool
) -> tuple[int, int]:
    """Return where a fault begins and ends: in that micro-segment, or not quite, or far beyond."""
    last = len(signal) - 1
    if long:
        width = int(rng.uniform(*LONG) * last)
        start = int(rng.integers(last - width))
        return start, start + width
    if rng.random() >= SHIFTED_SHARE:
        return piece.start, piece.stop
    width = int((piece.stop - piece.start) * rng.uniform(*STRETCH))
    start = int(np.clip(piece.start + rng.uniform(-SHIFT, SHIFT) * width, 0, last - width))
    return start, start + width


def _placed(compared: TimeAligned, span: slice, *, long: bool) -> Placed:
    pieces = _pieces(compared)
    cuts = np.array([*(piece.start for piece in pieces), pieces[-1].stop])
    shared = np.minimum(cuts[1:], span.stop) - np.maximum(cuts[:-1], span.start)
    most = (shared == shared.max()) & (shared > 0)
    faulty = 2 * shared >= np.diff(cuts) if long else most
    return Placed(compared=compared, cuts=cuts, faulty=faulty)


def _pieces(compared: TimeAligned) -> tuple[MicroSegment, ...]:
    frame = compared.frame
    own, anchor = (frame.apply(x) for x in (compared.signal, compared.references[0]))
    return micro_segments(own, anchor, compared.paths[0])


def _moves(signal: Floats, start: int, stop: int) -> bool:
    speed = np.linalg.norm(signal[:, 3:], axis=1)
    return bool(speed[start:stop].mean() >= MOVING_SHARE * speed.max())

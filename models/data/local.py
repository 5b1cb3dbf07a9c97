"""Local edits: one fault in one tenth of a correct repetition, as a network learns to place it.

One of a smaller amplitude (the angular rate times 0.75), a faster part (1.5 times), tremor (root
mean square rate 0.1 of the movement's peak) or a pause (0.3 s), its strength being drawn from 0.7
to 1.3 times that. Where the limb rests nothing can be smaller, faster or paused: such edits are
made where it moves.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from models.data.edits import Edit, edited

Fault = Literal["tremor", "low_amplitude", "fast", "pause"]
FAULTS: Final[tuple[Fault, ...]] = get_args(Fault)
WIDTH: Final = 0.1
STRENGTH: Final = (0.7, 1.3)
MOVING: Final = 0.3
"""Root mean square rate within the tenth over that of the whole repetition."""
TRIES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Local:
    """A repetition with one fault: its signal (n, 6), and where the fault is, in samples."""

    signal: Floats
    start: int
    stop: int


def draw_local(signal: Floats, rng: np.random.Generator) -> Local:
    """Return a correct repetition (n, 6) with one fault in one tenth of it."""
    return local_of(signal, _draw(signal, rng), rng)


def local_of(signal: Floats, edit: Edit, rng: np.random.Generator) -> Local:
    """Return a correct repetition (n, 6) with one fault, made by an edit of a part of it."""
    faulty = edited(signal, edit, rng)
    longer = len(faulty) - len(signal)
    start, stop = edit.start * len(signal), edit.stop * len(signal) + longer
    if edit.pause_s > 0.0:
        start = edit.pause_at * len(signal)
        stop = start + edit.pause_s * PIPELINE_RATE_HZ
    return Local(signal=faulty, start=round(start), stop=max(round(stop), round(start) + 1))


def edit_of(fault: Fault, strength: float, start: float, stop: float) -> Edit:
    """Return the edit that makes a fault between two shares of the repetition.

    Args:
        fault: its kind.
        strength: 1 for what the module's docstring says.
        start: where it sets in.
        stop: where it ends.
    """
    if fault == "tremor":
        return Edit(tremor=0.1 * strength, start=start, stop=stop)
    if fault == "low_amplitude":
        return Edit(gain=1.0 - 0.25 * strength, start=start, stop=stop)
    if fault == "fast":
        return Edit(tempo=1.0 + 0.5 * strength, start=start, stop=stop)
    return Edit(pause_s=0.3 * strength, pause_at=(start + stop) / 2)


def _draw(signal: Floats, rng: np.random.Generator) -> Edit:
    strength, fault = rng.uniform(*STRENGTH), FAULTS[rng.integers(len(FAULTS))]
    start = rng.uniform(0.0, 1.0 - WIDTH)
    if fault != "tremor":
        for _ in range(TRIES):
            if _moves(signal, start):
                break
            start = rng.uniform(0.0, 1.0 - WIDTH)
    return edit_of(fault, strength, start, start + WIDTH)


def _moves(signal: Floats, start: float) -> bool:
    speed = np.linalg.norm(signal[:, 3:], axis=1)
    part = speed[int(start * len(signal)) : int((start + WIDTH) * len(signal)) + 1]
    return float(np.sqrt((part**2).mean() / (speed**2).mean())) >= MOVING

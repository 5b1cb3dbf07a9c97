"""One movement repeated by one person: every repetition is a reference for the others.

For training only: few persons are recorded, and what counts is how a repetition differs from its
references, not how the person moves. So a movement is also taken at another tempo and range,
backwards, and in a mirror.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from models.data.edits import Edit, edited
from models.data.executions import Group
from models.inference.siamese import KINDS

GAIN: Final = (0.7, 1.4)
TEMPO: Final = (0.7, 1.4)
LEAST_SAMPLES: Final = 72
"""Shorter repetitions are not made faster still."""
MIRROR: Final[Floats] = np.array([1.0, 1.0, -1.0, -1.0, -1.0, 1.0])
"""In a plane across the third axis: directions keep the other two, rotations their third."""
BACKWARDS: Final[Floats] = np.array([1.0, 1.0, 1.0, -1.0, -1.0, -1.0])
CORRECT_WEIGHT: Final = 3.0
"""Of correct repetitions against those of other types: the former are what is compared later."""
ORIGINAL_WEIGHT: Final = 2.0
"""Of a movement as it was recorded against a variation of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repeats:
    """At least two repetitions of one movement.

    Attributes:
        person: who moved.
        signals: (n, 6) each, at `edge.core.anchor.PIPELINE_RATE_HZ`, m/s² and rad/s.
        weight: how often to draw from them, against others of that person.
    """

    person: str
    signals: tuple[Floats, ...]
    weight: float = 1.0


def repeats_of(groups: Sequence[Group]) -> list[Repeats]:
    """Return the repetitions of every group, those of each type by themselves."""
    return [
        Repeats(
            person=group.subject,
            signals=signals,
            weight=CORRECT_WEIGHT if kind == "correct" else 1.0,
        )
        for group in groups
        for kind in KINDS
        if len(signals := tuple(e.signal for e in group.executions if e.kind == kind)) > 1
    ]


def with_variations(
    repeats: Sequence[Repeats], count: int, rng: np.random.Generator
) -> list[Repeats]:
    """Return the movements as they are, and that many variations of each."""
    varied = [_varied(own, rng) for own in repeats for _ in range(count)]
    return [replace(own, weight=own.weight * ORIGINAL_WEIGHT) for own in repeats] + varied


def _varied(repeats: Repeats, rng: np.random.Generator) -> Repeats:
    """Return the movement with all its repetitions changed alike."""
    gain, tempo = np.exp(rng.uniform(*np.log([GAIN, TEMPO]).T))
    shortest = min(len(signal) for signal in repeats.signals)
    edit = Edit(gain=gain, tempo=min(tempo, max(1.0, shortest / LEAST_SAMPLES)))
    back, mirrored = rng.random(2) < 0.5

    def changed(signal: Floats) -> Floats:
        own = edited(signal, edit, rng) * (MIRROR if mirrored else 1.0)
        return np.ascontiguousarray(own[::-1] * BACKWARDS if back else own)

    return replace(repeats, signals=tuple(changed(signal) for signal in repeats.signals))

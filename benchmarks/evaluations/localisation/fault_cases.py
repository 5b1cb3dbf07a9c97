"""Repetitions with one fault in a known place: recorded ones edited, simulated ones impaired.

The anchor is another correct repetition of the same person and exercise, and so are the further
references, as a therapist's recording holds several; never the one that was edited.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.align.microsegments import MicroSegment, micro_segments
from edge.assessment.template import Alignment, Template
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from models.data.edits import TAPER_S, Edit, edited
from models.data.executions import Group

SEGMENTS: Final = 10
MOVING_SHARE: Final = 0.3
"""A micro-segment is edited only if its mean angular rate is at least this share of the peak: a
limb that is held still has no amplitude to lose, no tempo, and nothing to pause."""

REFERENCES: Final = 4
"""Repetitions that are known to be correct, the anchor being one: a recording holds three to five.
"""

EDITS: Final = ("low_amplitude", "fast", "tremor", "pause")
AMPLITUDE: Final = 0.75
TEMPO: Final = 1.5
TREMOR: Final = 0.1
PAUSE_S: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaultCase:
    """One faulty repetition.

    Attributes:
        source: recorded or simulated.
        subject: the person.
        exercise: the exercise.
        kind: of the fault.
        signal: (n, 6) the repetition, m/s² and rad/s.
        anchor: (m, 6) the correct one that it is compared with.
        others: (k, 6) each, further correct ones.
        span: the faulty samples of the repetition.
        long: the fault is longer than a micro-segment.
    """

    source: str
    subject: str
    exercise: str
    kind: str
    signal: Floats
    anchor: Floats
    others: tuple[Floats, ...]
    span: slice
    long: bool = False

    def culprits(self, pieces: Sequence[MicroSegment]) -> frozenset[int]:
        """Return which of the repetition's micro-segments are right answers, by their index.

        The one that holds most of the fault; where it is long, those that lie in it by half.
        """
        inside = {piece.index: self._shared(piece) for piece in pieces}
        if not self.long:
            return frozenset({max(inside, key=lambda index: inside[index])})
        lengths = {piece.index: piece.stop - piece.start for piece in pieces}
        return frozenset(index for index in inside if 2 * inside[index] >= lengths[index])

    def _shared(self, piece: MicroSegment) -> int:
        shared: int = min(piece.stop, self.span.stop) - max(piece.start, self.span.start)
        return max(0, shared)

    def overlap(self, piece: MicroSegment) -> float:
        """Return the intersection over union of a micro-segment and the fault, in samples."""
        covered: int = max(piece.stop, self.span.stop) - min(piece.start, self.span.start)
        return self._shared(piece) / covered


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Located:
    """A repetition aligned with its anchor.

    Attributes:
        alignment: of the two.
        pieces: the repetition's micro-segments.
    """

    alignment: Alignment
    pieces: tuple[MicroSegment, ...]


def located(signal: Floats, anchor: Floats) -> Located:
    """Return where the repetition passes through the anchor, as the coach finds it."""
    template = Template.of(anchor)
    alignment = template.align(signal)
    return Located(
        alignment=alignment,
        pieces=micro_segments(
            alignment.signal, template.signal, alignment.path, n_segments=SEGMENTS
        ),
    )


def edited_cases(groups: Sequence[Group], seed: int) -> Iterator[FaultCase]:
    """Yield one case per correct repetition and kind of edit, each in a segment drawn at random."""
    for number, group in enumerate(groups):
        correct = [execution.signal for execution in group.correct]
        for own in range(len(correct)):
            rng = np.random.default_rng([seed, number, own])
            others = [k for k in range(len(correct)) if k != own]
            if not others:
                continue
            anchor = int(rng.choice(others))
            # Drawn apart: the faults are the same, however many references there are.
            further = np.random.default_rng([seed, number, own, 1]).permutation(others)
            chosen = [k for k in further if k != anchor][: REFERENCES - 1]
            references = (correct[anchor], *(correct[k] for k in chosen))
            yield from _cases(group, correct[own], references, rng)


def edit_of(kind: str, start: float, stop: float) -> Edit:
    """Return the edit of that kind between two shares of the repetition."""
    return {
        "low_amplitude": Edit(gain=AMPLITUDE, start=start, stop=stop),
        "fast": Edit(tempo=TEMPO, start=start, stop=stop),
        "tremor": Edit(tremor=TREMOR, start=start, stop=stop),
        "pause": Edit(pause_s=PAUSE_S, pause_at=(start + stop) / 2),
    }[kind]


def _cases(
    group: Group, signal: Floats, references: tuple[Floats, ...], rng: np.random.Generator
) -> list[FaultCase]:
    moving = [piece for piece in located(signal, references[0]).pieces if _moves(signal, piece)]
    if not moving:
        return []
    return [
        _edited_case(group, kind, signal, references, moving[rng.integers(len(moving))], rng)
        for kind in EDITS
    ]


def _moves(signal: Floats, piece: MicroSegment) -> bool:
    speed = np.linalg.norm(signal[:, 3:], axis=1)
    return bool(speed[piece.start : piece.stop].mean() >= MOVING_SHARE * speed.max())


def _edited_case(
    group: Group,
    kind: str,
    signal: Floats,
    references: tuple[Floats, ...],
    piece: MicroSegment,
    rng: np.random.Generator,
) -> FaultCase:
    last = len(signal) - 1
    faulty = edited(signal, edit_of(kind, piece.start / last, piece.stop / last), rng)
    span = slice(piece.start, piece.stop + len(faulty) - len(signal))
    if kind == "pause":
        taper = round(TAPER_S * PIPELINE_RATE_HZ)
        slows = (piece.start + piece.stop - taper) // 2
        span = slice(slows, slows + round(PAUSE_S * PIPELINE_RATE_HZ) + taper)
    return FaultCase(
        source="simulated" if group.simulated else "recorded",
        subject=group.subject,
        exercise=group.exercise,
        kind=kind,
        signal=faulty,
        anchor=references[0],
        others=references[1:],
        span=span,
    )

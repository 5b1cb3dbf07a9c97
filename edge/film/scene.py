"""What one repetition's film shows, picture by picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from edge.avatar.figure_shapes import Drawing
from edge.avatar.figures import Figures, critical_of
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.messages.exercise import Feedback, Progress, Repetition
from edge.film.writer import RATE_HZ

LEAD_S: Final = 0.6
"""The start pose is held for this long before the movement."""
REST_S: Final = 1.6
"""So long the words can be read after it."""
_LEAN_COURSE: Final = 1.5
"""A lean sets in later than the limb's movement: its course is the limb's to this power."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Take:
    """A repetition with what was said of it, and how the live picture went along.

    Attributes:
        repetition: as `motion` cut it out.
        feedback: what the coach made of it.
        phase: (n,) how far each of its samples had got: 0–1 on the way out, 1–2 on the way back.
    """

    repetition: Repetition
    feedback: Feedback
    phase: Floats

    @classmethod
    def of(cls, repetition: Repetition, feedback: Feedback, progress: Sequence[Progress]) -> Self:
        """Return a take; the phase goes evenly between two live pictures, and never back."""
        known = [(repetition.start_ns, 0.0)] + [
            (picture.sensor_ns, picture.phase)
            for picture in progress
            if picture.phase is not None
            and repetition.start_ns < picture.sensor_ns <= repetition.end_ns
        ]
        t_ns, phases = np.array(known).T
        phase = np.interp(repetition.t_ns, t_ns, np.maximum.accumulate(phases))
        return cls(repetition=repetition, feedback=feedback, phase=phase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One picture of the film.

    Attributes:
        patient: the patient's figure.
        reference: the reference's.
        sample: of the repetition; the first and the last are held.
        moving: it is not held.
    """

    patient: Drawing
    reference: Drawing
    sample: int
    moving: bool


def moments(take: Take, figures: Figures) -> Iterator[Moment]:
    """Yield the pictures of a take, `RATE_HZ` a second at the movement's own pace.

    Args:
        take: the repetition.
        figures: of its anchor; they carry over what they learn from one repetition to the next.
    """
    repetition, critical = take.repetition, critical_of(take.feedback)
    lean_deg = lean_course_deg(take)
    step = PIPELINE_RATE_HZ / RATE_HZ
    last = len(repetition.t_ns) - 1
    for sample, moves in (
        *[(0, False)] * round(LEAD_S * RATE_HZ),
        *((int(sample), True) for sample in np.arange(0.0, last, step)),
        *[(last, False)] * round(REST_S * RATE_HZ),
    ):
        own = figures.followed(
            repetition.orientation[sample],
            repetition.orientation[0],
            lean_deg=float(lean_deg[sample]),
        )
        share = figures.course.share_at(float(take.phase[sample]))
        patient, reference = figures.pair(
            own,
            own_share=share if moves else None,
            share=share if moves else 0.0,
            critical=critical,
        )
        yield Moment(patient=patient, reference=reference, sample=sample, moving=moves)


def lean_course_deg(take: Take) -> Floats:
    """Return the trunk's lean (n,) where the coach is sure of one, so that figure and cue agree."""
    judgement, angle_deg = take.feedback.judgement, take.repetition.angle_deg
    lean_deg = None if judgement is None else judgement.lean_deg
    if take.feedback.cue_kind != "leaning" or lean_deg is None:
        return np.zeros_like(angle_deg)
    share = np.clip(angle_deg / max(float(angle_deg.max()), 1.0), 0.0, 1.0)
    course: Floats = lean_deg * share**_LEAN_COURSE
    return course

"""Tolerances learnt from a patient's own good repetitions: what is kept, and what the coach uses.

Learning them is `calibration.thresholds`; keeping them `edge.records.tolerance_store`.
"""

from dataclasses import dataclass
from typing import Literal

from edge.core.exercises import Side

Measure = Literal["range", "lean", "fast", "slow", "jerk", "tremor", "departure", "turn"]
"""What is limited: shortfall of the range, lean of the trunk and turn of the limb in degrees; the
others are ratios to the reference, above 1. A micro-segment's departure is one to the spread of
the repetitions that the reference was recorded with; beyond it no cue is given, but the place is
shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntLimit:
    """How far good repetitions of one patient may depart in one respect.

    Attributes:
        measure: in which.
        limit: what is beyond it is spoken of; degrees or a ratio, from the reference.
        usual: departure of this patient's usual good repetition, as far as the recorded ones tell.
        natural_low: lower end of the 95 % interval of what this patient needs: the departure that
            only the rarest good repetitions exceed, as far as the recorded ones tell.
        natural_high: its upper end.
        false_percent: good repetitions expected beyond the limit on another day.
        missed_percent: faults of 10° expected within it; None where degrees mean nothing.
        tells_fault: whether so few are missed that such a fault can be told; None likewise.
        more_helps: it cannot, and more recorded repetitions could change that.
    """

    measure: Measure
    limit: float
    usual: float
    natural_low: float
    natural_high: float
    false_percent: float
    missed_percent: float | None
    tells_fault: bool | None
    more_helps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntTolerances:
    """The limits of one patient in one exercise; they belong to one reference.

    Attributes:
        exercise: its name.
        side: the side that moves.
        reference_sha256: of the reference that they were learnt against; another one, even of the
            same name, has none.
        limits: one for each measure that could be learnt.
        repetitions: good ones that they rest on.
        sessions: in which these were done.
        left_out: repetitions that were unlike the others, or could not be compared.
        simulated: they were not of a person.
    """

    exercise: str
    side: Side
    reference_sha256: str
    limits: tuple[LearntLimit, ...]
    repetitions: int
    sessions: int
    left_out: int
    simulated: bool

    def limit_of(self, measure: Measure) -> LearntLimit | None:
        """Return the limit of a measure, None where none was learnt."""
        return next((one for one in self.limits if one.measure == measure), None)

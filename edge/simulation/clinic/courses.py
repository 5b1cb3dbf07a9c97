"""How patients of a simulated clinic get on: what changes from week to week, and how it ends."""

from dataclasses import dataclass
from typing import Final

from edge.core.findings import DepartureKind
from edge.core.messages.exercise import EndedBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The course of a simulated patient; shares are of the target range of motion.

    Attributes:
        name: of the course.
        weight: how many of a clinic's patients have it, beside the other weights.
        share_at_first: mean range in the first week.
        share_a_week: what is gained each week, until the target is reached.
        pain_at_first: 0–10.
        pain_a_week: what is added each week.
        kept: fraction of the planned days on which a session is done.
        fault: how repetitions depart from the reference, None where none does again and again.
        fault_segment: micro-segment of the fault.
        fault_share: fraction of the repetitions with it at first; it fades as the range is gained.
        away_days: days without a session before the last day.
        last_pain: rating of the newest session; None for what the course gives.
        last_share: its range; None for what the course gives.
        last_end: why its last exercise ended.
    """

    name: str
    weight: int
    share_at_first: float = 0.7
    share_a_week: float = 0.02
    pain_at_first: float = 3.0
    pain_a_week: float = -0.15
    kept: float = 0.9
    fault: DepartureKind | None = None
    fault_segment: int = 2
    fault_share: float = 0.0
    away_days: int = 0
    last_pain: int | None = None
    last_share: float | None = None
    last_end: EndedBecause = "done"


COURSES: Final = (
    Course(name="recovers", weight=12, fault="short", fault_share=0.7),
    Course(name="recovers_fast", weight=8, share_at_first=0.8, share_a_week=0.03),
    Course(
        name="stops_short",
        weight=5,
        share_a_week=0.006,
        fault="short",
        fault_segment=3,
        fault_share=1.0,
    ),
    Course(name="drops_arm", weight=4, fault="faster", fault_segment=5, fault_share=1.0, kept=0.7),
    Course(name="seldom", weight=3, kept=0.45, share_a_week=0.008),
    Course(name="stays_away", weight=2, away_days=16, kept=0.8),
    Course(name="loses_range", weight=1, share_at_first=0.9, share_a_week=-0.02),
    Course(name="in_pain", weight=1, pain_a_week=0.1, last_pain=8, last_share=0.6),
    Course(name="goes_too_far", weight=1, share_a_week=0.025, last_share=1.3),
    Course(name="stops_for_pain", weight=1, last_pain=6, last_share=0.7, last_end="pain"),
)
"""Every course; a clinic has them in the proportion of their weights."""

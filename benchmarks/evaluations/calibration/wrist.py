"""Is it told on which wrist the watch is, by three poses and at the start of a session?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.evaluations.calibration.part import PartAnswer
from benchmarks.evaluations.calibration.worn_people import percent, shown_by, started_by
from benchmarks.question import Progress
from edge.core.exercises import EXERCISES
from edge.core.findings import WornWay

GOAL_RIGHT_PERCENT: Final = 99.0
GOAL_ANSWERED_PERCENT: Final = 95.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WristFigures:
    """How often the wrist is told, and told right.

    Attributes:
        people: who showed the watch in three poses.
        answered_percent: of them the wrist was told.
        right_percent: of those answers.
        other_wrist_sessions: in which the watch was on the other wrist than for the reference.
        noticed_percent: of them the first repetition told so, by exercise: that it is the other
            wrist, or that it is that or the inside of the same one.
        wrong_percent: of them something else was told.
    """

    people: int
    answered_percent: float
    right_percent: float
    other_wrist_sessions: int
    noticed_percent: dict[str, float]
    wrong_percent: float


def wrist(seeds: Sequence[int], progress: Progress) -> PartAnswer:
    """Return how often the wrist of these people is told right."""
    steps = 2 * len(seeds)
    shown = shown_by(seeds, lambda done, _: progress(done, steps))
    answers = [
        (one.told.wrist, one.patient.side)
        for one in shown
        if one.told is not None and one.told.wrist is not None
    ]
    started = started_by(
        seeds,
        [WornWay(other_wrist=True)],
        lambda done, _: progress(len(seeds) + done, steps),
    )
    figures = WristFigures(
        people=len(shown),
        answered_percent=100.0 * len(answers) / len(shown),
        right_percent=percent([told == true for told, true in answers]),
        other_wrist_sessions=len(started),
        noticed_percent={
            exercise: percent([one.told in ("other_wrist", "unclear") for one in its])
            for exercise in EXERCISES
            if (its := [one for one in started if one.exercise == exercise])
        },
        wrong_percent=percent(
            [one.told not in ("other_wrist", "unclear", None) for one in started]
        ),
    )
    return PartAnswer(
        figures=figures,
        passed=figures.right_percent >= GOAL_RIGHT_PERCENT
        and figures.answered_percent >= GOAL_ANSWERED_PERCENT,
    )

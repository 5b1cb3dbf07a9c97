"""Is it told which way round the watch is worn, and is nobody troubled who wears it as before?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.evaluations.calibration.part import Coverage, PartAnswer
from benchmarks.evaluations.calibration.worn_people import percent, shown_by, started_by
from benchmarks.question import Progress
from edge.core.findings import WornWay

GOAL_RIGHT_PERCENT: Final = 99.0
GOAL_ANSWERED_PERCENT: Final = 95.0
GOAL_FALSE_ALARM_PERCENT: Final = 1.0
AS_BEFORE, TURNED = WornWay(), WornWay(turned=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayRoundFigures:
    """How often the way round is told, and told right.

    Attributes:
        people: who showed the watch in three poses.
        answered_percent: of them the way round was told.
        right_percent: of those answers.
        face_answered_percent: of them it was told whether it is on the back or on the inside.
        face_right_percent: of those answers.
        turned_sessions: in which the watch was the other way round than for the reference.
        noticed_percent: of them the first repetition told that the watch is worn otherwise.
        named_percent: of them it told just how.
        wrong_percent: of them another way of wearing was told, at any repetition.
        missed_repetitions: of those sessions.
        right_sessions: in which it was worn as for the reference, but for the strap's few degrees.
        false_alarm_percent: of them something was told at any repetition.
    """

    people: int
    answered_percent: float
    right_percent: float
    face_answered_percent: float
    face_right_percent: float
    turned_sessions: int
    noticed_percent: float
    named_percent: float
    wrong_percent: float
    missed_repetitions: int
    right_sessions: int
    false_alarm_percent: float


def way_round(seeds: Sequence[int], progress: Progress) -> PartAnswer:
    """Return how often the way round of these people's watches is told right."""
    steps = 3 * len(seeds)
    shown = shown_by(seeds, lambda done, _: progress(done, steps))
    started = started_by(
        seeds, [AS_BEFORE, TURNED], lambda done, _: progress(len(seeds) + done, steps)
    )
    turned = [one for one in started if one.way == TURNED]
    as_before = [one for one in started if one.way == AS_BEFORE]
    told = [(one.patient, one.told) for one in shown if one.told is not None]
    ways = [
        now.way_round == ("x_to_hand" if abs(true.watch_yaw_deg) < 90 else "x_to_elbow")
        for true, now in told
        if now.way_round is not None
    ]
    faces = [
        now.face == ("outside" if abs(true.watch_roll_deg) < 90 else "inside")
        for true, now in told
        if now.face is not None
    ]
    figures = WayRoundFigures(
        people=len(shown),
        answered_percent=100.0 * len(ways) / len(shown),
        right_percent=percent(ways),
        face_answered_percent=100.0 * len(faces) / len(shown),
        face_right_percent=percent(faces),
        turned_sessions=len(turned),
        noticed_percent=percent([one.told is not None for one in turned]),
        named_percent=percent([one.told == "turned" for one in turned]),
        wrong_percent=percent(
            [bool({one.told, *one.later} - {"turned", "unclear", None}) for one in turned]
        ),
        missed_repetitions=sum(one.missed for one in turned),
        right_sessions=len(as_before),
        false_alarm_percent=percent([one.told is not None or bool(one.later) for one in as_before]),
    )
    return PartAnswer(
        figures=figures,
        passed=figures.right_percent >= GOAL_RIGHT_PERCENT
        and figures.answered_percent >= GOAL_ANSWERED_PERCENT
        and figures.noticed_percent >= GOAL_RIGHT_PERCENT
        and figures.false_alarm_percent <= GOAL_FALSE_ALARM_PERCENT,
        coverage={
            "strap_yaw_deg": Coverage.of(
                [
                    _apart_deg(now.yaw_deg, true.watch_yaw_deg) <= now.yaw_95_deg
                    for true, now in told
                ]
            ),
            "strap_roll_deg": Coverage.of(
                [
                    _apart_deg(now.roll_deg, true.watch_roll_deg) <= now.roll_95_deg
                    for true, now in told
                ]
            ),
        },
    )


def _apart_deg(one: float, other: float) -> float:
    return abs((one - other + 180.0) % 360.0 - 180.0)

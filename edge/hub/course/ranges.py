"""The range of motion of an exercise from session to session, and pain beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from edge.hub.course.told import Part, SessionTold


@dataclass(frozen=True, slots=True, kw_only=True)
class RangePoint:
    """An exercise of one session.

    Attributes:
        at: when, by the patient's clock.
        mean_deg: over the repetitions that were compared; None without one, as below.
        least_deg: of the repetition that went least far.
        most_deg: of the one that went farthest.
        target_deg: the therapist's goal then.
        limit_deg: the therapist's limit then; None without one.
        over_limit: repetitions beyond it.
        simulated: the session was nobody's.
    """

    at: datetime
    mean_deg: float | None
    least_deg: float | None
    most_deg: float | None
    target_deg: float
    limit_deg: float | None
    over_limit: int
    simulated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """That a session went by another plan than the one before it.

    Attributes:
        at: when that session was, by the patient's clock.
        plan_id: of the plan; "" for one without a name.
        version: of the plan.
    """

    at: datetime
    plan_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingPoint:
    """What the patient answered in a session; None where nothing."""

    at: datetime
    pain: int | None
    effort: int | None
    stopped_for_pain: bool


def range_course(sessions: Sequence[SessionTold], part: Part) -> tuple[RangePoint, ...]:
    """Return a point for each session in which an exercise and side was done.

    Args:
        sessions: the oldest first.
        part: the exercise and its side.
    """
    points = []
    for session in sessions:
        for one in session.exercises:
            if one.part == part and one.done:
                each = one.ranges_deg
                point = RangePoint(
                    at=session.local_at,
                    mean_deg=one.mean_rom_deg,
                    least_deg=min(each, default=None),
                    most_deg=max(each, default=one.max_rom_deg),
                    target_deg=one.target_rom_deg,
                    limit_deg=one.limit_rom_deg,
                    over_limit=one.over_limit,
                    simulated=session.simulated,
                )
                points.append(point)
    return tuple(points)


def plan_changes(sessions: Sequence[SessionTold]) -> tuple[PlanChange, ...]:
    """Return where sessions began to go by another plan, the first session left out."""
    changes = []
    before: SessionTold | None = None
    for session in sessions:
        plan = (session.plan_id, session.plan_version)
        if before is not None and plan != (before.plan_id, before.plan_version):
            change = PlanChange(
                at=session.local_at, plan_id=session.plan_id, version=session.plan_version
            )
            changes.append(change)
        before = session
    return tuple(changes)


def ratings(sessions: Sequence[SessionTold]) -> tuple[RatingPoint, ...]:
    """Return what the patient answered, session by session; those without an answer too."""
    return tuple(
        RatingPoint(
            at=session.local_at,
            pain=session.pain,
            effort=session.effort,
            stopped_for_pain=any(one.ended_because == "pain" for one in session.exercises),
        )
        for session in sessions
    )

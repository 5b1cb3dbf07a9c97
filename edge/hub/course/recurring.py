"""What recurs over sessions, in the same micro-segment of the same exercise and side."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final, Literal

from edge.hub.course.told import FindingTold, Part, SessionTold

LOOKED_AT: Final = 10
"""Newest sessions of an exercise in which a finding is looked for."""
SAME_SHARE: Final = 0.1
"""By which shares of repetitions may differ and be called the same."""
Course = Literal["rarer", "same", "more_often"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A finding of the newest sessions of an exercise.

    Attributes:
        part: the exercise and its side.
        way: outward or returning.
        start_share: start of its micro-segment as a fraction of the reference's duration.
        end_share: its end.
        words: the newest sentence that a patient's machine said of it.
        found_in: sessions in which it was found.
        of: sessions of the exercise that were looked at.
        newest_day: on which it was found last.
        share: of the repetitions in the newest session that had it.
        course: of its share from the older half of those sessions to the newer one; None where
            there are too few to tell.
    """

    part: Part
    way: str
    start_share: float
    end_share: float
    words: str
    found_in: int
    of: int
    newest_day: date
    share: float
    course: Course | None


def recurring(sessions: Sequence[SessionTold]) -> tuple[Recurring, ...]:
    """Return what was found in the newest sessions of each exercise, the most frequent first.

    Args:
        sessions: the oldest first.
    """
    by_part: dict[Part, list[tuple[date, tuple[FindingTold, ...]]]] = defaultdict(list)
    for session in reversed(sessions):
        for one in session.exercises:
            if one.compared and len(by_part[one.part]) < LOOKED_AT:
                by_part[one.part].append((session.local_day, one.findings))
    found = [each for part, told in by_part.items() for each in _of_part(part, told)]
    return tuple(sorted(found, key=lambda each: (-each.found_in, each.part, each.start_share)))


def _of_part(
    part: Part, newest_first: Sequence[tuple[date, tuple[FindingTold, ...]]]
) -> Iterator[Recurring]:
    places = dict.fromkeys(
        (one.way, one.segment) for _, findings in newest_first for one in findings
    )
    for way, segment in places:
        there = [
            next((one for one in findings if (one.way, one.segment) == (way, segment)), None)
            for _, findings in newest_first
        ]
        days = [day for (day, _), one in zip(newest_first, there, strict=True) if one is not None]
        found = [one for one in there if one is not None]
        yield Recurring(
            part=part,
            way=way,
            start_share=found[0].start_share,
            end_share=found[0].end_share,
            words=found[0].words,
            found_in=len(found),
            of=len(newest_first),
            newest_day=days[0],
            share=found[0].share,
            course=_course([0.0 if one is None else one.share for one in there]),
        )


def _course(newest_first: Sequence[float]) -> Course | None:
    """Return where shares go, from the mean of the older half to that of the newer one."""
    half = len(newest_first) // 2
    if half < 2:
        return None
    change = fmean(newest_first[:half]) - fmean(newest_first[half:])
    if abs(change) <= SAME_SHARE:
        return "same"
    return "more_often" if change > 0 else "rarer"

"""The rules that look at what a patient's sessions tell."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from edge.hub.worklist.facts import ExerciseFacts, FindingFacts, SessionFacts
from edge.hub.worklist.hit import Hit
from edge.hub.worklist.thresholds import Thresholds

_BEFORE: Final = 3
"""Ratings of pain with whose median a new one is compared."""


def session_hits(sessions: Sequence[SessionFacts], thresholds: Thresholds) -> tuple[Hit, ...]:
    """Return what the rules say of a patient's sessions.

    Args:
        sessions: the newest first; `MOST_SESSIONS` of them are enough.
        thresholds: of the clinic.
    """
    if not sessions:
        return ()
    newest = sessions[0]
    found = [
        *_pain(sessions, thresholds),
        *_beyond_limit(newest, thresholds),
        *_stopped(newest),
        *_in_a_row(sessions, thresholds),
    ]
    return tuple(sorted(found, key=lambda hit: hit.order))


def pain_course(sessions: Sequence[SessionFacts]) -> tuple[int | None, float | None]:
    """Return the newest rating of pain, and the median of up to three before it; None of none."""
    rated = [one.pain for one in sessions if one.pain is not None]
    before = rated[1 : 1 + _BEFORE]
    return (rated[0] if rated else None), (median(before) if before else None)


def range_share(sessions: Sequence[SessionFacts]) -> float | None:
    """Return the mean range of motion as a fraction of the target, of the newest that tells it.

    Of several exercises it is the lowest.
    """
    for session in sessions:
        shares = [share for one in session.exercises if (share := _share(one)) is not None]
        if shares:
            return min(shares)
    return None


def _pain(sessions: Sequence[SessionFacts], thresholds: Thresholds) -> Iterator[Hit]:
    """Yield the gravest of the rules on pain."""
    pain, before = pain_course(sessions)
    if pain is None:
        return
    since = next(one.at for one in sessions if one.pain is not None)
    rise = 0.0 if before is None else pain - before
    if pain >= thresholds.pain_high:
        yield Hit(rule="pain_high", since=since, values={"pain": pain})
    elif before is not None and rise >= thresholds.pain_rise:
        yield Hit(rule="pain_risen", since=since, values={"pain": pain, "before": before})
    elif before is not None and (
        pain >= thresholds.pain_some and rise >= thresholds.pain_some_rise
    ):
        yield Hit(rule="pain_some", since=since, values={"pain": pain, "before": before})


def _beyond_limit(newest: SessionFacts, thresholds: Thresholds) -> Iterator[Hit]:
    """Yield the exercise that went the farthest beyond its limit, if one went too far."""
    beyond = [
        one
        for one in newest.exercises
        if one.over_limit >= thresholds.limit_repetitions
        or one.most_over_limit_deg > thresholds.limit_deg
    ]
    if beyond:
        one = max(beyond, key=lambda one: one.most_over_limit_deg)
        values: dict[str, str | float] = {
            "n": one.over_limit,
            "degrees": one.most_over_limit_deg,
            "exercise": one.name,
        }
        yield Hit(rule="beyond_limit", since=newest.at, values=values)


def _stopped(newest: SessionFacts) -> Iterator[Hit]:
    for one in newest.exercises:
        if one.ended_because == "pain":
            yield Hit(rule="stopped_for_pain", since=newest.at, values={"exercise": one.name})
            return


def _in_a_row(sessions: Sequence[SessionFacts], thresholds: Thresholds) -> Iterator[Hit]:
    """Yield what went on over several sessions with an exercise of the newest one."""
    wanted = thresholds.sessions_in_a_row
    for newest in sessions[0].exercises:
        row = [
            (session, one)
            for session in sessions
            for one in session.exercises
            if (one.name, one.side) == (newest.name, newest.side)
        ][:wanted]
        if len(row) < wanted:
            continue
        since = row[-1][0].at
        exercises = [one for _, one in row]
        if (share := _falling(exercises, thresholds)) is not None:
            values: dict[str, str | float] = {"share": share, "n": wanted, "exercise": newest.name}
            yield Hit(rule="range_falls", since=since, values=values)
        if (same := _same(exercises, thresholds)) is not None:
            values = {"words": same.words.rstrip("."), "n": wanted, "exercise": newest.name}
            yield Hit(rule="same_finding", since=since, values=values)


def _falling(row: Sequence[ExerciseFacts], thresholds: Thresholds) -> float | None:
    """Return the newest range's share of the target where it is low and each is below the last."""
    ranges = [one.mean_rom_deg for one in row if one.mean_rom_deg is not None]
    share = _share(row[0])
    if share is None or share >= thresholds.rom_share or len(ranges) < len(row):
        return None
    falls = all(later < earlier for later, earlier in pairwise(ranges))
    return share if falls else None


def _same(row: Sequence[ExerciseFacts], thresholds: Thresholds) -> FindingFacts | None:
    """Return the newest of a finding that all of the sessions have at the same place."""

    def places(one: ExerciseFacts) -> set[tuple[int, str]]:
        often = (each for each in one.findings if each.share >= thresholds.finding_share)
        return {(each.segment, each.way) for each in often}

    shared = set.intersection(*map(places, row))
    return next((each for each in row[0].findings if (each.segment, each.way) in shared), None)


def _share(one: ExerciseFacts) -> float | None:
    if one.mean_rom_deg is None or one.target_rom_deg <= 0:
        return None
    return one.mean_rom_deg / one.target_rom_deg

"""Decision thresholds from a patient's own good repetitions: how far the next one may depart.

In every respect in which a repetition is judged the patient's scatter is learnt
(`calibration.scatter`), and the limit is set so that on another day few good repetitions are
beyond it; all together at most one in twenty. Where a fault has degrees, the limit lies between
that and the largest limit by which a fault of 10° is still found, where both risks are the same
share of what is allowed. Where there is no such limit, few false cues come first, and it is said
that such a fault cannot be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import brentq

from calibration.errors import ThresholdError
from calibration.respects import RESPECTS, Respect, population_of, shown_as, values_of
from calibration.scatter import Scatter, scatter_of
from edge.assessment.score import Assessment
from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.tolerances import LearntLimit, LearntTolerances, Measure
from edge.records.anchor_store import reference_sha256

FAULT_DEG: Final = 10.0
"""A fault that a therapist wants told."""
MOST_MISSED: Final = 0.02
"""Share of such faults that may be missed."""
LEAST_REPETITIONS: Final = 5
"""Good ones; fewer say too little about how a person's movement varies."""
UNLIKE_SDS: Final = 4.0
"""A repetition that departs from the session's median by more robust standard deviations is none
of the others' kind."""
MOST_UNLIKE_SHARE: Final = 0.25
"""Where more are unlike the others there are no others."""
UNLIKE_RANGE: Final = 0.35
UNLIKE_TEMPO: Final = 2.0
UNLIKE_TURN_DEG: Final = 50.0
UNLIKE_DEPARTURE: Final = 5.0
"""Repetitions whose median range or duration is off from the reference's by more than this share
or factor, or that turn elsewhere by so much, or whose course is so many spreads off, are not of
that reference. Good ones turn by up to 30° and depart by two or three spreads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Good repetitions, and what was set aside.

    Attributes:
        sessions: those that are alike, by session; a session may have none.
        unlike: how many were not.
    """

    sessions: tuple[tuple[Assessment, ...], ...]
    unlike: int


def learn_tolerances(
    sessions: Sequence[Sequence[Assessment]],
    anchor: Anchor,
    *,
    not_compared: int = 0,
    simulated: bool,
) -> LearntTolerances:
    """Return the limits that a patient's good repetitions tell.

    Repetitions that are unlike the others are left out, as one of them may have been a fault.

    Args:
        sessions: the repetitions of each session as assessed against the reference.
        anchor: the reference.
        not_compared: how many could not be assessed.
        simulated: they are not of a person.

    Raises:
        ThresholdError: they are too few, not alike, or of another exercise.
    """
    found = [values for values in sessions if values]
    _check_count(sum(map(len, found)), not_compared)
    _check_exercise(found, anchor)
    alike = alike_of(found, anchor)
    kept = [values for values in alike.sessions if values]
    count = sum(map(len, kept))
    if alike.unlike > MOST_UNLIKE_SHARE * (count + alike.unlike):
        raise ThresholdError(
            f"{alike.unlike} of {count + alike.unlike} repetitions are unlike the others",
            remedy="record good repetitions alone, all done in the same way",
        )
    _check_count(count, not_compared + alike.unlike)
    return LearntTolerances(
        exercise=anchor.exercise,
        side=anchor.side,
        reference_sha256=reference_sha256(anchor),
        limits=tuple(
            limit_of(measure, scatter_in(measure, values, anchor))
            for measure in RESPECTS
            if (values := values_of(measure, kept)) is not None
        ),
        repetitions=count,
        sessions=len(kept),
        left_out=not_compared + alike.unlike,
        simulated=simulated,
    )


def alike_of(sessions: Sequence[Sequence[Assessment]], anchor: Anchor) -> Alike:
    """Return the repetitions without those that depart far from their session's median."""
    good = [np.ones(len(one), bool) for one in sessions]
    for measure in RESPECTS:
        values = values_of(measure, sessions)
        if values is None:
            continue
        apart = [own - np.median(own) for own in values]
        spread = 1.4826 * float(np.median(np.abs(np.concatenate(apart))))
        spread = max(spread, population_of(measure, anchor).within)
        most = max(UNLIKE_SDS * spread, RESPECTS[measure].least)
        for flags, own in zip(good, apart, strict=True):
            flags[np.abs(own) > most] = False
    kept = tuple(
        tuple(one for one, flag in zip(values, flags, strict=True) if flag)
        for values, flags in zip(sessions, good, strict=True)
    )
    return Alike(sessions=kept, unlike=sum(int((~flags).sum()) for flags in good))


def scatter_in(measure: Measure, values: Sequence[Floats], anchor: Anchor) -> Scatter:
    """Return the patient's scatter in one respect, from the values (n,) of each session."""
    return scatter_of(values, population_of(measure, anchor))


def limit_of(measure: Measure, scatter: Scatter) -> LearntLimit:
    """Return the limit in one respect; ratios are given as such."""
    respect = RESPECTS[measure]
    limit, missed, tells, more_helps = _fewest(scatter, respect), None, None, False
    if respect.fault is not None:
        limit = _balanced(scatter, respect, limit)
        missed = scatter.within(limit, *respect.fault)
        tells = missed <= MOST_MISSED
        more_helps = not tells and _can_tell(scatter.known(), respect)
    low, high = scatter.needed_interval(respect.share)
    shown = shown_as(measure)
    return LearntLimit(
        measure=measure,
        limit=shown(limit),
        usual=shown(scatter.usual),
        natural_low=shown(low),
        natural_high=shown(high),
        false_percent=100.0 * scatter.beyond(limit),
        missed_percent=None if missed is None else 100.0 * missed,
        tells_fault=tells,
        more_helps=more_helps,
    )


def _fewest(scatter: Scatter, respect: Respect) -> float:
    """Return the smallest limit that is worth a word and gives no more false cues than it may."""
    return max(scatter.usual + respect.least, scatter.exceeded_by(respect.share))


def _balanced(scatter: Scatter, respect: Respect, fewest: float) -> float:
    """Return where both risks are the same share of what is allowed; never below `fewest`."""
    assert respect.fault is not None
    shift, shift_sd = respect.fault

    def excess(limit: float) -> float:
        missed = scatter.within(limit, shift, shift_sd) / MOST_MISSED
        return missed - scatter.beyond(limit) / respect.share

    if excess(fewest) >= 0.0:
        return fewest
    return float(brentq(excess, fewest, fewest + 2.0 * shift))


def _can_tell(scatter: Scatter, respect: Respect) -> bool:
    assert respect.fault is not None
    return scatter.within(_fewest(scatter, respect), *respect.fault) <= MOST_MISSED


def _check_count(count: int, left_out: int) -> None:
    if count < LEAST_REPETITIONS:
        without = f" ({left_out} more could not be used)" if left_out else ""
        raise ThresholdError(
            f"there are {count} of the {LEAST_REPETITIONS} good repetitions needed{without}",
            remedy="record eight to fifteen, better on two or three days",
        )


def _check_exercise(sessions: Sequence[Sequence[Assessment]], anchor: Anchor) -> None:
    every = [one for session in sessions for one in session]
    share = float(np.median([one.rom_deg for one in every])) / anchor.rom_deg
    tempo = float(np.median([one.tempo_ratio for one in every]))
    turn_deg = float(np.median([one.start_turn_deg for one in every]))
    departure = float(np.median([one.departure for one in every]))
    if (
        abs(share - 1.0) > UNLIKE_RANGE
        or not 1.0 / UNLIKE_TEMPO <= tempo <= UNLIKE_TEMPO
        or abs(turn_deg) > UNLIKE_TURN_DEG
        or departure > UNLIKE_DEPARTURE
    ):
        raise ThresholdError(
            f"these repetitions reach {100.0 * share:.0f} % of the reference's range in "
            f"{100.0 * tempo:.0f} % of its time, turned by {turn_deg:.0f}° and {departure:.1f} "
            "times as far off as good ones: they are of another exercise, or no good ones",
            remedy="record good repetitions of the reference's exercise, or a new reference",
        )

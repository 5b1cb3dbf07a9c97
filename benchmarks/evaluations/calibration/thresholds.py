"""Do learnt tolerances give few false cues on another day, and find faults of 10° (simulated)?

Every person does good repetitions with the therapist, on one day or several, from which the
tolerances are learnt; then good ones on another day, and on further days such that are wrong by
10° in one respect. What is said of them is what a session would say.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.cohort import map_people
from benchmarks.evaluations.calibration.part import Coverage, PartAnswer
from benchmarks.evaluations.calibration.scattering_people import Fault, ScatteringPerson
from benchmarks.question import Progress
from calibration.anchor import About, anchor_from_recording
from calibration.errors import ThresholdError
from calibration.respects import RESPECTS
from calibration.thresholds import learn_tolerances
from edge.assessment.cues import cue_for
from edge.assessment.reference import Reference
from edge.assessment.score import Assessment
from edge.assessment.tolerance import Tolerance
from edge.core.anchor import Anchor
from edge.core.exercises import exercise_named
from edge.core.messages.exercise import CueKind
from edge.core.tolerances import LearntTolerances, Measure
from edge.records.planned_exercise import NO_LIMIT_DEG
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body import SimulatedSession
from edge.stages.good_repetitions import GoodRepetitions

MOST_FALSE_PERCENT: Final = 5.0
MOST_MISSED_PERCENT: Final = 2.0
LEARNT_IN: Final = 12
"""Good repetitions that are learnt from, spread over one to three days."""
JUDGED: Final = 8
"""Repetitions of each day that is judged."""
CHUNK_S: Final = 0.2
MEASURE_OF: Final[dict[Fault, Measure]] = {"low_range": "range", "leaning": "lean"}
TOLD: Final[tuple[Measure, ...]] = ("range", "fast", "slow")
"""Respects whose true limits follow from how the person was drawn."""
_DRAWS: Final = 40_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntPerson:
    """What was said of one person's later days.

    Attributes:
        refused: no tolerances could be learnt.
        good: kinds of the cues of good repetitions on another day.
        usual: the same with the tolerances that everybody has.
        faulty: of those with a fault, by fault.
        told: whether such a fault can be told, by the learnt tolerances' own word.
        contains: whether the interval of a limit contains the true one, by measure.
    """

    refused: bool
    good: tuple[CueKind, ...] = ()
    usual: tuple[CueKind, ...] = ()
    faulty: dict[Fault, tuple[CueKind, ...]]
    told: dict[Fault, bool]
    contains: dict[Measure, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultFigures:
    """What becomes of faults of 10° in one respect.

    Attributes:
        people: who did them.
        abstained: for whom it was said that such a fault cannot be told.
        repetitions: faulty ones of the others.
        missed_percent: of these, what was told something else or nothing; None without any.
    """

    people: int
    abstained: int
    repetitions: int
    missed_percent: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdFigures:
    """How learnt tolerances do.

    Attributes:
        n_people: simulated.
        refused: for whom nothing could be learnt.
        good_repetitions: on another day.
        false_cue_percent: good repetitions on another day that were not praised.
        usual_false_cue_percent: the same with the tolerances that everybody has.
        missed_percent: faults of 10° that were missed, where they can be told.
        abstained: people and faults for whom it was said that such a fault cannot be told.
        by_kind: of each fault.
        false_by_cue: how often each cue was said to a good repetition.
    """

    n_people: int
    refused: int
    good_repetitions: int
    false_cue_percent: float
    usual_false_cue_percent: float
    missed_percent: float
    abstained: int
    by_kind: dict[Fault, FaultFigures]
    false_by_cue: dict[CueKind, int]


def thresholds(seeds: Sequence[int], progress: Progress) -> PartAnswer:
    """Return how learnt tolerances do for the people of these seeds."""
    found = map_people(examine, seeds, workers=2, progress=progress)
    figures = figures_of(found)
    return PartAnswer(
        figures=figures,
        passed=figures.false_cue_percent <= MOST_FALSE_PERCENT
        and figures.missed_percent <= MOST_MISSED_PERCENT,
        coverage={
            f"tolerance_{measure}": Coverage.of(inside)
            for measure in TOLD
            if (inside := [one.contains[measure] for one in found if measure in one.contains])
        },
    )


def figures_of(people: Sequence[LearntPerson]) -> ThresholdFigures:
    """Return the figures of some people together."""
    learnt = [one for one in people if not one.refused]
    by_kind = {fault: _fault_figures(fault, learnt) for fault in MEASURE_OF}
    good = [cue for one in learnt for cue in one.good]
    wrong = [cue for cue in good if cue != "praise"]
    usual = [cue for one in learnt for cue in one.usual]
    missed = [
        cue != fault
        for one in learnt
        for fault, cues in one.faulty.items()
        if one.told[fault]
        for cue in cues
    ]
    return ThresholdFigures(
        n_people=len(people),
        refused=len(people) - len(learnt),
        good_repetitions=len(good),
        false_cue_percent=_percent(len(wrong), len(good)),
        usual_false_cue_percent=_percent(sum(cue != "praise" for cue in usual), len(usual)),
        missed_percent=_percent(sum(missed), len(missed)),
        abstained=sum(one.abstained for one in by_kind.values()),
        by_kind=by_kind,
        false_by_cue=dict(Counter(wrong)),
    )


def examine(seed: int) -> LearntPerson:
    """Return what is said of one person's later days."""
    person = ScatteringPerson.drawn(seed)
    anchor = _anchor(person)
    days = 1 + seed // 6 % 3
    sessions = [person.day(day, LEARNT_IN // days) for day in range(1, days + 1)]
    assessed = [_assessed(anchor, session) for session in sessions]
    try:
        learnt = learn_tolerances(assessed, anchor, simulated=True)
    except ThresholdError:
        return LearntPerson(refused=True, faulty={}, told={}, contains={})
    later = person.day(days + 1, JUDGED)
    good = _assessed(anchor, later)
    faulty: dict[Fault, tuple[CueKind, ...]] = {}
    told: dict[Fault, bool] = {}
    for number, (fault, measure) in enumerate(MEASURE_OF.items(), start=2):
        limit = learnt.limit_of(measure)
        if limit is None:
            continue  # the trunk is meant to move
        day = person.day(days + number, JUDGED, (fault,))
        faulty[fault] = _cues(anchor, _assessed(anchor, day), learnt)
        told[fault] = bool(limit.tells_fault)
    return LearntPerson(
        refused=False,
        good=_cues(anchor, good, learnt),
        usual=_cues(anchor, good, None),
        faulty=faulty,
        told=told,
        contains=_contained(person, [*sessions, later], [*assessed, good], learnt),
    )


def _anchor(person: ScatteringPerson) -> Anchor:
    session = person.day(0, 4)
    about = About(
        exercise=person.patient.exercise,
        side=person.patient.side,
        recorded=f"simulated person, seed {person.seed}",
        simulated=True,
    )
    return anchor_from_recording(session.t_s, session.accel_m_s2, session.gyro_rad_s, about)


def _assessed(anchor: Anchor, session: SimulatedSession) -> tuple[Assessment, ...]:
    good = GoodRepetitions(anchor)
    for chunk in imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s, chunk_s=CHUNK_S):
        good.take(chunk)
    return good.assessments


def _cues(
    anchor: Anchor, assessed: Sequence[Assessment], learnt: LearntTolerances | None
) -> tuple[CueKind, ...]:
    shows_lean = exercise_named(anchor.exercise).watch_shows_lean
    reference = Reference.of(
        anchor, watch_shows_lean=shows_lean, tolerance=Tolerance.of(anchor, learnt=learnt)
    )
    return tuple(
        cue_for(one, reference=reference, max_rom_deg=NO_LIMIT_DEG).kind for one in assessed
    )


def _contained(
    person: ScatteringPerson,
    sessions: Sequence[SimulatedSession],
    assessed: Sequence[Sequence[Assessment]],
    learnt: LearntTolerances,
) -> dict[Measure, bool]:
    """Return whether the interval of each limit holds the one that the person truly needs.

    What a limit is about is what the watch measures. From the repetitions of some days, whose truth
    is known, follows what the reference truly is, and by how much the watch errs, within a day and
    from one wearing to the next; this is added to what the person does. Days on which not each
    repetition was found tell nothing.
    """
    pairs = [
        pair
        for session, found in zip(sessions, assessed, strict=True)
        if len(found) == len(session.truth)
        for pair in zip(found, session.truth, strict=True)
    ]
    if not pairs:
        return {}
    rng = np.random.default_rng(person.seed)
    reference_deg = [true.rom_deg - one.rom_difference_deg for one, true in pairs]
    reference_s = [np.log(true.tempo_s / one.tempo_ratio) for one, true in pairs]
    rom_deg, ratio = person.good(rng, _DRAWS)
    shortfall_deg = rng.choice(reference_deg, _DRAWS) - rom_deg
    log_tempo = np.log(ratio * person.patient.tempo_s) - rng.choice(reference_s, _DRAWS)
    truly = {"range": shortfall_deg, "fast": -log_tempo, "slow": log_tempo}
    contains: dict[Measure, bool] = {}
    for limit in learnt.limits:
        if limit.measure in TOLD:
            needed = float(np.quantile(truly[limit.measure], 1.0 - RESPECTS[limit.measure].share))
            needed = needed if limit.measure == "range" else float(np.exp(needed))
            contains[limit.measure] = limit.natural_low <= needed <= limit.natural_high
    return contains


def _fault_figures(fault: Fault, people: Sequence[LearntPerson]) -> FaultFigures:
    did = [one for one in people if fault in one.faulty]
    cues = [cue for one in did if one.told[fault] for cue in one.faulty[fault]]
    return FaultFigures(
        people=len(did),
        abstained=sum(not one.told[fault] for one in did),
        repetitions=len(cues),
        missed_percent=_percent(sum(cue != fault for cue in cues), len(cues)) if cues else None,
    )


def _percent(some: int, all_of_them: int) -> float:
    return 100.0 * some / all_of_them if all_of_them else 0.0

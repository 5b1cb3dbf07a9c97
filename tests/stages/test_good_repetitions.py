"""Good repetitions are found and assessed as a session does; what is learnt is what it goes by."""

from dataclasses import replace

import pytest

from calibration.thresholds import learn_tolerances
from edge.core.messages.exercise import Feedback, Repetition
from edge.core.tolerances import LearntTolerances
from edge.simulation.patient import SimulatedPatient
from edge.stages.coach import Coach
from edge.stages.good_repetitions import GoodRepetitions
from edge.stages.motion import Motion
from tests.judgements import judgement_of
from tests.stages.playing import START, packets_of, repetitions, session_plan_of

PATIENT = SimulatedPatient(
    exercise="shoulder_abduction", side="right", profile="healthy", seconds=40.0, seed=3
)
PLAN = session_plan_of(PATIENT)
(ANCHOR,) = PLAN.anchors


def found() -> list[Repetition]:
    motion = Motion.of(PLAN)
    return repetitions(out for m in [START, *packets_of(PATIENT)] for out in motion.process(m))


FOUND = found()


def good() -> GoodRepetitions:
    taken = GoodRepetitions(ANCHOR)
    for packet in packets_of(PATIENT):
        taken.take(packet)
    return taken


GOOD = good()
LEARNT = learn_tolerances([GOOD.assessments], ANCHOR, simulated=True)


def with_limit(rom_deg: float) -> LearntTolerances:
    limits = [
        replace(one, limit=rom_deg, usual=0.0) if one.measure == "range" else one
        for one in LEARNT.limits
    ]
    return replace(LEARNT, limits=tuple(limits))


def said(learnt: LearntTolerances | None, repetition: Repetition) -> Feedback:
    coach = Coach(replace(PLAN, tolerances=(learnt,)))
    (feedback,) = (out for out in coach.process(repetition) if isinstance(out, Feedback))
    return feedback


def test_they_are_those_of_a_session() -> None:
    assert GOOD.not_compared == 0
    assert [one.rom_deg for one in GOOD.assessments] == [
        judgement_of(said(None, one)).rom_deg for one in FOUND
    ]


def test_what_cannot_be_compared_is_counted_apart() -> None:
    taken = GoodRepetitions(ANCHOR)
    wrong = (
        replace(FOUND[0], gap=True),
        replace(FOUND[1], no_gyroscope=True),
        replace(FOUND[1], worn="other_wrist"),
    )
    for one in (*wrong, FOUND[2]):
        taken.see(one)
    assert (len(taken.assessments), taken.not_compared) == (1, len(wrong))


@pytest.mark.parametrize(("limit_deg", "kind"), [(7.0, "low_range"), (11.0, "praise")])
def test_the_coach_goes_by_the_learnt_limit(limit_deg: float, kind: str) -> None:
    farther = replace(ANCHOR, rom_deg=GOOD.assessments[0].rom_deg + 9.0)
    plan = replace(PLAN, anchors=(farther,), tolerances=(with_limit(limit_deg),))
    (feedback,) = (out for out in Coach(plan).process(FOUND[0]) if isinstance(out, Feedback))
    assert feedback.cue_kind == kind
    if kind == "low_range":
        assert feedback.cue_facts is not None
        assert feedback.cue_facts.degrees == pytest.approx(9.0)


def test_the_therapists_own_tolerance_comes_before_what_was_learnt() -> None:
    farther = replace(ANCHOR, rom_deg=GOOD.assessments[0].rom_deg + 9.0)
    for planned_deg, kind in ((12.0, "praise"), (0.0, "low_range")):
        (planned,) = PLAN.plan.exercises
        plan = replace(PLAN.plan, exercises=(replace(planned, tolerance_deg=planned_deg),))
        session_plan = replace(PLAN, plan=plan, anchors=(farther,), tolerances=(with_limit(7.0),))
        (feedback,) = (
            out for out in Coach(session_plan).process(FOUND[0]) if isinstance(out, Feedback)
        )
        assert feedback.cue_kind == kind


def test_what_is_missing_counts_from_the_usual_good_repetition() -> None:
    farther = replace(ANCHOR, rom_deg=GOOD.assessments[0].rom_deg + 9.0)
    limits = [
        replace(one, limit=7.0, usual=-4.0) if one.measure == "range" else one
        for one in LEARNT.limits
    ]
    learnt = replace(LEARNT, limits=tuple(limits))
    plan = replace(PLAN, anchors=(farther,), tolerances=(learnt,))
    (feedback,) = (out for out in Coach(plan).process(FOUND[0]) if isinstance(out, Feedback))
    assert feedback.cue_facts is not None
    assert feedback.cue_facts.degrees == pytest.approx(13.0)

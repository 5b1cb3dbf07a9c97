"""Holds from the simulated patient through `motion`: found whole, measured, and counted down."""

from dataclasses import replace
from functools import cache

import pytest

from edge.core.exercises import EXERCISES
from edge.core.messages.base import Message
from edge.core.messages.exercise import Progress, Repetition
from edge.repetitions.hold import is_held
from edge.simulation.patient import SimulatedPatient, overlap
from edge.stages.motion import Motion
from edge.stages.rest_guess import HELD_S, RestGuess
from tests.judgements import judgement_of
from tests.stages.playing import (
    PATIENT,
    START,
    given,
    packets_of,
    pairs,
    session_of,
    session_plan_of,
    summaries,
    without,
)

HOLD_S = 2.0
HOLDING = replace(PATIENT, seconds=66.0, hold_s=HOLD_S)


@cache
def moved(patient: SimulatedPatient) -> tuple[Message, ...]:
    plan = session_plan_of(patient)
    motion = Motion(plan.anchors, plan.calibration, plan.holds_s)
    return tuple(
        outcome
        for message in (START, *packets_of(patient))
        for outcome in motion.process(message)
        if outcome is not message
    )


def repetitions(patient: SimulatedPatient) -> list[Repetition]:
    return [message for message in moved(patient) if isinstance(message, Repetition)]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_repetition_with_a_hold_is_found_as_one_and_its_hold_is_measured(exercise: str) -> None:
    patient = replace(HOLDING, exercise=exercise)
    truth = session_of(patient).truth
    found = repetitions(patient)
    assert len(found) == len(truth)
    for one, true in zip(found, truth, strict=True):
        assert overlap(one.start_ns / 1e9, one.end_ns / 1e9, true.start_s, true.end_s) > 0.8
        assert one.held_s == pytest.approx(true.hold_s, abs=0.4)
        assert is_held(one.held_s or 0.0, HOLD_S) == (true.impairment != "short_hold")
    assert any(true.impairment == "short_hold" for true in truth)


@pytest.mark.parametrize("exercise", ["elbow_flexion", "trunk_extension"])
def test_short_holds_are_called_so_and_holding_is_no_fault(exercise: str) -> None:
    patient = replace(HOLDING, exercise=exercise)
    messages = given([START, *packets_of(patient)], patient)
    for pair in pairs(messages, patient):
        assert pair.truth is not None
        assert pair.feedback.cue_kind == (pair.truth.impairment or "praise")
        if pair.truth.impairment == "short_hold":
            said = f"Hold the end for 2 seconds: you held {pair.feedback.held_s:.1f} s"
            assert pair.feedback.cue == said
        if pair.truth.impairment is None:
            assert 0.75 < judgement_of(pair.feedback).tempo_ratio < 1.3
    (summary,) = summaries(messages)
    short = sum(true.impairment == "short_hold" for true in session_of(patient).truth)
    assert summary.held == summary.done - short


@pytest.mark.parametrize("exercise", ["shoulder_abduction", "external_rotation"])
def test_the_longest_hold_of_a_plan_is_still_one_repetition(exercise: str) -> None:
    patient = replace(
        HOLDING, exercise=exercise, profile="healthy", hold_s=60.0, seconds=82.0, seed=1
    )
    (true, *_) = truth = session_of(patient).truth
    found = repetitions(patient)
    assert len(found) == len(truth)
    assert found[0].held_s == pytest.approx(true.hold_s, abs=0.5)


def test_without_a_hold_in_the_plan_nothing_is_measured_and_nothing_counted_down() -> None:
    assert {one.held_s for one in repetitions(PATIENT)} == {None}
    pictures = [message for message in moved(PATIENT) if isinstance(message, Progress)]
    assert {picture.hold_left_s for picture in pictures} == {None}


def test_the_countdown_runs_while_the_end_is_held_and_agrees_with_what_is_measured() -> None:
    pictures = [message for message in moved(HOLDING) if isinstance(message, Progress)]
    for one, true in zip(repetitions(HOLDING), session_of(HOLDING).truth, strict=True):
        inside = [p for p in pictures if one.start_ns <= p.sensor_ns <= one.end_ns]
        left_s = [p.hold_left_s for p in inside if p.hold_left_s is not None]
        if true.impairment == "low_range":
            assert left_s == []  # the end of the reference is not reached
            continue
        assert left_s == sorted(left_s, reverse=True)
        assert max(left_s) > HOLD_S - 0.3
        assert one.held_s is not None
        assert min(left_s) == pytest.approx(max(0.0, HOLD_S - one.held_s), abs=0.2)
    outside = [p for p in pictures if p.activity == "still"]
    assert {p.hold_left_s for p in outside} == {None}


@pytest.mark.parametrize("exercise", ["shoulder_abduction", "external_rotation"])
def test_a_gap_in_mid_hold_does_not_make_the_held_pose_the_rest_pose(exercise: str) -> None:
    patient = replace(HOLDING, exercise=exercise)
    plan, truth = session_plan_of(patient), session_of(patient).truth
    cut = truth[2]
    middle_s = cut.start_s + 0.4 * (cut.end_s - cut.start_s)
    motion = Motion(plan.anchors, plan.calibration, plan.holds_s)
    messages = (START, *without(packets_of(patient), middle_s, middle_s + 0.6, gap=True))
    outcomes = [outcome for message in messages for outcome in motion.process(message)]
    found = [outcome for outcome in outcomes if isinstance(outcome, Repetition)]
    assert len(found) >= 2
    # A far pose taken for rest would show as movements that turn the other way.
    assert all(one.angle_deg.max() > -one.angle_deg.min() for one in found)


def test_after_a_movement_was_lost_only_more_stillness_than_a_hold_is_rest() -> None:
    anchor = session_plan_of(replace(PATIENT, exercise="external_rotation")).anchors[0]
    is_rest = RestGuess(anchor, HOLD_S)
    pose = anchor.orientation[0]
    assert is_rest(pose, HELD_S + 0.1)
    is_rest.interrupt(moving=True)
    assert not is_rest(pose, HELD_S + HOLD_S - 0.1)
    assert is_rest(pose, HELD_S + HOLD_S + 0.1)
    is_rest.interrupt(moving=False)
    assert is_rest(pose, HELD_S + 0.1)

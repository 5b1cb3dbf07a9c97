"""Simulated patients through `motion` and `coach`: found, judged, and hard to confuse."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from calibration.placement import directions_of_recording, placement_between
from edge.assessment.mounting import Mounting
from edge.core.messages.base import Message
from edge.core.messages.exercise import Progress
from edge.core.messages.imu import Imu
from edge.core.messages.restart import RestartMark, Resumption
from edge.signals.imu_calibration import uncorrected
from edge.simulation.patient import SimulatedPatient
from edge.stages.motion import Motion
from edge.stages.offline import run_stages
from tests.judgements import judgement_of
from tests.stages.playing import (
    PATIENT,
    START,
    at_times,
    command,
    feedbacks,
    given,
    middle_of,
    packets_of,
    pairs,
    repetitions,
    session_of,
    session_plan_of,
    summaries,
    without,
)

TRUTH = session_of(PATIENT).truth


def pictures(messages: Sequence[Message]) -> list[Progress]:
    return [message for message in messages if isinstance(message, Progress)]


@pytest.mark.parametrize(
    "patient",
    [
        PATIENT,
        replace(PATIENT, exercise="elbow_flexion", side="left", seed=8),
        replace(PATIENT, exercise="trunk_flexion", seed=5),
    ],
    ids=lambda patient: patient.exercise,
)
def test_every_repetition_is_found_and_gets_the_right_cue(patient: SimulatedPatient) -> None:
    found = pairs(given([START, *packets_of(patient)], patient), patient)
    assert len(found) == len(session_of(patient).truth)
    for number, pair in enumerate(found, start=1):
        assert pair.truth is not None
        assert pair.feedback.number == number
        assert pair.feedback.cue_kind == (pair.truth.impairment or "praise")
        assert judgement_of(pair.feedback).rom_deg == pytest.approx(pair.truth.rom_deg, abs=5)
        recognised_s = pair.feedback.sensor_ns / 1e9
        assert recognised_s - pair.truth.end_s < 0.5


@pytest.mark.parametrize(("rate_hz", "chunk_s"), [(10.0, 0.0), (100.0, 0.06), (1000.0, 0.06)])
def test_a_watch_of_any_rate_serves(rate_hz: float, chunk_s: float) -> None:
    found = pairs(given([START, *packets_of(PATIENT, rate_hz, chunk_s)]))
    assert [pair.truth for pair in found] == list(TRUTH)
    for pair in found:
        assert pair.truth is not None
        assert judgement_of(pair.feedback).rom_deg == pytest.approx(pair.truth.rom_deg, abs=5)


@pytest.mark.parametrize("rate_hz", [10.0, 50.0])
def test_a_watch_without_a_gyroscope_counts_and_judges_nothing(rate_hz: float) -> None:
    packets = [replace(packet, gyro_rad_s=None) for packet in packets_of(PATIENT, rate_hz)]
    out = given([START, *packets])
    found = pairs(out)
    assert len(found) == len(TRUTH)
    assert sum(pair.truth is not None for pair in found) >= len(TRUTH) - 1  # one is too fast
    for pair in found:
        facts = pair.feedback.cue_facts
        assert facts is not None
        assert (pair.feedback.judgement, facts.not_compared) == (None, "no_gyroscope")
    assert all(one.difference_deg is None for one in pictures(out))


def test_packets_of_any_size_give_the_same_repetitions() -> None:
    one = repetitions(Motion(session_plan_of().anchors).process(START))
    assert one == []
    by_size = []
    for chunk_s in (0.0, 0.1):
        motion = Motion(session_plan_of().anchors)
        stream = [START, *packets_of(PATIENT, 50.0, chunk_s)]
        by_size.append(repetitions(out for m in stream for out in motion.process(m)))
    single, many = by_size
    assert len(single) == len(many) == len(TRUTH)
    for a, b in zip(single, many, strict=True):
        np.testing.assert_array_equal(a.t_ns, b.t_ns)
        np.testing.assert_allclose(a.angle_deg, b.angle_deg, atol=1e-6)


def test_the_live_picture_follows_movement_and_reference() -> None:
    session, shown = session_of(PATIENT), pictures(given([START, *packets_of()]))
    assert shown[0].activity == "calibrating"
    assert shown[0].angle_deg is None
    known = [p for p in shown if p.angle_deg is not None]
    true_deg = np.interp([p.sensor_ns / 1e9 for p in known], session.t_s, session.angle_deg)
    live_deg = np.array([p.angle_deg for p in known])
    assert np.abs(live_deg - true_deg).max() < 3
    good = next(true for true in TRUTH if true.impairment is None)
    during = [p for p in known if good.start_s + 0.5 < p.sensor_ns / 1e9 < good.end_s - 0.3]
    assert all(p.activity == "moving" for p in during)
    phases = [p.phase for p in during if p.phase is not None]
    assert len(phases) == len(during)
    assert phases[0] < 0.45
    assert phases[-1] > 1.8
    assert np.diff(phases).min() > -0.05
    apart = [abs(p.angle_deg - p.reference_deg) for p in during if p.angle_deg and p.reference_deg]
    assert np.median(apart) < 8
    rest = [p for p in known if 0.3 < p.sensor_ns / 1e9 < TRUTH[0].start_s - 0.3]
    assert {p.activity for p in rest} == {"still"}


def test_nothing_is_counted_before_the_start_and_after_the_end() -> None:
    begin_s, end_s = TRUTH[1].start_s - 1.0, TRUTH[3].end_s + 0.9
    stream = at_times(packets_of(), command("start", begin_s, 0), command("finish", end_s))
    out = given(stream)
    assert [pair.truth for pair in pairs(out)] == list(TRUTH[1:4])
    assert pictures(out)[0].activity == "waiting"
    assert pictures(out)[-1].activity == "finished"
    assert pictures(out)[-1].exercise is None


def test_a_pause_stops_the_count_and_the_next_repetition_is_judged_again() -> None:
    pause_s, resume_s = middle_of(2), TRUTH[2].end_s + 0.5
    stream = at_times(packets_of(), START, command("pause", pause_s), command("resume", resume_s))
    out = given(stream)
    assert [pair.truth for pair in pairs(out)] == [TRUTH[0], *TRUTH[3:]]
    paused = [p for p in pictures(out) if pause_s + 0.1 < p.sensor_ns / 1e9 < resume_s - 0.1]
    assert {(p.activity, p.completed, p.angle_deg) for p in paused} == {("paused", 1, None)}


def test_the_next_exercise_counts_from_one() -> None:
    anchors = session_plan_of().anchors * 2
    at_s = TRUTH[1].end_s + 0.9
    stream = at_times(packets_of(), START, command("next", at_s), command("start", at_s + 0.05, 1))
    motion = Motion(anchors)
    found = repetitions(out for message in stream for out in motion.process(message))
    assert [(r.exercise, r.number) for r in found] == [
        (0, 1),
        (0, 2),
        *((1, number) for number in range(1, len(TRUTH) - 1)),
    ]
    assert (motion.resumption.exercise, motion.resumption.completed) == (1, len(TRUTH) - 2)


def test_counting_stops_at_the_prescribed_number_while_the_live_picture_goes_on() -> None:
    session_plan = session_plan_of()
    (planned,) = session_plan.plan.exercises
    plan = replace(session_plan.plan, exercises=(replace(planned, repetitions=2, sets=2),))
    rated = command("rate", TRUTH[4].end_s + 1.0, 0, pain=2)
    stream = at_times(packets_of(), START, rated)
    out = list(run_stages(replace(session_plan, plan=plan), stream))
    assert [r.number for r in repetitions(out)] == [1, 2, 3, 4]
    assert [(s.done, s.prescribed, s.pain) for s in summaries(out)] == [(4, 4, None), (4, 4, 2)]
    assert max(p.completed for p in pictures(out)) == 4
    assert any(p.activity == "moving" for p in pictures(out)[-200:])


def test_an_exercise_that_is_not_in_the_plan_is_not_begun() -> None:
    motion = Motion(session_plan_of().anchors)
    list(motion.process(command("start", exercise=7)))
    assert motion.resumption == Resumption()


@pytest.mark.parametrize("length_s", [0.3, 2.0, 6.0])
def test_a_gap_costs_the_repetitions_that_it_hits_and_no_other(length_s: float) -> None:
    begin_s = middle_of(3)
    packets = without(packets_of(), begin_s, begin_s + length_s, gap=True)
    kept = [t for t in TRUTH if t.end_s < begin_s or t.start_s > begin_s + length_s]
    found = pairs(given([START, *packets]))
    assert [pair.truth for pair in found] == kept
    assert [pair.feedback.number for pair in found] == list(range(1, len(kept) + 1))
    for pair in found:
        assert pair.truth is not None
        assert pair.feedback.cue_kind == (pair.truth.impairment or "praise")


def test_a_hole_leaves_the_repetition_counted_but_not_judged() -> None:
    begin_s = middle_of(2)
    found = feedbacks(given([START, *without(packets_of(), begin_s, begin_s + 0.18, gap=False)]))
    assert len(found) == len(TRUTH)
    assert [f.number for f in found if f.judgement is None] == [2]


def test_a_watch_that_disappears_in_a_repetition_invents_none() -> None:
    ends_s = middle_of(4)
    packets = [p for p in packets_of() if p.sensor_ns < ends_s * 1e9]
    out = given([START, *packets, command("finish", ends_s + 30)])
    assert [pair.truth for pair in pairs(out)] == list(TRUTH[:3])


def test_samples_that_come_twice_are_taken_once() -> None:
    packets = list(packets_of())
    at = next(i for i, p in enumerate(packets) if p.sensor_ns > middle_of(2) * 1e9)
    overlapping = [*packets[:at], *packets[at - 5 : at], *packets[at:]]
    twice = feedbacks(given([START, *overlapping]))
    once = feedbacks(given([START, *packets]))
    assert [judgement_of(f).rom_deg for f in twice] == [judgement_of(f).rom_deg for f in once]


def test_a_clock_that_was_fitted_anew_may_overlap_by_a_part_of_a_packet() -> None:
    packets = list(packets_of(PATIENT, 50.0, 0.1))
    at = next(i for i, p in enumerate(packets) if p.sensor_ns > middle_of(2) * 1e9)
    late_ns = 30_000_000
    shifted = [
        replace(p, t_ns=p.t_ns - late_ns, sensor_ns=p.sensor_ns - late_ns) for p in packets[at:]
    ]
    found = repetitions(
        out
        for motion in [Motion(session_plan_of().anchors)]
        for message in [START, *packets[:at], *shifted]
        for out in motion.process(message)
    )
    assert len(found) == len(TRUTH)
    assert all(np.all(np.diff(r.t_ns) > 0) for r in found)


def test_a_mark_of_a_restart_goes_on_where_it_was() -> None:
    packets = list(packets_of())
    at = next(i for i, p in enumerate(packets) if p.sensor_ns > (TRUTH[2].end_s + 0.9) * 1e9)
    before, after = Motion(session_plan_of().anchors), Motion(session_plan_of().anchors)
    for message in [START, *packets[:at]]:
        list(before.process(message))
    mark = RestartMark(seq=0, sensor_ns=0, host_ns=0, resumption=before.resumption)
    fresh = repetitions(out for m in [mark, *packets[at:]] for out in after.process(m))
    replayed = repetitions(out for m in [mark, *packets[at:]] for out in before.process(m))
    assert [r.number for r in fresh] == list(range(4, len(TRUTH) + 1))
    for a, b in zip(fresh, replayed, strict=True):
        np.testing.assert_array_equal(a.signal, b.signal)
        np.testing.assert_array_equal(a.angle_deg, b.angle_deg)


def live_error_deg(patient: SimulatedPatient, correct: bool) -> float:
    """Return the 95th percentile of the live angle's error."""
    session = session_of(patient)
    calibration = None
    if correct:
        other_day = session_of(replace(patient, seconds=20.0))
        now = directions_of_recording(other_day.t_s, other_day.accel_m_s2, other_day.gyro_rad_s)
        placement = placement_between(Mounting.of_anchor(patient.anchor()), now.mounting)
        calibration = replace(uncorrected(), wearing=placement.rotation)
    session_plan = replace(session_plan_of(patient), calibration=calibration)
    out = list(run_stages(session_plan, [START, *packets_of(patient)]))
    assert [pair.truth for pair in pairs(out, patient)] == list(session.truth)
    assert all(f.cue_kind == "praise" for f in feedbacks(out))
    shown = [p for p in pictures(out) if p.angle_deg is not None]
    true_deg = np.interp([p.sensor_ns / 1e9 for p in shown], session.t_s, session.angle_deg)
    live_deg = np.array([p.angle_deg for p in shown], np.float64)
    return float(np.percentile(np.abs(live_deg - true_deg), 95))


def test_a_calibrated_placement_restores_the_live_angle_of_a_turned_watch() -> None:
    as_before = SimulatedPatient(
        exercise="shoulder_abduction", side="right", profile="healthy", seconds=30.0, seed=2
    )
    turned = replace(as_before, wearing=1)  # by 21°
    assert live_error_deg(as_before, correct=False) < 1.5
    assert live_error_deg(turned, correct=False) > 2.5
    assert live_error_deg(turned, correct=True) < 1.5


def test_what_was_consumed_is_passed_on_as_it_came() -> None:
    motion = Motion(session_plan_of().anchors)
    packets = packets_of()[:30]
    passed = [out for p in packets for out in motion.process(p) if isinstance(out, Imu)]
    assert passed == list(packets)

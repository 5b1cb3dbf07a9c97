"""Sessions with the watch on the other wrist or the other way round: what is said, and compared."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from edge.core.exercises import LanguageCode, Side
from edge.core.findings import WornWay
from edge.core.messages.exercise import Feedback, Repetition
from edge.core.messages.imu import Imu
from edge.core.messages.restart import RestartMark
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body import SimulatedSession, draw_patient, simulate_session
from edge.simulation.patient import SimulatedPatient
from edge.stages.motion import Motion
from edge.stages.offline import run_stages
from tests.stages.playing import START, feedbacks, repetitions

TURNED = WornWay(turned=True)
OTHER_WRIST = WornWay(other_wrist=True)


@cache
def put_on(exercise: str, way: WornWay) -> SimulatedSession:
    """Return a session of one person whose watch is worn in another way than for the reference."""
    side: Side = "left" if way.other_wrist else "right"
    patient = draw_patient(exercise=exercise, side=side, seed=3, wearing=1)
    patient = replace(
        patient,
        watch_yaw_deg=(patient.watch_yaw_deg + 180.0 * way.turned + 180.0) % 360.0 - 180.0,
        watch_roll_deg=(patient.watch_roll_deg + 180.0 * way.inside + 180.0) % 360.0 - 180.0,
    )
    return simulate_session(
        exercise=exercise, side=side, profile="healthy", duration_s=32.0, seed=3, patient=patient
    )


@cache
def of(exercise: str) -> SimulatedPatient:
    return SimulatedPatient(
        exercise=exercise, side="right", profile="healthy", seconds=32.0, seed=3
    )


def packets(session: SimulatedSession) -> list[Imu]:
    return list(imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s, chunk_s=0.06))


def given(exercise: str, stream: list[Imu], language: LanguageCode = "en") -> list[Feedback]:
    session_plan = of(exercise).session_plan(100)
    plan = replace(session_plan.plan, language=language)
    return feedbacks(run_stages(replace(session_plan, plan=plan), [START, *stream]))


@pytest.mark.parametrize("exercise", ["shoulder_abduction", "elbow_flexion", "external_rotation"])
def test_a_watch_the_other_way_round_is_said_once_and_compared_turned(exercise: str) -> None:
    session = put_on(exercise, TURNED)
    found = given(exercise, packets(session))
    assert len(found) == len(session.truth)
    assert found[0].cue_facts is not None
    assert found[0].cue_facts.worn == "turned"
    assert found[0].cue.startswith("Your watch is the other way round than for your reference")
    assert [one.cue_kind for one in found[1:]] == ["praise"] * (len(found) - 1)


def test_it_is_said_in_german_too() -> None:
    found = given("external_rotation", packets(put_on("external_rotation", TURNED)), "de")
    assert found[0].cue.startswith("Ihre Uhr ist anders herum angelegt als bei Ihrer Referenz")


def test_repetitions_of_the_other_wrist_are_counted_and_not_compared() -> None:
    session = put_on("external_rotation", OTHER_WRIST)
    found = given("external_rotation", packets(session))
    assert len(found) == len(session.truth)
    assert all(one.judgement is None for one in found)
    assert {one.cue for one in found} == {
        "Your watch moves as on your other wrist, and so it cannot be compared with your reference:"
        " put it on as before"
    }


def test_one_put_right_in_the_middle_is_compared_again_without_a_word() -> None:
    wrong, right = (packets(put_on("external_rotation", way)) for way in (OTHER_WRIST, WornWay()))
    later_ns = wrong[-1].sensor_ns + 20_000_000 - right[0].t_ns[0]
    after = [
        replace(p, t_ns=p.t_ns + later_ns, sensor_ns=p.sensor_ns + later_ns, gap=i == 0)
        for i, p in enumerate(right)
    ]
    found = given("external_rotation", wrong + after)
    first = len(put_on("external_rotation", OTHER_WRIST).truth)
    # Two in a row must say it before it is believed.
    assert [one.cue_kind for one in found[first + 1 :]] == ["praise"] * (len(found) - first - 1)
    assert len(found) > first + 3


def test_a_restart_remembers_how_the_watch_is_worn() -> None:
    session = put_on("shoulder_abduction", TURNED)
    stream = packets(session)
    at = next(i for i, p in enumerate(stream) if p.sensor_ns > (session.truth[1].end_s + 0.9) * 1e9)
    anchors = of("shoulder_abduction").session_plan(9).anchors
    before, after = Motion(anchors), Motion(anchors)
    for message in [START, *stream[:at]]:
        list(before.process(message))
    assert before.resumption.worn == TURNED
    mark = RestartMark(seq=0, sensor_ns=0, host_ns=0, resumption=before.resumption)
    found: list[Repetition] = repetitions(
        out for m in [mark, *stream[at:]] for out in after.process(m)
    )
    assert [one.worn for one in found] == [None] * len(found)
    assert [one.half_turned for one in found] == [True] * len(found)
    anchor = anchors[0]
    for one in found:
        np.testing.assert_allclose(one.signal[0, :3], anchor.signal[0, :3], atol=4.0)
        assert one.angle_deg.max() == pytest.approx(anchor.rom_deg, abs=8.0)

from dataclasses import replace

import numpy as np
import pytest

from edge.stages.rest_guess import RestGuess
from tests.stages.playing import (
    PATIENT,
    START,
    given,
    packets_of,
    pairs,
    session_of,
    session_plan_of,
    without,
)


@pytest.mark.parametrize("exercise", ["shoulder_abduction", "elbow_flexion", "trunk_flexion"])
def test_a_hold_at_the_top_after_a_gap_is_not_taken_for_rest(exercise: str) -> None:
    patient = replace(PATIENT, exercise=exercise)
    session = session_of(patient)
    cut = session.truth[2]
    top_s = session.t_s[
        np.argmax(
            np.where(session.t_s < cut.end_s, session.angle_deg, -1) * (session.t_s > cut.start_s)
        )
    ]
    packets = without(packets_of(patient), top_s - 0.8, top_s, gap=True)
    found = pairs(given([START, *packets], patient), patient)
    assert all(pair.truth is not None for pair in found)
    whole = [true for true in session.truth if true is not cut]
    assert {id(pair.truth) for pair in found} >= {id(true) for true in whole}


def test_where_tilt_does_not_tell_only_long_stillness_is_rest() -> None:
    anchor = session_plan_of(replace(PATIENT, exercise="external_rotation")).anchors[0]
    is_rest = RestGuess(anchor)
    assert not is_rest(anchor.orientation[0], 0.5)
    assert is_rest(anchor.orientation[0], 1.5)


def test_tilt_tells_rest_from_the_far_pose() -> None:
    anchor = session_plan_of().anchors[0]
    is_rest = RestGuess(anchor)
    assert is_rest(anchor.orientation[0], 0.3)
    assert not is_rest(anchor.orientation[anchor.angle_deg.argmax()], 5.0)


def test_once_known_only_a_pose_like_it_is_rest() -> None:
    anchor = session_plan_of().anchors[0]
    is_rest = RestGuess(anchor)
    is_rest.learn(anchor.orientation[0])
    third = int(np.argmax(anchor.angle_deg >= anchor.rom_deg / 3))
    assert is_rest(anchor.orientation[0], 0.3)
    assert not is_rest(anchor.orientation[third], 5.0)

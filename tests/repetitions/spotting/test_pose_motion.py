import numpy as np
import pytest

from edge.align.errors import AlignError
from edge.repetitions.spotting import most_moving, motion_of
from tests.repetitions.spotting.people import CORRECT, RATE_HZ, Person


def test_the_pose_is_gravity_in_each_unit_and_bias_leaves_the_rate() -> None:
    recorded = Person().do("e1", [CORRECT] * 3)
    motion = recorded.motion()
    still = slice(recorded.truth[0][1] + 5, recorded.truth[1][0] - 5)
    np.testing.assert_allclose(
        motion.pose[still], [[0, 0, 9.81] * 2] * len(range(*still.indices(10**6))), atol=0.5
    )
    assert np.median(motion.speed[still]) < 0.02
    start, stop, _ = recorded.truth[1]
    held = motion.pose[(start + stop) // 2]
    angle = np.degrees(np.arccos(held[2] / np.linalg.norm(held[:3])))
    assert angle == pytest.approx(60.0, abs=6.0)


def test_a_shock_that_turns_nothing_does_not_move_the_pose() -> None:
    recorded = Person().do("e1", [CORRECT])
    struck = recorded.signals.copy()
    struck[:, recorded.truth[0][1] + 8, :3] += 40.0
    moved = motion_of(struck, RATE_HZ).pose - recorded.motion().pose
    assert np.linalg.norm(moved[:, :3], axis=1).max() < 3.0


def test_the_most_moving_unit_is_the_one_that_exercises_and_not_the_one_that_gestures() -> None:
    person = Person()
    signals = person.do("e1", [CORRECT] * 8).signals
    gesture = Person(seed=1, scale=2.5).do("e2", [CORRECT]).signals
    signals[1, : gesture.shape[1]] = gesture[0]
    assert most_moving(signals, RATE_HZ) == 0


@pytest.mark.parametrize(
    ("signals", "message"),
    [
        (np.zeros((100, 6)), "units, samples, 6"),
        (np.zeros((1, 10, 6)), "shorter than one second"),
        (np.full((1, 100, 6), np.nan), "NaN"),
    ],
)
def test_what_is_no_recording_is_refused(signals: np.ndarray, message: str) -> None:
    with pytest.raises(AlignError, match=message):
        motion_of(signals, RATE_HZ)

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.simulation.body.landmark_noise import (
    GROUPS,
    HIDDEN,
    MEASURED,
    MEASURED_NOISE,
    DrawnErrors,
    LandmarkNoise,
    group_of,
)

T_S = np.arange(0.0, 60.0, 1.0 / 30.0)
MOVEMENT_DEG = 45.0 * (1.0 - np.cos(2.0 * np.pi * T_S / 4.0))
SEEN = np.zeros((len(T_S), len(LANDMARKS)), np.bool_)
LINES = 480


def errors(seed: int, noise: LandmarkNoise = MEASURED_NOISE) -> tuple[Floats, Floats]:
    """Return the errors in a minute, drawn in two goes."""
    drawn = DrawnErrors(noise, MOVEMENT_DEG, np.random.default_rng(seed))
    goes = [
        drawn.at(T_S[part], MOVEMENT_DEG[part], SEEN[part])
        for part in (slice(0, 256), slice(256, None))
    ]
    px, world_m = (np.concatenate(parts) for parts in zip(*goes, strict=True))
    return LINES * px, world_m


def test_every_landmark_is_of_one_group_that_was_measured() -> None:
    assert {group_of(name) for name in LANDMARKS} == set(GROUPS)
    assert set(MEASURED) == {*GROUPS, HIDDEN}


def test_the_errors_are_as_large_as_they_were_measured() -> None:
    many = [errors(seed) for seed in range(8)]
    for name, group in MEASURED.items():
        marks = [i for i, mark in enumerate(LANDMARKS) if group_of(mark) == name]
        if not marks:
            continue
        for channel, found in (
            (group.pixel, np.stack([px[:, marks] for px, _ in many])),
            (group.across_m, np.stack([world[:, marks, :2] for _, world in many])),
            (group.depth_m, np.stack([world[:, marks, 2:] for _, world in many])),
        ):
            bias = found.mean(axis=1)
            varying = np.sqrt(channel.posture**2 + channel.slow**2 + channel.white**2)
            assert np.sqrt((bias**2).mean()) == pytest.approx(channel.bias, rel=0.5)
            assert np.sqrt(found.var(axis=1).mean()) == pytest.approx(varying, rel=0.35)


def test_what_follows_the_movement_comes_again_in_every_repetition() -> None:
    px, _ = errors(3)
    elbow = px[:, LANDMARKS.index("left_elbow")].reshape(15, 120, 2)
    again = elbow.mean(axis=0)
    assert again.std() > 1.5 * (elbow - again).std()


def test_nothing_jumps_where_one_batch_of_frames_follows_another() -> None:
    px, world_m = errors(4)
    for found in (px, world_m):
        steps = np.abs(np.diff(found, axis=0)).mean(axis=(1, 2))
        assert steps[255] < 2.0 * np.median(steps)


def test_both_hips_are_as_far_from_the_middle_between_them() -> None:
    _, world_m = errors(5)
    left, right = (world_m[:, LANDMARKS.index(f"{side}_hip")] for side in ("left", "right"))
    assert left == pytest.approx(-right)


def test_left_and_right_share_their_depth_and_picture_and_space_a_part() -> None:
    one = slice(0, 1)
    first = [
        DrawnErrors(MEASURED_NOISE, MOVEMENT_DEG, np.random.default_rng(seed)).at(
            T_S[one], MOVEMENT_DEG[one], SEEN[one]
        )
        for seed in range(300)
    ]
    pairs = np.array([world_m[0] for _, world_m in first])
    left, right = (pairs[:, LANDMARKS.index(f"{side}_shoulder"), 2] for side in ("left", "right"))
    assert 0.7 < np.corrcoef(left, right)[0, 1] < 0.9
    px = np.array([px[0, 0, 0] for px, _ in first])
    across = np.array([world_m[0, 0, 0] for _, world_m in first])
    assert 0.3 < np.corrcoef(px, across)[0, 1] < 0.7


def test_a_hidden_arm_is_guessed_far_worse() -> None:
    drawn = DrawnErrors(MEASURED_NOISE, MOVEMENT_DEG, np.random.default_rng(0))
    hidden, _ = drawn.at(T_S, MOVEMENT_DEG, ~SEEN)
    shown, _ = errors(0)
    wrists = [LANDMARKS.index(f"{side}_wrist") for side in ("left", "right")]
    assert (LINES * hidden[:, wrists]).std() > 2.0 * shown[:, wrists].std()


def test_an_engine_that_is_never_wrong_has_no_errors() -> None:
    px, world_m = errors(6, LandmarkNoise(share=0.0))
    assert not px.any()
    assert not world_m.any()

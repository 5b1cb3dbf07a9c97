"""Keypoints in pixels become a skeleton upright in trunk lengths, in the public code's order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.core.infant import PARENTS, PELVIS, THORAX
from edge.posture.infant.errors import InfantError
from edge.posture.infant.preparation import PreparationSettings, fill_holes, prepare, upright
from edge.posture.infant.windows import channels, cut, usable_starts, window_starts
from edge.simulation.infant.infants import simulated_infant


def lying(frames: int = 240, seed: int = 0) -> Floats:
    """Return keypoints of a simulated infant at 30 frames a second, in pixels."""
    seen = simulated_infant(seed, "normal", frames / 30.0 + 0.2, rate_hz=30.0).tracked
    return fill_holes(seen.positions_px[:frames], 30.0)[0]


@settings(max_examples=20, deadline=None)
@given(
    turn_deg=st.floats(-180.0, 180.0),
    scale=st.floats(0.2, 5.0),
    shift=st.floats(-500.0, 500.0),
)
def test_neither_place_nor_size_nor_roll_of_the_camera_matters(
    turn_deg: float, scale: float, shift: float
) -> None:
    own = lying(60)
    turn = np.deg2rad(turn_deg)
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    np.testing.assert_allclose(upright(own @ matrix.T + shift), upright(own), atol=1e-8)


def test_the_trunk_is_upright_centred_and_a_quarter_long() -> None:
    found = prepare(lying(), 30.0).positions
    middle = 0.5 * (found[:, THORAX] + found[:, PELVIS])
    np.testing.assert_allclose(middle, 0.0, atol=1e-9)
    np.testing.assert_allclose(found[:, THORAX, 0], 0.0, atol=1e-9)
    assert (found[:, THORAX, 1] > 0.0).all()
    length = np.linalg.norm(found[:, THORAX] - found[:, PELVIS], axis=1)
    assert np.median(length) == pytest.approx(0.25)


def test_the_papers_variants_centre_on_the_pelvis_and_give_bones_their_lengths() -> None:
    own = PreparationSettings(center="pelvis", align_trunk=False)
    np.testing.assert_allclose(prepare(lying(), 30.0, own).positions[:, PELVIS], 0.0, atol=1e-9)
    lengths = tuple(0.1 + 0.05 * k for k in range(19))
    own = PreparationSettings(scale="per_bone_median", bone_lengths=lengths)
    found = prepare(lying(), 30.0, own).positions
    bones = np.median(np.linalg.norm(found - found[:, PARENTS], axis=2), axis=0) * 4.0
    np.testing.assert_allclose(np.delete(bones, 8), np.delete(np.array(lengths), 8), atol=1e-9)


@pytest.mark.parametrize(("rate_hz", "frames"), [(25.0, 250), (30.0, 300), (60.0, 600)])
def test_ten_seconds_are_three_hundred_frames_at_any_rate(rate_hz: float, frames: int) -> None:
    at_30 = np.arange(300) / 30.0
    t = np.arange(frames) / rate_hz
    still = lying(2)[:1]
    way = np.zeros((frames, 19, 2))
    way[:, 7, 0] = 20.0 * np.sin(2.0 * np.pi * 0.5 * t)
    found = prepare(still + way, rate_hz).positions
    assert abs(len(found) - 300) <= 1
    expected = prepare(
        still
        + np.where(np.arange(19) == 7, 1.0, 0.0)[None, :, None]
        * np.stack([20.0 * np.sin(np.pi * at_30), 0.0 * at_30], -1)[:, None],
        30.0,
    ).positions
    np.testing.assert_allclose(found[20:270, 7], expected[20:270, 7], atol=5e-3)


def test_a_short_hole_is_bridged_and_a_long_one_costs_its_windows() -> None:
    whole = lying(600)
    holed = whole.copy()
    holed[40:50, 7] = np.nan
    clip = prepare(holed, 30.0)
    assert clip.known.all()
    holed[300:330, 7] = np.nan
    clip = prepare(holed, 30.0)
    starts, usable = usable_starts(clip)
    assert starts == [0, 75, 150, 225, 300, 375, 450]
    assert usable == [0, 75, 150, 375, 450]


def test_the_last_window_ends_with_the_clip_and_none_comes_twice() -> None:
    assert window_starts(150) == [0]
    assert window_starts(225) == [0, 75]
    assert window_starts(230) == [0, 75, 80]
    with pytest.raises(InfantError, match="too short: a window is 5 s"):
        window_starts(90)


@pytest.mark.parametrize("rate_hz", [15.0, 500.0])
def test_a_rate_that_cannot_be_used_is_said(rate_hz: float) -> None:
    with pytest.raises(InfantError, match=f"{rate_hz:g} frames a second cannot be used"):
        prepare(lying(), rate_hz)


def test_the_channels_are_position_velocity_and_bone_with_a_still_end() -> None:
    clip = prepare(lying(300), 30.0)
    (one,) = cut(clip, [30])
    found = channels(one[None])[0]
    np.testing.assert_allclose(found[:2], one.transpose(2, 0, 1), rtol=1e-6, atol=1e-7)
    for t in range(148):
        np.testing.assert_allclose(found[2:4, t], (one[t + 1] - one[t]).T, atol=1e-6)
    assert not found[2:4, 148:].any()
    for joint, parent in enumerate(PARENTS):
        np.testing.assert_allclose(
            found[4:, :, joint], (one[:, joint] - one[:, parent]).T, atol=1e-6
        )

"""Windows run slower, faster or through other angles: what changes, and what must not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.core.infant import PARENTS, SEGMENTS
from edge.explain.infant.factors import (
    FactorSettings,
    angular_factors,
    segments_of,
    velocity_factors,
)
from edge.explain.infant.perturbation import (
    PerturbationSettings,
    angle_perturbed,
    bone_change,
    velocity_perturbed,
    warped,
)
from edge.posture.infant.motion_reference import bone_turns_deg, reference_of, wrapped
from edge.simulation.infant.classes import CLASSES
from edge.simulation.infant.movement import moving_infant


def window(seed: int = 0) -> Floats:
    rng = np.random.default_rng(seed)
    own = moving_infant(rng, CLASSES["normal"], 5.0)
    # Shoulders and hips are seen to move a little, too.
    return own + 0.002 * rng.normal(size=own.shape)


def slow_warp(series: Floats, factor: float) -> Floats:
    """Return the same as `warped`, sample by sample, as the public code describes it."""
    length = len(series)
    points = max(2, int(length / factor))
    out = [
        np.interp(k * (length - 1) / (points - 1), np.arange(length), series) for k in range(points)
    ]
    while len(out) < length:
        out += out[::-1]
    return np.array(out[:length])


@settings(max_examples=40, deadline=None)
@given(factor=st.floats(0.1, 200.0), seed=st.integers(0, 5))
def test_a_warp_is_what_the_obvious_one_gives(factor: float, seed: int) -> None:
    series = np.random.default_rng(seed).normal(size=40)
    if factor == 1.0:
        return
    np.testing.assert_allclose(warped(series, factor), slow_warp(series, factor), atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(factor=st.floats(0.15, 6.0))
def test_a_warp_visits_nothing_new_and_keeps_the_length(factor: float) -> None:
    own = window()
    found = warped(own, factor)
    assert found.shape == own.shape
    assert found.max() <= own.max() + 1e-12
    assert found.min() >= own.min() - 1e-12


def test_half_the_speed_is_half_the_speed() -> None:
    own = window()
    before, after = (
        np.linalg.norm(np.diff(x[:, 7], axis=0), axis=1) for x in (own[:75], warped(own, 0.5))
    )
    assert after.sum() == pytest.approx(before.sum(), rel=0.05)
    assert np.median(after) == pytest.approx(0.5 * np.median(before), rel=0.15)


def test_bones_hold_inside_a_segment_and_between_them_only_when_reattached() -> None:
    sway = np.sin(np.linspace(0.0, 9.0, 150))[:, None, None] * np.array([1.0, 0.0])
    own = window() + sway
    arm = {"right_arm": 0.4}
    free = velocity_perturbed(own, arm)
    tied = velocity_perturbed(own, arm, PerturbationSettings(reattach=True))
    untouched = [j for j in range(19) if j not in SEGMENTS["right_arm"]]
    np.testing.assert_array_equal(free[:, untouched], own[:, untouched])
    upper, free_upper, tied_upper = (
        np.linalg.norm(x[:, 6] - x[:, 5], axis=1) for x in (own, free, tied)
    )
    assert tied_upper.max() <= upper.max() + 1e-6 < free_upper.max()
    assert bone_change(own, free) > bone_change(own, tied) > 0.0
    assert bone_change(own, own) == 0.0


@pytest.mark.parametrize("factor", [0.2, 1.0, 3.0])
@pytest.mark.parametrize("mode", ["increment", "cumulative"])
def test_turning_bones_otherwise_keeps_all_their_lengths(factor: float, mode: str) -> None:
    own = window()
    settings = PerturbationSettings(angles=mode)  # type: ignore[arg-type]
    found = angle_perturbed(own, dict.fromkeys((1, 4, 6, 7, 14, 17), factor), settings)
    assert bone_change(own, found) == pytest.approx(0.0, abs=1e-9)
    np.testing.assert_allclose(found[0], own[0], atol=1e-12)
    if factor == 1.0:
        np.testing.assert_allclose(found, own, atol=1e-9)


def test_cumulative_turns_are_multiplied_and_single_ones_start_from_the_truth() -> None:
    own = window(3)
    turns = bone_turns_deg(own)[:, 7]
    cumulative = angle_perturbed(own, {7: 0.5}, PerturbationSettings(angles="cumulative"))
    np.testing.assert_allclose(bone_turns_deg(cumulative)[:, 7], 0.5 * turns, atol=1e-6)
    single = angle_perturbed(own, {7: 0.5})
    angle = np.arctan2(*(own[:, 7] - own[:, 6]).T[::-1])
    found = np.arctan2(*(single[:, 7] - single[:, 6]).T[::-1])
    expected = angle[:-1] + 0.5 * np.deg2rad(turns)
    np.testing.assert_allclose(wrapped(found[1:] - expected), 0.0, atol=1e-9)


def test_a_bone_across_the_seam_of_angles_does_not_leap() -> None:
    own = np.repeat(window()[:1], 60, axis=0)
    swing = np.pi + 0.3 * np.sin(np.linspace(0.0, 6.0, 60))
    own[:, 7] = own[:, 6] + 0.5 * np.stack([np.cos(swing), np.sin(swing)], -1)
    found = angle_perturbed(own, {7: 5.0})
    assert np.abs(bone_turns_deg(found)[:, 7]).max() < 40.0


def test_what_hangs_on_a_turned_bone_is_carried_along_unless_left_behind() -> None:
    own = window()
    carried = angle_perturbed(own, {6: 3.0})
    np.testing.assert_allclose(carried[:, 7] - carried[:, 6], own[:, 7] - own[:, 6], atol=1e-12)
    left = angle_perturbed(own, {6: 3.0}, PerturbationSettings(carry=False))
    np.testing.assert_array_equal(left[:, 7], own[:, 7])


def test_a_rigid_head_turns_as_one_body() -> None:
    own = window()
    found = angle_perturbed(
        own, dict.fromkeys(range(5), 2.0), PerturbationSettings(rigid_head=True)
    )
    for a, b in ((0, 1), (2, 3), (1, 4)):
        np.testing.assert_allclose(
            np.linalg.norm(found[:, a] - found[:, b], axis=1),
            np.linalg.norm(own[:, a] - own[:, b], axis=1),
            atol=1e-9,
        )


def test_factors_slow_to_the_reference_at_most_and_speed_to_it_at_most() -> None:
    own = window(1)
    slow, fast = (reference_of((scale * own)[None]) for scale in (0.5, 2.0))
    factors = velocity_factors(own, slow)
    assert all(value == pytest.approx(0.5, abs=1e-3) for value in factors.slow.values())
    assert set(factors.fast.values()) == {1.0}
    factors = velocity_factors(own, fast)
    assert set(factors.slow.values()) == {1.0}
    assert all(value == pytest.approx(2.0, abs=1e-3) for value in factors.fast.values())
    assert len(factors.steps()) == 10
    assert factors.steps()[0]["head"] == pytest.approx(0.2)


def test_one_joint_holds_its_segment_in_the_public_codes_mode_alone() -> None:
    own = window(1)
    changed = own.copy()
    changed[:, 7] *= 0.2  # The wrist of the reference is slower than that of the window,
    changed[:, 6] *= 4.0  # its elbow faster.
    reference = reference_of(changed[None])
    assert velocity_factors(own, reference).slow["right_arm"] < 0.9
    public = velocity_factors(own, reference, FactorSettings(mode="xpa"))
    assert public.slow["right_arm"] == 1.0


def test_angles_of_the_head_share_one_factor_and_the_root_has_none() -> None:
    factors = angular_factors(window(1), reference_of(window(2)[None]))
    assert len({factors.slow[str(joint)] for joint in range(5)}) == 1
    assert "8" not in factors.slow
    assert max(factors.slow.values()) <= 1.0 <= min(factors.fast.values())


def test_a_set_of_joints_is_closed_under_segments() -> None:
    assert segments_of((7, 15)) == ("right_arm", "right_leg")
    assert sum(len(own) for own in SEGMENTS.values()) == len(PARENTS)

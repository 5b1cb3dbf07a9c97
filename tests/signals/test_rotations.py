from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from edge.core.arrays import Floats
from edge.signals.rotations import (
    conjugate,
    continuous,
    from_rotation_vector,
    interpolate,
    multiply,
    rotate,
    to_rotation_vector,
    twist_rad,
)

SEEDS = st.integers(0, 2**32 - 1)


def rotations(seed: int, n: int = 20) -> tuple[Rotation, Floats]:
    reference = Rotation.random(n, random_state=seed)
    return reference, cast(Floats, reference.as_quat(scalar_first=True))


def assert_same_rotations(p: Floats, q: Floats) -> None:
    np.testing.assert_allclose(np.abs(np.sum(p * q, axis=-1)), 1.0, atol=1e-12)


@given(seed=SEEDS)
@settings(deadline=None)
def test_the_algebra_equals_scipy(seed: int) -> None:
    first, p = rotations(seed)
    second, q = rotations(seed ^ 1)
    vectors = np.random.default_rng(seed).normal(size=(20, 3))
    assert_same_rotations(multiply(p, q), (first * second).as_quat(scalar_first=True))
    assert_same_rotations(conjugate(p), first.inv().as_quat(scalar_first=True))
    np.testing.assert_allclose(rotate(p, vectors), first.apply(vectors), atol=1e-12)
    np.testing.assert_allclose(to_rotation_vector(p), first.as_rotvec(), atol=1e-9)
    np.testing.assert_allclose(to_rotation_vector(-p), first.as_rotvec(), atol=1e-9)
    assert_same_rotations(
        from_rotation_vector(vectors), Rotation.from_rotvec(vectors).as_quat(scalar_first=True)
    )


def test_one_rotation_serves_many_vectors() -> None:
    reference, q = rotations(4, 1)
    vectors = np.random.default_rng(0).normal(size=(7, 3))
    np.testing.assert_allclose(rotate(q[0], vectors), reference[0].apply(vectors), atol=1e-12)


@pytest.mark.parametrize("angle", [0.0, 1e-12, 1e-7, 1e-4, 1.0, np.pi - 1e-9])
def test_rotation_vectors_round_trip_at_any_scale(angle: float) -> None:
    v = angle * np.array([0.36, 0.48, -0.8])
    np.testing.assert_allclose(
        to_rotation_vector(from_rotation_vector(v)), v, atol=1e-15, rtol=1e-7
    )


@given(seed=SEEDS, twist=st.floats(-3.1, 3.1), swing=st.floats(-3.0, 3.0))
@settings(deadline=None)
def test_twist_is_what_was_turned_about_the_axis(seed: int, twist: float, swing: float) -> None:
    rng = np.random.default_rng(seed)
    axis = rng.normal(size=3)
    axis /= np.linalg.norm(axis)
    across = np.cross(axis, rng.normal(size=3))
    across /= np.linalg.norm(across)
    q = multiply(from_rotation_vector(swing * across), from_rotation_vector(twist * axis))
    turned = float(twist_rad(q, axis))
    assert np.cos(turned - twist) == pytest.approx(1.0, abs=1e-12)


@given(seed=SEEDS, degrees=st.floats(0.0, 45.0), fraction=st.floats(0.0, 1.0))
@settings(deadline=None)
def test_interpolation_stays_close_to_the_spherical_one(
    seed: int, degrees: float, fraction: float
) -> None:
    axis = np.random.default_rng(seed).normal(size=3)
    step = np.radians(degrees) * axis / np.linalg.norm(axis)
    _, p = rotations(seed, 1)
    blended = interpolate(p[0], -multiply(p[0], from_rotation_vector(step)), fraction)
    ideal = multiply(p[0], from_rotation_vector(fraction * step))
    away = to_rotation_vector(multiply(conjugate(ideal), blended))
    assert np.degrees(np.linalg.norm(away)) < 0.12


@given(seed=SEEDS)
@settings(deadline=None)
def test_continuous_signs_keep_the_rotations_and_take_short_steps(seed: int) -> None:
    _, q = rotations(seed)
    signed = continuous(q)
    assert_same_rotations(signed, q)
    assert (np.sum(signed[1:] * signed[:-1], axis=1) >= 0).all()

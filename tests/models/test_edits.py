import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from models.data.edits import Edit, edited
from models.data.measures import range_of_motion_rad

GRAVITY_M_S2 = 9.80665


def raised_arm(rom_rad: float = 1.2, seconds: float = 4.0) -> tuple[Floats, Floats]:
    """A limb without inertia that turns about x and back: the signal and its angle."""
    t_s = np.arange(round(seconds * PIPELINE_RATE_HZ)) / PIPELINE_RATE_HZ
    angle = rom_rad * 0.5 * (1.0 - np.cos(2.0 * np.pi * t_s / seconds))
    rate = np.append(np.diff(angle), 0.0) * PIPELINE_RATE_HZ
    down = np.stack([0.0 * angle, np.sin(angle), np.cos(angle)], axis=1) * GRAVITY_M_S2
    return np.hstack([down, np.outer(rate, [1.0, 0.0, 0.0])]), angle


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_an_edit_that_changes_nothing_returns_the_signal() -> None:
    signal, _ = raised_arm()
    np.testing.assert_allclose(edited(signal, Edit(), rng()), signal, atol=1e-9)


@given(st.floats(0.3, 1.3))
def test_the_range_follows_the_gain_and_the_accelerometer_the_range(gain: float) -> None:
    signal, angle = raised_arm()
    less = edited(signal, Edit(gain=gain), rng())
    assert range_of_motion_rad(less[:, 3:]) == pytest.approx(gain * 1.2, rel=1e-3)
    tilt = np.arctan2(less[:, 1], less[:, 2])
    # As far as the filter that finds the first orientation sees the tilt: within a degree.
    np.testing.assert_allclose(tilt, gain * angle, atol=np.radians(2.0))


@given(st.floats(0.6, 2.2))
def test_another_tempo_keeps_the_range_and_changes_the_duration(tempo: float) -> None:
    signal, _ = raised_arm()
    faster = edited(signal, Edit(tempo=tempo), rng())
    assert len(faster) == pytest.approx(len(signal) / tempo, abs=2)
    assert range_of_motion_rad(faster[:, 3:]) == pytest.approx(1.2, rel=0.02)
    peak = np.abs(faster[:, 3]).max() / np.abs(signal[:, 3]).max()
    assert peak == pytest.approx(tempo, rel=0.02)


def test_a_pause_makes_the_repetition_longer_and_stands_still() -> None:
    signal, _ = raised_arm()
    paused = edited(signal, Edit(pause_s=0.6, pause_at=0.25), rng())
    assert len(paused) - len(signal) == pytest.approx(0.6 * PIPELINE_RATE_HZ, abs=10)
    middle = round(0.25 * len(signal)) + 20
    assert np.abs(paused[middle - 5 : middle + 5, 3]).max() < 0.02
    assert range_of_motion_rad(paused[:, 3:]) == pytest.approx(1.2, rel=0.03)


def test_tremor_is_as_strong_as_told() -> None:
    signal, _ = raised_arm(seconds=10.0)
    shaken = edited(signal, Edit(tremor=0.1), rng())
    added = np.linalg.norm(shaken[:, 3:] - signal[:, 3:], axis=1)
    peak = np.abs(signal[:, 3]).max()
    assert np.sqrt((added**2).mean()) == pytest.approx(0.1 * peak, rel=0.1)


@pytest.mark.parametrize("edit", [Edit(gain=0.75), Edit(tempo=1.5), Edit(tremor=0.1)])
def test_an_edit_of_a_part_leaves_the_rest_and_no_step(edit: Edit) -> None:
    signal, _ = raised_arm()
    part = Edit(gain=edit.gain, tempo=edit.tempo, tremor=edit.tremor, start=0.2, stop=0.3)
    out = edited(signal, part, rng())
    before = round(0.2 * len(signal)) - 5
    np.testing.assert_allclose(out[:before, 3:], signal[:before, 3:], atol=1e-9)
    np.testing.assert_allclose(out[-80:, 3:], signal[-80:, 3:], atol=0.1)
    usual, most = (np.abs(np.diff(x[:, 3])).max() for x in (signal, out))
    assert most < 8 * usual


def test_tremor_is_the_same_for_the_same_seed() -> None:
    signal, _ = raised_arm()
    first, again = (edited(signal, Edit(tremor=0.1), rng()) for _ in range(2))
    np.testing.assert_array_equal(first, again)

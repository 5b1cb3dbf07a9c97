import numpy as np
import pytest

from edge.core.arrays import Floats
from models.data.simulated import simulated_group
from models.inference.errors import ModelError
from models.inference.fault_localizer import CHANNELS, SETTING, TimeAligned, channels, time_aligned
from models.inference.frame import Frame, whole_windows


@pytest.fixture(scope="module")
def repetitions() -> list[Floats]:
    return [e.signal for e in simulated_group("elbow_flexion", 5).correct]


@pytest.fixture(scope="module")
def compared(repetitions: list[Floats]) -> TimeAligned:
    return time_aligned(repetitions[0], repetitions[1:5])


def test_inputs_are_whole_windows_with_zeros_behind(compared: TimeAligned) -> None:
    n = len(compared.signal)
    length = whole_windows(n)
    shapes = [x.shape for x in compared.inputs]
    assert shapes == [(1, length, CHANNELS)] * 3 + [(1, length, SETTING)]
    for x in compared.inputs:
        assert not x[0, n:].any()
    assert (compared.inputs[3][0, :n, -1] == 1.0).all()
    assert (compared.inputs[2] >= 0.0).all()


def test_a_reference_is_undisturbed_beside_itself(repetitions: list[Floats]) -> None:
    same = time_aligned(repetitions[0], [repetitions[0]])
    own, mean, spread, _ = same.inputs
    np.testing.assert_array_equal(own, mean)
    assert not spread.any()
    for x, y in zip(same.inputs, same.baseline, strict=True):
        np.testing.assert_array_equal(x, y)


def test_references_are_brought_to_where_the_repetition_is() -> None:
    t = np.linspace(0, 1, 150)
    course, slow = (
        np.stack([np.sin(2 * np.pi * u * (1 + k / 4)) for k in range(6)], axis=1)
        for u in (t, t**1.3)
    )
    compared = time_aligned(slow, [course])
    own, mean = (x[0, : len(t), :6] for x in compared.inputs[:2])
    frame = compared.frame
    assert np.abs(own - mean).mean() < 0.3 * np.abs(frame.apply(slow) - frame.apply(course)).mean()


def test_channels_are_what_they_are_called(repetitions: list[Floats]) -> None:
    signal = repetitions[0]
    frame = Frame.of(signal)
    found = channels(signal, frame, len(signal))
    np.testing.assert_array_equal(found[:, :6], frame.apply(signal))
    angle = np.cumsum(signal[:, 3:] @ frame.rotation.T, axis=0)
    np.testing.assert_allclose(
        found[:, 6:9], angle * 10 / (frame.rate_size_rad_s * len(signal)), atol=1e-9
    )
    np.testing.assert_allclose(found[:, 9] * 0.3, np.arange(len(signal)) / 50.0)
    assert np.corrcoef(found[:, 10], np.linalg.norm(signal[:, 3:], axis=1))[0, 1] > 0.7


def test_trembling_is_restless(repetitions: list[Floats]) -> None:
    signal = repetitions[0].copy()
    frame = Frame.of(signal)
    calm = channels(signal, frame, len(signal))
    signal[40:60, 4] += 0.3 * np.sin(np.arange(20))
    changed = channels(signal, frame, len(signal)) - calm
    assert changed[45:55, 12].min() > 0.5
    assert np.abs(changed[80:, 10:]).max() < 1e-9


def test_contributions_sum_to_the_gradient_times_the_departure(compared: TimeAligned) -> None:
    own, mean = (x[0].astype(np.float64) for x in compared.inputs[:2])
    gradient = np.random.default_rng(0).normal(size=own.shape)
    found = compared.contributions(gradient)
    assert found.shape == compared.signal.shape
    each = (gradient * (own - mean)).sum(axis=1)[: len(found)]
    np.testing.assert_allclose(found.sum(axis=1), each, atol=1e-4)


def test_what_cannot_be_compared_is_said(repetitions: list[Floats]) -> None:
    with pytest.raises(ModelError, match="no reference"):
        time_aligned(repetitions[0], [])
    with pytest.raises(ModelError, match="repetition holds NaN"):
        time_aligned(repetitions[0] * np.nan, repetitions[1:2])
    with pytest.raises(ModelError, match="anchor has shape"):
        time_aligned(repetitions[0], [repetitions[1][:, :3]])
    with pytest.raises(ModelError, match="hardly moves"):
        time_aligned(repetitions[0], [np.tile(repetitions[1][:1] * [1, 1, 1, 0, 0, 0], (90, 1))])

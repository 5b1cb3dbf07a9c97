import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from edge.core.arrays import Floats
from models.inference.errors import ModelError
from models.inference.frame import STEP, WINDOW, Frame, fill_windows
from models.inference.siamese import Normalisation, prepare_pair

PLAIN = Normalisation(mean=np.zeros(6), sd=np.ones(6))
SKEWED = Normalisation(
    mean=np.array([0.1, -0.2, 0.3, 0.0, 0.0, 0.0]), sd=np.array([0.5, 0.8, 1.1, 0.9, 0.2, 0.3])
)


def movement(samples: int = 200, seed: int = 0) -> Floats:
    """A limb that turns out and back about an oblique axis, with some unevenness."""
    rng = np.random.default_rng(seed)
    turn = np.linspace(0.0, 2.0 * np.pi, samples)
    rate = np.outer(np.sin(turn), [0.8, 0.1, 0.6]) + 0.05 * rng.normal(size=(samples, 3))
    accel = np.array([1.0, 9.0, 2.0]) + np.outer(1.0 - np.cos(turn), [0.0, -2.0, 1.0])
    return np.hstack([accel + 0.05 * rng.normal(size=(samples, 3)), rate])


@given(st.integers(0, 2**32 - 1), st.floats(0.2, 5.0))
def test_neither_wearing_nor_size_matter(seed: int, size: float) -> None:
    signal, anchor = movement(150, 1), movement(200, 2)
    turn = Rotation.random(rng=np.random.default_rng(seed)).as_matrix()

    def worn(x: Floats) -> Floats:
        return np.hstack([x[:, :3] @ turn.T, size * x[:, 3:] @ turn.T])

    plain, other = (
        prepare_pair(signal, anchor, PLAIN),
        prepare_pair(worn(signal), worn(anchor), PLAIN),
    )
    for own, same in zip(plain.inputs, other.inputs, strict=True):
        np.testing.assert_allclose(own, same, atol=1e-4)


def test_the_way_out_is_a_positive_turn_about_the_first_axis() -> None:
    own = Frame.of(movement()).apply(movement())
    rate = own[:, 3:]
    assert np.abs(rate[:, 0]).mean() > 5 * np.abs(rate[:, 1:]).mean()
    assert rate[:100, 0].sum() > 0


def test_the_anchor_has_mean_zero_and_size_one_in_its_own_frame() -> None:
    own = Frame.of(movement()).apply(movement())
    np.testing.assert_allclose(own[:, :3].mean(axis=0), 0.0, atol=1e-12)
    for part in (own[:, :3], own[:, 3:]):
        assert (part**2).sum(axis=1).mean() == pytest.approx(1.0)


@given(st.integers(1, 500))
def test_windows_are_filled_with_the_last_sample(samples: int) -> None:
    x = np.arange(samples * 2, dtype=np.float32).reshape(samples, 2)
    filled = fill_windows(x)
    np.testing.assert_array_equal(filled[:samples], x)
    assert (filled[samples:] == x[-1]).all()
    assert len(filled) >= WINDOW
    assert len(filled) % STEP == 0
    assert len(filled) - samples < STEP or len(filled) == WINDOW


def test_a_gradient_is_pulled_back_to_the_sensors_axes() -> None:
    prepared = prepare_pair(movement(150, 1), movement(200, 2), SKEWED)
    rng = np.random.default_rng(3)
    gradient = rng.normal(size=prepared.inputs[0].shape[1:])
    change = rng.normal(size=(150, 6))
    moved = prepared.to_input(prepared.signal + change) - prepared.inputs[0]
    expected = float((moved[0] * gradient).sum())
    assert (prepared.pull_back(gradient) * change).sum() == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("signal", "rate_hz", "sentence"),
    [
        (np.zeros((100, 3)), 50.0, "shape"),
        (np.zeros((10, 6)), 50.0, "at least 24"),
        (np.full((100, 6), np.nan), 50.0, "NaN"),
        (movement(), 25.0, "resample"),
    ],
)
def test_what_does_not_fit_is_said(signal: Floats, rate_hz: float, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        prepare_pair(signal, movement(), PLAIN, rate_hz)


def test_an_anchor_without_movement_is_said() -> None:
    with pytest.raises(ModelError, match="hardly moves"):
        prepare_pair(movement(), np.zeros((100, 6)), PLAIN)

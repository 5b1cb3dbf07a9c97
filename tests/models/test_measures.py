import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.core.anchor import PIPELINE_RATE_HZ
from models.data.measures import Measures, range_of_motion_rad, similarities, unsteadiness


def turning(rom_rad: float, bias: float = 0.0) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    t_s = np.arange(200) / PIPELINE_RATE_HZ
    angle = rom_rad * 0.5 * (1.0 - np.cos(2.0 * np.pi * t_s / t_s[-1]))
    rate = np.gradient(angle) * PIPELINE_RATE_HZ + bias
    return np.outer(rate, [0.6, 0.0, 0.8])


@given(st.floats(0.2, 3.0), st.floats(-0.05, 0.05))
def test_the_range_is_that_of_the_angle_whatever_the_bias(rom_rad: float, bias: float) -> None:
    assert range_of_motion_rad(turning(rom_rad, bias)) == pytest.approx(rom_rad, rel=0.02)


@given(st.floats(0.2, 3.0), st.floats(0.2, 3.0))
def test_the_similarity_of_ranges_is_the_smaller_over_the_larger(a: float, b: float) -> None:
    own, anchor = np.log([a, 1.0]), np.log([b, 1.0])
    assert similarities(own, anchor)[0] == pytest.approx(min(a, b) / max(a, b))
    assert similarities(own, anchor)[0] == pytest.approx(1 - abs(a - b) / max(a, b))


def test_measures_are_logarithms_of_range_and_unsteadiness() -> None:
    rate = turning(1.0)
    own = Measures.of(np.hstack([np.zeros((200, 3)), rate])).array()
    assert own[0] == pytest.approx(np.log(range_of_motion_rad(rate)))
    assert own[1] == pytest.approx(-np.log(unsteadiness(rate)))


@given(st.floats(0.02, 0.3))
def test_unsteadiness_is_trembling_over_movement(share: float) -> None:
    rate = turning(1.0)
    t_s = np.arange(200) / PIPELINE_RATE_HZ
    size = np.sqrt((rate**2).sum(axis=1).mean())
    shake = share * size * np.sqrt(2.0) * np.sin(2.0 * np.pi * 6.0 * t_s)
    shaken = rate + np.outer(shake, [0.0, 1.0, 0.0])
    assert unsteadiness(shaken) == pytest.approx(0.84 * share, rel=0.1)
    assert unsteadiness(2.0 * shaken) == pytest.approx(unsteadiness(shaken))

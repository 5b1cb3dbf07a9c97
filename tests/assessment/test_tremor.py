import numpy as np
import pytest

from edge.assessment.tremor import LEAST_RAD_S, tremor
from edge.core.arrays import Floats

T_S = np.arange(200) / 50


def movement(tremor_hz: float, amplitude_rad_s: float) -> Floats:
    """Out and back within four seconds, trembling in the second half only."""
    rate = np.zeros((200, 3))
    rate[:, 1] = 1.5 * np.sin(np.pi * T_S / 2)
    rate[100:, 0] = amplitude_rad_s * np.sin(2 * np.pi * tremor_hz * T_S[100:])
    return rate


@pytest.mark.parametrize("tremor_hz", [5.5, 8.0])
def test_lasting_tremor_is_measured_whatever_its_axis(tremor_hz: float) -> None:
    rate = np.zeros((200, 3))
    rate[:, 1] = 1.5 * np.sin(np.pi * T_S / 2)
    rate[:, 2] = 0.5 * np.sin(2 * np.pi * tremor_hz * T_S)
    # The median magnitude of a sine is its amplitude over √2.
    assert tremor(rate).rate_rad_s == pytest.approx(0.5 / np.sqrt(2), rel=0.3)


def test_a_voluntary_movement_does_not_tremble() -> None:
    assert tremor(movement(5.0, 0.0)).rate_rad_s < 0.01


def test_a_short_correction_is_no_tremor() -> None:
    rate = movement(5.0, 0.0)
    rate[90:100, 0] += 1.0
    assert tremor(rate).rate_rad_s < 0.05


def test_nothing_is_steadier_than_can_be_measured() -> None:
    assert tremor(np.zeros((50, 3))).rate_rad_s == LEAST_RAD_S


def test_the_worst_place_is_where_it_trembles() -> None:
    assert tremor(movement(6.0, 0.8)).worst > 100

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.posture.angle_bins import ALL_BINS, BACKWARD_BINS, BIN_DEG, FORWARD_BINS, AngleBins

SETS = {"forward": FORWARD_BINS, "backward": BACKWARD_BINS, "all": ALL_BINS}


def test_the_papers_bins_and_those_of_the_whole_bend() -> None:
    assert [bins.count for bins in SETS.values()] == [16, 6, 30]
    theta = np.array([99.9, 100.0, 104.9, 105.0, 179.9, 180.0, 209.9, 210.0, np.nan])
    assert FORWARD_BINS.of(theta).tolist() == [-1, 0, 0, 1, 15, -1, -1, -1, -1]
    assert BACKWARD_BINS.of(theta).tolist() == [-1, -1, -1, -1, -1, 0, 5, -1, -1]
    assert ALL_BINS.of(theta).tolist() == [7, 8, 8, 9, 23, 24, 29, -1, -1]


@pytest.mark.parametrize("bins", SETS.values(), ids=SETS)
@given(theta_deg=st.floats(-1e6, 1e6) | st.sampled_from([np.inf, -np.inf]))
def test_nothing_falls_into_a_bin_that_does_not_hold_it(bins: AngleBins, theta_deg: float) -> None:
    number = int(bins.of(np.array([theta_deg]))[0])
    if number < 0:
        assert not bins.first_deg <= theta_deg < bins.last_deg
    else:
        assert bins.low_deg(number) <= theta_deg < bins.low_deg(number) + BIN_DEG

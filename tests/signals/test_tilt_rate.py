import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from edge.signals.tilt_rate import TiltRate

G = 9.80665
RATE_HZ = 50.0


@pytest.mark.parametrize("axis", [0, 1])
def test_a_slow_tilt_is_seen_as_a_gyroscope_would(axis: int) -> None:
    """A sensor that turns at 0.5 rad/s about one of its level axes."""
    t_s = np.arange(200) / RATE_HZ
    rate = np.zeros(3)
    rate[axis] = 0.5
    turns = Rotation.from_rotvec(t_s[:, np.newaxis] * rate)
    force = turns.inv().apply([0.0, 0.0, G])
    found = TiltRate(RATE_HZ).process(force)[100:, 3:]
    np.testing.assert_allclose(found, np.tile(rate, (100, 1)), atol=0.005)


def test_any_chunking_gives_the_same_and_rest_is_no_turn() -> None:
    force = np.random.default_rng(1).normal([0.0, 0.0, G], 0.5, (90, 3))
    whole = TiltRate(RATE_HZ).process(force)
    parts = TiltRate(RATE_HZ)
    found = [parts.process(force[a:b]) for a, b in ((0, 1), (1, 1), (1, 40), (40, 90))]
    np.testing.assert_allclose(np.vstack(found), whole, atol=1e-12)
    parts.reset()
    still = parts.process(np.tile([0.0, 0.0, G], (20, 1)))
    np.testing.assert_array_equal(still[:, 3:], 0.0)

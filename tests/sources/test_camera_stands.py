"""The simulated patient who goes from place to place before a camera."""

import numpy as np

from edge.pose.follower import FollowerSettings
from edge.sources.camera_stands import PLACE_S, RATE_HZ, WALK_S, place_at


def test_the_patient_goes_no_faster_than_whoever_is_followed() -> None:
    """A faster one is somebody else to the camera, and no place would ever be reached."""
    t_s = np.arange(0.0, 5 * (PLACE_S + WALK_S) + 1.0, 1.0 / RATE_HZ)
    distance_m, pan_deg = np.array([place_at(float(at)) for at in t_s]).T
    aside_m = distance_m * np.tan(np.radians(pan_deg))
    speed_m_s = RATE_HZ * np.hypot(np.diff(distance_m), np.diff(aside_m))
    assert 0.5 < speed_m_s.max() < 0.5 * FollowerSettings().speed_m_s


def test_the_patient_stands_at_five_places() -> None:
    standing = {place_at(turn * (PLACE_S + WALK_S) + 0.9 * PLACE_S) for turn in range(10)}
    assert len(standing) == 5

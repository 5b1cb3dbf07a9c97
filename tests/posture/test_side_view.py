"""How far a camera stands off the side, by the breadth of the shoulders."""

import numpy as np
import pytest

from edge.posture.body_track import BodyTrack
from edge.posture.side_view import off_side_deg
from edge.signals.errors import SignalError
from tests.posture.drawn_body import seen, side_camera


def upright(azimuth_deg: float) -> BodyTrack:
    angles = {"hip_flexion_deg": np.zeros(3)}
    return seen(angles, side_camera(azimuth_deg=azimuth_deg))


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_more_of_the_front_is_a_larger_angle_from_either_side(side: float) -> None:
    found = [off_side_deg(upright(side * (90.0 - turned))) for turned in range(-50, 51, 10)]
    assert found == sorted(found)
    assert found[0] < -25 < 25 < found[-1]


def test_the_median_picture_counts() -> None:
    track = upright(90.0)
    px = track.px.copy()
    px[0] = np.nan
    one = BodyTrack(px=px, visibility=track.visibility, world_m=track.world_m)
    assert off_side_deg(one) == pytest.approx(off_side_deg(track))
    nobody = BodyTrack(px=px * np.nan, visibility=track.visibility, world_m=track.world_m)
    with pytest.raises(SignalError, match="nobody"):
        off_side_deg(nobody)

"""Which way up a body is in the picture."""

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.posture.body_track import BodyTrack
from edge.posture.upright import quarters_to_upright

HEIGHTS = {"ankle": 0.0, "knee": 45.0, "hip": 90.0, "shoulder": 140.0}


def bodies(trunk_deg: Floats, shank_deg: float = 0.0) -> BodyTrack:
    """People whose trunks lean by those angles to the right, and their shanks by that one."""
    px = np.zeros((len(trunk_deg), len(LANDMARKS), 2))
    lean = np.radians(trunk_deg)
    for index, name in enumerate(LANDMARKS):
        part = name.rpartition("_")[2]
        height = HEIGHTS.get(part, 0.0)
        along = np.array([np.sin(np.radians(shank_deg)), -np.cos(np.radians(shank_deg))])
        px[:, index] = min(height, 90.0) * along
        if part == "shoulder":
            px[:, index] += 50.0 * np.stack([np.sin(lean), -np.cos(lean)], axis=1)
    n = len(trunk_deg)
    return BodyTrack(px=px, visibility=np.ones(px.shape[:2]), world_m=np.zeros((n, 33, 3)))


def turned(track: BodyTrack, quarters: int) -> BodyTrack:
    """The same people in a picture turned counter-clockwise."""
    px = track.px
    for _ in range(quarters):
        px = np.stack([px[..., 1], -px[..., 0]], axis=-1)
    return BodyTrack(px=px, visibility=track.visibility, world_m=track.world_m)


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("deepest_deg", [0.0, 60.0, 110.0])
def test_a_turned_picture_is_turned_back(quarters: int, deepest_deg: float) -> None:
    bends = bodies(np.linspace(0.0, deepest_deg, 40), shank_deg=8.0)
    assert (quarters + quarters_to_upright(turned(bends, quarters))) % 4 == 0


def test_who_sits_on_the_floor_or_is_not_there_tells_nothing() -> None:
    sitting = bodies(np.full(20, 0.0), shank_deg=90.0)
    assert quarters_to_upright(sitting) == 0
    nobody = BodyTrack(
        px=np.full((5, 33, 2), np.nan),
        visibility=np.full((5, 33), np.nan),
        world_m=np.full((5, 33, 3), np.nan),
    )
    assert quarters_to_upright(nobody) == 0

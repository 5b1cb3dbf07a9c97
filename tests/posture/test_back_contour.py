import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.posture.back_contour import back_contour
from edge.posture.back_mask import back_mask

HIP = np.array([320.0, 380.0])
LENGTH_PX = 160.0


def trunk(behind: Floats, lean_deg: float = 0.0, facing: float = 1.0) -> Floats:
    """Return the contour of a drawn trunk whose back lies so far behind, (n,) from below."""
    angle = np.deg2rad(lean_deg) * facing
    along = np.array([np.sin(angle), -np.cos(angle)])
    dorsal = facing * np.array([along[1], -along[0]])
    y, x = np.mgrid[:480, :640]
    points = np.stack([x, y], axis=-1) - HIP
    up, back = points @ along / LENGTH_PX, points @ dorsal / LENGTH_PX
    width = np.interp(up, np.linspace(0.0, 1.0, len(behind)), behind)
    mask = (up > -0.2) & (up < 1.2) & (back < width) & (back > -0.2)
    return back_contour(back_mask(mask, HIP, HIP + LENGTH_PX * along, facing))


@pytest.mark.parametrize("lean_deg", [0.0, 70.0, -20.0])
@pytest.mark.parametrize("facing", [1.0, -1.0])
def test_the_contour_is_the_distance_of_the_back_at_every_height(
    lean_deg: float, facing: float
) -> None:
    heights = np.linspace(0.0, 1.0, 200)
    behind = 0.2 + 0.06 * np.sin(2.0 * np.pi * heights)
    found = trunk(behind, lean_deg, facing)
    expected = np.interp(np.linspace(0.04, 0.96, len(found)), heights, behind)
    assert np.abs(found - expected).max() < 0.02


def test_an_empty_mask_has_no_contour() -> None:
    assert np.isnan(back_contour(np.zeros((224, 224), dtype=np.uint8))).all()

"""Back masks of drawn figures: where the back ends up, how large, and in which bin."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.posture.back_mask import (
    SIZE_PX,
    BackMaskSettings,
    back_mask,
)
from edge.signals.errors import SignalError

HIP, TRUNK_PX = np.array([320.0, 300.0]), 120.0


def figure(
    lean_deg: float, facing: float, hump_px: float = 0.0
) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """A trunk 60 px wide with legs and, in the middle of its back, a hump; hip and neck."""
    lean = np.radians(lean_deg)
    along = np.array([facing * np.sin(lean), -np.cos(lean)])
    dorsal = facing * np.array([along[1], -along[0]])
    neck = HIP + TRUNK_PX * along
    corners = [
        HIP + 30 * dorsal - 100 * along,
        HIP + 30 * dorsal,
        HIP + 0.5 * TRUNK_PX * along + (30 + hump_px) * dorsal,
        neck + 30 * dorsal + 40 * along,
        neck - 30 * dorsal + 40 * along,
        HIP - 30 * dorsal - 100 * along,
    ]
    picture = np.zeros((480, 640), np.uint8)
    cv2.fillPoly(picture, [np.rint(np.array(corners)).astype(np.int32)], 255)
    return picture > 0, HIP, neck


def box(mask: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])


@given(lean=st.floats(-40, 90), facing=st.sampled_from([1.0, -1.0]), hump=st.floats(0, 30))
@settings(max_examples=30, deadline=None)
def test_the_shape_is_the_same_whatever_the_lean_and_the_side(
    lean: float, facing: float, hump: float
) -> None:
    mask = back_mask(*figure(lean, facing, hump), facing)
    upright = back_mask(*figure(0.0, 1.0, hump), 1.0)
    both, either = (mask & upright) > 0, (mask | upright) > 0
    assert both.sum() / either.sum() > 0.93


def test_the_back_fills_the_square_but_for_the_margin_and_points_to_the_left() -> None:
    mask = back_mask(*figure(30.0, 1.0, hump_px=30.0), 1.0)
    assert mask.shape == (SIZE_PX, SIZE_PX)
    assert set(np.unique(mask)) == {0, 255}
    top, bottom, left, right = box(mask)
    assert (top, bottom) == pytest.approx((0.05 * SIZE_PX, 0.95 * SIZE_PX), abs=3)
    assert 0.5 * (left + right) == pytest.approx(0.5 * SIZE_PX, abs=3)
    # The hump is in the middle of the trunk, and on the left.
    rows = np.flatnonzero(mask[:, left : left + 6].max(axis=1))
    assert rows.mean() == pytest.approx(112, abs=12)
    # The line from hip to neck is a straight cut on the right.
    assert mask[top + 3 : bottom - 3, right - 1].all()


def test_without_rotation_the_lean_stays() -> None:
    settings = BackMaskSettings(rotate=False)
    upright = back_mask(*figure(0.0, 1.0), 1.0, settings)
    leaning = back_mask(*figure(70.0, 1.0), 1.0, settings)
    top, bottom, left, right = box(upright)
    assert bottom - top > 2 * (right - left)
    top, bottom, left, right = box(leaning)
    assert right - left > bottom - top


def test_another_size_is_possible() -> None:
    mask = back_mask(*figure(0.0, 1.0), 1.0, BackMaskSettings(size_px=96))
    assert mask.shape == (96, 96)


def test_nothing_behind_the_line_is_an_empty_mask() -> None:
    silhouette = np.zeros((480, 640), dtype=bool)
    assert not back_mask(silhouette, HIP, HIP - [0, 100.0], 1.0).any()


@pytest.mark.parametrize("neck", [HIP + 1.0, np.array([np.nan, np.nan])])
def test_a_trunk_without_length_is_refused(neck: Floats) -> None:
    with pytest.raises(SignalError, match="not both seen"):
        back_mask(np.ones((480, 640), dtype=bool), HIP, neck, 1.0)

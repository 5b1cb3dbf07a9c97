"""What somebody wears, as far as colours tell: enough to notice that it is somebody else."""

from typing import Final

import cv2
import numpy as np

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.pose.engine import Landmarks
from edge.pose.picture import Frame

COLOURS: Final = 6
"""Length of a signature: lightness and two chroma values of the trunk, then of the thighs."""
LIGHTNESS_SHARE: Final = 0.4
"""Lightness counts less than chroma: light and shadow change it within a movement."""
_FEWEST_PX: Final = 20
_TRUNK_WIDTH: Final = 0.3
_THIGH_WIDTH: Final = 0.2
"""Widths of what is looked at, as shares of the length of trunk and thigh."""


def clothing_colours(frame: Frame, body: Landmarks) -> Floats:
    """Return the (6,) mean colours of trunk and thighs in CIE Lab, NaN where too little is seen.

    Args:
        frame: (h, w, 3) blue, green, red.
        body: who is looked at.
    """
    at = {name: body.px[index] for index, name in enumerate(LANDMARKS)}
    neck = 0.5 * (at["left_shoulder"] + at["right_shoulder"])
    hips = 0.5 * (at["left_hip"] + at["right_hip"])
    trunk = [(neck + 0.15 * (hips - neck), neck + 0.85 * (hips - neck))]
    thighs = [
        (hip + 0.2 * (knee - hip), hip + 0.8 * (knee - hip))
        for hip, knee in ((at[f"{s}_hip"], at[f"{s}_knee"]) for s in ("left", "right"))
    ]
    parts = ((trunk, _TRUNK_WIDTH), (thighs, _THIGH_WIDTH))
    return np.concatenate([_mean_colour(frame, body, lines, width) for lines, width in parts])


def _mean_colour(
    frame: Frame, body: Landmarks, lines: list[tuple[Floats, Floats]], width: float
) -> Floats:
    """Return the (3,) mean colour under thick lines, within the silhouette where there is one."""
    ends = np.array(lines)
    height, width_px = frame.shape[:2]
    low = np.clip(np.floor(ends.min(axis=(0, 1)) - 5), 0, (width_px, height)).astype(int)
    high = np.clip(np.ceil(ends.max(axis=(0, 1)) + 5), 0, (width_px, height)).astype(int)
    if (high <= low).any():
        return np.full(3, np.nan)
    cut = np.s_[low[1] : high[1], low[0] : high[0]]
    drawn = np.zeros((high[1] - low[1], high[0] - low[0]), dtype=np.uint8)
    for start, end in lines:
        thickness = max(1, round(width * float(np.linalg.norm(end - start))))
        first, last = (tuple(np.rint(point - low).astype(int).tolist()) for point in (start, end))
        cv2.line(drawn, first, last, 255, thickness)
    if body.mask is not None:
        drawn[~body.mask[cut]] = 0
    inside = drawn > 0
    if np.count_nonzero(inside) < _FEWEST_PX:
        return np.full(3, np.nan)
    mean = frame[cut][inside].mean(axis=0)
    bgr = np.asarray(mean / 255.0, dtype=np.float32).reshape(1, 1, 3)
    lab = cv2.cvtColor(bgr, cv2.COLOR_BGR2Lab)
    return np.asarray(lab, dtype=np.float64).reshape(3) * (LIGHTNESS_SHARE, 1.0, 1.0)

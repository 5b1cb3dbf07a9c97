"""Back masks: the contour of the back alone, upright and of one size, for the low-back models.

The silhouette is turned so that the line from hip to neck is vertical, cut to that length and to
the dorsal side of the line, and scaled into a square. Turning takes the lean of the trunk out of
the picture, so that the curvature is all that remains; `rotate=False` keeps the lean.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.signals.errors import SignalError

SIZE_PX: Final = 224
MARGIN: Final = 0.05
"""Free border, as a share of the picture."""
SHORTEST_TRUNK_PX: Final = 8.0

Mask = NDArray[np.bool_]
Square = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackMaskSettings:
    """How a back mask is made.

    Attributes:
        rotate: the line from hip to neck becomes vertical; otherwise the trunk keeps its lean,
            which then tells the bend angle.
        size_px: side of the square.
    """

    rotate: bool = True
    size_px: int = SIZE_PX


BACK_MASK_SETTINGS: Final = BackMaskSettings()


def back_mask(
    silhouette: Mask,
    hip_px: Floats,
    neck_px: Floats,
    facing: float,
    settings: BackMaskSettings = BACK_MASK_SETTINGS,
) -> Square:
    """Return the (size, size) back mask, 255 inside and 0 outside, the back on the left.

    Args:
        silhouette: (h, w) True where the person is.
        hip_px: (2,) x, y of the hip, lower end of the line.
        neck_px: (2,) of the neck, its upper end.
        facing: 1 where the person faces the right of the picture, −1 where the left.
        settings: how the mask is cut out.

    Raises:
        SignalError: hip and neck are not known or lie too close together.
    """
    hip, neck = np.asarray(hip_px, float), np.asarray(neck_px, float)
    length = float(np.linalg.norm(neck - hip))
    if not length >= SHORTEST_TRUNK_PX:
        raise SignalError("hip and neck are not both seen, or the person is too far away")
    along = (neck - hip) / length
    # To the person's back, at right angles to the trunk; in the mask it points to the left.
    dorsal = facing * np.array([along[1], -along[0]])

    def of_back(points_px: Floats) -> Mask:
        up, back = (points_px - hip) @ along, (points_px - hip) @ dorsal
        inside: Mask = (up >= 0.0) & (up <= length) & (back >= 0.0)
        return inside

    y, x = np.nonzero(silhouette)
    points = np.stack([x, y], axis=1).astype(np.float64)
    points = points[of_back(points)]
    if len(points) == 0:
        return np.zeros((settings.size_px, settings.size_px), dtype=np.uint8)
    upright, leaning = np.stack([-dorsal, -along]), np.array([[facing, 0.0], [0.0, 1.0]])
    axes = upright if settings.rotate else leaning
    scale, shift = _fit(points @ axes.T, settings.size_px)
    square = _warped(silhouette, np.column_stack([scale * axes, shift]), settings.size_px)
    # Cut where the picture is large already, so that the cuts are straight.
    v, u = np.mgrid[: settings.size_px, : settings.size_px]
    square[~of_back((np.stack([u, v], axis=-1) - shift) / scale @ axes)] = 0
    return square


def _fit(points: Floats, size_px: int) -> tuple[float, Floats]:
    """Return scale and shift that bring the points (n, 2) centred into the square."""
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (1.0 - 2.0 * MARGIN) * size_px / max(float((high - low).max()), 1.0)
    shift: Floats = 0.5 * size_px - scale * 0.5 * (low + high)
    return scale, shift


def _warped(silhouette: Mask, matrix: Floats, size_px: int) -> Square:
    """Return the silhouette in the square, 0 or 255, with the steps of its pixels rounded off."""
    soft = cv2.GaussianBlur(255 * silhouette.astype(np.uint8), (5, 5), 0)
    warped = cv2.warpAffine(soft, matrix, (size_px, size_px), flags=cv2.INTER_LINEAR)
    return np.where(np.asarray(warped) >= 128, 255, 0).astype(np.uint8)

"""What a network loses when a band of the back is replaced by everybody's contour.

In a black and white mask black is a shape as well: deleting a band would draw a hole in the back.
So the contour of the band becomes the mean contour of the population at the same spine angle.
"""

from dataclasses import dataclass
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError
from edge.posture.angle_bins import ALL_BINS, AngleBins
from edge.posture.back_contour import LEVELS, back_contour

BANDS: Final = {
    "lower lumbar": (0.12, 0.29),
    "upper lumbar": (0.29, 0.47),
    "lower thoracic": (0.47, 0.76),
    "upper thoracic": (0.76, 1.0),
}
"""Where regions of the spine lie between hip (0) and neck (1), by the renderer's joints."""
_ENDS: Final = 0.04

Bytes = NDArray[np.uint8]


class Asked(Protocol):
    """What is asked for the logit of one person's masks."""

    def __call__(self, masks: Bytes) -> float:
        """Return the logit of masks (K, H, W)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeanContours:
    """The population's contour in every bin of the spine angle.

    Attributes:
        bins: of the spine angle.
        contours: (bins, levels) see `edge.posture.back_contour`; bins that nobody reached have
            those of their neighbours.
    """

    bins: AngleBins
    contours: Floats

    @classmethod
    def of(cls, masks: Bytes, theta_deg: Floats, bins: AngleBins = ALL_BINS) -> Self:
        """Return the mean contours of many people's masks (M, h, w) with their spine angles (M,).

        Raises:
            ExplainError: no mask shows a back within the bins.
        """
        numbers = bins.of(theta_deg)
        own = np.array([back_contour(mask) for mask in masks]).reshape(-1, LEVELS)
        whole = np.isfinite(own).all(axis=1) & (numbers >= 0)
        if not whole.any():
            raise ExplainError("no mask shows a back, so there is no mean contour")
        reached = np.unique(numbers[whole])
        means = np.array([own[whole & (numbers == number)].mean(axis=0) for number in reached])
        every = np.arange(bins.count)
        contours = np.column_stack([np.interp(every, reached, level) for level in means.T])
        return cls(bins=bins, contours=contours)

    def at(self, theta_deg: float) -> Floats:
        """Return the (levels,) contour at a spine angle; beyond the bins that of the last one."""
        place = (theta_deg - self.bins.first_deg) / 5.0
        number = int(np.clip(np.floor(place), 0, self.bins.count - 1))
        contour: Floats = self.contours[number]
        return contour


def with_contour(mask: Bytes, contour: Floats, band: tuple[float, float]) -> Bytes:
    """Return a back mask (h, w) whose back follows a contour within a band.

    Args:
        mask: upright, the back on the left, the line from hip to neck a straight cut on the right.
        contour: (levels,) distances of the back from that line, in shares of its length.
        band: from and to, 0 at the hip and 1 at the neck.
    """
    inside = mask > 0
    rows = np.flatnonzero(inside.any(axis=1))
    if len(rows) == 0:
        return mask.copy()
    first, last = rows[0], rows[-1]
    length_px = float(last - first + 1)
    line_px = int(np.flatnonzero(inside.any(axis=0))[-1]) + 1
    heights = (last - rows + 0.5) / length_px
    levels = np.linspace(_ENDS, 1.0 - _ENDS, len(contour))
    edges_px = line_px - length_px * np.interp(heights, levels, contour)
    changed = mask.copy()
    columns = np.arange(mask.shape[1])
    for row, height, edge_px in zip(rows, heights, edges_px, strict=True):
        if band[0] <= height < band[1]:
            covered = (columns + 0.5 >= edge_px) & (columns < line_px)
            changed[row] = np.where(covered, 255, 0)
    return changed


def deletions(
    ask: Asked, masks: Bytes, theta_deg: Floats, population: MeanContours
) -> dict[str, float]:
    """Return by how much the logit falls when a band is replaced, for each of `BANDS`.

    Args:
        ask: the network, with the person's figures already given.
        masks: (K, H, W) of one person.
        theta_deg: (K,) their spine angles.
        population: whose contours take their place.
    """
    whole = ask(masks)
    contours = [population.at(float(theta)) for theta in theta_deg]
    return {
        name: whole
        - ask(
            np.stack(
                [
                    with_contour(mask, contour, band)
                    for mask, contour in zip(masks, contours, strict=True)
                ]
            )
        )
        for name, band in BANDS.items()
    }

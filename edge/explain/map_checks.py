"""Whether a map over a mask shows where the cause lies: three scores, and the floors to beat.

Pointing game (Zhang et al., IJCV 2018), mass and rank accuracy (Arras et al., Information Fusion
2022). A map that does no better than an edge detector or than the size of the cause shows nothing.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError

Bytes = NDArray[np.uint8]
Region = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Localisation:
    """How well a map shows a region.

    Attributes:
        pointed: whether its largest value lies in the region.
        mass: share of the map that lies in the region, 0–1.
        rank: share of the region's pixels among as many largest values of the map, 0–1.
    """

    pointed: bool
    mass: float
    rank: float


def localisation(heat: Floats, region: Region) -> Localisation:
    """Return how well a map (h, w), not negative, shows a region (h, w).

    Of equal values it counts how many of them lie in the region, so that an even map gets what
    chance would. A map of zeros has pointed nowhere.

    Raises:
        ExplainError: the region is empty, or of another shape.
    """
    if heat.shape != region.shape or not region.any():
        raise ExplainError("the region is empty or of another shape than the map")
    total, size = float(heat.sum()), int(region.sum())
    threshold = float(np.partition(heat, heat.size - size, axis=None)[heat.size - size])
    above, level = heat > threshold, heat == threshold
    left = size - int(above.sum())
    found = (above & region).sum() + left * (level & region).sum() / max(1, int(level.sum()))
    return Localisation(
        pointed=bool(total > 0.0 and region[np.unravel_index(heat.argmax(), heat.shape)]),
        mass=float(heat[region].sum()) / total if total > 0.0 else 0.0,
        rank=float(found) / size,
    )


def area_floor(region: Region) -> Localisation:
    """Return what an even map would get: the share of the picture that the region takes."""
    share = float(region.mean())
    return Localisation(pointed=False, mass=share, rank=share)


def edge_map(mask: Bytes) -> Floats:
    """Return the (h, w) strength of a mask's edges (Sobel), the floor of an edge detector."""
    across = cv2.Sobel(mask, cv2.CV_64F, 1, 0)
    down = cv2.Sobel(mask, cv2.CV_64F, 0, 1)
    edges: Floats = np.hypot(across, down)
    return edges


def enlarged(maps: Floats, size_px: int) -> Floats:
    """Return maps (K, h, w) at the size of the masks (K, size, size), bilinear, never negative."""
    size = (size_px, size_px)
    large = [cv2.resize(own, size, interpolation=cv2.INTER_LINEAR) for own in maps]
    enlarged_maps: Floats = np.maximum(np.stack(large), 0.0)
    return enlarged_maps


def rank_correlation(first: Floats, second: Floats) -> float:
    """Return Spearman's correlation of two maps of one shape, 0 where one of them is even.

    After a part of the network has forgotten, it should be small (Adebayo et al., NeurIPS 2018).

    Raises:
        ExplainError: they differ in shape.
    """
    if first.shape != second.shape:
        raise ExplainError("the maps differ in shape")
    one, other = (rankdata(x) - (x.size + 1) / 2 for x in (first, second))
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > 0.0 else 0.0

"""How wrists and ankles move: speed, spread, curvature, and how alike those of a pair are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from edge.core.arrays import Floats
from edge.core.infant import RATE_HZ
from edge.posture.infant.preparation import TRUNKS

LIMBS: Final = {"right_arm": 7, "left_arm": 11, "right_leg": 15, "left_leg": 18}
"""Wrist or ankle of each."""
PAIRS: Final = {"arms": ("right_arm", "left_arm"), "legs": ("right_leg", "left_leg")}
FIGURES: Final = ("speed", "spread", "curvature")
LEAST_SPEED: Final = 0.15
"""Trunk lengths a second below which a limb rests: a path has no direction there."""
ENDS: Final = (5.0, 95.0)
"""Percentiles between which a figure is usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimbFigure:
    """One figure of an infant's movement.

    Attributes:
        limb: a name of `LIMBS`, or of `PAIRS` for `likeness`.
        figure: `speed` (median, trunk lengths a second), `spread` (root mean square distance from
            the middle, trunk lengths), `curvature` (median of the turn by the way, radians a trunk
            length, while the limb moves; NaN if it never does), or `likeness` (rank
            correlation of the speeds of a pair, since a single jump of the tracker would make both
            alike; NaN if one never moves).
        value: of the infant.
    """

    limb: str
    figure: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualFigure:
    """Where a figure lies in nine of ten infants of a reference.

    Attributes:
        limb: see `LimbFigure`.
        figure: see `LimbFigure`.
        low: 5th percentile.
        high: 95th percentile.
    """

    limb: str
    figure: str
    low: float
    high: float


def limb_figures(
    positions: Floats, known: NDArray[np.bool_] | None = None
) -> tuple[LimbFigure, ...]:
    """Return all figures of prepared positions.

    Args:
        positions: (T, 19, 2).
        known: (T,) frames that bridge no long hole; None for all. Others count only if all do.
    """
    seen = np.ones(len(positions) - 1, np.bool_) if known is None else known[1:] & known[:-1]
    seen = seen if seen.any() else np.ones_like(seen)
    found, speeds = [], {}
    for limb, joint in LIMBS.items():
        path = positions[:, joint] * TRUNKS
        steps = np.diff(path, axis=0)
        speed = np.linalg.norm(steps, axis=1) * RATE_HZ
        speeds[limb] = speed[seen]
        middle = path[1:][seen].mean(axis=0)
        values = {
            "speed": float(np.median(speed[seen])),
            "spread": float(np.sqrt(((path[1:][seen] - middle) ** 2).sum(axis=1).mean())),
            "curvature": _curvature(steps, speed, seen),
        }
        found += [LimbFigure(limb=limb, figure=name, value=values[name]) for name in FIGURES]
    for pair, (right, left) in PAIRS.items():
        alike = _correlation(speeds[right], speeds[left])
        found.append(LimbFigure(limb=pair, figure="likeness", value=alike))
    return tuple(found)


def usual_figures(infants: Sequence[Floats]) -> tuple[UsualFigure, ...]:
    """Return the 5th and 95th percentiles over the prepared positions of a reference's infants.

    A figure that none of them has is left out.
    """
    found = []
    for own in zip(*map(limb_figures, infants), strict=True):
        values = [one.value for one in own if np.isfinite(one.value)]
        if not values:
            continue
        low, high = np.percentile(values, ENDS)
        found.append(
            UsualFigure(limb=own[0].limb, figure=own[0].figure, low=float(low), high=float(high))
        )
    return tuple(found)


def _curvature(steps: Floats, speed: Floats, seen: NDArray[np.bool_]) -> float:
    first, second = steps[:-1], steps[1:]
    cross = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    turn = np.abs(np.arctan2(cross, (first * second).sum(axis=1)))
    moving = (speed[:-1] > LEAST_SPEED) & (speed[1:] > LEAST_SPEED) & seen[:-1] & seen[1:]
    if not moving.any():
        return float("nan")
    way = 0.5 * (speed[:-1] + speed[1:])[moving] / RATE_HZ
    return float(np.median(turn[moving] / way))


def _correlation(one: Floats, other: Floats) -> float:
    if one.std() == 0.0 or other.std() == 0.0:
        return float("nan")
    return float(spearmanr(one, other).statistic)

"""Which moments of a bend a network looks at, and whether that is more than the masks' size.

After figures 8 and 9 of MOVEXor. A score is the mean of a mask's map. In a network that sees the
mean over the masks all of a person's maps share one gradient, so that scores differ by activations
alone and may follow no more than how much white there is: hence the controls.
"""

from dataclasses import dataclass

import numpy as np

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError

LEAST_MASKS = 4
"""Fewer have no slope on angle and area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One mask of a bend.

    Attributes:
        number: of the mask.
        theta_deg: its spine angle.
        time_share: when it was, 0 at the beginning of the clip and 1 at its end.
        score: how strong the map is on the average.
    """

    number: int
    theta_deg: float
    time_share: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FrameScores:
    """The scores of one person's masks.

    Attributes:
        scores: (K,) mean of each map.
        most: the mask with the largest score.
        least: the one with the smallest.
        slope_per_deg: of the standardised scores on the spine angle alone.
        own_slope_per_deg: the same beside the area of the masks: what the angle adds to it.
        area_share: share of the scores' variance that the masks' area explains alone, 0–1.
    """

    scores: Floats
    most: Moment
    least: Moment
    slope_per_deg: float
    own_slope_per_deg: float
    area_share: float


def frame_scores(maps: Floats, theta_deg: Floats, t_s: Floats, areas: Floats) -> FrameScores:
    """Return the scores of the K masks of one person.

    Args:
        maps: (K, h, w) not negative, not scaled map by map.
        theta_deg: (K,) spine angles.
        t_s: (K,) times.
        areas: (K,) share of each mask that is white.

    Raises:
        ExplainError: there are fewer than four masks.
    """
    if len(maps) < LEAST_MASKS:
        raise ExplainError(f"{len(maps)} masks are too few to compare moments of a bend")
    scores: Floats = maps.mean(axis=(1, 2))
    shares = (t_s - t_s.min()) / max(float(np.ptp(t_s)), np.finfo(float).tiny)

    def moment(number: int) -> Moment:
        return Moment(
            number=number,
            theta_deg=float(theta_deg[number]),
            time_share=float(shares[number]),
            score=float(scores[number]),
        )

    spread = float(scores.std())
    level = (scores - scores.mean()) / spread if spread > 0.0 else np.zeros_like(scores)
    alone = _fitted(level, theta_deg[:, None])
    both = _fitted(level, np.column_stack([theta_deg, areas]))
    by_area = _fitted(level, areas[:, None])
    explained = (areas - areas.mean()) * by_area[0]
    return FrameScores(
        scores=scores,
        most=moment(int(scores.argmax())),
        least=moment(int(scores.argmin())),
        slope_per_deg=float(alone[0]),
        own_slope_per_deg=float(both[0]),
        area_share=float((explained**2).mean()),
    )


def follows_the_bend(trained: FrameScores, untrained: FrameScores) -> bool:
    """Tell whether a phase of the bend may be said to matter, and not only the masks' size.

    The trained network's slope on the angle must be steeper than that of the same network with
    random weights, also once the masks' area is taken out.
    """
    floor = abs(untrained.slope_per_deg)
    return min(abs(trained.slope_per_deg), abs(trained.own_slope_per_deg)) > floor


def _fitted(y: Floats, x: Floats) -> Floats:
    """Return the slopes of the least-squares fit of centred y on the columns of x."""
    slopes: Floats = np.linalg.lstsq(x - x.mean(axis=0), y - y.mean(), rcond=None)[0]
    return slopes

"""How fast a group of infants moves each joint: what a perturbation is measured against."""

from dataclasses import dataclass

import numpy as np

from edge.core.arrays import Floats
from edge.core.infant import JOINTS, PARENTS, ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionReference:
    """Percentiles of the motion of one risk group's windows, each joint by itself.

    Velocities are those that networks take, per frame and in quarters of a trunk length.

    Attributes:
        slow_p5: 19 pairs (x, y): 5th percentile of |v|. It lies below what rounding to whole pixels
            makes of rest.
        slow_p25: 25th percentile of |v|.
        fast: the larger of |5th| and |95th percentile| of v with its sign.
        turn_p5: 19 values: 5th percentile of the angles that a bone turns in a frame, in degrees.
        turn_p25: 25th percentile.
        turn_p95: 95th percentile.
    """

    slow_p5: tuple[tuple[float, float], ...]
    slow_p25: tuple[tuple[float, float], ...]
    fast: tuple[tuple[float, float], ...]
    turn_p5: tuple[float, ...]
    turn_p25: tuple[float, ...]
    turn_p95: tuple[float, ...]


def reference_of(windows: Floats) -> MotionReference:
    """Return the percentiles over windows (N, T, 19, 2), as prepared for the networks."""
    velocity = np.diff(windows, axis=1).reshape(-1, len(JOINTS), 2)
    turns = np.abs(bone_turns_deg(windows)).reshape(-1, len(JOINTS))
    size = np.abs(velocity)
    ends = np.abs(np.stack([_nonzero(velocity, 5.0), _nonzero(velocity, 95.0)]))
    return MotionReference(
        slow_p5=_pairs(_nonzero(size, 5.0)),
        slow_p25=_pairs(_nonzero(size, 25.0)),
        fast=_pairs(ends.max(axis=0)),
        turn_p5=tuple(_nonzero(turns, 5.0).tolist()),
        turn_p25=tuple(_nonzero(turns, 25.0).tolist()),
        turn_p95=tuple(_nonzero(turns, 95.0).tolist()),
    )


def bone_turns_deg(windows: Floats) -> Floats:
    """Return (N, T − 1, 19) by how much each bone turns from frame to frame, −180 to 180°.

    The root has no bone and does not turn.
    """
    bones = windows - windows[..., PARENTS, :]
    angles = np.arctan2(bones[..., 1], bones[..., 0])
    turns = np.rad2deg(wrapped(np.diff(angles, axis=-2)))
    turns[..., ROOT] = 0.0
    return turns


def wrapped(angle_rad: Floats) -> Floats:
    """Return angles in (−π, π]."""
    inside: Floats = np.pi - np.mod(np.pi - angle_rad, 2.0 * np.pi)
    return inside


def _nonzero(values: Floats, percent: float) -> Floats:
    """Return the percentile over the first axis, of what is not exactly 0; 0 where all is."""
    kept = np.where(values == 0.0, np.nan, values)
    still = np.isnan(kept).all(axis=0)
    found = np.zeros(values.shape[1:])
    found[~still] = np.nanpercentile(kept[:, ~still], percent, axis=0)
    return found


def _pairs(values: Floats) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in values)

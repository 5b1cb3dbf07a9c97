"""The shape of a way out: when a bend is fastest, how lopsided its speed is, and how peaked."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.posture.motion_features import RATE_HZ, trace_of

_BETWEEN: Final = (0.05, 0.95)
"""Shares of the depth between which the way is looked at: its ends are slow and long."""
_LEAST_SAMPLES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedProfile:
    """One way out, between 5 and 95 % of its depth.

    Attributes:
        peak_at: share of its time at which it is fastest.
        skew: of the speed over time; positive where the way begins fast.
        peak_over_mean: largest speed over the mean one.
        duration_s: how long it takes.
        peak_deg_s: largest speed.
    """

    peak_at: float
    skew: float
    peak_over_mean: float
    duration_s: float
    peak_deg_s: float


def speed_profile(t_s: Floats, theta_deg: Floats) -> SpeedProfile | None:
    """Return the profile of the way from the first angle to the one farthest from it.

    None where that way is too short to have a shape.

    Args:
        t_s: (n,) times of one bend, from standing on.
        theta_deg: (n,) spine angles.

    Raises:
        SignalError: the bend is shorter than a second.
    """
    trace = trace_of(t_s, theta_deg)
    away_deg = np.abs(trace.angle_deg - trace.angle_deg[0])
    turn = int(away_deg.argmax())
    share = away_deg[: turn + 1] / max(float(away_deg[turn]), 1e-9)
    start = int(np.flatnonzero(share <= _BETWEEN[0])[-1])
    stop = int(np.flatnonzero(share >= _BETWEEN[1])[0])
    if stop - start < _LEAST_SAMPLES:
        return None
    speed = np.abs(trace.velocity_deg_s[start : stop + 1])
    when = np.linspace(0.0, 1.0, len(speed))
    weight = speed / speed.sum()
    middle = float(weight @ when)
    spread = float(np.sqrt(weight @ (when - middle) ** 2))
    return SpeedProfile(
        peak_at=float(when[speed.argmax()]),
        skew=float(weight @ ((when - middle) / spread) ** 3),
        peak_over_mean=float(speed.max() / speed.mean()),
        duration_s=(stop - start) / RATE_HZ,
        peak_deg_s=float(speed.max()),
    )

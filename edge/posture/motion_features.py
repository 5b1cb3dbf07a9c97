"""The nine motion features F0–F8 of a clip of trunk bends, for angle, velocity and acceleration.

After MOVEXor (Liu, Hicks and Sheeran, Procedia Computer Science 270, 2025), whose definitions are
completed where the paper leaves them open.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.angle_repetitions import (
    STILL_DEG_S,
    AngleSpan,
    angle_repetitions,
    standing_angle_deg,
)
from edge.signals.errors import SignalError
from edge.signals.filters import LowPassSettings, zero_phase_lowpass

FEATURES: Final = (
    "F0 variance",
    "F1 standard deviation",
    "F2 minimum",
    "F3 range",
    "F4 maximum",
    "F5 mean repetition time",
    "F6 variance of repetition time",
    "F7 variance of depth",
    "F8 stability",
)
RATE_HZ: Final = 50.0
"""Traces are brought to this rate, whatever the camera's."""
SMOOTHING: Final = LowPassSettings(cutoff_hz=6.0, order=4)
LONGEST_GAP_S: Final = 0.5
"""A shorter gap is bridged by a straight line; at a longer one the clip is cut."""
SHORTEST_S: Final = 1.0
NEAR_DEG: Final = 10.0
"""Still and closer to a repetition's depth than this is held there."""

Stability = Literal["time", "ldlj"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trace:
    """A smoothed angle at `RATE_HZ` with its derivatives.

    Attributes:
        t_s: (n,) times.
        angle_deg: (n,).
        velocity_deg_s: (n,) central differences.
        acceleration_deg_s2: (n,) central differences of the velocity.
    """

    t_s: Floats
    angle_deg: Floats
    velocity_deg_s: Floats
    acceleration_deg_s2: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MotionFeatures:
    """F0–F8 in the order of `FEATURES`, for each of the three signals.

    Attributes:
        angle: (9,) in degrees and seconds.
        velocity: (9,) of the angular velocity.
        acceleration: (9,) of the angular acceleration.
        repetitions_s: (k, 2) start and end of each repetition.
        few: fewer than two repetitions were found, so that F6 and F7 are 0 for want of them; with
            none F5 and F8 are too.
    """

    angle: Floats
    velocity: Floats
    acceleration: Floats
    repetitions_s: Floats
    few: bool


def trace_of(t_s: Floats, theta_deg: Floats) -> Trace:
    """Return the smoothed trace of the longest stretch without a gap of over 0.5 s.

    Args:
        t_s: (n,) increasing times of the frames.
        theta_deg: (n,) angles, NaN where there is none.

    Raises:
        SignalError: no stretch is at least a second long.
    """
    known = np.flatnonzero(np.isfinite(theta_deg))
    breaks = np.flatnonzero(np.diff(t_s[known]) > LONGEST_GAP_S) + 1
    stretches = [part for part in np.split(known, breaks) if len(part) > 1]
    longest = max(stretches, key=lambda part: t_s[part[-1]] - t_s[part[0]], default=known[:0])
    if len(longest) == 0 or t_s[longest[-1]] - t_s[longest[0]] < SHORTEST_S:
        raise SignalError(
            "the spine angle is not seen for a whole second",
            remedy="film from the side, from head to feet",
        )
    uniform_s = np.arange(t_s[longest[0]], t_s[longest[-1]] + 1e-9, 1.0 / RATE_HZ)
    raw_deg = np.interp(uniform_s, t_s[longest], theta_deg[longest])
    angle_deg = zero_phase_lowpass(raw_deg, RATE_HZ, SMOOTHING)
    velocity = np.gradient(angle_deg) * RATE_HZ
    return Trace(
        t_s=uniform_s,
        angle_deg=angle_deg,
        velocity_deg_s=velocity,
        acceleration_deg_s2=np.gradient(velocity) * RATE_HZ,
    )


def motion_features(trace: Trace, *, f8: Stability = "time") -> MotionFeatures:
    """Return the features of a clip.

    Variances are those of the population. The depth of a repetition is the value farthest on the
    side to which the trunk bends: for a forward bend the minimum. F8 is, as `time`, the mean time
    per repetition that is held at the depth; as `ldlj`, the mean negative logarithm of the
    dimensionless jerk of the signal within the repetitions (larger is smoother).

    Args:
        trace: of the clip.
        f8: which of the two.
    """
    spans = angle_repetitions(trace.angle_deg, RATE_HZ)
    away_deg = trace.angle_deg - standing_angle_deg(trace.angle_deg, RATE_HZ)
    side = 1.0 if away_deg.max() > -away_deg.min() else -1.0
    held_s = _mean([_held_s(trace, span, side) for span in spans])
    signals = (trace.angle_deg, trace.velocity_deg_s, trace.acceleration_deg_s2)
    angle, velocity, acceleration = (
        _features(x, spans, side, held_s if f8 == "time" else None) for x in signals
    )
    return MotionFeatures(
        angle=angle,
        velocity=velocity,
        acceleration=acceleration,
        repetitions_s=trace.t_s[[[s.start, s.end] for s in spans]] if spans else np.empty((0, 2)),
        few=len(spans) < 2,
    )


def _features(x: Floats, spans: tuple[AngleSpan, ...], side: float, held_s: float | None) -> Floats:
    times_s = [(span.end - span.start) / RATE_HZ for span in spans]
    depths = [side * float((side * x[span.samples]).max()) for span in spans]
    stability = _mean([_ldlj(x[s.samples]) for s in spans]) if held_s is None else held_s
    low, high = float(x.min()), float(x.max())
    return np.array(
        [
            *(x.var(), x.std(), low, high - low, high),
            *(_mean(times_s), _variance(times_s), _variance(depths), stability),
        ]
    )


def _held_s(trace: Trace, span: AngleSpan, side: float) -> float:
    """Return for how long the trunk is held near the depth of one repetition."""
    outward_deg = side * trace.angle_deg[span.samples]
    slow = np.abs(trace.velocity_deg_s[span.samples]) < STILL_DEG_S
    held = slow & (outward_deg > outward_deg.max() - NEAR_DEG)
    return float(np.count_nonzero(held)) / RATE_HZ


def _ldlj(x: Floats) -> float:
    """Return the log dimensionless jerk of one repetition (Balasubramanian et al., 2015)."""
    velocity = np.gradient(x) * RATE_HZ
    jerk = np.gradient(np.gradient(velocity)) * RATE_HZ**2
    peak = max(float(np.abs(velocity).max()), np.finfo(float).tiny)
    duration_s = len(x) / RATE_HZ
    jerkiness = duration_s**3 / peak**2 * float(jerk @ jerk) / RATE_HZ
    return -float(np.log(max(jerkiness, np.finfo(float).tiny)))


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else 0.0


def _variance(values: list[float]) -> float:
    return float(np.var(values)) if values else 0.0

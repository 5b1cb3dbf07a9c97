"""Repetitions in the trace of an angle, by the detector that also serves the watch."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.detector import RepetitionDetector
from edge.repetitions.detector_settings import DetectorSettings
from edge.signals.filters import finite

STANDING_S: Final = 2.0
"""How much standing the detector is shown before and after the trace."""
STILL_DEG_S: Final = 5.0
"""Slower is standing still, or holding."""
NEAR_UPRIGHT_DEG: Final = 12.0
"""Somebody who stands leaning forward passes the upright when bending backward; the angle at which
they stand is no farther from what is closest to upright than this."""
CUT_SHARE: Final = 0.25
"""A trace that begins or ends farther from standing than this share of its range is cut there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleSpan:
    """One repetition in a trace.

    Attributes:
        start: index at which the angle leaves the standing angle.
        end: index at which it is back.
    """

    start: int
    end: int

    @property
    def samples(self) -> slice:
        """The samples of the repetition."""
        return slice(self.start, self.end + 1)


def standing_angle_deg(theta_deg: Floats, rate_hz: float) -> float:
    """Return the spine angle at which the person stands: still, and near the closest to upright.

    What is closest to upright is the median of the twentieth of the (n,) uniform, low-passed
    angles that is nearest to 180°; where nobody is still near it, it is itself the answer.
    """
    theta = finite(theta_deg)
    upright_first = theta[np.argsort(np.abs(theta - 180.0))]
    upright_deg = float(np.median(upright_first[: max(1, len(theta) // 20)]))
    if len(theta) < 2:
        return upright_deg
    still = np.abs(np.gradient(theta)) * rate_hz < STILL_DEG_S
    near = theta[still & (np.abs(theta - upright_deg) < NEAR_UPRIGHT_DEG)]
    return float(np.median(near)) if len(near) else upright_deg


def angle_repetitions(theta_deg: Floats, rate_hz: float) -> tuple[AngleSpan, ...]:
    """Return the repetitions in (n,) uniform, low-passed spine angles, whole ones only.

    The angle becomes a turn about one axis, which is what the detector watches.
    """
    theta = finite(theta_deg)
    standing_deg = standing_angle_deg(theta, rate_hz)
    away_deg = theta - standing_deg
    pad = round(STANDING_S * rate_hz)
    half_rad = np.radians(np.pad(away_deg, pad)) / 2.0
    zero = np.zeros_like(half_rad)
    poses = np.column_stack([np.cos(half_rad), zero, np.sin(half_rad), zero])
    t_ns = np.round(np.arange(len(poses)) * (1e9 / rate_hz)).astype(np.int64)
    settings = replace(DetectorSettings(), rate_hz=rate_hz)
    found = RepetitionDetector(settings).process(t_ns, poses)
    far_deg = CUT_SHARE * float(np.abs(away_deg).max())
    spans = []
    for span in found:
        start = int(np.searchsorted(t_ns, span.start_ns)) - pad
        end = int(np.searchsorted(t_ns, span.end_ns)) - pad
        cut = (start <= 0 and abs(away_deg[0]) > far_deg) or (
            end >= len(theta) - 1 and abs(away_deg[-1]) > far_deg
        )
        if not cut:
            spans.append(AngleSpan(start=max(0, start), end=min(len(theta) - 1, end)))
    return tuple(spans)

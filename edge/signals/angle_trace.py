"""The last angles of one sensor, by time."""

from typing import Final

import numpy as np

from edge.core.arrays import Floats, Times
from edge.signals.filters import moving_average

_HOLE_NS: Final = 150_000_000
"""Between two samples farther apart than this nothing is known: two frames of a slow camera."""
_REST_NS: Final = 200_000_000
"""The rest pose of a repetition is the mean over this time before its start."""
_SEEN_SHARE: Final = 0.8
"""A range is given for a repetition of which this share of the time was seen."""


class AngleTrace:
    """The last angles of one sensor; constant memory."""

    def __init__(self, kept_s: float) -> None:
        """Prepare to keep that many seconds."""
        self._kept_ns = round(kept_s * 1e9)
        self._t_ns: Times = np.empty(0, np.int64)
        self._angle_deg: Floats = np.empty(0)

    @property
    def newest_ns(self) -> int | None:
        """Time of the newest sample, None before the first."""
        return int(self._t_ns[-1]) if len(self._t_ns) else None

    @property
    def newest_deg(self) -> Floats:
        """The newest angle."""
        return self._angle_deg[-1:]

    def append(self, t_ns: Times, angle_deg: Floats) -> None:
        """Add samples and forget what is too old."""
        kept = slice(int(np.searchsorted(self._t_ns, t_ns[-1] - self._kept_ns)), None)
        self._t_ns = np.concatenate([self._t_ns[kept], t_ns])
        self._angle_deg = np.concatenate([self._angle_deg[kept], angle_deg])

    def between(self, after_ns: int | None, until_ns: int) -> tuple[Times, Floats]:
        """Return the samples after the one time, and until the other."""
        first = 0 if after_ns is None else int(np.searchsorted(self._t_ns, after_ns, side="right"))
        part = slice(first, int(np.searchsorted(self._t_ns, until_ns, side="right")))
        return self._t_ns[part], self._angle_deg[part]

    def at(self, t_ns: Times) -> Floats:
        """Return the (n,) angles at those times, NaN outside of the trace and in its holes."""
        if len(self._t_ns) < 2:
            return np.full(len(t_ns), np.nan)
        after = np.clip(np.searchsorted(self._t_ns, t_ns), 1, len(self._t_ns) - 1)
        hole = self._t_ns[after] - self._t_ns[after - 1] > _HOLE_NS
        outside = (t_ns < self._t_ns[0]) | (t_ns > self._t_ns[-1])
        angle_deg = np.interp(t_ns, self._t_ns, self._angle_deg)
        return np.where(hole | outside, np.nan, angle_deg)

    def range_deg(self, start_ns: int, end_ns: int, *, smoothing: int = 1) -> float | None:
        """Return how far the angle went from what it was before the start; None if not seen.

        Args:
            start_ns: of the repetition.
            end_ns: when the repetition ended.
            smoothing: odd number of samples that are averaged before the largest is taken.
        """
        _, rest_deg = self.between(start_ns - _REST_NS, start_ns)
        t_ns, angle_deg = self.between(start_ns, end_ns)
        steps_ns = np.diff(np.concatenate([[start_ns], t_ns, [end_ns]]))
        seen_ns = int(steps_ns[steps_ns <= _HOLE_NS].sum())
        if not len(rest_deg) or not len(t_ns) or seen_ns < _SEEN_SHARE * (end_ns - start_ns):
            return None
        return float(moving_average(angle_deg, smoothing).max() - rest_deg.mean())

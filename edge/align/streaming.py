"""Alignment that keeps up with the samples: open-end DTW and SPRING, O(m) per sample.

Both use the L1 local cost and the recursion of `edge.align.dtw`, keep one row of it, and allocate
nothing while they run. They are for whoever follows a stream of signals by its shape: a notebook, a
stage of one's own (the transports of `physio bench pipeline` run one such). The patient's live
picture does not use them: a movement too small looks to them like the beginning of a whole one, so
`edge.stages.tracker` follows the angle and its direction instead.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from edge.align.errors import AlignError
from edge.align.kernels import rows
from edge.align.series import as_float64
from edge.core.arrays import Floats

NOT_FINITE: Final = "a sample holds NaN or infinite values; fill or cut the gaps first"


class OpenEnd(NamedTuple):
    """Where a movement that is still going on has got to in the anchor.

    Attributes:
        position: index into the anchor of the best end; the first one where several are equal.
        cost: DTW distance between the movement so far and the anchor up to `position`.
    """

    position: int
    cost: float


@dataclass(frozen=True, slots=True)
class Match:
    """A subsequence that SPRING found.

    Attributes:
        start: its first sample, counted from the stream's beginning (or the last reset).
        stop: one past its last sample.
        cost: its DTW distance to the whole anchor; right behind another match it may be above
            that, because paths that shared samples with the earlier match were dropped.
    """

    start: int
    stop: int
    cost: float


class StreamingDTW:
    """Open-end DTW of a growing movement against an anchor.

    After samples s_0 … s_i the result is that of min_j dtw(s[:i + 1], t[:j + 1]) (Tormene et al.
    2009, doi:10.1016/j.artmed.2008.11.007): the start is fixed at the anchor's start, the end is
    free.

    tslearn has no open end and no update; at every sample this is
    `min(dtw_path_from_metric(s, anchor[:j], metric="cityblock")[1] for j in range(1, m + 1))`.
    """

    def __init__(self, anchor: ArrayLike) -> None:
        """Prepare for an anchor of (m, axes) samples.

        Raises:
            AlignError: it is empty or not finite.
        """
        self._axes = _by_axis(anchor)
        self._state = np.empty((3, self._axes.shape[1] + 1))
        self.reset()

    def reset(self) -> None:
        """Forget the movement: the next sample is its first one."""
        self._state[0] = np.inf
        self._state[0, 0] = 0.0

    def update(self, samples: ArrayLike) -> OpenEnd:
        """Take one sample (axes,) or several (n, axes) and return where the movement stands.

        Raises:
            AlignError: a value is not finite or the axes differ from the anchor's; nothing is
                taken then.
        """
        block = _block(samples, len(self._axes))
        position, cost = rows.open_end_update(self._axes, block, self._state)
        if position < 0:
            raise AlignError(NOT_FINITE)
        return OpenEnd(position, cost)


class Spring:
    """Subsequence DTW over a stream: every stretch within `threshold` of the anchor, none twice.

    SPRING (Sakurai, Faloutsos & Yamamuro, ICDE 2007, algorithm 1): among overlapping candidates
    the cheapest is reported, as soon as no later one can still overlap and beat it.

    In tslearn `dtw_subsequence_path(anchor, stream)` finds the cheapest one of a whole stream, with
    a squared local cost.
    """

    def __init__(self, anchor: ArrayLike, threshold: float) -> None:
        """Prepare for an anchor of (m, axes) samples and the largest DTW distance of a match.

        Raises:
            AlignError: the anchor is empty or not finite, or the threshold is negative or NaN.
        """
        if not threshold >= 0:
            raise AlignError(f"the threshold is {threshold}", remedy="give a distance of 0 or more")
        self._axes = _by_axis(anchor)
        m = self._axes.shape[1]
        self._state, self._origins = np.empty((3, m + 1)), np.empty((2, m + 1), np.int64)
        self._row, self._starts = self._state[0], self._origins[0]
        self._threshold = float(threshold)
        self.reset()

    def reset(self) -> None:
        """Forget the stream: the next sample is number 0."""
        self._row[:] = np.inf
        self._starts[:] = 0
        self._taken = 0
        self._candidate: Match | None = None

    def update(self, samples: ArrayLike) -> list[Match]:
        """Take one sample (axes,) or several (n, axes) and return the matches settled by them.

        Raises:
            AlignError: a value is not finite or the axes differ from the anchor's; nothing is
                taken then.
        """
        settled = []
        block = _block(samples, len(self._axes))
        for at in range(len(block)):
            settled += self._take(block, at)
        return settled

    def flush(self) -> list[Match]:
        """Return the match that was still waiting when the stream ended, if any, and reset."""
        waiting = [] if self._candidate is None else [self._candidate]
        self.reset()
        return waiting

    def _take(self, block: Floats, at: int) -> list[Match]:
        finite = rows.spring_update(self._axes, block, at, self._taken, self._state, self._origins)
        if not finite:
            raise AlignError(NOT_FINITE)
        self._taken += 1
        settled = []
        best = self._candidate
        if best and not rows.spring_undecided(self._row, self._starts, best.cost, best.stop):
            settled.append(best)
            self._row[self._starts < best.stop] = np.inf
            best = None
        cost = float(self._row[-1])
        if cost <= self._threshold and (best is None or cost < best.cost):
            best = Match(int(self._starts[-1]), self._taken, cost)
        self._candidate = best
        return settled


def _by_axis(anchor: ArrayLike) -> Floats:
    """Return the anchor as a contiguous (axes, m) array."""
    return np.ascontiguousarray(as_float64(anchor, "the anchor").T)


def _block(samples: ArrayLike, axes: int) -> Floats:
    """Return the samples as a contiguous (n, axes) block of at least one sample."""
    block = np.array(samples, np.float64, order="C", ndmin=2, copy=None)
    if block.ndim > 2 or block.shape[1] != axes or len(block) == 0:
        raise AlignError(
            f"the samples have shape {np.shape(samples)}",
            remedy=f"give one or more samples of {axes} axes",
        )
    return block if block.flags.carray else block.copy()

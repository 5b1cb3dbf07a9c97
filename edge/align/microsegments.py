"""Micro-segments: the anchor cut into equal pieces, and where a repetition passes through each.

MicroXercise (arXiv 2408.11837), Algorithm 2. As printed, it sets the smallest distance once and
never again, so that later segments may find no partner at all; here every segment starts afresh.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from edge.align.errors import AlignError
from edge.align.series import Indices, as_pair
from edge.core.arrays import Floats
from edge.signals.filters import moving_average


@dataclass(frozen=True, slots=True, kw_only=True)
class MicroSegment:
    """One piece of the anchor and the repetition's samples that correspond to it.

    Attributes:
        index: 0-based number among the anchor's segments.
        anchor_start: first sample of the anchor.
        anchor_stop: one past its last sample.
        start: first sample of the repetition.
        stop: one past its last sample, larger than `start`.
    """

    index: int
    anchor_start: int
    anchor_stop: int
    start: int
    stop: int


def micro_segments(
    s: Floats, t: Floats, path: Indices, *, n_segments: int = 10, smoothing: int = 5
) -> tuple[MicroSegment, ...]:
    """Return the micro-segments of repetition `s` along anchor `t`, in order, without empty ones.

    The anchor is cut at round(k · m / n_segments), into m segments where it has fewer samples than
    that. The repetition is cut where, among the samples matched with a cut of the anchor, the
    smoothed signals are nearest (L1, the earliest on ties); it is covered without a gap up to
    its last sample.

    Args:
        s: (n, axes) the repetition.
        t: (m, axes) the anchor.
        path: (L, 2) rows (index into s, index into t), as `dtw_path` returns it.
        n_segments: pieces of the anchor, at least 1.
        smoothing: width in samples of the centred moving average applied to both, odd.

    Raises:
        AlignError: the axes differ, a value is not finite, the path does not belong to the two,
            or `n_segments` is below 1.
    """
    a, b = as_pair(s, t)
    if n_segments < 1:
        raise AlignError(f"n_segments is {n_segments}", remedy="ask for at least one segment")
    if len(path) == 0 or tuple(path[-1]) != (len(a) - 1, len(b) - 1):
        raise AlignError("the path does not end at the last samples of both series")
    a = moving_average(np.asarray(a, np.float64), smoothing)
    b = moving_average(np.asarray(b, np.float64), smoothing)
    cuts = _anchor_cuts(len(b), n_segments)
    passed = [_passing_sample(a, b, path, cut) for cut in cuts[:-1]] + [len(a)]
    return tuple(
        MicroSegment(index=q, anchor_start=start, anchor_stop=stop, start=first, stop=last)
        for q, ((start, stop), (first, last)) in enumerate(
            zip(pairwise(cuts), pairwise(passed), strict=True)
        )
        if last > first
    )


def _anchor_cuts(m: int, n_segments: int) -> list[int]:
    count = min(n_segments, m)
    return [round(k * m / count) for k in range(count + 1)]


def _passing_sample(a: Floats, b: Floats, path: Indices, cut: int) -> int:
    """Return the sample of `a`, among those matched with sample `cut` of `b`, nearest to it."""
    matched = path[path[:, 1] == cut, 0]
    if len(matched) == 0:
        raise AlignError(f"the path leaves out sample {cut} of the anchor")
    return int(matched[np.abs(a[matched] - b[cut]).sum(axis=1).argmin()])

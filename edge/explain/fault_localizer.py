"""Where a repetition departs from its references, by a network made to place that."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import ArrayLike

from edge.align.microsegments import MicroSegment
from edge.core.arrays import Floats
from edge.explain.attribution import points_between
from edge.explain.critical import SHOWN, Explanation, SegmentShare, shares_of
from edge.explain.errors import ExplainError
from edge.explain.network import Explainable, Inputs

STEPS: Final = 4
"""Midpoints of integrated gradients, which here only tell the axes within a segment apart."""
TOP_SHARE: Final = SHOWN.top_share
"""A segment is critical from this share of all departures on."""


class TimeAlignedPair(Protocol):
    """A repetition of n samples and what its references let expect, as the network takes them."""

    @property
    def inputs(self) -> Inputs:
        """The network's inputs with a batch of one; the first is the repetition's."""

    @property
    def baseline(self) -> Inputs:
        """The inputs of a repetition that is just as expected."""

    def contributions(self, gradient: ArrayLike) -> Floats:
        """Return what every sample and axis contributes (n, 6), by the first input's gradient."""


def localize_faults(
    network: Explainable,
    compared: TimeAlignedPair,
    segments: Sequence[MicroSegment],
    *,
    steps: int = STEPS,
) -> Explanation:
    """Return where a repetition departs from its references.

    Gradients at the input blur over all that the network sees at once. What it makes of every
    sample, its first activation, does not: so a segment's share is that of the class activation
    map, activation times gradient (HiResCAM, Draelos & Carin, arXiv 2011.08891). Integrated
    gradients from the baseline, the repetition as expected, are the explanation's attribution, and
    tell the axes within a segment apart.

    Args:
        network: with one output, showing a departure (1, n', 1) for every sample.
        compared: what it is asked about.
        segments: the repetition's micro-segments along its anchor.
        steps: midpoints of integrated gradients.

    Raises:
        ExplainError: there is no micro-segment, or the network shows no activation.
        ValueError: the network does not take these inputs.
    """
    if not segments:
        raise ExplainError("there are no micro-segments to explain the comparison by")
    own, start = (tuple(x[0] for x in inputs) for inputs in (compared.inputs, compared.baseline))
    # The repetition itself is the last of the batch, so that one run answers everything.
    shares = np.append((np.arange(steps) + 0.5) / steps, 1.0)
    scores, shown = network.gradients(points_between(start, own, shares), (1.0,))
    departures = shown[len(own) :][:2]
    if len(departures) < 2:
        raise ExplainError("the network does not show its departures", remedy="export it with them")
    attribution = compared.contributions(shown[0][:-1].mean(axis=0, dtype=np.float64))
    lost = (departures[0][-1].astype(np.float64) * departures[1][-1])[: len(attribution), 0]
    refined = np.zeros_like(attribution)
    total = float(np.abs(lost).sum())
    found = []
    for segment in segments:
        span = slice(segment.start, segment.stop)
        axes = shares_of(np.abs(attribution[span]).sum(axis=0))
        refined[span] = np.abs(lost[span, np.newaxis]) * axes
        found.append(
            SegmentShare(
                segment=segment,
                weight=float(np.abs(lost[span]).sum()) / total if total > 0 else 0.0,
                effect=float(lost[span].sum()),
                axis_shares=axes,
            )
        )
    ranked = sorted(found, key=lambda share: -share.weight)
    critical = sum(share.weight >= TOP_SHARE for share in ranked)
    return Explanation(
        score=float(scores[-1, 0]),
        attribution=attribution,
        refined=refined,
        segments=tuple(ranked),
        critical=max(1, critical),
    )

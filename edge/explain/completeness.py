"""Integrated gradients that are complete: refined until they sum to the change of the score.

Along each piece of the path the gradients have to make up the change of the score between its ends,
which is known. So it is known, too, where the midpoint rule is off, and only there is a piece split
in three; the middle part keeps the gradient that it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.explain.attribution import STEPS, Maps, departures, points_between, zeros_like
from edge.explain.network import Explainable, Inputs

TOLERANCE: Final = 0.01
"""Share of the change of the score by which the sum of the maps may be off."""
MOST_STEPS: Final = 800
"""Float32 gradients gain nothing from more steps than about this."""
_BATCH: Final = 50
"""Points of one call, so that memory does not grow with the steps."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Completed:
    """Integrated gradients, and how complete they are.

    Attributes:
        maps: one attribution per input, of its shape.
        steps: gradients that it took.
        change: ⟨select, f(x) − f(x′)⟩, to which the maps together should sum.
        gap: their sum minus that.
    """

    maps: Maps
    steps: int
    change: float
    gap: float

    @property
    def error(self) -> float:
        """The gap as a share of the change; infinite where there is only a gap."""
        if self.gap == 0.0:
            return 0.0
        return abs(self.gap / self.change) if self.change else float("inf")


def complete_gradients(
    network: Explainable,
    inputs: Inputs,
    select: Sequence[float],
    *,
    start: Inputs | None = None,
    steps: int = STEPS,
    tolerance: float = TOLERANCE,
    most_steps: int = MOST_STEPS,
) -> Completed:
    """Return integrated gradients (Sundararajan et al., 2017) whose sum is right to `tolerance`.

    Where `most_steps` do not suffice, as for a score that hardly changes, `Completed.error` says
    what was reached.

    Args:
        network: what is explained.
        inputs: one sample.
        select: weight of each output in what is explained.
        start: the baseline; None for zeros.
        steps: midpoints to begin with, at least 1.
        tolerance: share of the change of the score.
        most_steps: never more gradients than this, but for those to begin with.

    Raises:
        ExplainError: `steps` is below 1, or the start has another shape than the inputs.
    """
    path = _Path(network, inputs, zeros_like(inputs) if start is None else start, select, steps)
    allowed = tolerance * abs(path.change)
    while abs(path.gaps.sum()) > allowed and path.steps + 2 <= most_steps:
        excess = np.abs(path.gaps) - allowed * path.widths
        most = min(_BATCH, most_steps - path.steps) // 2
        worst = np.argsort(-excess)[:most]
        path.split(worst[excess[worst] > 0.0])
    return Completed(
        maps=path.maps, steps=path.steps, change=path.change, gap=float(path.gaps.sum())
    )


class _Path:
    """The way from start to sample in pieces, each with the gradient at its middle.

    Attributes:
        edges: (k + 1,) shares of the way at which the pieces begin and end.
        scores: (k + 1,) score there.
        gradients: per input (k, …) gradients at the middles.
    """

    def __init__(
        self,
        network: Explainable,
        inputs: Inputs,
        start: Inputs,
        select: Sequence[float],
        pieces: int,
    ) -> None:
        self._network, self._inputs, self._start, self._select = network, inputs, start, select
        self.edges = np.linspace(0.0, 1.0, max(pieces, 0) + 1)
        self.gradients = self._gradients_at(self._middles)
        self.scores = self._scores_at(self.edges)

    @property
    def steps(self) -> int:
        """Gradients so far."""
        return len(self.edges) - 1

    @property
    def widths(self) -> Floats:
        """Share of the way that each piece takes, (k,)."""
        return np.diff(self.edges)

    @property
    def change(self) -> float:
        """Change of the score from start to sample."""
        return float(self.scores[-1] - self.scores[0])

    @property
    def maps(self) -> Maps:
        """The integrated gradients by the pieces so far."""
        means = tuple(np.tensordot(self.widths, g, axes=1) for g in self.gradients)
        return departures(self._inputs, self._start, means)

    @property
    def gaps(self) -> Floats:
        """By how much the gradient of each piece (k,) misses the change of the score along it."""
        parts = departures(self._inputs, self._start, self.gradients)
        slopes = sum(part.reshape(self.steps, -1).sum(axis=1) for part in parts)
        gaps: Floats = slopes * self.widths - np.diff(self.scores)
        return gaps

    def split(self, pieces: NDArray[np.intp]) -> None:
        """Split those pieces in three."""
        begin, third = self.edges[pieces], self.widths[pieces] / 3.0
        edges = np.concatenate([begin + third, begin + 2.0 * third])
        middles = np.concatenate([begin + 0.5 * third, begin + 2.5 * third])
        order = np.argsort(np.concatenate([self._middles, middles]))
        more = self._gradients_at(middles)
        self.gradients = tuple(
            np.concatenate(both)[order] for both in zip(self.gradients, more, strict=True)
        )
        places = np.searchsorted(self.edges, edges)
        self.scores = np.insert(self.scores, places, self._scores_at(edges))
        self.edges = np.insert(self.edges, places, edges)

    @property
    def _middles(self) -> Floats:
        return (self.edges[:-1] + self.edges[1:]) / 2.0

    def _scores_at(self, shares: Floats) -> Floats:
        scores = [
            self._network.predict(points_between(self._start, self._inputs, part))
            for part in _batches(shares)
        ]
        return np.concatenate(scores).astype(np.float64) @ np.asarray(self._select, np.float64)

    def _gradients_at(self, shares: Floats) -> Maps:
        found = [
            self._network.gradients(points_between(self._start, self._inputs, part), self._select)[
                1
            ]
            for part in _batches(shares)
        ]
        return tuple(
            np.concatenate([one[i] for one in found]).astype(np.float64)
            for i in range(len(self._inputs))
        )


def _batches(shares: Floats) -> list[Floats]:
    return np.array_split(shares, max(1, -(-len(shares) // _BATCH)))

"""Which parts of a repetition make it differ from its anchor, by the network that compares them.

Integrated gradients run from the anchor, brought onto the repetition's time, to the repetition
itself. So their sum is exactly what the repetition loses (or wins) against the anchor, and what is
like the anchor gets nothing, however important the network finds that moment in general.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from edge.align.microsegments import MicroSegment
from edge.align.series import Indices
from edge.align.warp import warp
from edge.core.arrays import Floats
from edge.explain.attribution import path_gradients
from edge.explain.errors import ExplainError
from edge.explain.metrics import unit_mean
from edge.explain.network import Explainable
from edge.explain.refinement import POOLED, RefinementSettings, refine

VIEWS: Final[Mapping[str, tuple[int, ...]]] = {
    "overall": (0, 1, 5),
    "stability": (1,),
    "range_of_motion": (0,),
}
"""The views of a comparison, and the outputs of the network whose mean each explains.

The outputs are range of motion (0), stability (1) and the trajectory of the movement (5)."""


class PreparedPair(Protocol):
    """A repetition and its anchor as the network takes them."""

    @property
    def inputs(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Standardised repetition (1, n', 6) and anchor (1, m', 6); what exceeds is padding."""

    @property
    def lengths(self) -> tuple[int, int]:
        """Real samples n and m of the two."""

    def to_input(self, signal: Floats) -> NDArray[np.float32]:
        """Return another signal (n, 6), m/s² and rad/s, against this anchor as an input."""

    def pull_back(self, gradient: Floats) -> Floats:
        """Return a gradient at the repetition's input (n', 6) as one at the raw signal (n, 6)."""


class PairNetwork(Explainable, Protocol):
    """An explainable network that compares a repetition with its anchor."""

    def prepare(self, signal: Floats, anchor: Floats) -> PreparedPair:
        """Return both, (n, 6) and (m, 6) in m/s² and rad/s, as inputs.

        Raises:
            ValueError: they are not what the network was made for.
        """


Value = TypeVar("Value")
Result = TypeVar("Result")


class Each(Protocol):
    """Applies a function to each of some values, as `map` does."""

    def __call__(
        self, function: Callable[[Value], Result], values: Sequence[Value], /
    ) -> Iterable[Result]:
        """Return the results in the order of the values; errors are raised as they are taken."""


SHOWN: Final = replace(POOLED, floor=0.0, evening=0.0)
"""What does not depart from the anchor is never shown as if it did, nor a small departure as if it
were as large as another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalSettings:
    """How a comparison is explained.

    Attributes:
        steps: of integrated gradients; anchor and repetition are so near each other that few
            suffice.
        refinement: of the maps.
    """

    steps: int = 16
    refinement: RefinementSettings = SHOWN


CRITICAL_SETTINGS: Final = CriticalSettings()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SegmentShare:
    """What one micro-segment contributes.

    Attributes:
        segment: the micro-segment.
        weight: its share of the refined map, 0–1.
        effect: how much it changes the score against the anchor, negative where it lowers it.
        axis_shares: (6,) share of each axis of `edge.core.arrays.AXES`, summing to 1.
    """

    segment: MicroSegment
    weight: float
    effect: float
    axis_shares: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explanation:
    """One score and its explanation.

    Attributes:
        score: the mean of the outputs that it explains.
        attribution: (n, 6) integrated gradients at the raw signal, in the axes of
            `edge.core.arrays.AXES`; they sum to the score minus that of the aligned anchor.
        refined: (n, 6) the refined map, to which all outputs contribute alike, however far each has
            fallen.
        segments: all micro-segments, the most important first.
        critical: how many of them are critical, at least one.
    """

    score: float
    attribution: Floats
    refined: Floats
    segments: tuple[SegmentShare, ...]
    critical: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explained:
    """A comparison with its explanation.

    Attributes:
        scores: (K,) outputs of the network.
        views: each view's explanation by its name.
    """

    scores: NDArray[np.float32]
    views: Mapping[str, Explanation]


def explain(
    network: PairNetwork,
    signal: Floats,
    anchor: Floats,
    path: Indices,
    segments: Sequence[MicroSegment],
    *,
    views: Mapping[str, tuple[int, ...]] = VIEWS,
    settings: CriticalSettings = CRITICAL_SETTINGS,
    each: Each = map,
) -> Explained:
    """Return the scores and, for each view, what in the repetition brings its score about.

    Args:
        network: that compares the two.
        signal: (n, 6) the repetition, m/s² and rad/s.
        anchor: (m, 6) the anchor, m/s² and rad/s.
        path: (L, 2) their alignment, as `edge.align.dtw.dtw_path` returns it.
        segments: the repetition's micro-segments along the anchor.
        views: outputs of the network that each view explains.
        settings: steps and refinement.
        each: takes the outputs one after the other; a pool's `map` takes them side by side.

    Raises:
        ExplainError: there is no micro-segment.
        AlignError: the path does not belong to the two.
        ValueError: the network cannot compare them.
    """
    if not segments:
        raise ExplainError("there are no micro-segments to explain the comparison by")
    pair = network.prepare(signal, anchor)
    scores = network.predict(pair.inputs)[0]
    aligned = warp(anchor, path[:, ::-1], len(signal))
    start = pair.to_input(aligned)

    own, fixed = (x[0] for x in pair.inputs)

    def attribution(output: int) -> Floats:
        select = np.eye(len(scores))[output].tolist()
        gradient, _ = path_gradients(
            network, (own, fixed), select, (start[0], fixed), settings.steps
        )
        return pair.pull_back(gradient) * (signal - aligned)

    explained = sorted({k for outputs in views.values() for k in outputs})
    maps = dict(zip(explained, each(attribution, explained), strict=True))
    found = {
        name: _view(
            float(np.mean([scores[k] for k in outputs])),
            [maps[k] for k in outputs],
            signal,
            segments,
            settings.refinement,
        )
        for name, outputs in views.items()
    }
    return Explained(scores=scores, views=found)


def _view(
    score: float,
    maps: Sequence[Floats],
    signal: Floats,
    segments: Sequence[MicroSegment],
    settings: RefinementSettings,
) -> Explanation:
    spans = [slice(segment.start, segment.stop) for segment in segments]
    attribution: Floats = np.mean(maps, axis=0)
    alike = np.mean([unit_mean(m) for m in maps], axis=0)
    refined = refine((alike,), signal, spans, settings)
    size = np.abs(refined.map)
    total = float(size.sum())

    def share(k: int) -> SegmentShare:
        axes = size[spans[k]].sum(axis=0)
        own = float(axes.sum())
        return SegmentShare(
            segment=segments[k],
            weight=own / total if total > 0 else 0.0,
            effect=float(attribution[spans[k]].sum()),
            axis_shares=shares_of(axes),
        )

    return Explanation(
        score=score,
        attribution=attribution,
        refined=refined.map,
        segments=tuple(share(k) for k in refined.ranking),
        critical=len(refined.critical),
    )


def shares_of(parts: Floats) -> Floats:
    """Return the parts over their sum, equal ones if that is 0."""
    total = float(parts.sum())
    return parts / total if total > 0 else np.full(len(parts), 1 / len(parts))

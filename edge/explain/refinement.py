"""From a raw attribution to what matters: critical micro-segments, and a map that shows them.

MicroXercise (arXiv 2408.11837, section III-C.3) gives the steps and none of the constants: joint
normalisation of signal and anchor, the top T % of the samples, snapping to micro-segments, then
amplification inside the critical ones "using a signal smoothing factor". Only the signal's map is
modified; the anchor counts as the truth.

The default settings are those steps. `POOLED` goes beyond them: the map is pooled within each
micro-segment and evened between them (`edge.explain.pooling`), and the amplification sets in and
fades instead of stepping.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.explain.attribution import Maps
from edge.explain.errors import ExplainError
from edge.explain.pooling import evened, pooled
from edge.signals.filters import moving_average


@dataclass(frozen=True, slots=True, kw_only=True)
class RefinementSettings:
    """The constants that the paper leaves open.

    Attributes:
        top_share: T, the share of the samples that count as most important, 0–1; a micro-segment
            is critical when at least this share of its own samples do.
        smoothing: width in samples of the centred moving average over the map, odd.
        gamma: factor on the map inside critical segments.
        taper: width in samples of the centred moving average over that factor, odd.
        pooling: share of what a micro-segment says as a whole against what its samples say, 0–1;
            above 0 the refined map has no sign, and it is the pooled map whose most important
            samples count.
        floor: of pooling: departure from the baseline that every value counts for at least.
        evening: of pooling: how far the segments' means are brought together before the critical
            ones are amplified, 0–1; what is critical is judged before.
    """

    top_share: float = 0.20
    smoothing: int = 5
    gamma: float = 1.5
    taper: int = 1
    pooling: float = 0.0
    floor: float = 0.0
    evening: float = 0.0

    def __post_init__(self) -> None:
        """Check the bounds.

        Raises:
            ExplainError: a value is out of bounds.
        """
        if not 0 < self.top_share <= 1:
            raise ExplainError(
                f"top_share is {self.top_share}", remedy="give a share above 0 and up to 1"
            )
        for name in ("smoothing", "taper"):
            width = getattr(self, name)
            if width < 1 or width % 2 == 0:
                raise ExplainError(f"{name} is {width}", remedy="give an odd number of samples")
        if not self.gamma > 0:
            raise ExplainError(f"gamma is {self.gamma}", remedy="give a factor above 0")
        for name in ("pooling", "evening"):
            share = getattr(self, name)
            if not 0 <= share <= 1:
                raise ExplainError(f"{name} is {share}", remedy="give a share from 0 to 1")
        if not self.floor >= 0:
            raise ExplainError(f"floor is {self.floor}", remedy="give a departure of 0 or more")


REFINEMENT_SETTINGS: Final = RefinementSettings()
POOLED: Final = RefinementSettings(
    smoothing=3, gamma=2.0, taper=9, pooling=1.0, floor=0.5, evening=1.0
)
"""Chosen on simulated patients; see `physio evaluate explanations`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Refined:
    """A refined map.

    Attributes:
        map: (n, axes) the signal's, in units of the largest value of both raw maps.
        base: (n, axes) the same before critical segments were amplified.
        ranking: positions of all segments, the most important first.
        critical: positions of the critical ones, most important first; at least one.
    """

    map: Floats
    base: Floats
    ranking: tuple[int, ...]
    critical: tuple[int, ...]


def refine(
    maps: Maps,
    signal: Floats,
    segments: Sequence[slice],
    settings: RefinementSettings = REFINEMENT_SETTINGS,
    *,
    departure: Floats | None = None,
) -> Refined:
    """Return the refined map of the signal.

    Args:
        maps: attributions of the signal's real samples (n, axes) and, if there are any, of the
            other inputs', which only take part in the normalisation.
        signal: (n, axes) the values that the first map is of.
        segments: the signal's micro-segments.
        settings: the constants.
        departure: (n, axes) what the method multiplied its gradients with, for the floor of
            pooling; None where it did not.

    Raises:
        ExplainError: there is no segment.
    """
    if not segments:
        raise ExplainError("there are no micro-segments to snap the attribution to")
    raw = jointly_normalised(maps)[0]
    base = _base(raw, signal, segments, settings, departure)
    importance = np.abs(base if settings.pooling > 0 else raw).mean(axis=1)
    top = top_samples(importance, settings.top_share)
    ranking = sorted(
        range(len(segments)),
        key=lambda k: (-top[segments[k]].sum(), -importance[segments[k]].mean()),
    )
    critical = [
        k
        for place, k in enumerate(ranking)
        if place == 0 or top[segments[k]].mean() >= settings.top_share
    ]
    if settings.pooling > 0:
        base = evened(base, segments, share=settings.evening, taper=settings.taper)
    return Refined(
        map=amplified(base, [segments[k] for k in critical], settings),
        base=base,
        ranking=tuple(ranking),
        critical=tuple(critical),
    )


def jointly_normalised(maps: Maps) -> Maps:
    """Return all maps divided by the largest absolute value in any: signs and ratios stay."""
    largest = max(float(np.abs(m).max()) for m in maps)
    return tuple(m / largest if largest > 0 else m for m in maps)


def top_samples(importance: Floats, share: float) -> NDArray[np.bool_]:
    """Return which ⌈share · n⌉ samples (n,) are the most important, the earlier one on ties."""
    order = np.argsort(-importance, kind="stable")
    top = np.zeros(len(importance), np.bool_)
    top[order[: int(np.ceil(share * len(importance)))]] = True
    return top


def amplified(
    base: Floats, critical: Sequence[slice], settings: RefinementSettings = REFINEMENT_SETTINGS
) -> Floats:
    """Return the map (n, axes) multiplied by γ inside `critical`, with tapered edges."""
    gain = np.ones(len(base))
    for segment in critical:
        gain[segment] = settings.gamma
    return base * moving_average(gain, settings.taper)[:, np.newaxis]


def _base(
    raw: Floats,
    signal: Floats,
    segments: Sequence[slice],
    settings: RefinementSettings,
    departure: Floats | None,
) -> Floats:
    if settings.pooling == 0:
        return moving_average(raw, settings.smoothing)
    magnitude = moving_average(np.abs(raw), settings.smoothing)
    together = pooled(
        magnitude,
        signal,
        segments,
        share=settings.pooling,
        departure=departure,
        floor=settings.floor,
    )
    return moving_average(together, settings.smoothing)

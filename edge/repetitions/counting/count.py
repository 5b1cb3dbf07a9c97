"""From a recording to its repetitions.

The recording explains itself: a piece of it that comes again is the first template, what the
template spots is averaged into a better one, and the shortest cycle that explains nearly as much
as any is the repetition.
"""

from dataclasses import dataclass

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.counting.count_settings import COUNT_SETTINGS, CountSettings
from edge.repetitions.counting.outsiders import without_outsiders
from edge.repetitions.counting.scaled_motion import ScaledMotion, between_rests, motion_of
from edge.repetitions.counting.search import chosen
from edge.repetitions.counting.template import Spotting, energy_of
from edge.repetitions.counting.variants import with_variants
from edge.signals.errors import SignalError


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRepetition:
    """One repetition, in seconds from the recording's first sample."""

    start_s: float
    end_s: float


def count_repetitions(
    signal: Floats, rate_hz: float, settings: CountSettings = COUNT_SETTINGS
) -> tuple[CountedRepetition, ...]:
    """Return the repetitions in the recording, in order; none where nothing repeats.

    Args:
        signal: (n, 6) axes of `edge.core.arrays.AXES` on a uniform grid, worn in any orientation.
        rate_hz: its sample rate.
        settings: see there.

    Raises:
        SignalError: the signal has another shape or is not finite.
    """
    if signal.ndim != 2 or signal.shape[1] != 6 or not np.isfinite(signal).all():
        raise SignalError("counting needs (n, 6) finite samples: acceleration, then rotation")
    if len(signal) < 2 * settings.shortest_s * rate_hz:
        return ()
    motion = motion_of(signal, rate_hz, settings)
    choice = chosen(motion, settings)
    if choice is None:
        return ()
    motion, spotting = choice
    if spotting.explained < settings.least_explained:
        return ()
    if energy_of(spotting.template) < settings.least_energy * motion.noise:
        return ()
    spotting = with_variants(motion, spotting, settings)
    spotting = without_outsiders(motion, spotting, settings)
    return tuple(
        CountedRepetition(start_s=a / settings.rate_hz, end_s=b / settings.rate_hz)
        for a, b in _tight(motion, spotting)
    )


def _tight(motion: ScaledMotion, spotting: Spotting) -> list[tuple[int, int]]:
    """Return first sample and last plus one of each, without the rests around it."""
    moments = motion.moments()
    spans = []
    for start, end in zip(spotting.start.tolist(), spotting.end.tolist(), strict=True):
        part = between_rests(moments[start:end])
        spans.append((start + part.start, start + part.stop))
    return spans

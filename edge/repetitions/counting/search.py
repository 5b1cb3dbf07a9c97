"""Which cycle is the repetition: candidates of every length, and the choice among them."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.repetitions.counting.count_settings import CountSettings
from edge.repetitions.counting.kernels import lag_sums, least_differences
from edge.repetitions.counting.outsiders import without_outsiders
from edge.repetitions.counting.scaled_motion import ScaledMotion
from edge.repetitions.counting.shape_kernels import stretched
from edge.repetitions.counting.template import Spotting, cycle, refined, spotted

_NEAREST, _FARTHEST = 0.7, 1.4
"""Where the next repetition is looked for, in template lengths."""
_ALIKE = 0.2
"""Cycles whose intervals differ by less (logarithm) are the same cycle."""
_EXCERPT_S = 240.0
"""Of a longer stretch the middle is searched for a template; searching more would find no other."""
_SHAPED = 12
"""Samples of a cycle below which its halves have no shape."""
_GENEROUS = 1.4
"""Left and right differ: the background is this much dearer when half a cycle is tried."""


def chosen(motion: ScaledMotion, settings: CountSettings) -> tuple[ScaledMotion, Spotting] | None:
    """Return the repetitions as the best template sees them, None if nothing repeats.

    The motion returned is what they were spotted in: without rotation where sides alternate.
    """
    excerpt = motion.middle(_EXCERPT_S)
    whole = _best(excerpt, settings)
    if excerpt is not motion:
        whole = _best(motion, settings) if whole is None else _everywhere(motion, whole, settings)
    if whole is None:
        return None
    return _halved(motion, whole, settings) or (motion, whole)


def _best(motion: ScaledMotion, settings: CountSettings) -> Spotting | None:
    """Return what the template of the shortest good cycle finds, None if nothing repeats."""
    found = [s for s in candidates(motion, settings) if s.count >= 2]
    if not found:
        return None
    cycles = _by_interval(found)
    enough = settings.shorter_share * cycles[0].explained
    shortest = min((c for c in cycles if c.explained >= enough), key=lambda c: c.interval)
    return _begun_best(motion, shortest, settings)


def _everywhere(motion: ScaledMotion, spotting: Spotting, settings: CountSettings) -> Spotting:
    """Return what a template of an excerpt finds in the whole motion."""
    template = spotting.template
    activity = motion.activity(len(template))
    tried = spotted(motion, template, activity, settings, settings.background)
    return refined(motion, tried, settings, settings.background)


def candidates(motion: ScaledMotion, settings: CountSettings) -> list[Spotting]:
    """Return what the best template of each length finds."""
    longest_s = min(settings.longest_s, len(motion.z) / settings.rate_hz / 2)
    if longest_s <= settings.shortest_s:
        return []
    seconds = np.geomspace(settings.shortest_s, settings.longest_s, settings.lengths)
    lengths = np.round(seconds[seconds <= longest_s] * settings.rate_hz).astype(int)
    sums = lag_sums(motion.z, min(len(motion.z) - 1, int(_FARTHEST * lengths[-1]) + 1))
    found = []
    for length in lengths.tolist():
        activity = motion.activity(length)
        tried = [
            spotted(motion, motion.z[a : a + length], activity, settings, settings.background)
            for a in _repeating(motion, sums, activity, length, settings.exemplars)
        ]
        tried = [spotting for spotting in tried if spotting.count >= 2]
        if tried:
            best = max(tried, key=lambda spotting: spotting.explained)
            found.append(refined(motion, best, settings, settings.background))
    return found


def _repeating(
    motion: ScaledMotion, sums: Floats, activity: Floats, length: int, places: int
) -> list[int]:
    """Return the starts of the windows that come again soonest and most alike."""
    difference = least_differences(sums, length, int(_NEAREST * length), int(_FARTHEST * length))
    energy = np.concatenate([[0.0], np.cumsum(np.minimum(activity, 2.0 * motion.typical))])
    own = energy[length:] - energy[:-length]
    unlike = difference[: len(own)] / (2.0 * own + 0.1 * length * motion.typical + 1e-12)
    starts: list[int] = []
    while len(starts) < places and np.isfinite(unlike).any():
        a = int(np.argmin(unlike))
        starts.append(a)
        unlike[max(0, a - length // 4) : a + length // 4 + 1] = np.inf
    return starts


def _by_interval(found: list[Spotting]) -> list[Spotting]:
    """Return the best of each cycle, the best first."""
    kept: list[Spotting] = []
    for spotting in sorted(found, key=lambda s: -s.explained):
        if all(abs(np.log(spotting.interval / other.interval)) >= _ALIKE for other in kept):
            kept.append(spotting)
    return kept


def _begun_best(motion: ScaledMotion, spotting: Spotting, settings: CountSettings) -> Spotting:
    """Return the spotting whose template begins where the repetitions do."""
    best = (without_outsiders(motion, spotting, settings).explained, spotting)
    for share in np.arange(1, settings.phases) / settings.phases:
        template = cycle(motion, spotting, float(share))
        if template is None:
            continue
        tried = spotted(motion, template, spotting.activity, settings, settings.background)
        if tried.count >= 2:
            tried = refined(motion, tried, settings, settings.background)
            explained = without_outsiders(motion, tried, settings).explained
            if explained > best[0]:
                best = (explained, tried)
    return best[1]


def _halved(
    motion: ScaledMotion, spotting: Spotting, settings: CountSettings
) -> tuple[ScaledMotion, Spotting] | None:
    """Return single repetitions where a cycle is two of them, one to each side, else None.

    In a movement out and back the wrist accelerates, or turns, the other way in the second half.
    In two repetitions to different sides the accelerations are alike, and enough to spot them.
    """
    whole = cycle(motion, spotting, 0.0)
    length = len(spotting.template)
    if whole is None or length < _SHAPED:
        return None
    shape = whole - whole.mean(axis=0)
    shifts = np.arange(int(0.35 * length), int(0.65 * length) + 1)
    similarity = _self_similarity(shape[:, :3], shifts)
    at = int(np.argmax(similarity))
    turning = _self_similarity(shape[:, 3:], shifts).max()
    if similarity[at] < settings.alternating or turning < settings.turning_back:
        return None
    middle = int(shifts[at])
    half = (stretched(whole[:middle], length // 2) + stretched(whole[middle:], length // 2)) / 2
    half[:, 3:] = 0.0
    without_turns = replace(motion, z=motion.z * np.repeat([1.0, 0.0], 3))
    background = _GENEROUS * settings.background
    activity = without_turns.activity(len(half))
    tried = spotted(without_turns, half, activity, settings, background)
    if tried.count < 2:
        return None
    tried = refined(without_turns, tried, settings, background)
    return (without_turns, tried) if tried.count >= 1.5 * spotting.count else None


def _self_similarity(shape: Floats, shifts: NDArray[np.int64]) -> Floats:
    """Return the correlations of a cycle (mean 0) with itself that much later, 0 if it is still."""
    energy = float(np.sum(shape**2))
    later = shape[(np.arange(len(shape)) + shifts[:, None]) % len(shape)]
    shared = (later * shape).sum(axis=(1, 2))
    return np.asarray(shared / energy if energy else 0.0 * shared, dtype=np.float64)

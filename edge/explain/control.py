"""The control of a refinement: the same modification, in places chosen at random."""

from collections.abc import Sequence

import numpy as np

from edge.explain.errors import ExplainError


def random_segments(
    critical: Sequence[slice], length: int, rng: np.random.Generator
) -> tuple[slice, ...]:
    """Return a random segment of the same length for each critical one, overlapping none.

    MicroXercise (arXiv 2408.11837, section IV-C.3). Each is drawn evenly among the places that are
    left; where there is none, it is left out, so fewer may be returned.

    Args:
        critical: segments within 0 … length.
        length: of the map in samples.
        rng: where the draws come from.

    Raises:
        ExplainError: a critical segment does not lie within the map.
    """
    taken = np.zeros(length, np.int64)
    for segment in critical:
        if not 0 <= segment.start < segment.stop <= length:
            raise ExplainError(f"segment {segment} does not lie within the map's {length} samples")
        taken[segment] = 1
    chosen: list[slice] = []
    for segment in critical:
        size = segment.stop - segment.start
        occupied = np.concatenate([[0], np.cumsum(taken)])
        free = np.flatnonzero(occupied[size:] == occupied[:-size])
        if len(free):
            start = int(rng.choice(free))
            chosen.append(slice(start, start + size))
            taken[chosen[-1]] = 1
    return tuple(chosen)

"""How alike two executions are, apart from their size, duration and starting pose."""

from collections.abc import Iterable

import numpy as np

from edge.align.dtw import dtw_path
from edge.core.arrays import Floats
from edge.repetitions.spotting.excursions import Excursion


def similarity(excursion: Excursion, examples: Iterable[Excursion]) -> float:
    """Return the cosine of the angle between the movement and the most similar example, −1 to 1.

    Both are taken relative to the line between their ends, scaled to equal size, and aligned by
    DTW; the cosine is that of the two aligned courses as vectors.
    """
    course = _course(excursion.features)
    return max(_cosine(course, _course(example.features)) for example in examples)


def disagreement(excursion: Excursion, examples: Iterable[Excursion]) -> float:
    """Return the mean DTW cost per step, in m/s², to the nearest example, poses included."""
    return min(_cost_per_step(excursion.features, example.features) for example in examples)


def _course(features: Floats) -> Floats:
    ends = max(2, len(features) // 20)
    first, last = features[:ends].mean(axis=0), features[-ends:].mean(axis=0)
    moved = features - np.linspace(first, last, len(features))
    return moved / max(float(np.sqrt((moved**2).sum(axis=1).mean())), np.finfo(float).tiny)


def _cosine(a: Floats, b: Floats) -> float:
    path, _ = dtw_path(a, b)
    x, y = a[path[:, 0]], b[path[:, 1]]
    norms = float(np.linalg.norm(x) * np.linalg.norm(y))
    return float((x * y).sum()) / norms if norms > 0 else 0.0


def _cost_per_step(a: Floats, b: Floats) -> float:
    path, cost = dtw_path(a, b)
    return cost / len(path)

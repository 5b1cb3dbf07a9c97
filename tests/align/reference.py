"""The textbook versions: slow, obvious, float64."""

from itertools import pairwise

import numpy as np

from edge.core.arrays import Floats

Path = list[tuple[int, int]]


def cost_matrix(s: Floats, t: Floats) -> Floats:
    """D of Algorithm 1, (n + 1, m + 1)."""
    n, m = len(s), len(t)
    d = np.full((n + 1, m + 1), np.inf)
    d[0, 0] = 0.0
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            cost = sum(abs(float(a) - float(b)) for a, b in zip(s[i - 1], t[j - 1], strict=True))
            d[i, j] = cost + min(d[i - 1, j], d[i, j - 1], d[i - 1, j - 1])
    return d


def best_path(d: Floats) -> Path:
    """Backtracking from the last corner; ties: vertical, horizontal, diagonal."""
    i, j = d.shape[0] - 1, d.shape[1] - 1
    path = [(i - 1, j - 1)]
    while (i, j) != (1, 1):
        steps = [(i - 1, j), (i, j - 1), (i - 1, j - 1)]
        i, j = min(steps, key=lambda cell: d[cell])  # the first of equal ones
        path.append((i - 1, j - 1))
    return path[::-1]


def price(s: Floats, t: Floats, path: Path) -> float:
    return sum(
        float(np.abs(np.asarray(s[i], np.float64) - np.asarray(t[j], np.float64)).sum())
        for i, j in path
    )


def is_valid(path: Path, n: int, m: int) -> bool:
    steps = {(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(path)}
    ends = path[0] == (0, 0) and path[-1] == (n - 1, m - 1)
    return ends and steps <= {(1, 0), (0, 1), (1, 1)}


def subsequence_cost(stream: Floats, anchor: Floats, start: int, stop: int) -> float:
    return float(cost_matrix(stream[start:stop], anchor)[-1, -1])

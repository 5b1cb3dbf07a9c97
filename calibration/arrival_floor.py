"""The floor under delayed arrivals: the line below them all, and how well it is known."""

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
"""Device seconds and arrival minus device time in seconds, both since the first packet."""

Line = tuple[float, float]
"""Intercept in seconds and slope."""


class FloorEvidence:
    """Counts how late packets come, to tell whether the floor itself has been seen.

    When a sensor's samples keep their place between the radio's connection events, their delays
    form separate clusters, and the floor may lie anywhere within the distance between two of them.
    """

    CELL_S = 0.5e-3
    CELLS = 40
    FEW = 0.02

    def __init__(self) -> None:
        self._cells = [0] * self.CELLS
        self._total = 0

    def add(self, late_s: float) -> None:
        """Count a packet by its lateness over the floor."""
        self._total += 1
        cell = int(max(late_s, 0.0) / self.CELL_S)
        if cell < self.CELLS:
            self._cells[cell] += 1

    def is_doubtful(self, tolerance_s: float) -> bool:
        """Tell whether a minority of packets forms the floor, apart from the others.

        Args:
            tolerance_s: an empty distance above the floor that is no reason for doubt.
        """
        few = max(self._cells) * self.FEW
        empty, floor = 0, 0
        for count in self._cells:
            floor += count
            empty = 0 if count > few else empty + 1
            if floor > few and empty * self.CELL_S >= tolerance_s:
                return 2 * floor < self._total
        return False


def lower_line(points: Sequence[Point], slope_limit: float) -> Line:
    """Return the line below all points with the smallest mean distance and a bounded slope.

    It is the edge of the lower convex hull over the points' mean x.

    Args:
        points: sorted by x, at least one.
        slope_limit: bound of the slope's absolute value.
    """
    hull: list[Point] = []
    for point in points:
        while len(hull) > 1 and not _turns_left(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    slope = _slope_over(hull, sum(x for x, _ in points) / len(points))
    slope = min(max(slope, -slope_limit), slope_limit)
    return min(y - slope * x for x, y in hull), slope


def _turns_left(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


def _slope_over(hull: Sequence[Point], centre: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(hull):
        if x0 <= centre <= x1 and x1 > x0:
            return (y1 - y0) / (x1 - x0)
    return 0.0

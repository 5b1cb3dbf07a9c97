"""Strips of the alignment matrix: into the layout of `strip_loop`, across the matrix, and back.

All of this becomes part of the compiled entry points in `exact` and `band`. Infinities matter, so
nothing here may be compiled with fast-math.
"""

from typing import Any, Final, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from edge.align.kernels.intrinsics import (
    from_bits,
    l1_distance,
    lanes_of,
    magnitude_bits,
    strip_loop,
)
from edge.align.kernels.strip_loop import AXES_AT_ONCE, LoopArguments
from edge.align.series import Indices, Series
from edge.compiled.machine_code import inlined

U64 = numba.uint64
"""An unsigned index needs no check for a negative one."""

BLOCK: Final = AXES_AT_ONCE + 1
"""Registers that one register of rows takes in `Workspace.rows`: its axes, and the cells to its
left."""

Words = NDArray[np.unsignedinteger[Any]]


class Strip(NamedTuple):
    """A strip of the matrix: some registers of rows, seen on some columns.

    Attributes:
        first: its first register.
        depth: its registers, which are the rows of a band.
        low: its first column.
        high: one past its last column.
    """

    first: int
    depth: int
    low: int
    high: int


class Workspace(NamedTuple):
    """Two series in the layout that strips are computed in.

    Attributes:
        n: rows of the matrix, samples of the first series.
        m: columns of the matrix, samples of the second series.
        axes: of both, a multiple of six.
        rows: as `pack_rows` stores them.
        columns: as `pack_columns` stores them.
        border: row of D above the strip that is next; element lanes + j is D[…, j], j = 0 … m.
    """

    n: int
    m: int
    axes: int
    rows: Series
    columns: Series
    border: Series


def workspace_length(n: int, m: int, axes: int, lanes: int) -> int:
    """Return how many numbers the workspace of (n, axes) and (m, axes) takes."""
    return axes // AXES_AT_ONCE * -(-n // lanes) * BLOCK * lanes + (axes + 1) * (m + 2 * lanes) + 1


@inlined
def workspace_in(memory: Series, n: int, m: int, axes: int) -> Workspace:
    """Return the workspace of (n, axes) and (m, axes) in memory of `workspace_length` numbers."""
    lanes = lanes_of(memory)
    first = axes // AXES_AT_ONCE * -(-n // lanes) * BLOCK * lanes
    second = first + axes * (m + 2 * lanes)
    border = memory[second : second + m + 2 * lanes + 1]
    return Workspace(n, m, axes, memory[:first], memory[first:second], border)


@inlined
def word_count(strip: Strip, lanes: int) -> int:
    """Return how many words of directions a strip has."""
    return strip.depth * (strip.high - strip.low + lanes - 1)


@inlined
def _two_axes(one: Any, other: Any, sum_diff: bool) -> tuple[Any, Any]:
    return (one + other, one - other) if sum_diff else (one, other)


@inlined
def pack_rows(s: Series, strip: Strip, sum_diff: bool, rows: Series) -> None:
    """Store the rows of the strip.

    `rows` is (groups of six axes, registers, `BLOCK`, lanes), flat; in lane 0 is the last band, and
    rows that the matrix does not have are zeros.
    """
    n, axes, lanes = s.shape[0], s.shape[1], lanes_of(s)
    first, depth = strip.first, strip.depth
    block = BLOCK * lanes
    stride = -(-n // lanes) * block
    for g in range(axes // AXES_AT_ONCE):
        for band in range(lanes):
            for v in range(depth):
                i = first * lanes + band * depth + v
                to = U64(g * stride + (first + v) * block + lanes - 1 - band)
                for k in range(0, AXES_AT_ONCE, 2):
                    one = other = s[0, 0] * 0
                    if i < n:
                        axis = g * AXES_AT_ONCE + k
                        one, other = s[U64(i), U64(axis)], s[U64(i), U64(axis + 1)]
                    pair = _two_axes(one, other, sum_diff)
                    rows[to + U64(k * lanes)] = pair[0]
                    rows[to + U64((k + 1) * lanes)] = pair[1]


@inlined
def pack_columns(t: Series, sum_diff: bool, columns: Series) -> None:
    """Store the columns: (axes, m), flat, with room for a register at both ends of each axis."""
    m, axes, lanes = t.shape[0], t.shape[1], lanes_of(t)
    length = m + 2 * lanes
    for k in range(axes):
        for j in range(lanes):
            columns[U64(k * length + j)] = columns[U64((k + 1) * length - 1 - j)] = 0
    for g in range(0, axes, AXES_AT_ONCE):
        for j in range(m):
            to = U64(g * length + lanes + j)
            for k in range(0, AXES_AT_ONCE, 2):
                one, other = t[U64(j), U64(g + k)], t[U64(j), U64(g + k + 1)]
                pair = _two_axes(one, other, sum_diff)
                columns[to + U64(k * length)] = pair[0]
                columns[to + U64((k + 1) * length)] = pair[1]


@inlined
def l1_bound(packed: Series, length: int, stride: int) -> Any:
    """Return an upper bound of the samples' L1 norms, from six axes packed as sums and differences.

    The axes are `length` numbers out of every `stride`.
    """
    largest = magnitude_bits(packed[0])
    for start in range(0, len(packed), stride):
        for i in range(start, start + length):
            largest = max(largest, magnitude_bits(packed[U64(i)]))
    return AXES_AT_ONCE // 2 * from_bits(largest, packed[0])


@inlined
def set_upper_border(border: Series, lanes: int) -> None:
    """Make it the border above the first row: element lanes + j is D[0, j], j = 0 … m."""
    for j in range(len(border)):
        border[j] = np.inf
    border[lanes] = 0


@inlined
def sweep(
    space: Workspace, strip: Strip, directions: Any, start: int, lines: Any, sum_diff: bool
) -> Any:
    """Compute the cells of a strip and return D of its last row and column.

    Args:
        space: its rows and columns packed, its border that above the strip; it becomes the one
            below the strip, if no lane of the strip is empty.
        strip: which.
        directions: filled from word `start` on, or None.
        start: number.
        lines: gets the lowest row of every band, a register per step; or None.
        sum_diff: whether rows and columns are stored as sums and differences.
    """
    rows, (first, depth, low, high) = space.rows, strip
    lanes = lanes_of(rows)
    cells = AXES_AT_ONCE * lanes
    for v in range(first, first + depth):
        for lane in range(lanes):
            rows[U64(v * BLOCK * lanes + cells + lane)] = np.inf
    last = min(space.n - first * lanes, depth * lanes) - 1
    band = last // depth
    strip_loop(
        LoopArguments(
            rows=rows,
            rows_stride=-(-space.n // lanes) * BLOCK * lanes,
            row=first,
            columns=space.columns,
            columns_stride=space.m + 2 * lanes,
            column=low + 1,
            groups=space.axes // AXES_AT_ONCE,
            border=space.border,
            at=lanes + low,
            steps=high - low + band,
            depth=depth,
            directions=directions,
            start=start,
            lines=lines,
            sum_diff=sum_diff,
        )
    )
    return rows[(first + last - band * depth) * BLOCK * lanes + cells + lanes - 1 - band]


@inlined
def traceback(
    s: Series,
    t: Series,
    cell: tuple[Any, Any, Any],
    strip: Strip,
    directions: Words,
    start: int,
    path: Indices,
) -> tuple[Any, Any, Any, float]:
    """Follow the directions of a strip from a cell in it to its top.

    Args:
        s: (n, axes), a multiple of six axes.
        t: (m, axes), as many.
        cell: (i, j), and the row of `path` that it goes to.
        strip: which.
        directions: as `sweep` fills them.
        start: number of the strip's first word.
        path: (…, 2), filled backwards.

    Returns:
        The next cell and row of `path`, above the strip, and the cost of the steps in float64.
    """
    lanes, axes, half = lanes_of(s), s.shape[1], U64(4 * directions.itemsize)
    depth = strip.depth
    # row // depth as a product: exact for every row of a strip.
    inverse = U64((1 << 32) // depth + 1)
    top = strip.first * lanes
    i, j, at = cell
    row, cost = i - top, 0.0
    word = start + (j - strip.low) * depth + row
    while row >= 0:
        i = top + row
        path[U64(at), U64(0)], path[U64(at), U64(1)] = i, j
        at -= 1
        for g in range(0, axes, AXES_AT_ONCE):
            cost += l1_distance(s, i * axes + g, t, j * axes + g)
        lane = U64(lanes - 1) - (U64(row) * inverse >> U64(32))
        bits = U64(directions[U64(word)]) >> lane
        vertical, horizontal = np.int64(bits & U64(1)), np.int64(bits >> half & U64(1))
        upwards = vertical | (1 - horizontal)
        word -= upwards + (depth & (vertical - 1))
        row -= upwards
        j -= 1 - vertical
    return top + row, j, at, cost

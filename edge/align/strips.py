"""Strips of the alignment matrix: into the layout of `strip_loop`, across the matrix, and back.

All of this becomes part of the compiled entry points in `edge.align.kernels`. Infinities matter, so
nothing here may be compiled with fast-math.
"""

from typing import Any, Final

import numba
import numpy as np
from numpy.typing import NDArray

from edge.align.errors import Series
from edge.align.intrinsics import apart, from_bits, lanes_of, magnitude_bits, strip
from edge.align.machine_code import inlined
from edge.align.strip_loop import AXES

U64 = numba.uint64
"""An unsigned index needs no check for a negative one."""

ROOM: Final = AXES + 1
"""What a register takes in `rows`: its axes, and the cells to its left."""

Indices = NDArray[np.int64]
Words = NDArray[np.unsignedinteger[Any]]


@inlined
def _turn(one: Any, other: Any, turned: bool) -> tuple[Any, Any]:
    return (one + other, one - other) if turned else (one, other)


@inlined
def pack_rows(s: Series, first: int, depth: int, turned: bool, rows: Series) -> None:
    """Store the rows of the strip whose registers are first … first + depth − 1.

    `rows` is (groups of six axes, registers, seven, lanes), flat; in lane 0 is the last band, and
    rows that the matrix does not have are zeros.
    """
    n, axes, lanes = s.shape[0], s.shape[1], lanes_of(s)
    block = ROOM * lanes
    stride = -(-n // lanes) * block
    for g in range(axes // AXES):
        for band in range(lanes):
            for v in range(depth):
                i = first * lanes + band * depth + v
                to = U64(g * stride + (first + v) * block + lanes - 1 - band)
                for k in range(0, AXES, 2):
                    one = other = s[0, 0] * 0
                    if i < n:
                        one, other = s[U64(i), U64(g * AXES + k)], s[U64(i), U64(g * AXES + k + 1)]
                    pair = _turn(one, other, turned)
                    rows[to + U64(k * lanes)] = pair[0]
                    rows[to + U64((k + 1) * lanes)] = pair[1]


@inlined
def pack_columns(t: Series, turned: bool, columns: Series) -> None:
    """Store the columns: (axes, m), flat, with a register's room at both ends of each axis."""
    m, axes, lanes = t.shape[0], t.shape[1], lanes_of(t)
    length = m + 2 * lanes
    for k in range(axes):
        for j in range(lanes):
            columns[U64(k * length + j)] = columns[U64((k + 1) * length - 1 - j)] = 0
    for g in range(0, axes, AXES):
        for j in range(m):
            to = U64(g * length + lanes + j)
            for k in range(0, AXES, 2):
                one, other = t[U64(j), U64(g + k)], t[U64(j), U64(g + k + 1)]
                pair = _turn(one, other, turned)
                columns[to + U64(k * length)] = pair[0]
                columns[to + U64((k + 1) * length)] = pair[1]


@inlined
def reach(turned: Series, length: int, stride: int) -> Any:
    """Return an upper bound of samples' L1 norms, from six axes of any packed as turned.

    They are `length` numbers out of every `stride`.
    """
    largest = magnitude_bits(turned[0])
    for start in range(0, len(turned), stride):
        for i in range(start, start + length):
            largest = max(largest, magnitude_bits(turned[U64(i)]))
    return AXES // 2 * from_bits(largest, turned[0])


@inlined
def set_upper_border(border: Series, lanes: int) -> None:
    """Make it the border above the first row: element lanes + j is D[0, j], j = 0 … m."""
    for j in range(len(border)):
        border[j] = np.inf
    border[lanes] = 0


@inlined
def cross(
    rows: Series,
    columns: Series,
    border: Series,
    n: int,
    m: int,
    axes: int,
    first: int,
    depth: int,
    low: int,
    high: int,
    directions: Any,
    start: int,
    lines: Any,
    turned: bool,
) -> Any:
    """Compute the strip of the registers first … first + depth − 1 on columns low … high − 1.

    Args:
        rows: as `pack_rows` stores them.
        columns: as `pack_columns` stores them.
        border: D above the strip; becomes that below it, if no lane of it is empty.
        n: rows of the matrix.
        m: columns of it.
        axes: in sixes.
        first: register.
        depth: registers.
        low: first column.
        high: one past the last.
        directions: filled from word `start` on, or None.
        start: number.
        lines: gets the lowest row of every band, a register per step; or None.
        turned: whether rows and columns are stored as sums and differences.

    Returns:
        D of the last row and column that were computed.
    """
    lanes = lanes_of(rows)
    cells = AXES * lanes
    for v in range(first, first + depth):
        for lane in range(lanes):
            rows[U64(v * ROOM * lanes + cells + lane)] = np.inf
    last = min(n - first * lanes, depth * lanes) - 1
    band = last // depth
    stride, length = -(-n // lanes) * ROOM * lanes, m + 2 * lanes
    strip(
        rows,
        stride,
        first,
        columns,
        length,
        low + 1,
        axes // AXES,
        border,
        lanes + low,
        high - low + band,
        depth,
        directions,
        start,
        lines,
        turned,
    )
    return rows[(first + last - band * depth) * ROOM * lanes + cells + lanes - 1 - band]


@inlined
def follow(
    s: Series,
    t: Series,
    cell: tuple[Any, Any, Any],
    first: int,
    depth: int,
    low: int,
    directions: Words,
    start: int,
    path: Indices,
) -> tuple[Any, Any, Any, float]:
    """Follow the directions of a strip from a cell in it to its top.

    Args:
        s: (n, axes), in sixes.
        t: (m, axes), likewise.
        cell: (i, j), and the row of `path` that it goes to.
        first: register of the strip.
        depth: its registers.
        low: its first column.
        directions: as `cross` fills them.
        start: number of its first word.
        path: (…, 2), filled backwards.

    Returns:
        The next cell and row of `path`, above the strip, and the cost of the steps in float64.
    """
    lanes, axes, half = lanes_of(s), s.shape[1], U64(4 * directions.itemsize)
    # row // depth as a product: exact for every row of a strip.
    inverse = U64((1 << 32) // depth + 1)
    top = first * lanes
    i, j, at = cell
    row, cost = i - top, 0.0
    word = start + (j - low) * depth + row
    while row >= 0:
        i = top + row
        path[U64(at), U64(0)], path[U64(at), U64(1)] = i, j
        at -= 1
        for g in range(0, axes, AXES):
            cost += apart(s, i * axes + g, t, j * axes + g)
        lane = U64(lanes - 1) - (U64(row) * inverse >> U64(32))
        bits = U64(directions[U64(word)]) >> lane
        vertical, horizontal = np.int64(bits & U64(1)), np.int64(bits >> half & U64(1))
        upwards = vertical | (1 - horizontal)
        word -= upwards + (depth & (vertical - 1))
        row -= upwards
        j -= 1 - vertical
    return top + row, j, at, cost

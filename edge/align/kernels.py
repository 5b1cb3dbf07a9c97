"""Compiled exact alignment: arrays and scalars in, arrays and scalars out, nothing checked.

`edge.align.strip_loop` says how a strip of the matrix is computed; here the series are brought into
its layout, strips are put together, and the path is read back from their directions.

Infinities matter, so nothing here may be compiled with fast-math.
"""

from typing import Any, Final

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from edge.align.errors import Series
from edge.align.machine_code import compiled
from edge.align.strip_loop import AXES, CAN_TURN, INT64, StripLoop, registers_of, strip_height

STRIP_LOOP: Final = "0b9bc67e85b4"
"""Digest of the source of `strip_loop`, held by a test: numba's cache notices that this file has
changed, not that the other one has."""

U64: Final = numba.uint64
"""An unsigned index needs no check for a negative one, which would keep loops from vectors."""

Directions = NDArray[np.uint8]
Indices = NDArray[np.int64]
inlined = numba.njit(nogil=True)
"""What other compiled code calls: it becomes part of that."""


def direction_bytes(n: int, m: int, itemsize: int) -> int:
    """Return how many bytes the directions of an (n, m) matrix take."""
    height = strip_height(itemsize)
    return -(-n // height) * (m + height - 1) * (height // 4)


STRIP_ARGUMENTS: Final = (
    *("rows", "row", "columns", "column", "border", "at"),
    *("steps", "tail", "directions", "start", "between", "turned", "few_rows"),
)


@intrinsic
def _strip(
    _: Any,
    rows: Any,
    row: Any,
    columns: Any,
    column: Any,
    border: Any,
    at: Any,
    steps: Any,
    tail: Any,
    directions: Any,
    start: Any,
    between: Any,
    turned: Any,
    few_rows: Any,
) -> Any:
    """Compute one strip.

    `rows` (axes, …) from element `row` on holds the strip, last row first; `columns` (axes, …) has
    its first column at element `column` + height − 1; `border[at]` is D left of the cell above it.
    `directions` is None where the path is not asked for; `between`, which gets the lowest rows of
    all but the lowest register in the columns of `border`, where they are not. With `few_rows` only
    the register of the first rows is computed, and no border.
    """
    signature = types.void(
        rows,
        row,
        columns,
        column,
        border,
        at,
        steps,
        tail,
        directions,
        start,
        between,
        turned,
        few_rows,
    )
    bits = rows.dtype.bitwidth

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        arguments = {}
        for name, kind, value in zip(STRIP_ARGUMENTS, signature.args, values, strict=True):
            if isinstance(kind, types.Array):
                array = context.make_array(kind)(context, builder, value)
                arguments[name] = array.data
                stride = builder.extract_value(array.strides, 0)
                arguments[f"{name}_stride"] = builder.sdiv(stride, ir.Constant(INT64, bits // 8))
                if name == "rows":
                    arguments["axes"] = builder.extract_value(array.shape, 0)
            elif not isinstance(kind, types.NoneType):
                arguments[name] = value
        loop = StripLoop(builder, bits, arguments)

        def six_axes(*, uppermost: bool) -> None:
            if not CAN_TURN:
                loop.emit(turned=False, in_registers=True, uppermost=uppermost)
                return
            with builder.if_else(arguments["turned"]) as (by_pairs, plain):
                with by_pairs:
                    loop.emit(turned=True, in_registers=True, uppermost=uppermost)
                with plain:
                    loop.emit(turned=False, in_registers=True, uppermost=uppermost)

        few_axes = builder.icmp_signed("<=", arguments["axes"], ir.Constant(INT64, AXES))
        with builder.if_else(few_axes) as (six, more):
            with six, builder.if_else(arguments["few_rows"]) as (short, whole):
                with short:
                    six_axes(uppermost=True)
                with whole:
                    six_axes(uppermost=False)
            with more:
                loop.emit(turned=False, in_registers=False)
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def _height(_: Any, series: Any) -> Any:
    """Return `strip_height` for an array as a constant, so that divisions by it are shifts."""
    return types.int64(series), _constant(strip_height(series.dtype.bitwidth // 8))


@intrinsic
def _registers(_: Any, series: Any) -> Any:
    """Return the registers of a strip for an array."""
    return types.int64(series), _constant(registers_of(series.dtype.bitwidth)[1])


def _constant(number: int) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return ir.Constant(INT64, number)

    return generate


@intrinsic
def _magnitude_bits(_: Any, x: Any) -> Any:
    """Return |x| as an integer of the same order: vectors have a largest integer, not a float."""
    kind = types.int32 if x.bitwidth == 32 else types.int64

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        bits = builder.bitcast(values[0], ir.IntType(x.bitwidth))
        return builder.and_(bits, ir.Constant(bits.type, (1 << (x.bitwidth - 1)) - 1))

    return kind(x), generate


@intrinsic
def _from_bits(_: Any, bits: Any, like: Any) -> Any:
    """Return the float of those bits, of the type of `like`."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.bitcast(values[0], context.get_value_type(signature.return_type))

    return like(bits, like), generate


@inlined
def _pack(x: Series, out: Series, first: int, step: int, turned: bool) -> None:
    """Store sample i of `x` (n, axes) in column first + step · i of `out`, one row per axis."""
    axes, values = U64(x.shape[1]), x.reshape(-1)
    for k in range(U64(0), axes, U64(2)):
        lone = k + U64(1) == axes
        for i in range(x.shape[0]):
            one = values[axes * U64(i) + k]
            other = one * 0 if lone else values[axes * U64(i) + k + U64(1)]
            at = U64(first + step * i)
            out[k, at] = one + other if turned else one
            out[k + U64(1), at] = one - other if turned else other


@inlined
def _room(x: Series, length: int) -> Series:
    """Return zeros for `length` samples of all axes, as many as are taken at once."""
    return np.zeros((-(-x.shape[1] // AXES) * AXES, length), x.dtype)


@inlined
def packed_rows(s: Series, turned: bool) -> Series:
    """Return `s` as `sweep` takes it: (axes, whole strips), last sample first."""
    height = _height(s)
    length = -(-s.shape[0] // height) * height
    rows: Series = _room(s, length)
    _pack(s, rows, length - 1, -1, turned)
    return rows


@inlined
def packed_columns(t: Series, turned: bool) -> Series:
    """Return `t` as `sweep` takes it: (axes, m) with a strip's height of room at both ends."""
    height = _height(t)
    columns: Series = _room(t, t.shape[0] + 2 * height)
    _pack(t, columns, height, 1, turned)
    return columns


@inlined
def reach(turned: Series) -> float:
    """Return an upper bound of the samples' L1 norms, from rows or columns packed as turned."""
    bound = 0.0
    for k in range(0, turned.shape[0], 2):
        largest = _magnitude_bits(turned[k, 0])
        for coordinate in (turned[k], turned[k + 1]):
            for i in range(len(coordinate)):
                largest = max(largest, _magnitude_bits(coordinate[i]))
        bound += _from_bits(largest, turned[k, 0])
    return bound


@inlined
def upper_border(t: Series) -> Series:
    """Return the border above the first row: element height + j is D[0, j], j = 0 … m."""
    height = _height(t)
    border = np.full(t.shape[0] + 2 * height + 1, np.inf, t.dtype)
    border[height] = 0
    return border


@inlined
def whole_width(n: int, m: int, height: int) -> tuple[Indices, Indices]:
    """Return the windows (low, high) of all strips where each one sees every column."""
    strips = -(-n // height)
    return np.zeros(strips, np.int64), np.full(strips, m, np.int64)


@inlined
def direction_starts(low: Indices, high: Indices, height: int) -> Indices:
    """Return where the directions of each strip begin, and at last where they end."""
    starts = np.zeros(len(low) + 1, np.int64)
    for q in range(len(low)):
        starts[q + 1] = starts[q] + (high[q] - low[q] + height - 1) * (height // 4)
    return starts


@inlined
def sweep(
    rows: Series,
    columns: Series,
    border: Series,
    n: int,
    first: int,
    low: Indices,
    high: Indices,
    directions: Any,
    starts: Indices,
    between: Any,
    turned: bool,
) -> Any:
    """Compute the strips from number `first` on, strip first + q on columns low[q] … high[q] − 1.

    `border` is that above strip `first` and becomes that below the last one, if that is whole.
    `directions` and `between` (of the last strip) are filled, or None.

    Returns:
        D of the last row and the last column that were computed.
    """
    height = _height(rows)
    tail = np.empty(height, rows.dtype)
    # A register of less than eight rows shares its bytes of the directions with others.
    few = height // _registers(rows) if height // _registers(rows) >= 8 else 0
    last = height - 1
    for q in range(len(low)):
        last = min(height, n - (first + q) * height) - 1
        _strip(
            rows,
            rows.shape[1] - (first + q + 1) * height,
            columns,
            low[q] + 1,
            border,
            height + low[q],
            high[q] - low[q] + last,
            tail,
            directions,
            starts[q],
            between,
            turned,
            last < few,
        )
    return tail[height - 1 - last]


@inlined
def _followed(
    s: Series,
    t: Series,
    end: tuple[Any, Any, Any],
    first: int,
    low: Indices,
    directions: Directions,
    starts: Indices,
    path: Indices,
) -> tuple[Any, Any, Any, float]:
    """Follow the directions from cell (i, j) up to the top of strip `first`.

    Args:
        s: (n, axes).
        t: (m, axes).
        end: the cell and the row of `path` that it goes to.
        first: number of the first strip that `low`, `directions` and `starts` speak of.
        low: first column of each strip.
        directions: as `sweep` fills them.
        starts: of each strip in them.
        path: (…, 2), filled backwards.

    Returns:
        The next cell and row of `path` beyond the top, and the cost of the steps in float64.
    """
    i, j, at = end
    height = _height(s)
    half, axes = U64(height // 8), U64(s.shape[1])
    a, b = s.reshape(-1), t.reshape(-1)
    cost = 0.0
    for q in range(i // height - first, -1, -1):
        top = (first + q) * height
        start = starts[q] - low[q] * (height // 4)
        while i >= top and j >= 0:
            path[U64(at), U64(0)], path[U64(at), U64(1)] = i, j
            at -= 1
            step = 0.0
            for k in range(axes):
                x, y = a[U64(i) * axes + k], b[U64(j) * axes + k]
                step += abs(np.float64(x) - np.float64(y))
            cost += step
            lane = U64(top + height - 1 - i)
            byte = U64(start + (j + i - top) * (height // 4)) + (lane >> U64(3))
            vertical = directions[byte] >> (lane & U64(7)) & U64(1)
            horizontal = directions[byte + half] >> (lane & U64(7)) & U64(1)
            i -= np.int64(vertical | (U64(1) - horizontal))
            j -= np.int64(U64(1) - vertical)
    return i, j, at, cost


@inlined
def _swept(
    s: Series, t: Series, low: Indices, high: Indices, directions: Any, starts: Indices
) -> Any:
    """Return D[n, m], computed by pairs of axes if that is possible and precise enough."""
    turned = CAN_TURN and s.shape[1] <= AXES
    while True:
        rows, columns = packed_rows(s, turned), packed_columns(t, turned)
        border = upper_border(t)
        cost = sweep(rows, columns, border, len(s), 0, low, high, directions, starts, None, turned)
        if not turned or cost >= reach(rows) + reach(columns):
            return cost
        turned = False


@compiled
def distance(s: Series, t: Series) -> Any:
    """Return the DTW distance in the arithmetic of the series' type.

    It is finite if and only if all values are (each path crosses every row and every column, and
    neither NaN nor an infinity is ever the smaller one) and the sum does not overflow.
    """
    low, high = whole_width(len(s), len(t), _height(s))
    return _swept(s, t, low, high, None, low)


@compiled
def align(
    s: Series, t: Series, low: Indices, high: Indices, directions: Directions, path: Indices
) -> tuple[int, float]:
    """Fill `path` (n + m − 1, 2) backwards; return its first row and its cost in float64.

    Strip q sees the columns low[q] … high[q] − 1, or all of them where `low` and `high` are empty.
    `directions` has room for them. Where the cost is not finite (`distance` says when) there is no
    path.
    """
    n, m = len(s), len(t)
    if len(low) == 0:
        low, high = whole_width(n, m, _height(s))
    starts = direction_starts(low, high, _height(s))
    cost = _swept(s, t, low, high, directions, starts)
    if not np.isfinite(cost):
        return 0, np.float64(cost)
    end = (n - 1, m - 1, n + m - 2)
    _, _, at, total = _followed(s, t, end, 0, low, directions, starts, path)
    return at + 1, total


@compiled
def distances(
    s: Series, s_ends: Indices, t: Series, t_ends: Indices, pairs: Indices, out: NDArray[np.float64]
) -> None:
    """Fill `out` with the distance of each pair (a, b) of the series laid end to end in s and t.

    Series a is s[s_ends[a] : s_ends[a + 1]].
    """
    for p in range(len(pairs)):
        a, b = pairs[p, 0], pairs[p, 1]
        out[p] = distance(s[s_ends[a] : s_ends[a + 1]], t[t_ends[b] : t_ends[b + 1]])


@compiled
def lines(s: Series, t: Series) -> Series:
    """Return D below every register's worth of rows of `s`, a whole number of strips: (…, m).

    By pairs of axes wherever that is possible: what bounds a band may be rounded.
    """
    height, m = _height(s), len(t)
    turned = CAN_TURN and s.shape[1] <= AXES
    rows, columns, border = packed_rows(s, turned), packed_columns(t, turned), upper_border(t)
    between = np.empty((_registers(s) - 1, len(border)), s.dtype)
    shown = np.empty((len(s) // height * _registers(s), m), s.dtype)
    low, high = np.zeros(1, np.int64), np.full(1, m, np.int64)
    at = 0
    for q in range(len(s) // height):
        sweep(rows, columns, border, len(s), q, low, high, None, low, between, turned)
        for v in range(len(between)):
            shown[at] = between[v, height + 1 : height + 1 + m]
            at += 1
        shown[at] = border[height + 1 : height + 1 + m]
        at += 1
    return shown


@compiled
def columns_of(t: Series, turned: bool) -> tuple[Series, Series, float]:
    """Return `t` packed for `advance`, the border above the first row, and the norms' bound."""
    columns = packed_columns(t, turned)
    return columns, upper_border(t), reach(columns)


@compiled
def advance(
    s: Series, columns: Series, border: Series, width: int, directions: Any, turned: bool
) -> tuple[Any, float]:
    """Move `border` from above the rows `s` to below them, on the first `width` columns.

    Args:
        s: (n, axes) whole strips, but for the last rows of all.
        columns: of `columns_of`.
        border: changed in place.
        width: number of columns.
        directions: filled, or None.
        turned: as `columns`.

    Returns:
        D at the last row and column, and the bound of the rows' norms.
    """
    height = _height(s)
    rows = packed_rows(s, turned)
    low, high = whole_width(len(s), width, height)
    starts = direction_starts(low, high, height)
    cost = sweep(rows, columns, border, len(s), 0, low, high, directions, starts, None, turned)
    return cost, reach(rows)


@compiled
def retreat(
    s: Series, t: Series, end: Indices, first: int, directions: Directions, path: Indices
) -> float:
    """Follow the directions that `advance` filled, from `end` to above strip `first`.

    Args:
        s: (n, axes).
        t: (m, axes).
        end: cell (i, j) and the row of `path` it goes to; changed to the next ones. The directions
            are those of j + 1 columns.
        first: number of the first strip that the directions speak of.
        directions: likewise.
        path: filled backwards.

    Returns:
        The cost of the steps in float64.
    """
    height = _height(s)
    low, high = whole_width(end[0] + 1 - first * height, end[1] + 1, height)
    starts = direction_starts(low, high, height)
    cell = (end[0], end[1], end[2])
    i, j, at, cost = _followed(s, t, cell, first, low, directions, starts, path)
    end[0], end[1], end[2] = i, j, at
    return float(cost)

"""The loop under every exact alignment here, emitted as LLVM vector instructions.

Layout. The matrix D is computed in strips of rows, and a strip in bands of `depth` consecutive
rows, one band per lane of a vector register, the first band in the highest lane. At step d of a
strip a band of number l is at column low + d − l and computes all its rows there, from the first
to the last one: row v of all bands is register v. So one unaligned load per axis brings the columns
for all registers of a step, and the cell above is the register before; only the first row of a
band needs another lane, the last row of the band above a step ago. What is above the strip comes
from memory (`border`), and the strip's last row goes back there in place, as far behind the reads
as a register has lanes. A strip may be of any depth: its rows, and the cells to their left, lie in
the first cache.

Why so. A step takes a shuffle and, per register, a minimum and an addition in a row; the rest can
be done ahead. From about ten registers on the machine has enough of that rest to be busy all the
time, and the steps in which some bands are outside the matrix are few: a register has few lanes,
whatever the number of rows.

Edges. There are no branches for them. Left of `low` all starts from infinity and so remains
infinite; right of `high` nothing flows back; both may be loaded because `columns` and `border` are
padded by a register's lanes. So a strip may just as well see a window of the columns: that is all a
band around a path is.

Cost. |x| + |y| = max(|x + y|, |x − y|): where the series are stored as the sums and differences of
their axes, two by two (`sum_diff`), a pair of axes takes two subtractions and one AVX-512
instruction (VRANGE, the larger of two magnitudes), where the plain formula takes two subtractions,
two sign masks and an addition. Sums and differences round in proportion to the values instead of
the distances: at most ε · (largest ‖s_i‖₁ + largest ‖t_j‖₁) per cell. Any sum of the same length up
to D rounds by as much as ε · D per cell; so where D is at least those two norms this form is no
worse than the arithmetic itself, and where D is less the plain formula decides.

Directions. Two bits per cell: is the cell above at most the smaller of the other two, and is the
left one at most the diagonal one; together they are the order of Algorithm 1 (MicroXercise,
arXiv 2408.11837) on ties. A register of a step stores them as one word, the bits of the first
question in its lower half; the words of row i and column j of a strip are number
(j − low) · depth + i, whichever lane that is.

LLVM turns the vectors into what the machine has; which that is, is asked of numba, so that its
settings NUMBA_CPU_NAME and NUMBA_CPU_FEATURES choose the path.
"""

import functools
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from llvmlite import ir
from numba.core.registry import cpu_target

AXES_AT_ONCE: Final = 6
"""Axes whose distances are computed together: three of acceleration, three of angular rate."""

INT64, INT32, BYTE = ir.IntType(64), ir.IntType(32), ir.IntType(8)
LARGER_MAGNITUDE: Final = 0b1011
"""VRANGE's immediate operand for max(|x|, |y|)."""
CURRENT_ROUNDING: Final = 4


def _machine() -> tuple[str, int]:
    """Return the vector instructions that numba generates code for, and their width in bytes."""
    features = set(cpu_target.target_context.codegen().magic_tuple()[2].split(","))
    if {"+avx512f", "+avx512dq"} <= features:
        return "AVX-512", 64
    if "+avx2" in features:
        return "AVX2", 32
    return ("NEON", 16) if "+neon" in features else ("128-bit vectors", 16)


INSTRUCTION_SET, REGISTER_BYTES = _machine()
CAN_SUM_DIFF: Final = INSTRUCTION_SET == "AVX-512"


def lanes(itemsize: int) -> int:
    """Return the lanes of a register for floats of `itemsize` bytes."""
    return REGISTER_BYTES // itemsize


class LoopArguments(NamedTuple):
    """What the loop over a strip's steps is given.

    Attributes:
        rows: as `strips.pack_rows` stores them, infinite to the left of the first step's cells; the
            last step's cells are there in the end.
        rows_stride: elements of a group of six axes.
        row: number of the strip's first register.
        columns: as `strips.pack_columns` stores them.
        columns_stride: elements of an axis.
        column: element of the first column, less a register's lanes, plus one.
        groups: of six axes.
        border: D above the strip, and below it afterwards.
        at: element of `border` left of the cell above the strip's first one.
        steps: number.
        depth: rows of a band.
        directions: words, or None where the path is not asked for.
        start: number of the strip's first word.
        lines: gets the lowest row of every band, a register per step; or None.
        sum_diff: whether rows and columns are stored as sums and differences.
    """

    rows: Any
    rows_stride: Any
    row: Any
    columns: Any
    columns_stride: Any
    column: Any
    groups: Any
    border: Any
    at: Any
    steps: Any
    depth: Any
    directions: Any
    start: Any
    lines: Any
    sum_diff: Any


Cost = Callable[[Any], Any]
"""Emits the costs of the cells of a register, given its number."""


class StripLoop:
    """Emits the loop over the steps of one strip, in LLVM's terms.

    Args:
        builder: where to.
        bits: of a float.
        given: pointers and numbers by the names of `LoopArguments`, without those that are None.
    """

    def __init__(self, builder: Any, bits: int, given: dict[str, Any]) -> None:
        self.b, self.bits, self.given = builder, bits, given
        self.lanes = lanes(bits // 8)
        self.scalar = ir.FloatType() if bits == 32 else ir.DoubleType()
        self.vector = ir.VectorType(self.scalar, self.lanes)

    def emit(self, *, sum_diff: bool, few_axes: bool) -> None:
        """Emit all steps; the last one's cells are in `left` then.

        Args:
            sum_diff: whether rows and columns are stored as sums and differences.
            few_axes: whether there are no more than are taken at once.
        """
        b, given = self.b, self.given
        infinity = ir.Constant(self.vector, [float("inf")] * self.lanes)
        corner = b.load(self._address("border", given["at"]))
        corner = b.insert_element(infinity, corner, ir.Constant(INT32, self.lanes - 1))

        def step(d: Any, values: list[Any]) -> list[Any]:
            diagonal, lowest = values
            here, column = b.add(given["at"], d), b.add(given["column"], d)
            top = b.load(self._address("border", self._plus(here, 1)))
            up = self._next_band(lowest, top)
            t = self._six("columns", column, given["columns_stride"]) if few_axes else None
            cost = functools.partial(self._cost, t=t, column=column, sum_diff=sum_diff)
            lowest = self._bands(b.mul(d, given["depth"]), up, diagonal, cost)
            last = b.extract_element(lowest, ir.Constant(INT32, 0))
            b.store(last, self._address("border", self._plus(here, 2 - self.lanes)))
            if "lines" in given:
                place = b.mul(d, self._number(self.lanes))
                b.store(lowest, self._address("lines", place, self.vector), self.bits // 8)
            return [up, lowest]

        self._repeat(self._number(0), given["steps"], 1, [corner, infinity], step)

    def _bands(self, word: Any, up: Any, diagonal: Any, cost: Cost) -> Any:
        """Emit one step of all bands and return its last register.

        Two registers are one round of a loop; where their number is odd one goes before.

        Args:
            word: number of the step's first word of directions in the strip.
            up: what is above the first register.
            diagonal: what is left of that.
            cost: of a register.
        """
        b, depth, one = self.b, self.given["depth"], self._number(1)
        odd = b.and_(depth, one)
        before = b.block
        with b.if_then(b.trunc(odd, ir.IntType(1))):
            lone = self._register(self._number(0), word, [up, diagonal], cost)
            within = b.block
        up = self._phi((up, before), (lone[0], within))
        diagonal = self._phi((diagonal, before), (lone[1], within))

        def pair(v: Any, values: list[Any]) -> list[Any]:
            upper = self._register(v, word, values, cost)
            return self._register(b.add(v, one), word, upper, cost)

        before = b.block
        with b.if_then(b.icmp_signed(">", depth, one)):
            lowest, _ = self._repeat(odd, depth, 2, [up, diagonal], pair)
            within = b.block
        return self._phi((up, before), (lowest, within))

    def _register(self, v: Any, word: Any, values: list[Any], cost: Cost) -> list[Any]:
        """Emit register `v` from what is above and diagonal; return its cells and their left."""
        b, (up, diagonal) = self.b, values
        place = self._plus(self._place(v), AXES_AT_ONCE * self.lanes)
        place = self._address("rows", place, self.vector)
        left = b.load(place, align=self.bits // 8)
        least = self._smaller(left, diagonal)
        now = b.fadd(cost(v), self._smaller(up, least))
        if "directions" in self.given:
            vertical = b.fcmp_ordered("<=", up, least)
            horizontal = b.fcmp_ordered("<=", left, diagonal)
            self._store_word(vertical, horizontal, b.add(self.given["start"], b.add(word, v)))
        b.store(now, place, self.bits // 8)
        return [now, left]

    def _place(self, v: Any) -> Any:
        """Return the element of `rows` where register `v` of the strip begins."""
        return self.b.mul(
            self.b.add(self.given["row"], v), self._number((AXES_AT_ONCE + 1) * self.lanes)
        )

    def _store_word(self, vertical: Any, horizontal: Any, at: Any) -> None:
        b, half = self.b, ir.IntType(self.lanes)
        masks = [b.bitcast(mask, half) for mask in (vertical, horizontal)]
        if self.lanes < 8:
            low, high = (b.zext(mask, BYTE) for mask in masks)
            masks = [b.or_(low, b.shl(high, ir.Constant(BYTE, 4)))]
        first = b.mul(at, self._number(len(masks)))
        for k, mask in enumerate(masks):
            address = self._address("directions", self._plus(first, k), mask.type)
            b.store(mask, address, 1)

    def _cost(self, v: Any, *, t: list[Any] | None, column: Any, sum_diff: bool) -> Any:
        """Return the L1 costs of the cells of register `v`; lane 0 is at `column`.

        `t` are the columns' axes, where there are no more than six.
        """
        b, given = self.b, self.given
        place = self._place(v)
        if t is not None:
            return self._distance(self._six("rows", place, self._number(self.lanes)), t, sum_diff)
        stride = given["columns_stride"]

        def six_more(group: Any, values: list[Any]) -> list[Any]:
            own = b.add(place, b.mul(group, given["rows_stride"]))
            other = b.add(column, b.mul(group, b.mul(stride, self._number(AXES_AT_ONCE))))
            s = self._six("rows", own, self._number(self.lanes))
            t = self._six("columns", other, stride)
            return [b.fadd(values[0], self._distance(s, t, sum_diff))]

        nothing = ir.Constant(self.vector, [0.0] * self.lanes)
        return self._repeat(self._number(0), given["groups"], 1, [nothing], six_more)[0]

    def _distance(self, s: list[Any], t: list[Any], sum_diff: bool) -> Any:
        """Return Σ_k |s_k − t_k| over six axes."""
        b = self.b
        x = [b.fsub(*pair) for pair in zip(s, t, strict=True)]
        join = self._larger_magnitude if sum_diff else self._added_magnitudes
        first, second, third = (join(x[k], x[k + 1]) for k in (0, 2, 4))
        return b.fadd(b.fadd(first, second), third)

    def _added_magnitudes(self, x: Any, y: Any) -> Any:
        name = f"llvm.fabs.v{self.lanes}f{self.bits}"
        return self.b.fadd(self._call(name, x), self._call(name, y))

    def _larger_magnitude(self, x: Any, y: Any) -> Any:
        name = f"llvm.x86.avx512.mask.range.p{'s' if self.bits == 32 else 'd'}.512"
        which = ir.Constant(INT32, LARGER_MAGNITUDE)
        all_lanes = ir.Constant(ir.IntType(self.lanes), -1)
        return self._call(name, x, y, which, x, all_lanes, ir.Constant(INT32, CURRENT_ROUNDING))

    def _next_band(self, lowest: Any, top: Any) -> Any:
        """Return the bands' lowest cells moved to the bands below, and `top` to the first one."""
        b = self.b
        undefined = ir.Constant(self.vector, ir.Undefined)
        above = b.insert_element(undefined, top, ir.Constant(INT32, 0))
        following = ir.Constant(ir.VectorType(INT32, self.lanes), list(range(1, self.lanes + 1)))
        return b.shuffle_vector(lowest, above, following)

    def _six(self, name: str, start: Any, stride: Any) -> list[Any]:
        """Return six axes of `rows` or `columns` from element `start` on, for all lanes."""
        b = self.b
        places = (b.add(start, b.mul(stride, self._number(k))) for k in range(AXES_AT_ONCE))
        addresses = (self._address(name, place, self.vector) for place in places)
        return [b.load(address, align=self.bits // 8) for address in addresses]

    def _repeat(
        self, start: Any, stop: Any, stride: int, values: list[Any], body: Callable[..., list[Any]]
    ) -> list[Any]:
        """Emit values = body(index, values) for range(start, stop, stride), once at least."""
        b, before = self.b, self.b.block
        loop, after = b.append_basic_block("loop"), b.append_basic_block("after")
        b.branch(loop)
        b.position_at_end(loop)
        index, *current = (self._phi((value, before)) for value in (start, *values))
        changed = body(index, current)
        following = self._plus(index, stride)
        for phi, value in zip([index, *current], [following, *changed], strict=True):
            phi.add_incoming(value, b.block)
        b.cbranch(b.icmp_signed("<", following, stop), loop, after)
        b.position_at_end(after)
        return changed

    def _phi(self, *incoming: tuple[Any, Any]) -> Any:
        phi = self.b.phi(incoming[0][0].type)
        for value, block in incoming:
            phi.add_incoming(value, block)
        return phi

    def _address(self, name: str, index: Any, kind: Any = None) -> Any:
        """Return where an element is; `index` counts scalars, or integers of that kind."""
        pointer, b = self.given[name], self.b
        if isinstance(kind, ir.IntType):
            return b.gep(b.bitcast(pointer, kind.as_pointer()), [index])
        return b.bitcast(b.gep(pointer, [index]), (kind or self.scalar).as_pointer())

    def _number(self, number: int) -> Any:
        return ir.Constant(INT64, number)

    def _plus(self, index: Any, number: int) -> Any:
        return self.b.add(index, self._number(number))

    def _smaller(self, x: Any, y: Any) -> Any:
        return self.b.select(self.b.fcmp_ordered("<", x, y), x, y)

    def _call(self, name: str, *arguments: Any) -> Any:
        module = self.b.module
        kind = ir.FunctionType(self.vector, [argument.type for argument in arguments])
        return self.b.call(module.globals.get(name) or ir.Function(module, kind, name), arguments)

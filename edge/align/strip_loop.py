"""The loop under every exact alignment here, emitted as LLVM vector instructions.

Layout. The matrix D is computed in strips of rows, as many as two vector registers have lanes
(four on narrow machines), first row in the highest lane. At step d of a strip its row r is at
column low + d − r, so that no lane needs another one of the same step: per axis one unaligned load
brings the columns of all lanes, the cell to the left is the previous step's vector, the one above
is the same vector moved by one lane, and the diagonal one is what was above a step ago. Only the
row above the strip comes from memory (`border`), and the strip's last row goes back there in
place, a strip's height behind the reads.

Edges. There are no branches for them. Left of `low` all starts from infinity and so remains
infinite; right of `high` nothing flows back; both may be loaded because `columns` and `border` are
padded by a strip's height. So a strip may just as well see a window of the columns: that is all a
band is.

Cost. |x| + |y| = max(|x + y|, |x − y|): where the series are stored as the sums and differences of
their axes, two by two ("turned"), a pair of axes takes two subtractions and one AVX-512
instruction (VRANGE, the larger of two magnitudes), where the plain formula takes two subtractions,
two sign masks and an addition. Turning rounds in proportion to the values instead of their
differences: at most ε · (largest ‖s_i‖₁ + largest ‖t_j‖₁) per cell. Any sum of the same length up
to D rounds by as much as ε · D per cell; so where D is at least those two norms turning is no worse
than the arithmetic itself, and where it is less the plain formula decides.

Lines. What the border gets, the row under the strip, can be had of every register's lowest row at
the price of a store: a strip of two registers shows the rows through its middle too.

Directions. Two bits per cell: is the cell above at most the smaller of the other two, and is the
left one at most the diagonal one; together they are the order of Algorithm 1 (MicroXercise,
arXiv 2408.11837) on ties. A step of a strip stores each as one bit mask.

LLVM turns the vectors into what the machine has; which that is, is asked of numba, so that its
settings NUMBA_CPU_NAME and NUMBA_CPU_FEATURES choose the path.
"""

import functools
from typing import Any, Final

from llvmlite import ir
from numba.core.registry import cpu_target

AXES: Final = 6
"""Axes that stay in registers: accelerometer and gyroscope. More are taken six at a time."""

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
CAN_TURN: Final = INSTRUCTION_SET == "AVX-512"


def registers_of(bits: int) -> tuple[int, int]:
    """Return the lanes of a register for floats of so many bits, and the registers of a strip.

    A strip has at least eight rows, so that its masks fill bytes.
    """
    lanes = REGISTER_BYTES * 8 // bits
    return lanes, max(2, 8 // lanes)


@functools.cache
def strip_height(itemsize: int) -> int:
    """Return the rows of a strip for floats of `itemsize` bytes."""
    lanes, registers = registers_of(8 * itemsize)
    return lanes * registers


class StripLoop:
    """Emits the loop over the steps of one strip, in LLVM's terms."""

    def __init__(self, builder: Any, bits: int, arguments: dict[str, Any]) -> None:
        self.b, self.bits, self.given = builder, bits, arguments
        self.lanes, self.registers = registers_of(bits)
        self.height = self.lanes * self.registers
        self.scalar = ir.FloatType() if bits == 32 else ir.DoubleType()
        self.vector = ir.VectorType(self.scalar, self.lanes)
        self.infinity = ir.Constant(self.vector, [float("inf")] * self.lanes)

    def emit(self, *, turned: bool, in_registers: bool, uppermost: bool = False) -> None:
        """Emit the strip; the last step's cells end up in `tail`.

        Args:
            turned: whether rows and columns are stored as sums and differences.
            in_registers: whether there are no more axes than fit there.
            uppermost: leave out all registers but that of the first rows, for the last rows of a
                matrix; no border is left then.
        """
        b, given = self.b, self.given
        used = [self.registers - 1] if uppermost else list(range(self.registers))
        rows = [self._axes("rows", given["row"], v) for v in used] if in_registers else None
        corner = b.load(self._address(given["border"], given["at"]))
        above = [self.infinity] * len(used)
        above[-1] = b.insert_element(self.infinity, corner, ir.Constant(INT32, self.lanes - 1))
        before = b.block
        loop, done = b.append_basic_block("step"), b.append_basic_block("done")
        b.branch(loop)
        b.position_at_end(loop)

        step = self._phi(INT64, before, ir.Constant(INT64, 0))
        left = [self._phi(self.vector, before, self.infinity) for _ in used]
        diagonal = [self._phi(self.vector, before, initial) for initial in above]
        here = b.add(given["at"], step)
        top = b.load(self._address(given["border"], self._plus(here, 1)))
        up = self._moved_down(left, top)
        costs = self._costs(rows, b.add(given["column"], step), used, turned=turned)
        least = [self._smaller(*pair) for pair in zip(left, diagonal, strict=True)]
        cheapest = [self._smaller(*pair) for pair in zip(up, least, strict=True)]
        now = [b.fadd(*pair) for pair in zip(costs, cheapest, strict=True)]
        if "directions" in given:
            at = b.add(given["start"], b.mul(step, ir.Constant(INT64, self.height // 4)))
            at = self._plus(at, used[0] * self.lanes // 8)
            self._store_masks(up, least, at)
            self._store_masks(left, diagonal, self._plus(at, self.height // 8))
        if not uppermost:
            self._store_last_row(now[0], "border", self._plus(here, 2 - self.height))
        if "between" in given and not uppermost:
            for v in used[1:]:
                row = b.mul(given["between_stride"], ir.Constant(INT64, self.registers - 1 - v))
                at = b.add(here, self._plus(row, 2 - self.height + self.lanes * v))
                self._store_last_row(now[v], "between", at)

        following = self._plus(step, 1)
        for phi, value in zip([step, *left, *diagonal], [following, *now, *up], strict=True):
            phi.add_incoming(value, b.block)
        b.cbranch(b.icmp_signed("<", following, given["steps"]), loop, done)
        b.position_at_end(done)
        for v, cells in zip(used, now, strict=True):
            place = ir.Constant(INT64, self.lanes * v)
            b.store(cells, self._address(given["tail"], place, self.vector), self.bits // 8)

    def _costs(self, rows: Any, column: Any, used: list[int], *, turned: bool) -> list[Any]:
        """Return per register the L1 costs of its cells; lane 0 of register 0 is at `column`."""
        if rows is not None:
            columns = [self._axes("columns", column, v) for v in used]
            return [self._six(s, t, turned) for s, t in zip(rows, columns, strict=True)]
        b, before = self.b, self.b.block
        loop, done = b.append_basic_block("axes"), b.append_basic_block("cells")
        b.branch(loop)
        b.position_at_end(loop)
        axis = self._phi(INT64, before, ir.Constant(INT64, 0))
        zero = ir.Constant(self.vector, [0.0] * self.lanes)
        sums = [self._phi(self.vector, before, zero) for _ in used]
        costs = []
        for v, so_far in zip(used, sums, strict=True):
            s = self._axes("rows", self.given["row"], v, axis)
            t = self._axes("columns", column, v, axis)
            costs.append(b.fadd(so_far, self._six(s, t, turned)))
        following = self._plus(axis, AXES)
        for phi, value in zip([axis, *sums], [following, *costs], strict=True):
            phi.add_incoming(value, loop)
        b.cbranch(b.icmp_signed("<", following, self.given["axes"]), loop, done)
        b.position_at_end(done)
        return costs

    def _six(self, s: list[Any], t: list[Any], turned: bool) -> Any:
        """Return Σ_k |s_k − t_k| over six axes."""
        b = self.b
        x = [b.fsub(*pair) for pair in zip(s, t, strict=True)]
        join = self._larger_magnitude if turned else self._added_magnitudes
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

    def _moved_down(self, left: list[Any], top: Any) -> list[Any]:
        """Return the previous step's cells moved by one row, the border's in the first one."""
        b = self.b
        undefined = ir.Constant(self.vector, ir.Undefined)
        higher = [*left[1:], b.insert_element(undefined, top, ir.Constant(INT32, 0))]
        lanes = ir.Constant(ir.VectorType(INT32, self.lanes), list(range(1, self.lanes + 1)))
        return [
            b.shuffle_vector(own, upper, lanes) for own, upper in zip(left, higher, strict=True)
        ]

    def _store_last_row(self, cells: Any, name: str, at: Any) -> None:
        last = self.b.extract_element(cells, ir.Constant(INT32, 0))
        self.b.store(last, self._address(self.given[name], at))

    def _store_masks(self, one: list[Any], other: list[Any], at: Any) -> None:
        """Store at byte `at` of the directions, a bit per row, where `one` is at most `other`."""
        b, lanes = self.b, self.lanes
        bits = [b.fcmp_ordered("<=", *pair) for pair in zip(one, other, strict=True)]
        masks = [b.bitcast(each, ir.IntType(lanes)) for each in bits]
        if lanes < 8:
            wide = [b.zext(mask, BYTE) for mask in masks]
            whole = wide[0]
            for v, mask in enumerate(wide[1:], start=1):
                whole = b.or_(whole, b.shl(mask, ir.Constant(BYTE, lanes * v)))
            masks = [whole]
        for v, mask in enumerate(masks):
            place = self._plus(at, v * lanes // 8)
            b.store(mask, self._address(self.given["directions"], place, mask.type), 1)

    def _axes(self, name: str, place: Any, register: int, first: Any = None) -> list[Any]:
        """Return six axes of `rows` or `columns`, from `first` on, for the lanes of a register."""
        b, stride = self.b, self.given[f"{name}_stride"]
        start = self._plus(place, self.lanes * register)
        if first is not None:
            start = b.add(start, b.mul(first, stride))
        vectors = []
        for k in range(AXES):
            at = b.add(start, b.mul(stride, ir.Constant(INT64, k)))
            address = self._address(self.given[name], at, self.vector)
            vectors.append(b.load(address, align=self.bits // 8))
        return vectors

    def _address(self, pointer: Any, index: Any, kind: Any = None) -> Any:
        return self.b.bitcast(self.b.gep(pointer, [index]), (kind or self.scalar).as_pointer())

    def _phi(self, kind: Any, before: Any, initial: Any) -> Any:
        phi = self.b.phi(kind)
        phi.add_incoming(initial, before)
        return phi

    def _plus(self, index: Any, number: int) -> Any:
        return self.b.add(index, ir.Constant(INT64, number))

    def _smaller(self, x: Any, y: Any) -> Any:
        return self.b.select(self.b.fcmp_ordered("<", x, y), x, y)

    def _call(self, name: str, *arguments: Any) -> Any:
        module = self.b.module
        kind = ir.FunctionType(self.vector, [argument.type for argument in arguments])
        return self.b.call(module.globals.get(name) or ir.Function(module, kind, name), arguments)

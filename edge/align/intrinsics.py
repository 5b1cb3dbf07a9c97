"""What numba cannot say: LLVM's instructions for a strip, for bits, and for six axes at once."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from edge.align.strip_loop import AXES, CAN_TURN, INT32, INT64, StripLoop, lanes


@intrinsic
def strip(
    _: Any,
    rows: Any,
    rows_stride: Any,
    row: Any,
    columns: Any,
    columns_stride: Any,
    column: Any,
    groups: Any,
    border: Any,
    at: Any,
    steps: Any,
    depth: Any,
    directions: Any,
    start: Any,
    lines: Any,
    turned: Any,
) -> Any:
    """Compute one strip.

    Args:
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
        turned: whether rows and columns are stored as sums and differences.
    """
    values = {"rows": rows, "rows_stride": rows_stride, "row": row, "columns": columns}
    values |= {"columns_stride": columns_stride, "column": column, "groups": groups}
    values |= {"border": border, "at": at, "steps": steps, "depth": depth}
    values |= {"directions": directions, "start": start, "lines": lines, "turned": turned}
    bits = rows.dtype.bitwidth

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        given = {}
        for name, kind, value in zip(values, signature.args, arguments, strict=True):
            if isinstance(kind, types.Array):
                given[name] = context.make_array(kind)(context, builder, value).data
            elif not isinstance(kind, types.NoneType):
                given[name] = value
        loop = StripLoop(builder, bits, given)
        few_axes = builder.icmp_signed("==", given["groups"], ir.Constant(INT64, 1))
        with builder.if_else(few_axes) as (few, many):
            with few:
                if CAN_TURN:
                    with builder.if_else(given["turned"]) as (by_pairs, plain):
                        with by_pairs:
                            loop.emit(turned=True, few_axes=True)
                        with plain:
                            loop.emit(turned=False, few_axes=True)
                else:
                    loop.emit(turned=False, few_axes=True)
            with many:
                loop.emit(turned=False, few_axes=False)
        return context.get_dummy_value()

    return types.void(*values.values()), generate


@intrinsic
def lanes_of(_: Any, series: Any) -> Any:
    """Return the lanes of a register for an array as a constant."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return ir.Constant(INT64, lanes(series.dtype.bitwidth // 8))

    return types.int64(series), generate


@intrinsic
def magnitude_bits(_: Any, x: Any) -> Any:
    """Return |x| as an integer of the same order: vectors have a largest integer, not a float."""
    kind = types.int32 if x.bitwidth == 32 else types.int64

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        bits = builder.bitcast(values[0], ir.IntType(x.bitwidth))
        return builder.and_(bits, ir.Constant(bits.type, (1 << (x.bitwidth - 1)) - 1))

    return kind(x), generate


@intrinsic
def from_bits(_: Any, bits: Any, like: Any) -> Any:
    """Return the float of those bits, of the type of `like`."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.bitcast(values[0], context.get_value_type(signature.return_type))

    return like(bits, like), generate


@intrinsic
def apart(_: Any, s: Any, i: Any, t: Any, j: Any) -> Any:
    """Return Σ |s[i + k] − t[j + k]| over six flat elements in float64: far fewer conversions."""
    bits = s.dtype.bitwidth

    def generate(context: Any, b: Any, signature: Any, values: Any) -> Any:
        wide = ir.VectorType(ir.DoubleType(), AXES)
        scalar = ir.FloatType() if bits == 32 else ir.DoubleType()

        def six(array: Any, kind: Any, at: Any) -> Any:
            data = context.make_array(kind)(context, b, array).data
            address = b.bitcast(b.gep(data, [at]), ir.VectorType(scalar, AXES).as_pointer())
            loaded = b.load(address, align=bits // 8)
            return b.fpext(loaded, wide) if bits == 32 else loaded

        kinds = signature.args
        x = b.fsub(six(values[0], kinds[0], values[1]), six(values[2], kinds[2], values[3]))
        name = f"llvm.fabs.v{AXES}f64"
        magnitude = b.module.globals.get(name)
        magnitude = magnitude or ir.Function(b.module, ir.FunctionType(wide, [wide]), name)
        x = b.call(magnitude, [x])
        terms = [b.extract_element(x, ir.Constant(INT32, k)) for k in range(AXES)]
        return b.fadd(
            b.fadd(b.fadd(terms[0], terms[1]), b.fadd(terms[2], terms[3])),
            b.fadd(terms[4], terms[5]),
        )

    return types.float64(s, i, t, j), generate

"""What numba cannot say: LLVM's instructions for a strip, for bits, and for six axes at once."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from edge.align.kernels.strip_loop import (
    AXES_AT_ONCE,
    CAN_SUM_DIFF,
    INT32,
    INT64,
    StripLoop,
    lanes,
)


@intrinsic
def strip_loop(_: Any, arguments: Any) -> Any:
    """Compute one strip, as the `LoopArguments` say."""
    bits = arguments.types[0].dtype.bitwidth

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        given = {}
        fields = context.data_model_manager[arguments]
        for k, (name, kind) in enumerate(zip(arguments.fields, arguments.types, strict=True)):
            value = fields.get(builder, values[0], k)
            if isinstance(kind, types.Array):
                given[name] = context.make_array(kind)(context, builder, value).data
            elif not isinstance(kind, types.NoneType):
                given[name] = value
        loop = StripLoop(builder, bits, given)
        few_axes = builder.icmp_signed("==", given["groups"], ir.Constant(INT64, 1))
        with builder.if_else(few_axes) as (few, many):
            with few:
                if CAN_SUM_DIFF:
                    with builder.if_else(given["sum_diff"]) as (by_pairs, plain):
                        with by_pairs:
                            loop.emit(sum_diff=True, few_axes=True)
                        with plain:
                            loop.emit(sum_diff=False, few_axes=True)
                else:
                    loop.emit(sum_diff=False, few_axes=True)
            with many:
                loop.emit(sum_diff=False, few_axes=False)
        return context.get_dummy_value()

    return types.void(arguments), generate


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
def l1_distance(_: Any, s: Any, i: Any, t: Any, j: Any) -> Any:
    """Return Σ |s[i + k] − t[j + k]| over six flat elements in float64: far fewer conversions."""
    bits = s.dtype.bitwidth

    def generate(context: Any, b: Any, signature: Any, values: Any) -> Any:
        wide = ir.VectorType(ir.DoubleType(), AXES_AT_ONCE)
        scalar = ir.FloatType() if bits == 32 else ir.DoubleType()

        def six(array: Any, kind: Any, at: Any) -> Any:
            data = context.make_array(kind)(context, b, array).data
            address = b.bitcast(b.gep(data, [at]), ir.VectorType(scalar, AXES_AT_ONCE).as_pointer())
            loaded = b.load(address, align=bits // 8)
            return b.fpext(loaded, wide) if bits == 32 else loaded

        kinds = signature.args
        x = b.fsub(six(values[0], kinds[0], values[1]), six(values[2], kinds[2], values[3]))
        name = f"llvm.fabs.v{AXES_AT_ONCE}f64"
        magnitude = b.module.globals.get(name)
        magnitude = magnitude or ir.Function(b.module, ir.FunctionType(wide, [wide]), name)
        x = b.call(magnitude, [x])
        terms = [b.extract_element(x, ir.Constant(INT32, k)) for k in range(AXES_AT_ONCE)]
        return b.fadd(
            b.fadd(b.fadd(terms[0], terms[1]), b.fadd(terms[2], terms[3])),
            b.fadd(terms[4], terms[5]),
        )

    return types.float64(s, i, t, j), generate

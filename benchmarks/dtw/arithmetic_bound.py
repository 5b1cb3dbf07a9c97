"""How fast could this machine compute L1 costs and minima if nothing else had to be done?

A loop in registers of nothing but what a cell of six-axis L1 DTW is made of: six subtractions, six
magnitudes, six additions and two minima, on as many chains as keep the machine busy, with no load,
no store and no direction.
"""

from collections.abc import Callable
from typing import Any, Final

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from edge.align.kernels.strip_loop import REGISTER_BYTES

AXES: Final = 6
CHAINS: Final = 8
STEPS: Final = 2000
INT64: Final = ir.IntType(64)


def cell_loop(dtype: Any) -> tuple[Callable[[], object], int]:
    """Return a call that computes cells of that float type, and how many."""
    lanes = REGISTER_BYTES // np.dtype(dtype).itemsize
    values = np.random.default_rng(0).normal(size=(AXES + 2 + CHAINS) * lanes).astype(dtype)
    _compute(values, 1)
    return lambda: _compute(values, STEPS), STEPS * CHAINS * lanes


@intrinsic
def _cells(_: Any, values: Any, steps: Any) -> Any:
    """Emit the loop: `values` holds six axes, two neighbours, and where each chain starts."""
    bits = values.dtype.bitwidth
    lanes = REGISTER_BYTES * 8 // bits

    def generate(context: Any, b: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, b, arguments[0]).data
        vector = ir.VectorType(ir.FloatType() if bits == 32 else ir.DoubleType(), lanes)
        magnitude = b.module.globals.get(f"llvm.fabs.v{lanes}f{bits}") or ir.Function(
            b.module, ir.FunctionType(vector, [vector]), f"llvm.fabs.v{lanes}f{bits}"
        )

        def place(index: int) -> Any:
            address = b.gep(data, [ir.Constant(INT64, lanes * index)])
            return b.bitcast(address, vector.as_pointer())

        def smaller(x: Any, y: Any) -> Any:
            return b.select(b.fcmp_ordered("<", x, y), x, y)

        loaded = [b.load(place(k), align=bits // 8) for k in range(AXES + 2 + CHAINS)]
        axes, (left, diagonal), starts = loaded[:AXES], loaded[AXES : AXES + 2], loaded[AXES + 2 :]
        before = b.block
        loop, done = b.append_basic_block("loop"), b.append_basic_block("done")
        b.branch(loop)
        b.position_at_end(loop)
        step = b.phi(INT64)
        step.add_incoming(ir.Constant(INT64, 0), before)
        chains = [b.phi(vector) for _ in range(CHAINS)]
        for chain, start in zip(chains, starts, strict=True):
            chain.add_incoming(start, before)
            cost = smaller(smaller(chain, left), diagonal)
            for axis in axes:
                cost = b.fadd(cost, b.call(magnitude, [b.fsub(axis, chain)]))
            chain.add_incoming(cost, loop)
        following = b.add(step, ir.Constant(INT64, 1))
        step.add_incoming(following, loop)
        b.cbranch(b.icmp_signed("<", following, arguments[1]), loop, done)
        b.position_at_end(done)
        for k, chain in enumerate(chains):
            b.store(chain.incomings[1][0], place(AXES + 2 + k), bits // 8)
        return context.get_dummy_value()

    return types.void(values, steps), generate


@numba.njit
def _compute(values: Any, steps: int) -> None:
    _cells(values, steps)

"""The decorators of every compiled function that works on arrays."""

from collections.abc import Callable
from typing import Any

from numba import guvectorize, njit

from edge.compiled import cache

cache.install()


def kernel(function: Callable[..., Any]) -> Any:
    """Return `function` compiled at its first use, without the interpreter's lock, and kept."""
    cache.note_source(function)
    return njit(cache=True, nogil=True)(function)


def generalized_kernel(signature: str, layout: str) -> Callable[[Callable[..., Any]], Any]:
    """Return what makes of a function on cores one on arrays of any leading shape, and kept.

    Args:
        signature: types as in "(float64[:],float64[:])", the result last.
        layout: shapes of the cores as in "(n),(n)->(n)".
    """
    compile_with = guvectorize([signature], layout, cache=True)

    def compiled(function: Callable[..., Any]) -> Any:
        cache.note_source(function)
        return compile_with(function)

    return compiled

"""Compiled functions whose machine code is kept on disk and is quick to get back.

Numba loads everything it needs to compile, a quarter of a second of imports, also where it only
fetches from its cache what has been compiled before. Code that calls no library function (no
BLAS, no Python object) can do without.
"""

from collections.abc import Callable
from typing import Any

import numba
from numba.core.caching import FunctionCache
from numba.core.runtime import rtsys


class _CodeCache(FunctionCache):  # type: ignore[misc]  # numba is untyped
    """Numba's cache; only allocation is made ready before stored code is loaded."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        rtsys.initialize(target_context)
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)


def compiled(function: Callable[..., Any]) -> Any:
    """Return `function` compiled at its first use ever, without the interpreter's lock.

    It may call other compiled functions of its own module and nothing outside numba and numpy's
    array creation.
    """
    dispatcher = numba.njit(nogil=True)(function)
    dispatcher._cache = _CodeCache(function)
    return dispatcher

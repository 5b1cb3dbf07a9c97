"""Compiled functions whose machine code is kept on disk and is quick to get back.

Numba loads everything it needs to compile, a quarter of a second of imports, also where it only
fetches from its cache what has been compiled before; and it compiles its allocator anew. Code that
calls no library function and allocates nothing can do without.
"""

import functools
import hashlib
from collections.abc import Callable
from importlib import resources
from typing import Any, Final

import numba
from numba.core.caching import FunctionCache

from edge.compiled import cache

OPTIONS: Final = {"nogil": True, "_nrt": False}
"""Without the interpreter's lock, and without numba's allocator."""

cache.install()


@functools.cache
def _digest(package: str) -> str:
    """Return what changes with the source of any module there."""
    modules = [x for x in resources.files(package).iterdir() if x.name.endswith(".py")]
    sources = (x.read_bytes() for x in sorted(modules, key=lambda x: x.name))
    return hashlib.sha256(b"".join(sources)).hexdigest()


class _CodeCache(FunctionCache):  # type: ignore[misc]  # numba is untyped
    """Numba's cache, but stored code needs nothing to be made ready, and is of a whole package."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._cache_file._source_stamp = _digest(function.__module__.rpartition(".")[0])

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)


def compiled(function: Callable[..., Any]) -> Any:
    """Return `function` compiled at its first use ever, without the interpreter's lock.

    It may call other compiled functions of its own package and nothing outside numba, and must not
    make arrays.
    """
    cache.note_source(function)
    dispatcher = numba.njit(**OPTIONS)(function)
    dispatcher._cache = _CodeCache(function)
    return dispatcher


def inlined(function: Callable[..., Any]) -> Any:
    """Return `function` for other compiled code to call: it becomes part of that.

    Python cannot call it; what that would need takes a good part of the time to compile it.
    """
    cache.note_source(function)
    return numba.njit(**OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)

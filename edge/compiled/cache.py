"""Numba's cache on disk, made so that nothing that happens to its files can end a program.

Numba keeps an index and data files per function. A power cut leaves them cut off or full of zeros,
and two processes that compile at once may write the index of the one and the code of the other:
Numba then ends the program, or calls code of another signature. And where no folder can be written
it refuses to compile at all. Here each compiled signature is a file of its own, found by what it
was compiled from and checked before it is used; whatever is wrong with it, it is compiled again.
Of a generalized function the loop over arrays is kept apart from the core that it calls by a name
which another process may have given otherwise: it is found by that name too.
"""

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self
from uuid import uuid4

import llvmlite.binding as llvm
import numba
from numba.core import caching
from numba.core.serialize import dumps
from numba.np.ufunc import wrappers

_DIGEST_BYTES: Final = 32
_sources: Final[set[Path]] = set()
_compile_loop: Final = wrappers._GufuncWrapper._compile_wrapper


class CheckedFiles:
    """The compiled signatures of one function, in the place of Numba's `IndexDataCacheFile`.

    Args:
        cache_path: folder of the files.
        filename_base: how their names begin, with function, line and version of Python.
        source_stamp: what changes with the function's source.
    """

    def __init__(self, cache_path: str, filename_base: str, source_stamp: object) -> None:
        self._folder = Path(cache_path)
        self._base = filename_base
        self._source_stamp = source_stamp

    def flush(self) -> None:
        """Forget all that was compiled."""
        for path in self._folder.glob(f"{self._base}.*.nbc"):
            path.unlink(missing_ok=True)

    def save(self, key: object, data: object) -> None:
        """Keep what was compiled for a signature.

        Raises:
            OSError: it cannot be kept.
        """
        content = dumps(data)
        path = self._path(key)
        draft = path.with_name(f"{path.name}.{uuid4().hex[:16]}")
        try:
            draft.write_bytes(hashlib.sha256(content).digest() + content)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def load(self, key: object) -> Any:
        """Return what was compiled for a signature; None where nothing whole is kept of it."""
        try:
            stored = self._path(key).read_bytes()
        except OSError:
            return None
        digest, content = stored[:_DIGEST_BYTES], stored[_DIGEST_BYTES:]
        if hashlib.sha256(content).digest() != digest:
            return None
        return pickle.loads(content)

    def _path(self, key: object) -> Path:
        made_of = repr((numba.__version__, self._source_stamp, key))
        return (
            self._folder / f"{self._base}.{hashlib.sha256(made_of.encode()).hexdigest()[:32]}.nbc"
        )


class NowhereLocator(caching.UserWideCacheLocator):  # type: ignore[misc]  # numba is untyped
    """Where code goes that can be kept nowhere: no folder can be written, or there is no home."""

    def get_cache_path(self) -> str:
        """Return a path below which nothing can be read or written."""
        return os.devnull

    def ensure_cache_path(self) -> None:
        """Do nothing: there is nothing to prepare."""

    @classmethod
    def from_function(cls, py_func: Any, py_file: str) -> Self:
        """Return a locator for any function."""
        return cls(py_func, py_file)


class LoopCache:
    """Compiled loops of one generalized function, each found by the name of the core it calls too.

    Args:
        cache: Numba's, which goes by the signature alone.
        name: of the loop, which follows from the core's.
    """

    def __init__(self, cache: Any, name: str) -> None:
        self._cache = cache
        self._name = name

    def load_overload(self, signature: object, target_context: object) -> Any:
        """Return the loop that was kept; None where there is none that calls this core."""
        return self._cache.load_overload((self._name, signature), target_context)

    def save_overload(self, signature: object, library: object) -> None:
        """Keep a loop."""
        self._cache.save_overload((self._name, signature), library)


def install() -> None:
    """Let Numba keep what it compiles in this way, in this process."""
    caching.IndexDataCacheFile = CheckedFiles
    caching.Cache._guard_against_spurious_io_errors = _forgiving
    wrappers._GufuncWrapper._compile_wrapper = _compile_named_loop
    locators = caching.CacheImpl._locator_classes
    if NowhereLocator not in locators:
        locators.append(NowhereLocator)
        if not os.path.isabs(os.path.expanduser("~")):  # noqa: PTH111, PTH117 - Path would raise
            locators.remove(caching.UserWideCacheLocator)


def note_source(function: Callable[..., Any]) -> None:
    """Note that the file of `function` holds code that is compiled."""
    _sources.add(Path(function.__code__.co_filename))


def sources() -> tuple[Path, ...]:
    """Return the files noted by `note_source` in this process, in the order of their names."""
    return tuple(sorted(_sources))


def stamp_of(files: Iterable[Path]) -> str:
    """Return what changes with Numba, Python, the processor, and each of these files.

    While it is the same, what was compiled from the files and kept serves again.

    Raises:
        OSError: one of the files is not there.
    """
    states = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    made_of = (numba.__version__, llvm.get_host_cpu_name(), sys.version_info[:3], states)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def folder_of(function: Callable[..., Any]) -> Path | None:
    """Return where the code of a plain function would be kept, None where that is impossible."""
    path = caching.FunctionCache(function).cache_path
    return None if path == os.devnull else Path(path)


def _compile_named_loop(wrapper: Any, name: str) -> Any:
    """Return the library of a loop, kept or compiled now."""
    if not isinstance(wrapper.cache, LoopCache):
        wrapper.cache = LoopCache(wrapper.cache, name)
    return _compile_loop(wrapper, name)


def _forgiving(_: object) -> suppress:
    """Return the context in which Numba reads and writes: what fails is compiled again."""
    return suppress(OSError)

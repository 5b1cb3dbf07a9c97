"""Work in a process of its own: its memory, its cores, and if need be its end, are its own."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from benchmarks.errors import ProcessDiedError

Result = TypeVar("Result")


def in_own_process(work: Callable[..., Result], *arguments: object) -> Result:
    """Return what `work`, a function of a module, returns in a fresh process.

    Raises:
        ProcessDiedError: that process died.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(work, *arguments).result()
        except BrokenProcessPool as error:
            raise ProcessDiedError(f"the process of {work.__name__} died") from error

"""Work in processes of their own: memory, cores and, if need be, the end are theirs alone."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, parent_process
from typing import Literal, TypeVar

from benchmarks.errors import ProcessDiedError

Result = TypeVar("Result")


def in_own_process(work: Callable[..., Result], *arguments: object) -> Result:
    """Return what `work`, a function of a module, returns in a fresh process.

    Raises:
        ProcessDiedError: that process died.
    """
    with pool_of(1, "spawn") as pool:
        try:
            return pool.submit(work, *arguments).result()
        except BrokenProcessPool as error:
            raise ProcessDiedError(f"the process of {work.__name__} died") from error


def pool_of(workers: int, start: Literal["spawn", "forkserver"]) -> ProcessPoolExecutor:
    """Return a pool of processes that end with this one, also where it is killed.

    Args:
        workers: how many processes.
        start: how they are started.
    """
    context = multiprocessing.get_context(start)
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)  # whoever would wait for an orderly end is gone

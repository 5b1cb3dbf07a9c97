"""The same work for each of many people, in processes of their own."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from benchmarks.own_process import pool_of
from benchmarks.question import Progress, ignored

Person = TypeVar("Person")
Outcome = TypeVar("Outcome")

AT_ONCE: Final = 4
"""People that a process is handed together, where there are many."""


def map_people(
    work: Callable[[Person], Outcome],
    people: Sequence[Person],
    *,
    workers: int,
    progress: Progress = ignored,
) -> list[Outcome]:
    """Return what `work` makes of each person, in the order of the people.

    Args:
        work: a function of a module, as it is called in another process.
        people: what it is called with, one by one.
        workers: how many processes share the work.
        progress: called with the people done and those there are.
    """
    outcomes: list[Outcome] = []
    at_once = min(AT_ONCE, max(1, len(people) // (4 * workers)))
    # The parent may have threads, and forking a process that has any is unsound.
    with pool_of(workers, "forkserver") as pool:
        for outcome in pool.map(work, people, chunksize=at_once):
            outcomes.append(outcome)
            progress(len(outcomes), len(people))
    return outcomes

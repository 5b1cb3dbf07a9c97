"""The same work for each of many people, in processes of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Final, TypeVar

from benchmarks.errors import ProcessDiedError
from benchmarks.own_process import in_own_process, pool_of
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


def map_people_who_may_kill(
    work: Callable[[Person], Outcome],
    people: Sequence[Person],
    *,
    workers: int,
    died: Callable[[Person], Outcome],
    progress: Progress = ignored,
) -> list[Outcome]:
    """Return the same although some people end the process that works on them.

    Who may have ended one is worked on once more, alone in a process. Whoever ends that as well has
    the outcome that `died` gives; all others have their own.

    Args:
        work: a function of a module, as it is called in another process.
        people: what it is called with, one by one.
        workers: how many processes share the work.
        died: the outcome of a person who ends processes.
        progress: called with the people done and those there are.
    """
    outcomes: dict[int, Outcome] = {}
    left = list(range(len(people)))
    while left:
        with pool_of(workers, "forkserver") as pool:
            futures: dict[int, Future[Outcome]] = {}
            try:
                for number in left:
                    futures[number] = pool.submit(work, people[number])
                for number, future in futures.items():
                    outcomes[number] = future.result()
                    progress(len(outcomes), len(people))
            except BrokenProcessPool:
                for number, future in futures.items():
                    if future.exception() is None:
                        outcomes[number] = future.result()
        left = [number for number in left if number not in outcomes]
        # Those who were being worked on are among the first that were not done.
        for number in left[: workers + 1]:
            try:
                outcomes[number] = in_own_process(work, people[number])
            except ProcessDiedError:
                outcomes[number] = died(people[number])
            progress(len(outcomes), len(people))
        left = left[workers + 1 :]
    return [outcomes[number] for number in range(len(people))]

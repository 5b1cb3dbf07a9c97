"""A whole cohort filmed and measured: in parallel, and where it was interrupted it goes on."""

import os
import time
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.cohort import map_people
from benchmarks.errors import EvaluationError
from benchmarks.low_back.kept import file_of, is_kept, keep, kept
from benchmarks.low_back.measured import FilmSettings, MeasuredBends, Source, measure_person
from benchmarks.question import Progress, ignored
from edge.core.errors import PhysioError
from edge.simulation.low_back.courses import Direction
from edge.simulation.low_back.persons import Person

SIMULATED: Final = "Simulated people; group differences chosen within bounds of the literature."
"""Stands with every figure about them."""
USUAL_FILM: Final = FilmSettings()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Filming:
    """One person's task.

    Attributes:
        person: who is filmed.
        settings: how.
        sources: what is wanted.
        folder: where it is kept.
    """

    person: Person
    settings: FilmSettings
    sources: tuple[Source, ...]
    folder: Path

    def path(self, source: Source) -> Path:
        """Return where the measurements by a source are kept."""
        return file_of(self.folder, self.person, self.settings, source)

    def bends(self, source: Source, direction: Direction) -> MeasuredBends:
        """Return what was measured.

        Raises:
            OSError: it was not, see `film_cohort`.
        """
        return kept(self.path(source), direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filmed:
    """What became of one person's task.

    Attributes:
        number: of the person.
        drawn: sources that were measured now; the others were kept from before.
        cpu_s: processor time that it took.
        error: why the person could not be measured, else None.
    """

    number: int
    drawn: int = 0
    cpu_s: float = 0.0
    error: str | None = None


def film_person(task: Filming) -> Filmed:
    """Return what became of the task once its measurements are on the disk; errors are results."""
    missing = tuple(source for source in task.sources if not is_kept(task.path(source)))
    number = task.person.number
    if not missing:
        return Filmed(number=number)
    begin_s = time.process_time()
    try:
        measured = measure_person(task.person, task.settings, missing)
        for source, bends in measured.items():
            keep(task.path(source), bends)
    except (PhysioError, OSError, ArithmeticError) as error:
        return Filmed(number=number, error=f"{type(error).__name__}: {error}")
    return Filmed(number=number, drawn=len(missing), cpu_s=time.process_time() - begin_s)


def film_cohort(
    tasks: Sequence[Filming], *, workers: int, progress: Progress = ignored
) -> list[Filmed]:
    """Return what became of each task, in their order.

    Args:
        tasks: one a person.
        workers: processes that share the work.
        progress: called with the people done and those there are.

    Raises:
        EvaluationError: a process was ended from outside; what was measured is kept.
    """
    try:
        return map_people(film_person, tasks, workers=workers, progress=progress)
    except BrokenProcessPool as error:
        raise EvaluationError(
            "a process that films was ended from outside", remedy="call again: what is done is kept"
        ) from error


def usual_folder() -> Path:
    """Return where cohorts are kept unless another place is named."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "physio-edge" / "low-back"


def tasks_of(
    people: Sequence[Person],
    folder: Path,
    sources: tuple[Source, ...],
    settings: FilmSettings = USUAL_FILM,
) -> list[Filming]:
    """Return the tasks of a cohort whose measurements lie in `folder`."""
    return [
        Filming(person=person, settings=settings, sources=sources, folder=folder)
        for person in people
    ]

"""A whole cohort filmed and measured: in parallel, and where it was interrupted it goes on."""

import os
import time
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.cluster import LOCAL, NO_CERTIFICATES, Certificates, map_people_on_cluster
from benchmarks.cohort import map_people
from benchmarks.errors import EvaluationError, ProcessDiedError
from benchmarks.low_back.kept import file_of, is_kept, keep, kept, packed
from benchmarks.low_back.measured import FilmSettings, MeasuredBends, Source, measure_person
from benchmarks.question import Progress, ignored
from edge.core.errors import PhysioError
from edge.posture.angle_bins import Direction
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What is still to be measured of one person: a task that needs no disk.

    Attributes:
        person: who is filmed.
        settings: how.
        sources: what is wanted.
    """

    person: Person
    settings: FilmSettings
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reel:
    """What was measured of one person.

    Attributes:
        filmed: what became of the task.
        files: by source, as they are kept.
    """

    filmed: Filmed
    files: dict[Source, bytes]


def missing_of(task: Filming) -> Missing:
    """Return what of the task is not kept yet."""
    missing = tuple(source for source in task.sources if not is_kept(task.path(source)))
    return Missing(person=task.person, settings=task.settings, sources=missing)


def shoot(missing: Missing) -> Reel:
    """Return what is measured of a person; errors are results."""
    number = missing.person.number
    if not missing.sources:
        return Reel(filmed=Filmed(number=number), files={})
    begin_s = time.process_time()
    try:
        measured = measure_person(missing.person, missing.settings, missing.sources)
    except (PhysioError, OSError, ArithmeticError) as error:
        return Reel(filmed=Filmed(number=number, error=_said(error)), files={})
    files = {source: packed(bends) for source, bends in measured.items()}
    cpu_s = time.process_time() - begin_s
    return Reel(filmed=Filmed(number=number, drawn=len(files), cpu_s=cpu_s), files=files)


def film_person(task: Filming) -> Filmed:
    """Return what became of the task once its measurements are on the disk; errors are results."""
    return _kept(task, shoot(missing_of(task)))


def _kept(task: Filming, reel: Reel) -> Filmed:
    try:
        for source, data in reel.files.items():
            keep(task.path(source), data)
    except OSError as error:
        return Filmed(number=task.person.number, error=_said(error))
    return reel.filmed


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def film_cohort(
    tasks: Sequence[Filming],
    *,
    workers: int,
    progress: Progress = ignored,
    engine: str = LOCAL,
    certificates: Certificates = NO_CERTIFICATES,
) -> list[Filmed]:
    """Return what became of each task, in their order.

    Args:
        tasks: one a person.
        workers: processes of this machine that share the work.
        progress: called with the people done and those there are.
        engine: `local`, or dask://HOST:PORT of a cluster that has the same version of this project.
        certificates: for a cluster on other machines.

    Raises:
        ProcessDiedError: a process was ended from outside; what was measured is kept.
        EvaluationError: the cluster cannot be used.
    """
    if engine != LOCAL:
        return _on_cluster(tasks, engine, certificates, progress)
    try:
        return map_people(film_person, tasks, workers=workers, progress=progress)
    except BrokenProcessPool as error:
        raise ProcessDiedError(
            "a process that films was ended from outside", remedy="call again: what is done is kept"
        ) from error


def _on_cluster(
    tasks: Sequence[Filming], engine: str, certificates: Certificates, progress: Progress
) -> list[Filmed]:
    """Return the same from a cluster, whose files are kept here."""
    outcomes = [Filmed(number=task.person.number) for task in tasks]
    missing = [missing_of(task) for task in tasks]
    places = [place for place, one in enumerate(missing) if one.sources]

    def finished(number: int, reel: Reel) -> None:
        place = places[number]
        outcomes[place] = _kept(tasks[place], reel)

    map_people_on_cluster(
        shoot,
        [missing[place] for place in places],
        engine=engine,
        certificates=certificates,
        progress=progress,
        finished=finished,
    )
    return outcomes


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


def filmed_cohort(
    people: Sequence[Person],
    folder: Path,
    sources: tuple[Source, ...],
    settings: FilmSettings,
    *,
    workers: int,
    progress: Progress = ignored,
) -> list[Filming]:
    """Return the tasks of a cohort once everybody is measured.

    Args:
        people: of the cohort.
        folder: where the measurements lie, or will.
        sources: what is wanted.
        settings: how they are filmed.
        workers: processes.
        progress: called with the people done and those there are.

    Raises:
        EvaluationError: somebody could not be measured.
    """
    tasks = tasks_of(people, folder, sources, settings)
    outcomes = film_cohort(tasks, workers=workers, progress=progress)
    wrong = [outcome for outcome in outcomes if outcome.error is not None]
    if wrong:
        raise EvaluationError(
            f"{len(wrong)} of {len(tasks)} people of a cohort could not be measured; "
            f"person {wrong[0].number}: {wrong[0].error}"
        )
    return tasks

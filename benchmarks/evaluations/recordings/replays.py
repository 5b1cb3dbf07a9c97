"""Do many recordings replay to what was said live, and what do they tell together?

A task a recording, on this machine or on a cluster; whatever is wrong with one is a result.
"""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group

from benchmarks.cluster import (
    LOCAL,
    AuthorityOption,
    CertificateOption,
    Certificates,
    KeyOption,
    map_people_on_cluster,
    scheduler_address,
)
from benchmarks.cohort import map_people_who_may_kill
from benchmarks.errors import EvaluationError
from benchmarks.evaluations.recordings.one_recording import Replayed, died, replayed, tasks_in
from benchmarks.question import Progress
from benchmarks.tables import table_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseTotal:
    """An exercise over all recordings.

    Attributes:
        recordings: in which it was done.
        repetitions: found by the replays.
        compared: of them.
        correct: share of those compared, 0–1; None without any.
        mean_rom_deg: of those compared; None without any.
    """

    recordings: int
    repetitions: int
    compared: int
    correct: float | None
    mean_rom_deg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replays:
    """What became of all recordings.

    Attributes:
        recordings: there are.
        replayed: of them, those that could be.
        simulated: of those, those of no person.
        likeness: how many replays are how like what was said live.
        different: the recordings whose replay says something else.
        errors: why a recording could not be replayed, by its name.
        poison: recordings that end whatever works on them.
        exercises: by name and side.
        sha256: of all that the replays gave; the same on every engine.
        cpu_s: processor time of all replays.
    """

    recordings: int
    replayed: int
    simulated: int
    likeness: dict[str, int]
    different: tuple[str, ...]
    errors: dict[str, str]
    poison: tuple[str, ...]
    exercises: dict[str, ExerciseTotal]
    sha256: str
    cpu_s: float

    def table(self) -> Group:
        """Return the figures, and a line for each recording that did not replay as it was live."""
        figures = {
            name: getattr(self, name) for name in ("recordings", "replayed", "simulated", "cpu_s")
        }
        return Group(
            table_of({"": figures | self.likeness}, title="Recordings, replayed"),
            table_of(self.exercises, title="Exercises"),
            *(f"{name}: another thing than live" for name in self.different),
            *(f"{name}: {error}" for name, error in self.errors.items()),
            *(f"{name} is poison" for name in self.poison),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingReplays:
    """Replays of all recordings in a folder; its settings."""

    folder: Annotated[
        Path, typer.Argument(help="With recordings, however deep; workers see it under this name.")
    ]
    engine: Annotated[
        str, typer.Option(help="local, or dask://HOST:PORT of a cluster with this version.")
    ] = LOCAL
    workers: Annotated[
        int, typer.Option(min=0, help="Processes of this machine; 0 for one a core.")
    ] = 0
    tls_ca: AuthorityOption = None
    tls_cert: CertificateOption = None
    tls_key: KeyOption = None

    def run(self, progress: Progress) -> Replays:
        """Return what became of them.

        Raises:
            EvaluationError: there are none, or the cluster cannot be used.
        """
        certificates = Certificates(ca=self.tls_ca, own=self.tls_cert, key=self.tls_key)
        if self.engine != LOCAL:
            scheduler_address(self.engine, certificates)
        tasks = tasks_in(self.folder.resolve())
        if not tasks:
            raise EvaluationError(
                f"there are no recordings in {self.folder}", remedy="they are .mcap files"
            )
        if self.engine == LOCAL:
            workers = min(self.workers or os.cpu_count() or 1, len(tasks))
            outcomes = map_people_who_may_kill(
                replayed, tasks, workers=workers, died=died, progress=progress
            )
            return together(outcomes)
        found: dict[int, Replayed] = {}
        map_people_on_cluster(
            replayed,
            tasks,
            engine=self.engine,
            certificates=certificates,
            progress=progress,
            finished=found.__setitem__,
            died=died,
        )
        return together([found[number] for number in range(len(tasks))])


def together(outcomes: Sequence[Replayed]) -> Replays:
    """Return the sums over recordings, which do not depend on who replayed them and when."""
    whole = [one for one in outcomes if one.error is None]
    text = "\n".join(f"{one.name} {one.sha256}" for one in whole)
    return Replays(
        recordings=len(outcomes),
        replayed=len(whole),
        simulated=sum(one.simulated is True for one in whole),
        likeness=dict(sorted(Counter(str(one.likeness) for one in whole).items())),
        different=tuple(one.name for one in whole if one.likeness == "different"),
        errors={one.name: one.error for one in outcomes if one.error is not None},
        poison=tuple(one.name for one in outcomes if one.poison),
        exercises=_exercises(whole),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        cpu_s=sum(one.cpu_s for one in outcomes),
    )


def _exercises(whole: Sequence[Replayed]) -> dict[str, ExerciseTotal]:
    by_name = defaultdict(list)
    for one in whole:
        for told in one.exercises:
            by_name[f"{told.exercise}, {told.side}"].append(told)
    totals = {}
    for name, each in sorted(by_name.items()):
        compared = sum(told.compared for told in each)
        totals[name] = ExerciseTotal(
            recordings=len(each),
            repetitions=sum(told.repetitions for told in each),
            compared=compared,
            correct=sum(told.correct for told in each) / compared if compared else None,
            mean_rom_deg=sum(told.rom_sum_deg for told in each) / compared if compared else None,
        )
    return totals

"""The tables of the two papers, row by row, on simulated people: heads on a frozen ResNet.

Whole networks of the rows that are shipped are trained by `physio evaluate low-back --networks`.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group, RenderableType

from benchmarks.evaluations.low_back.ladder_figures import Rung, rung_of
from benchmarks.evaluations.low_back.network_rungs import check_networks
from benchmarks.low_back.filming import SIMULATED, Filming, filmed_cohort, usual_folder
from benchmarks.low_back.measured import FilmSettings, Source
from benchmarks.low_back.told_apart import Judged, folds_of, shuffled_labels
from benchmarks.question import Progress
from benchmarks.tables import table_of
from edge.posture.angle_bins import Direction
from edge.simulation.low_back.persons import CohortSettings, Person, draw_cohort
from edge.simulation.low_back.tasks import TASKS, TaskName

_STEPS: Final = 1000
NOISY: Final = "label-noise"
MISLED: Final = "shuffled-labels"
PUBLISHED_PERCENT: Final[Mapping[TaskName, Mapping[str, float]]] = {
    "mi-mci": {
        **{"angle": 97.50, "velocity": 94.12, "acceleration": 93.75, "proms": 93.75},
        **{"angle-without-gate": 86.77, "velocity-without-gate": 82.06},
        **{"acceleration-without-gate": 84.34, "proms-without-gate": 81.91},
    },
    "fp-ep": {
        **{"forward-80": 85.44, "forward-160": 84.27, "forward-320": 86.69},
        **{"backward-40": 85.34, "backward-80": 91.91, "backward-120": 86.38},
        **{"both-320-80": 82.29, "both-160-80": 86.29, "both-80-80": 83.62},
        **{"figures-forward": 65.01, "figures-backward": 74.29, "figures-proms": 63.82},
        **{"figures-forward-proms": 66.32, "figures-backward-proms": 71.62},
        **{"backward-80-SBT": 85.24, "backward-80-motion": 81.14, "backward-80-proms": 74.38},
        **{"backward-80-forward": 79.48, "backward-80-backward": 82.57},
    },
}
"""Accuracies that the papers print for patients, in percent: MOVEXor's tables 2 and 3,
BackTracker's 2 to 4. Three of MOVEXor's rows with a gate are fractions of one fold of 16 or 17
patients."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesResult:
    """All rows.

    Attributes:
        task: which groups.
        direction: of the bends of MOVEXor's rows.
        source: of masks and motion features.
        frozen: only heads were trained.
        rows: by the names that `physio models train` knows, then the controls.
        published_percent: what the papers print for patients.
    """

    simulated: bool = True
    note: str = SIMULATED
    task: TaskName
    direction: Direction
    source: Source
    frozen: bool = True
    rows: tuple[Rung, ...]
    published_percent: Mapping[str, float]

    def table(self) -> RenderableType:
        """Return the rows, and the papers' in a table of their own."""
        rows: dict[str, object] = {
            row.name: {
                "accuracy": row.accuracy,
                "95 %": (row.low, row.high),
                "sensitivity": row.confusion.positive_right
                / (row.confusion.positive_right + row.confusion.positive_wrong),
                "specificity": row.confusion.negative_right
                / (row.confusion.negative_right + row.confusion.negative_wrong),
                "area under ROC": row.roc.area,
            }
            for row in self.rows
        }
        published: dict[str, object] = {
            name: {"accuracy, %": percent} for name, percent in self.published_percent.items()
        }
        return Group(
            table_of(rows, title="Simulated people, heads on a frozen ResNet", name="row"),
            table_of(published, title="Patients, as the papers print it", name="row"),
            self.note,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackTables:
    """The rows of the papers' tables; its settings.

    Attributes:
        cohorts: how many, of consecutive seeds.
        first_seed: of the first.
        task: which groups, and so whose tables.
        direction: of the bends of MOVEXor's rows; BackTracker's name their own.
        persons: in a cohort; 0 takes as many as the paper had.
        camera: by the camera's masks and features instead of the true ones.
        filmed: bends of a person in each direction that are drawn.
        rate_hz: pictures per second.
        label_noise: chance of a wrong label in that control.
        workers: processes.
        data: where the cohorts are kept.
    """

    cohorts: Annotated[int, typer.Option(min=1, help="Cohorts of people.")] = 3
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    task: Annotated[TaskName, typer.Option(help="Whose tables.")] = "fp-ep"
    direction: Annotated[Direction, typer.Option(help="Of the bends of MOVEXor's rows.")] = (
        "forward"
    )
    persons: Annotated[int, typer.Option(min=0, help="In a cohort; 0: as in the paper.")] = 0
    camera: Annotated[bool, typer.Option("--camera", help="By the camera's masks.")] = False
    filmed: Annotated[int, typer.Option(min=1, max=10, help="Bends drawn per direction.")] = 3
    rate_hz: Annotated[float, typer.Option(min=1.0, max=60.0, help="Pictures per second.")] = 10.0
    label_noise: Annotated[
        float, typer.Option(min=0.0, max=0.5, help="Chance of a wrong label in that control.")
    ] = 0.076
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = max(1, os.cpu_count() or 1)
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="Where cohorts are kept.")] = None

    def run(self, progress: Progress) -> TablesResult:
        """Return all rows.

        Raises:
            EvaluationError: there is no PyTorch, or somebody could not be measured.
        """
        check_networks("frozen", self.direction)
        judged: dict[str, list[Judged]] = {}
        for done, seed in enumerate(range(self.first_seed, self.first_seed + self.cohorts)):
            people = draw_cohort(
                CohortSettings(
                    task=self.task,
                    persons=self.persons or TASKS[self.task].persons,
                    seed=seed,
                    label_noise=self.label_noise,
                )
            )
            tasks = self._filmed(people, done, progress)
            for name, one in self._judged(people, tasks, seed, done, progress).items():
                judged.setdefault(name, []).append(one)
        return TablesResult(
            task=self.task,
            direction=self.direction,
            source=self._source,
            rows=tuple(rung_of(name, ones) for name, ones in judged.items()),
            published_percent=PUBLISHED_PERCENT[self.task],
        )

    @property
    def _source(self) -> Source:
        return "camera" if self.camera else "true"

    def _filmed(self, people: Sequence[Person], cohort: int, progress: Progress) -> list[Filming]:
        before, total = cohort * len(people), self.cohorts * len(people)
        return filmed_cohort(
            people,
            self.data or usual_folder(),
            (self._source,),
            FilmSettings(filmed=self.filmed, rate_hz=self.rate_hz),
            workers=self.workers,
            progress=lambda done, _: progress(before + done, total),
        )

    def _judged(
        self,
        people: Sequence[Person],
        tasks: Sequence[Filming],
        seed: int,
        cohort: int,
        progress: Progress,
    ) -> dict[str, Judged]:
        """Return what each row says of a cohort, and of the same cohort with wrong labels."""
        # They load PyTorch.
        from benchmarks.low_back.for_networks import bends_of  # noqa: PLC0415
        from benchmarks.low_back.network_folds import KINDS, NetworkRule  # noqa: PLC0415
        from models.training.low_back_rows import row_named, rows_of  # noqa: PLC0415
        from models.training.low_back_task import FROZEN  # noqa: PLC0415

        labels = np.array([person.label for person in people])
        noisy = np.array([person.given_label for person in people])
        kind = KINDS[self.task]
        shipped = row_named(kind, self.direction, None)[0]
        wanted = [(name, name, labels) for name in rows_of(kind, self.direction)]
        wanted += [
            (f"{shipped} {NOISY}", shipped, noisy),
            (f"{shipped} {MISLED}", shipped, shuffled_labels(labels, seed)),
        ]
        found = {}
        bends = bends_of(tasks, self._source, TASKS[self.task].names, FROZEN.size_px)
        for done, (name, row, given) in enumerate(wanted):
            rule = NetworkRule(
                task=self.task,
                direction=self.direction,
                learning="frozen",
                folder=(self.data or usual_folder()) / "networks",
                row=row,
            )

            def told(share: float, before: int = done) -> None:
                whole = cohort + (before + share) / len(wanted)
                progress(round(_STEPS * whole), _STEPS * self.cohorts)

            found[name] = rule.judged_by(bends, given, folds_of(given, seed), told)
        return found

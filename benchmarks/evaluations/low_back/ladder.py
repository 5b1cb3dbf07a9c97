"""How well can two phenotypes be told apart, and where between body and camera is it lost?

A ladder of rules, each of which sees less than the one before: the true numbers with their laws, a
discriminant that has to learn from them, from the true joint angles at the bins, from the contour
of the true silhouette. Accuracies must fall or stay; a rung above the first one beyond its interval
would be a leak. Everybody is simulated.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from benchmarks.evaluations.low_back.ladder_figures import (
    CohortRow,
    LadderResult,
    Shown,
    against_of,
    rung_of,
)
from benchmarks.evaluations.low_back.network_rungs import (
    SHUFFLED,
    NetworkRungs,
    Networks,
    check_networks,
)
from benchmarks.evaluations.low_back.roc_plot import draw_roc
from benchmarks.low_back.filming import Filming, filmed_cohort, usual_folder
from benchmarks.low_back.inputs import (
    SHAPE,
    SHOWN,
    BinSet,
    bins_of,
    contours_at_bins,
    covariates_of,
    names_of,
    regions_at_bins,
)
from benchmarks.low_back.measured import FilmSettings, Source
from benchmarks.low_back.told_apart import (
    Judged,
    Labels,
    accuracy_of,
    contour_discriminant,
    discriminant,
    folds_of,
    judge,
    shuffled_labels,
)
from benchmarks.question import Progress, stepped
from edge.core.arrays import Floats
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.simulation.low_back.bayes import bayes_accuracy, log_odds
from edge.simulation.low_back.persons import CohortSettings, Person, draw_cohort
from edge.simulation.low_back.phenotypes import indices
from edge.simulation.low_back.tasks import TASKS, TaskName

_CONTROL_SEED: Final = 1_000_000
"""Seeds of the large cohort for the covariates lie so far above those of the others."""
_STEPS: Final = 1000
_YARDSTICK: Final = "contours_lda"
"""The rule beside which networks are put, person by person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackLadder:
    """How well phenotypes can be told apart; its settings.

    Attributes:
        cohorts: how many, of consecutive seeds.
        first_seed: of the first.
        task: which groups.
        direction: which bend the rules see.
        separation: factor on the differences between the groups.
        persons: in a cohort; 0 takes as many as the paper had.
        label_noise: chance of a wrong label in the control.
        bins: the papers' bins, or all from 60° to 210°.
        camera: the contours of the camera's masks are looked at, too.
        covariate_persons: of the control that sees body, clothes, camera and colours alone.
        filmed: bends of a person in each direction that are drawn.
        rate_hz: pictures per second.
        networks: whether the networks are trained on every cohort, whole or their heads alone; this
            takes some minutes a cohort, and PyTorch.
        network_controls: of the first cohort, by true masks, also a network that begins from
            scratch and one that learns labels in a wrong order.
        workers: processes.
        data: where the cohorts are kept.
        plot: file for the ROC curves of all rungs.
    """

    cohorts: Annotated[int, typer.Option(min=1, help="Cohorts of people.")] = 5
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    task: Annotated[TaskName, typer.Option(help="Which groups are told apart.")] = "fp-ep"
    direction: Annotated[Shown, typer.Option(help="Which bend is seen.")] = "backward"
    separation: Annotated[
        float, typer.Option(min=0.0, max=3.0, help="Factor on the groups' differences.")
    ] = 1.0
    persons: Annotated[int, typer.Option(min=0, help="In a cohort; 0: as in the paper.")] = 0
    label_noise: Annotated[
        float, typer.Option(min=0.0, max=0.5, help="Chance of a wrong label in that control.")
    ] = 0.076
    bins: Annotated[BinSet, typer.Option(help="The paper's bins, or all from 60° to 210°.")] = (
        "paper"
    )
    camera: Annotated[
        bool, typer.Option("--camera", help="Also the contours of the camera's masks.")
    ] = False
    covariate_persons: Annotated[
        int, typer.Option(min=0, help="Of the control by covariates; 0 leaves it out.")
    ] = 400
    filmed: Annotated[int, typer.Option(min=1, max=10, help="Bends drawn per direction.")] = 3
    rate_hz: Annotated[float, typer.Option(min=1.0, max=60.0, help="Pictures per second.")] = 10.0
    networks: Annotated[
        Networks, typer.Option(help="Train the networks too: whole, or heads alone (frozen).")
    ] = "none"
    network_controls: Annotated[
        bool, typer.Option("--network-controls", help="Networks from scratch, and misled ones.")
    ] = False
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = max(1, os.cpu_count() or 1)
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="Where cohorts are kept.")] = None
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="ROC curves, as .svg, .png or .pdf.")
    ] = None

    def run(self, progress: Progress) -> LadderResult:
        """Return all rungs and controls.

        Raises:
            EvaluationError: somebody could not be measured.
        """
        check_networks(self.networks, self.direction)
        seeds = range(self.first_seed, self.first_seed + self.cohorts)
        judged: dict[str, list[Judged]] = {}
        rows = []
        for done, seed in enumerate(seeds):
            people = draw_cohort(self._settings(seed))
            tasks = self._filmed(people, done, progress)
            found = self._judged(people, tasks, seed)
            found |= self._by_networks(people, tasks, seed, done, progress)
            for name, one in found.items():
                judged.setdefault(name, []).append(one)
            rows.append(
                CohortRow(
                    seed=seed,
                    persons=len(people),
                    accuracies={name: accuracy_of([one]).accuracy for name, one in found.items()},
                )
            )
        if self.covariate_persons:
            judged["covariates_only"] = [self._by_covariates(progress)]
        task, means = TASKS[self.task], self._settings(self.first_seed).means
        every = {name: rung_of(name, ones) for name, ones in judged.items()}
        controls = ("covariates_only", "shuffled_labels", "label_noise", SHUFFLED)
        networks = {
            name: ones
            for name, ones in judged.items()
            if "network" in name and name not in controls
        }
        result = LadderResult(
            task=self.task,
            groups=task.names,
            direction=self.direction,
            separation=self.separation,
            bins=self.bins,
            bayes_shape=bayes_accuracy(task, means, names_of(self._directions, SHAPE)),
            bayes_everything_shown=bayes_accuracy(task, means, names_of(self._directions, SHOWN)),
            rungs=tuple(rung for name, rung in every.items() if name not in controls),
            controls=tuple(every[name] for name in controls if name in every),
            against=tuple(
                # A control was asked about the first cohort alone.
                against_of(name, ones, _YARDSTICK, judged[_YARDSTICK][: len(ones)])
                for name, ones in networks.items()
            ),
            cohorts=tuple(rows),
        )
        if self.plot is not None:
            draw_roc(result.rungs, result.groups, self.plot)
        return result

    def _by_networks(
        self,
        people: Sequence[Person],
        tasks: Sequence[Filming],
        seed: int,
        cohort: int,
        progress: Progress,
    ) -> dict[str, Judged]:
        """Return what the networks say of a cohort."""
        if self.networks == "none" or self.direction == "both":
            return {}
        rungs = NetworkRungs(
            task=self.task,
            direction=self.direction,
            learning=self.networks,
            sources=self._sources,
            folder=(self.data or usual_folder()) / "networks",
            controls=self.network_controls and cohort == 0,
        )
        labels = np.array([person.label for person in people])

        def told(share: float) -> None:
            progress(round(_STEPS * (cohort + share)), _STEPS * self.cohorts)

        return rungs.judged(tasks, labels, seed, told)

    @property
    def _directions(self) -> tuple[Direction, ...]:
        return DIRECTIONS if self.direction == "both" else (self.direction,)

    @property
    def _sources(self) -> tuple[Source, ...]:
        return ("true", "camera") if self.camera else ("true",)

    def _settings(self, seed: int) -> CohortSettings:
        return CohortSettings(
            task=self.task,
            persons=self.persons or TASKS[self.task].persons,
            seed=seed,
            separation=self.separation,
            label_noise=self.label_noise,
        )

    def _filmed(self, people: Sequence[Person], cohort: int, progress: Progress) -> list[Filming]:
        before, total = cohort * len(people), self.cohorts * len(people)
        return filmed_cohort(
            people,
            self.data or usual_folder(),
            self._sources,
            FilmSettings(filmed=self.filmed, rate_hz=self.rate_hz),
            workers=self.workers,
            progress=lambda done, _: progress(before + done, total),
        )

    def _judged(
        self, people: Sequence[Person], tasks: Sequence[Filming], seed: int
    ) -> dict[str, Judged]:
        """Return what each rule says of a cohort, the ladder from above."""
        settings = self._settings(seed)
        labels = np.array([person.label for person in people])
        noisy = np.array([person.given_label for person in people])
        folds = folds_of(labels, seed)
        names = names_of(self._directions, SHAPE)
        parameters = np.array([person.parameters for person in people])
        chosen = parameters[:, indices(names)]
        best = Judged(
            labels=labels,
            odds=log_odds(parameters, settings.groups, settings.means, names),
            folds=folds,
        )
        contours = self._each(tasks, lambda task, way: self._contour(task, way, "true"))
        regions = self._each(
            tasks, lambda task, way: regions_at_bins(task, way, bins_of(way, self.bins))
        )
        found = {
            "parameters_bayes": best,
            "parameters_lda": judge(discriminant(), chosen, labels, folds),
            "joint_angles_lda": judge(discriminant(), regions, labels, folds),
            "contours_lda": judge(contour_discriminant(), contours, labels, folds),
        }
        if self.camera:
            seen = self._each(tasks, lambda task, way: self._contour(task, way, "camera"))
            found["contours_camera_lda"] = judge(contour_discriminant(), seen, labels, folds)
        shuffled = shuffled_labels(labels, seed)
        for name, given in (("shuffled_labels", shuffled), ("label_noise", noisy)):
            found[name] = judge(contour_discriminant(), contours, given, folds_of(given, seed))
        return found

    def _each(
        self, tasks: Sequence[Filming], numbers: Callable[[Filming, Direction], Floats]
    ) -> Floats:
        """Return the (n, k) numbers of all persons, those of both directions side by side."""
        return np.array(
            [np.concatenate([numbers(task, way) for way in self._directions]) for task in tasks]
        )

    def _contour(self, task: Filming, way: Direction, source: Source) -> Floats:
        return contours_at_bins(task, way, bins_of(way, self.bins), source)

    def _by_covariates(self, progress: Progress) -> Judged:
        asked = CohortSettings(
            task=self.task,
            persons=self.covariate_persons,
            seed=_CONTROL_SEED + self.first_seed,
            separation=self.separation,
        )
        people = draw_cohort(asked)
        labels: Labels = np.array([person.label for person in people])
        numbers = np.array([covariates_of(person) for person in stepped(people, progress)])
        return judge(discriminant(), numbers, labels, folds_of(labels, asked.seed))

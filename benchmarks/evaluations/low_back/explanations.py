"""Do the maps of the low-back networks show why they answered? Where the reason is known.

Cohorts in which one region of the spine, or the shirt, carries all of the difference; networks are
trained on them, and their maps scored on people whom they told right (pointing game, mass and rank
accuracy) beside three floors: the size of what changes, an edge detector, the network before it
learned. Whether the maps follow what the network goes by is asked in the renderer: a region is
changed, and the logit moves. And a map must change when the network forgets. Needs PyTorch.
"""

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Group, RenderableType

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.low_back.map_scores import (
    STAGES,
    MapScore,
    faithfulness,
    forgotten_by_stage,
    map_scores,
)
from benchmarks.low_back.filming import SIMULATED, usual_folder
from benchmarks.low_back.told_apart import accuracy_of
from benchmarks.question import Progress
from benchmarks.tables import table_of
from edge.posture.angle_bins import Direction
from edge.simulation.low_back.persons import CAUSES, Cause
from edge.simulation.low_back.tasks import TaskName

_STEPS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseResult:
    """Networks with one known cause.

    Attributes:
        cause: what alone tells the groups apart.
        accuracy: mean of the folds.
        low: lower end of its 95 % interval.
        high: upper end.
        told_right: people whose maps were looked at.
        maps: their scores.
        faithful: rank correlation, over people and regions, of how far the logit moves when a
            region is changed, and of the share of the map of layer3 where that changes the masks.
        forgotten: mean rank correlation of the maps of layer4 with those of a network that has
            forgotten from the head to this stage.
    """

    cause: Cause
    accuracy: float
    low: float
    high: float
    told_right: int
    maps: tuple[MapScore, ...]
    faithful: float | None
    forgotten: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackExplanationsResult:
    """All causes."""

    simulated: bool = True
    note: str = SIMULATED
    task: TaskName
    direction: Direction
    separation: float
    persons: int
    seed: int
    causes: tuple[CauseResult, ...]

    def table(self) -> RenderableType:
        """Return the scores."""
        rows: dict[str, object] = {
            f"{one.cause}, {score.stage}, {score.score}": {
                "score": score.value,
                **{
                    f"above {floor}": (above.mean, above.low, above.high)
                    for floor, above in score.above.items()
                },
                "beats all": score.beats_all,
            }
            for one in self.causes
            for score in one.maps
        }
        title = (
            f"{self.task}, {self.direction} bend, separation {self.separation:g}, "
            f"{self.persons} people a cause, seed {self.seed}"
        )
        lines = [
            f"{one.cause}: {one.accuracy:.1%} told right ({one.low:.1%} to {one.high:.1%}), maps "
            f"of {one.told_right} people; maps follow what the logit follows: "
            f"{'–' if one.faithful is None else f'{one.faithful:.2f}'}; "
            + ", ".join(f"{stage} forgotten {r:.2f}" for stage, r in one.forgotten.items())
            for one in self.causes
        ]
        return Group(table_of(rows, title=title, name="cause, stage, score"), *lines, self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackExplanations:
    """Whether maps show a known cause; its settings.

    Attributes:
        cause: what alone tells the groups apart, one cohort each.
        task: which groups.
        direction: of the bend.
        persons: in a cohort.
        seed: of the cohorts.
        separation: factor on the difference.
        masks: of a person that are explained.
        workers: processes that film.
        data: where cohorts and networks are kept.
    """

    cause: Annotated[
        tuple[str, ...], typer.Option(help="ul, ll, lt, pelvis or shirt; again for more.")
    ] = ("ul", "lt", "shirt")
    task: Annotated[TaskName, typer.Option(help="Which groups are told apart.")] = "fp-ep"
    direction: Annotated[Direction, typer.Option(help="Of the bend.")] = "backward"
    persons: Annotated[int, typer.Option(min=20, help="In each cohort.")] = 100
    seed: Annotated[int, typer.Option(min=0, help="Of the cohorts.")] = 0
    separation: Annotated[float, typer.Option(min=0.0, max=3.0, help="On the difference.")] = 1.5
    masks: Annotated[int, typer.Option(min=2, help="Of a person that are explained.")] = 6
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = max(1, os.cpu_count() or 1)
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="Where cohorts are kept.")] = None

    def run(self, progress: Progress) -> LowBackExplanationsResult:
        """Return the scores of all causes.

        Raises:
            EvaluationError: a cause is unknown, PyTorch is not installed, or a network told nobody
                right.
        """
        unknown = [name for name in self.cause if name not in CAUSES]
        if unknown:
            raise EvaluationError(
                f"nothing is known about the cause {unknown[0]}",
                remedy=f"give one of {', '.join(CAUSES)}",
            )
        if importlib.util.find_spec("torch") is None:
            raise EvaluationError(
                "networks are trained in PyTorch",
                remedy="'make train', then '.venv-train/bin/physio evaluate low-back-explanations'",
            )
        return LowBackExplanationsResult(
            task=self.task,
            direction=self.direction,
            separation=self.separation,
            persons=self.persons,
            seed=self.seed,
            causes=tuple(
                self._of(cause, self.cause.index(cause), progress)
                for cause in CAUSES
                if cause in self.cause
            ),
        )

    def _of(self, cause: Cause, done: int, progress: Progress) -> CauseResult:
        # It loads PyTorch.
        from benchmarks.low_back.known_cause import CauseSettings, cause_networks  # noqa: PLC0415

        settings = CauseSettings(
            task=self.task,
            direction=self.direction,
            cause=cause,
            persons=self.persons,
            seed=self.seed,
            separation=self.separation,
            masks=self.masks,
            folder=self.data or usual_folder(),
            workers=self.workers,
        )
        total = _STEPS * len(self.cause)

        def told(share: float) -> None:
            progress(round(_STEPS * (done + share)), total)

        networks = cause_networks(settings, told)
        looked = list(networks.looked())
        if not looked:
            raise EvaluationError(f"nobody was told right by {cause}", remedy="take more --persons")
        accuracy = accuracy_of([networks.judged])
        return CauseResult(
            cause=cause,
            accuracy=accuracy.accuracy,
            low=accuracy.low,
            high=accuracy.high,
            told_right=len(looked),
            maps=tuple(score for stage in STAGES for score in map_scores(looked, stage)),
            faithful=faithfulness(looked),
            forgotten=forgotten_by_stage(looked),
        )

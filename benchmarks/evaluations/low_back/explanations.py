"""Do the maps of the low-back networks show why they answered? Where the reason is known.

Cohorts in which one region of the spine, or the shirt, carries all of the difference; networks are
trained on them, and their maps scored on people whom they told right (pointing game, mass and rank
accuracy) beside three floors: the size of what changes, an edge detector, the network before it
learned. Whether the maps follow what the network goes by is asked in the renderer: a region is
changed, and the logit moves. And a map must change when the network forgets. Needs PyTorch.
"""

import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import numpy as np
import typer
from rich.console import Group, RenderableType
from scipy.stats import spearmanr
from scipy.stats import t as student_t

from benchmarks.errors import EvaluationError
from benchmarks.low_back.filming import SIMULATED, usual_folder
from benchmarks.low_back.told_apart import accuracy_of
from benchmarks.question import Progress
from benchmarks.tables import table_of
from edge.core.arrays import Floats
from edge.explain.map_checks import Localisation, area_floor, edge_map, localisation
from edge.explain.map_checks import rank_correlation as map_correlation
from edge.simulation.low_back.courses import Direction
from edge.simulation.low_back.tasks import TaskName

if TYPE_CHECKING:
    from benchmarks.low_back.known_cause import Looked

Cause = Literal["ul", "ll", "lt", "pelvis", "shirt"]
SCORES: Final = ("pointed", "mass", "rank")
STAGES: Final = ("layer3", "layer4")
FLOORS: Final = ("size", "edges", "untrained")
_STEPS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """By how much a score lies above a floor: mean over people, with its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapScore:
    """One score of the maps of one stage.

    Attributes:
        stage: of the ResNet.
        score: which.
        value: mean over people.
        above: the floors.
        beats_all: whether all intervals lie above 0.
    """

    stage: str
    score: str
    value: float
    above: dict[str, Above]
    beats_all: bool


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
        tuple[Cause, ...], typer.Option(help="What alone differs; again for more.")
    ] = (
        "ul",
        "lt",
        "shirt",
    )
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
            EvaluationError: PyTorch is not installed, or a network told nobody right.
        """
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
            causes=tuple(self._of(cause, done, progress) for done, cause in enumerate(self.cause)),
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
            maps=tuple(score for stage in STAGES for score in _scores(looked, stage)),
            faithful=_faithful(looked),
            forgotten=_forgotten(looked),
        )


def _scores(looked: Sequence["Looked"], stage: str) -> list[MapScore]:
    """Return the three scores of a stage's maps beside the floors."""
    own = np.array([_localised(one, one.trained[stage]) for one in looked])
    floors = {
        "size": np.array([_mean([area_floor(truth) for truth in one.truth]) for one in looked]),
        "edges": np.array(
            [_localised(one, np.stack([edge_map(m) for m in one.masks])) for one in looked]
        ),
        "untrained": np.array([_localised(one, one.untrained[stage]) for one in looked]),
    }
    # An even map points anywhere, into what changes as often as that is large.
    floors["size"][:, 0] = floors["size"][:, 1]
    found = []
    for place, score in enumerate(SCORES):
        above = {name: _above(own[:, place] - floors[name][:, place]) for name in FLOORS}
        found.append(
            MapScore(
                stage=stage,
                score=score,
                value=float(own[:, place].mean()),
                above=above,
                beats_all=all(one.low > 0.0 for one in above.values()),
            )
        )
    return found


def _localised(one: "Looked", maps: Floats) -> tuple[float, float, float]:
    return _mean([localisation(own, truth) for own, truth in zip(maps, one.truth, strict=True)])


def _mean(found: Sequence[Localisation]) -> tuple[float, float, float]:
    pointed, mass, rank = np.mean([(one.pointed, one.mass, one.rank) for one in found], axis=0)
    return float(pointed), float(mass), float(rank)


def _above(differences: Floats) -> Above:
    mean = float(differences.mean())
    count = len(differences)
    if count < 2:
        return Above(mean=mean, low=float("-inf"), high=float("inf"))
    reach = float(student_t.ppf(0.975, count - 1) * differences.std(ddof=1) / np.sqrt(count))
    return Above(mean=mean, low=mean - reach, high=mean + reach)


def _faithful(looked: Sequence["Looked"]) -> float | None:
    """Return the rank correlation of the logit's moves with the maps' shares, where both vary."""
    moved, shares = [], []
    for one in looked:
        heat = one.trained["layer3"]
        for region, by in one.moved.items():
            moved.append(by)
            shares.append(float(heat[one.changed[region]].sum() / max(heat.sum(), 1e-12)))
    if np.ptp(moved) == 0.0 or np.ptp(shares) == 0.0:
        return None
    return float(spearmanr(moved, shares).statistic)


def _forgotten(looked: Sequence["Looked"]) -> dict[str, float]:
    """Return by stage how like the maps still are once the network has forgotten so far."""
    return {
        stage: float(
            np.mean(
                [map_correlation(one.trained["layer4"], one.forgetful[stage]) for one in looked]
            )
        )
        for stage in looked[0].forgetful
    }

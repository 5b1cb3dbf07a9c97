"""The figures of the ladder of rules, and how they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Group, RenderableType

from benchmarks.low_back.filming import SIMULATED
from benchmarks.low_back.inputs import BinSet
from benchmarks.low_back.told_apart import (
    Accuracy,
    Confusion,
    Judged,
    accuracy_of,
    confusion_of,
)
from benchmarks.tables import table_of
from edge.simulation.low_back.tasks import TaskName

Shown = Literal["forward", "backward", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung(Accuracy):
    """One rule over all cohorts.

    Attributes:
        name: of what it sees and how it learns.
        confusion: of all persons.
    """

    name: str
    confusion: Confusion


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRow:
    """One cohort: the mean accuracy of its folds by the name of the rule."""

    seed: int
    persons: int
    accuracies: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderResult:
    """All rungs and controls."""

    simulated: bool = True
    note: str = SIMULATED
    task: TaskName
    groups: tuple[str, str]
    direction: Shown
    separation: float
    bins: BinSet
    bayes_shape: float
    bayes_everything_shown: float
    rungs: tuple[Rung, ...]
    controls: tuple[Rung, ...]
    cohorts: tuple[CohortRow, ...]

    def table(self) -> RenderableType:
        """Return the rungs and the controls."""
        seeds = ", ".join(str(cohort.seed) for cohort in self.cohorts)
        title = (
            f"{self.groups[1]} (positive) against {self.groups[0]}, {self.direction} bend, "
            f"separation {self.separation:g}, seeds {seeds}"
        )
        ceiling = (
            f"{self.note} At best {self.bayes_shape:.1%} by the shape of the back, "
            f"{self.bayes_everything_shown:.1%} by all that the bend shows."
        )
        rows: dict[str, object] = {
            rung.name: {
                "accuracy": rung.accuracy,
                "95 %": (rung.low, rung.high),
                f"{self.groups[1]} right / wrong": (
                    rung.confusion.positive_right,
                    rung.confusion.positive_wrong,
                ),
                f"{self.groups[0]} right / wrong": (
                    rung.confusion.negative_right,
                    rung.confusion.negative_wrong,
                ),
            }
            for rung in (*self.rungs, *self.controls)
        }
        return Group(table_of(rows, title=title, name="rule"), ceiling)


def rung_of(name: str, judged: Sequence[Judged]) -> Rung:
    """Return the figures of one rule over all cohorts."""
    found = accuracy_of(judged)
    return Rung(
        name=name,
        accuracy=found.accuracy,
        low=found.low,
        high=found.high,
        confusion=confusion_of(judged),
    )

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
    Difference,
    Judged,
    Roc,
    accuracy_of,
    confusion_of,
    difference_of,
    roc_of,
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
        roc: of all persons.
    """

    name: str
    confusion: Confusion
    roc: Roc


@dataclass(frozen=True, slots=True, kw_only=True)
class Against(Difference):
    """A network beside another rule.

    Attributes:
        name: of the network's rung.
        other: of the other rule.
    """

    name: str
    other: str


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
    against: tuple[Against, ...]
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
                "area under ROC": rung.roc.area,
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
        pairs = [
            f"{one.name} less {one.other}, person by person ({one.persons}): {one.mean:+.1%} "
            f"(95 %: {one.low:+.1%} to {one.high:+.1%})"
            for one in self.against
        ]
        return Group(table_of(rows, title=title, name="rule"), *pairs, ceiling)


def rung_of(name: str, judged: Sequence[Judged]) -> Rung:
    """Return the figures of one rule over all cohorts."""
    found = accuracy_of(judged)
    return Rung(
        name=name,
        accuracy=found.accuracy,
        low=found.low,
        high=found.high,
        confusion=confusion_of(judged),
        roc=roc_of(judged),
    )


def against_of(
    name: str, judged: Sequence[Judged], other: str, others: Sequence[Judged]
) -> Against:
    """Return a network beside another rule over all cohorts."""
    found = difference_of(judged, others)
    return Against(
        name=name,
        other=other,
        mean=found.mean,
        low=found.low,
        high=found.high,
        persons=found.persons,
    )

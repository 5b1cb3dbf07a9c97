"""Which groups are told apart, and where their means lie once they are moved apart or together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from edge.core.arrays import Floats
from edge.simulation.low_back.phenotypes import PARAMETERS, Phenotype, Region, mean_of

TaskName = Literal["mi-mci", "fp-ep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Two groups of patients that a network is to tell apart.

    Attributes:
        positive: phenotypes of the group with the label 1, with their shares of it.
        negative: of the group with the label 0.
        positive_share: of all persons, as in the paper.
        persons: as many as in the paper.
        names: of the negative and the positive group.
    """

    positive: Mapping[Phenotype, float]
    negative: Mapping[Phenotype, float]
    positive_share: float
    persons: int
    names: tuple[str, str]

    @property
    def shares(self) -> dict[Phenotype, float]:
        """Shares of the phenotypes where both groups are equally large."""
        both = (self.positive, self.negative)
        return {kind: 0.5 * share for group in both for kind, share in group.items()}


TASKS: Final[dict[TaskName, Task]] = {
    "mi-mci": Task(
        positive={"mi_flexion": 1.0},
        negative={"mci_fp": 0.5, "mci_ep": 0.5},
        positive_share=42 / 83,
        persons=83,
        names=("MCI", "MI"),
    ),
    "fp-ep": Task(
        positive={"mci_fp": 1.0},
        negative={"mci_ep": 1.0},
        positive_share=40 / 78,
        persons=78,
        names=("EP", "FP"),
    ),
}


def group_means(
    task: Task, *, separation: float = 1.0, cause: Region | None = None
) -> dict[Phenotype, Floats]:
    """Return the (20,) means of the task's phenotypes.

    Args:
        task: which phenotypes there are.
        separation: factor on every difference from the pooled mean; 0 makes all groups alike.
        cause: the one region that differs between the groups; None leaves all differences.
    """
    means = {kind: mean_of(kind) for kind in task.shares}
    pooled = sum((share * means[kind] for kind, share in task.shares.items()), np.zeros(1))
    kept = np.array([cause in {None, parameter.region} for parameter in PARAMETERS])
    return {kind: pooled + separation * kept * (mean - pooled) for kind, mean in means.items()}

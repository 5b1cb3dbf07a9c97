"""The low-back networks as rules beside the others: the same people, the same folds.

Needs PyTorch. What a fold found is kept by all that it follows from, so that an evaluation goes on
where it was interrupted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import numpy as np
import torch

from benchmarks.low_back.filming import Filming
from benchmarks.low_back.for_networks import bends_of
from benchmarks.low_back.measured import Source
from benchmarks.low_back.told_apart import Judged, Labels
from edge.posture.angle_bins import Direction
from edge.simulation.low_back.tasks import TASKS, TaskName
from models.data.bends import Bends
from models.networks.low_back import Kind
from models.training.bend_cohort import Cohort, LowBackTraining
from models.training.low_back_folds import cross_validate
from models.training.low_back_rows import row_named
from models.training.low_back_task import FROZEN, SHIPPED, load_start

Learning = Literal["whole", "frozen"]
KINDS: Final[dict[TaskName, Kind]] = {"fp-ep": "backtracker", "mi-mci": "movexor"}
"""The network whose paper asked this question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRule:
    """Which network is asked, and how it learns.

    Attributes:
        task: whose network is taken, with the row that is shipped.
        direction: of the bend.
        learning: `whole` trains the network end to end, `frozen` its head alone.
        folder: where pretrained weights and folds are kept.
        row: of the paper's tables; None for the one that is shipped.
        start: how the ResNet begins, `contours` or `scratch`.
    """

    task: TaskName
    direction: Direction
    learning: Learning
    folder: Path
    row: str | None = None
    start: str = "contours"

    @property
    def settings(self) -> LowBackTraining:
        """How it is trained."""
        return FROZEN if self.learning == "frozen" else SHIPPED

    def judged(
        self,
        tasks: Sequence[Filming],
        source: Source,
        labels: Labels,
        folds: Labels,
        progress: Callable[[float], None],
    ) -> Judged:
        """Return what networks say of each person whom they never saw.

        Somebody without a mask within the bins has odds of 0, as if the network had been asked
        about nothing.

        Args:
            tasks: one a person, filmed.
            source: of the masks and motion features.
            labels: (n,) groups.
            folds: (n,) numbers of folds.
            progress: called with the share of the work that is done.
        """
        names = TASKS[self.task].names
        bends = bends_of(tasks, source, names, self.settings.size_px)
        return self.judged_by(bends, labels, folds, progress)

    def judged_by(
        self, bends: Bends, labels: Labels, folds: Labels, progress: Callable[[float], None]
    ) -> Judged:
        """Return the same of people whose masks and figures are at hand.

        Args:
            bends: of n people, with masks of `settings.size_px`.
            labels: (n,) groups, which may differ from theirs.
            folds: (n,) numbers of folds.
            progress: called with the share of the work that is done.
        """
        # A convolution of this size gains nothing from a second thread.
        torch.set_num_threads(1)
        settings = self.settings
        row = row_named(KINDS[self.task], self.direction, self.row)[1]
        cohort = Cohort(replace(bends, labels=labels), row, settings)
        start = load_start(self.start, settings, self.folder, lambda *_: None)

        def told(title: str, done: int, total: int) -> None:
            progress((int(title.rpartition(" ")[2]) - 1 + done / total) / settings.folds)

        found = cross_validate(
            cohort, start, self.folder / "folds", told, folds=folds[cohort.people]
        )
        odds = np.zeros(len(labels))
        odds[found.people] = found.logits
        return Judged(labels=labels, odds=odds, folds=folds)

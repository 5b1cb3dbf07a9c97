"""The networks on the ladder, and the networks beside it that show whether it stands."""

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.low_back.ladder_figures import Shown
from benchmarks.low_back.filming import Filming
from benchmarks.low_back.measured import Source
from benchmarks.low_back.told_apart import Judged, Labels, folds_of, shuffled_labels
from edge.posture.angle_bins import Direction
from edge.simulation.low_back.tasks import TaskName

Networks = Literal["none", "whole", "frozen"]
SCRATCH: Final = "network_scratch_true_masks"
"""The network that did not learn from contours first."""
SHUFFLED: Final = "network_shuffled_labels"
"""The network that learned labels in a wrong order: what it says is worth nothing."""


def check_networks(networks: Networks, direction: Shown) -> None:
    """Check that networks can be trained, if they are to be.

    Raises:
        EvaluationError: they cannot.
    """
    if networks == "none":
        return
    if direction == "both":
        raise EvaluationError(
            "the networks of this ladder see one direction",
            remedy="ask for --direction forward or backward",
        )
    if importlib.util.find_spec("torch") is None:
        raise EvaluationError(
            "networks are trained in PyTorch",
            remedy="'make train', then '.venv-train/bin/physio evaluate low-back'",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRungs:
    """Which networks are asked about a cohort.

    Attributes:
        task: which groups.
        direction: of the bend.
        learning: whole, or heads alone.
        sources: a network learns by each.
        folder: where pretrained weights and folds are kept.
        controls: also a network from scratch and one with shuffled labels, by true masks.
    """

    task: TaskName
    direction: Direction
    learning: Literal["whole", "frozen"]
    sources: tuple[Source, ...]
    folder: Path
    controls: bool

    def judged(
        self,
        tasks: Sequence[Filming],
        labels: Labels,
        seed: int,
        progress: Callable[[float], None],
    ) -> dict[str, Judged]:
        """Return what each network says of everybody, by name.

        Args:
            tasks: one a person, filmed.
            labels: (n,) groups.
            seed: of the cohort.
            progress: called with the share of the work that is done.
        """
        # It loads PyTorch.
        from benchmarks.low_back.network_folds import NetworkRule  # noqa: PLC0415

        frozen = "frozen_" if self.learning == "frozen" else ""
        wanted: list[tuple[str, Source, str, Labels]] = [
            (f"{frozen}network_{source}_masks", source, "contours", labels)
            for source in self.sources
        ]
        if self.controls:
            wanted += [
                (SCRATCH, "true", "scratch", labels),
                (SHUFFLED, "true", "contours", shuffled_labels(labels, seed)),
            ]
        found = {}
        for done, (name, source, start, given) in enumerate(wanted):
            rule = NetworkRule(
                task=self.task,
                direction=self.direction,
                learning=self.learning,
                folder=self.folder,
                start=start,
            )

            def told(share: float, before: int = done) -> None:
                progress((before + share) / len(wanted))

            found[name] = rule.judged(tasks, source, given, folds_of(given, seed), told)
        return found

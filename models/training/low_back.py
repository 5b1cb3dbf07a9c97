"""Trains MOVEXor and BackTracker: no choice looks at a person on whom they are tested."""

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from edge.core.arrays import Floats
from models.data.bends import Indices, folds_of
from models.networks.low_back import LowBackNetwork
from models.networks.resnet import as_deployed
from models.training.bend_cohort import Cohort, LowBackTraining, State
from models.training.errors import TrainingError

KEPT_EVERY_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """A trained network as it is shipped, and when it stopped.

    Attributes:
        network: with normalisations inside its convolutions, see `as_deployed`.
        epochs: after which its inner loss was least.
    """

    network: LowBackNetwork
    epochs: int


def fit(
    cohort: Cohort,
    people: Indices,
    start: State | None,
    checkpoint: Path,
    progress: Callable[[int, int], None],
) -> Fitted:
    """Return a network that learned from these people alone.

    A part of them is not learned from: it decides when to stop. An interrupted training goes on
    from the checkpoint.

    Raises:
        TrainingError: the checkpoint is of another training.
    """
    settings = cohort.settings
    network = cohort.fresh_network(start)
    if settings.frozen:
        cohort.freeze(network.backbone, start)
    inner = _inner(cohort, people)
    outer = np.setdiff1d(people, inner)
    network.standardised.learn(cohort.figures[torch.from_numpy(outer)])
    learner = _Learner.of(network, settings, len(outer))
    epoch = learner.resume(checkpoint)
    kept_s = time.monotonic()
    while epoch < settings.epochs and epoch - learner.best_epoch < settings.patience:
        learner.learn(cohort, outer, epoch)
        epoch += 1
        learner.judge(_loss(cohort, network, inner), epoch)
        if time.monotonic() - kept_s > KEPT_EVERY_S:
            learner.keep(checkpoint, epoch)
            kept_s = time.monotonic()
        progress(epoch, settings.epochs)
    network.load_state_dict(learner.best)
    checkpoint.unlink(missing_ok=True)
    return Fitted(network=as_deployed(network), epochs=learner.best_epoch)


def logits_of(cohort: Cohort, network: LowBackNetwork, people: Indices) -> Floats:
    """Return the (n,) logits of people, by masks that are always the same ones."""
    rng = np.random.default_rng([cohort.settings.seed, 1])
    found = []
    network.eval()
    with torch.inference_mode():
        for person in people:
            masks, figures = cohort.batch(np.array([person]), rng, training=False)
            found.append(float(cohort.logits(network, masks, figures)[0]))
    return np.array(found)


def _inner(cohort: Cohort, people: Indices) -> Indices:
    """Return the people, out of those to learn from, who decide the stop."""
    labels, groups = cohort.labels[people], cohort.bends.groups[people]
    fewest = min(len(np.unique(groups[labels == label])) for label in (0, 1))
    count = max(2, min(fewest, round(1.0 / cohort.settings.inner)))
    rng = np.random.default_rng([cohort.settings.seed, 2])
    return people[folds_of(labels, groups, count, rng) == 0]


def _loss(cohort: Cohort, network: LowBackNetwork, people: Indices) -> float:
    logits = torch.from_numpy(logits_of(cohort, network, people))
    labels = torch.from_numpy(cohort.labels[people]).double()
    return float(binary_cross_entropy_with_logits(logits, labels))


@dataclass(slots=True, kw_only=True, eq=False)
class _Learner:
    """A network with what changes its weights, and the best of its states so far."""

    network: LowBackNetwork
    optimiser: torch.optim.Optimizer
    schedule: Any
    best: dict[str, Tensor]
    best_loss: float = field(default=float("inf"))
    best_epoch: int = field(default=0)

    @classmethod
    def of(cls, network: LowBackNetwork, settings: LowBackTraining, people: int) -> "_Learner":
        network.to(memory_format=torch.channels_last)
        learning: nn.Module = network.head if settings.frozen else network
        optimiser = torch.optim.AdamW(
            learning.parameters(), settings.rate, weight_decay=settings.decay
        )
        steps = len(_batches(np.arange(people), settings.persons)) * settings.epochs
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, settings.rate, total_steps=max(2, steps), pct_start=0.1
        )
        return cls(
            network=network,
            optimiser=optimiser,
            schedule=schedule,
            best=copy.deepcopy(network.state_dict()),
        )

    def learn(self, cohort: Cohort, people: Indices, epoch: int) -> None:
        """Learn from all people once."""
        settings = cohort.settings
        rng = np.random.default_rng([settings.seed, 3, epoch])
        torch.manual_seed(settings.seed + epoch)
        self.network.train()
        for chosen in _batches(rng.permutation(people), settings.persons):
            masks, figures = cohort.batch(chosen, rng, training=True)
            with torch.autocast("cpu", torch.bfloat16, enabled=not settings.frozen):
                logits = cohort.logits(self.network, masks, figures)
            labels = torch.from_numpy(cohort.labels[chosen]).float()
            self.optimiser.zero_grad()
            binary_cross_entropy_with_logits(logits.float(), labels).backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimiser.step()
            self.schedule.step()

    def judge(self, loss: float, epoch: int) -> None:
        """Remember the network if it was never better."""
        if loss < self.best_loss:
            self.best_loss, self.best_epoch = loss, epoch
            self.best = copy.deepcopy(self.network.state_dict())

    def keep(self, path: Path, epoch: int) -> None:
        """Write a checkpoint, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        torch.save(
            {
                "epoch": epoch,
                "states": [part.state_dict() for part in self._parts],
                "best": [self.best, self.best_loss, self.best_epoch],
            },
            unfinished,
        )
        unfinished.replace(path)

    def resume(self, path: Path) -> int:
        """Go on from a checkpoint if there is one; return the epochs done by then."""
        if not path.exists():
            return 0
        kept = torch.load(path, weights_only=True)
        try:
            for part, state in zip(self._parts, kept["states"], strict=True):
                part.load_state_dict(state)
        except (RuntimeError, ValueError, KeyError) as error:
            raise TrainingError(
                f"{path} is of another training", remedy="delete it to start anew"
            ) from error
        self.best, self.best_loss, self.best_epoch = kept["best"]
        return int(kept["epoch"])

    @property
    def _parts(self) -> tuple[Any, ...]:
        return self.network, self.optimiser, self.schedule


def _batches(people: Indices, size: int) -> list[Indices]:
    """Return the people in parts of about that size; normalising needs two at least in each."""
    return np.array_split(people, max(1, round(len(people) / size)))

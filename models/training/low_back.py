"""Trains MOVEXor and BackTracker: no choice looks at a person on whom they are tested."""

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from edge.core.arrays import Floats
from models.data.bends import Indices
from models.networks.low_back import LowBackNetwork
from models.networks.resnet import as_deployed
from models.training.bend_cohort import Cohort, LowBackTraining, State
from models.training.errors import TrainingError

KEPT_EVERY_S: Final = 10.0


def fit(
    cohort: Cohort,
    people: Indices,
    start: State | None,
    checkpoint: Path,
    progress: Callable[[int, int], None],
) -> LowBackNetwork:
    """Return a network that learned from these people alone, as it is shipped.

    Its head learns first, on the codes of the ResNet as it begins; then everything learns together
    for a fixed number of epochs, and the mean of the last weights is kept (linear probing before
    fine-tuning, Kumar et al., ICLR 2022). An interrupted training goes on from the checkpoint.

    Args:
        cohort: as the row sees it.
        people: their places in the cohort.
        start: weights of the ResNet to begin with; None begins from scratch.
        checkpoint: kept while it learns, and removed at the end.
        progress: called with the epochs done and those there are.

    Raises:
        TrainingError: the checkpoint is of another training.
    """
    settings = cohort.settings
    network = cohort.fresh_network(start)
    if settings.frozen:
        cohort.freeze(network.backbone)
    network.standardised.learn(cohort.figures[torch.from_numpy(people)])
    network.to(memory_format=torch.channels_last)
    learn_head(cohort, network, people)
    if settings.frozen:
        progress(1, 1)
        return as_deployed(network)
    learner = _Learner.of(network, settings, len(people), keeps_norms=start is not None)
    epoch = learner.resume(checkpoint)
    kept_s = time.monotonic()
    while epoch < settings.epochs:
        learner.learn(cohort, people, epoch)
        epoch += 1
        if time.monotonic() - kept_s > KEPT_EVERY_S:
            learner.keep(checkpoint, epoch)
            kept_s = time.monotonic()
        progress(epoch, settings.epochs)
    network.load_state_dict(learner.mean)
    checkpoint.unlink(missing_ok=True)
    return as_deployed(network)


def learn_head(cohort: Cohort, network: LowBackNetwork, people: Indices) -> None:
    """Let the head learn on the codes of people, all at once; the ResNet stays as it is."""
    settings = cohort.settings
    rng = np.random.default_rng([settings.seed, 2])
    codes, figures = cohort.codes_of(network, people, rng)
    network.learn_codes(codes)
    labels = torch.from_numpy(cohort.labels[people]).float()
    votes = {id(weight) for weight in network.head.votes}
    dear = [
        (weight, settings.vote_decay if id(weight) in votes else settings.head_decay)
        for weight in network.head.parameters()
        if weight.ndim > 1
    ]
    optimiser = torch.optim.Adam(network.head.parameters(), settings.head_rate)
    torch.manual_seed(settings.seed)
    network.head.train()
    for step in range(settings.head_steps):
        for group in optimiser.param_groups:
            group["lr"] = settings.head_rate * (1.0 - step / settings.head_steps)
        loss = _loss(network, codes, figures, labels, settings.apart)
        price = torch.stack([decay * weight.square().sum() for weight, decay in dear]).sum()
        optimiser.zero_grad()
        (loss + 0.5 / len(people) * price).backward()
        optimiser.step()


def logits_of(cohort: Cohort, network: LowBackNetwork, people: Indices) -> Floats:
    """Return the (n,) logits of people, by masks that are always the same ones."""
    rng = np.random.default_rng([cohort.settings.seed, 1])
    codes, figures = cohort.codes_of(network, people, rng)
    with torch.inference_mode():
        logits = network.answer(codes, figures)[0][:, 0]
    return np.asarray(logits.double().numpy())


def _loss(
    network: LowBackNetwork, codes: Tensor, figures: Tensor, labels: Tensor, apart: float
) -> Tensor:
    """Return the loss of the answers, and of what each part would answer alone."""
    logits = network.answer(codes, figures)[0][:, 0].float()
    loss = binary_cross_entropy_with_logits(logits, labels)
    alone = network.apart(codes, figures).float()
    if alone.shape[1]:
        every = labels[:, None].expand_as(alone)
        loss = loss + apart * binary_cross_entropy_with_logits(alone, every)
    return loss


@dataclass(slots=True, kw_only=True, eq=False)
class _Learner:
    """A network with what changes its weights, and the mean of its last states."""

    network: LowBackNetwork
    optimiser: torch.optim.Optimizer
    schedule: Any
    mean: dict[str, Tensor]
    keeps_norms: bool

    @classmethod
    def of(
        cls, network: LowBackNetwork, settings: LowBackTraining, people: int, *, keeps_norms: bool
    ) -> "_Learner":
        """Return the learner.

        Args:
            network: whose head may have learned.
            settings: of the training.
            people: how many it learns from.
            keeps_norms: the ResNet's normalisation stays as it begins; a few people would change
                it, and the head was learned with it.
        """
        optimiser = torch.optim.AdamW(
            network.parameters(), settings.rate, weight_decay=settings.decay
        )
        steps = len(_batches(np.arange(people), settings.persons)) * settings.epochs
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, settings.rate, total_steps=max(2, steps), pct_start=0.1
        )
        return cls(
            network=network,
            optimiser=optimiser,
            schedule=schedule,
            mean=copy.deepcopy(network.state_dict()),
            keeps_norms=keeps_norms,
        )

    def learn(self, cohort: Cohort, people: Indices, epoch: int) -> None:
        """Learn from all people once."""
        settings = cohort.settings
        rng = np.random.default_rng([settings.seed, 3, epoch])
        torch.manual_seed(settings.seed + epoch)
        self.network.train()
        if self.keeps_norms and self.network.backbone is not None:
            self.network.backbone.eval()
        for chosen in _batches(rng.permutation(people), settings.persons):
            masks, figures = cohort.batch(chosen, rng, training=True)
            with torch.autocast("cpu", torch.bfloat16):
                codes = cohort.codes(self.network, masks)
            labels = torch.from_numpy(cohort.labels[chosen]).float()
            self.optimiser.zero_grad()
            _loss(self.network, codes.float(), figures, labels, settings.apart).backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimiser.step()
            self.schedule.step()
            self._average(settings.inertia)

    def _average(self, inertia: float) -> None:
        for name, value in self.network.state_dict().items():
            if value.is_floating_point():
                self.mean[name].lerp_(value, 1.0 - inertia)
            else:
                self.mean[name].copy_(value)

    def keep(self, path: Path, epoch: int) -> None:
        """Write a checkpoint, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        torch.save(
            {
                "epoch": epoch,
                "states": [part.state_dict() for part in self._parts],
                "mean": self.mean,
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
        self.mean = kept["mean"]
        return int(kept["epoch"])

    @property
    def _parts(self) -> tuple[Any, ...]:
        return self.network, self.optimiser, self.schedule


def _batches(people: Indices, size: int) -> list[Indices]:
    """Return the people in parts of about that size; normalising needs two at least in each."""
    return np.array_split(people, max(1, round(len(people) / size)))

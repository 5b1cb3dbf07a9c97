"""The training loop: any comparing network, with progress and resumable checkpoints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, mse_loss

from models.inference.frame import STEP, WINDOW
from models.networks.encoder import window_count
from models.networks.siamese import TYPES, Siamese
from models.training.errors import TrainingError
from models.training.pairs import NO_KIND, Batch, Pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSettings:
    """How long and how fast to learn.

    Attributes:
        steps: batches in all.
        siamese_steps: batches after which a `Siamese` is done, if there are more: it measures what
            the baselines have to learn.
        size: pairs in a batch.
        chunk: batches that are drawn together, so that pairs of like length meet.
        rate: largest learning rate; it rises for a tenth of the steps, then falls to zero.
        decay: weight decay.
        kind_weight: λ, of the cross-entropy of the type against the similarities' squared error.
        level_weight: of the squared error of the levels.
        fault_weight: of seeing and placing local faults.
        similarity_weight: of the squared error of the similarities.
        seed: of weights and batches.
    """

    steps: int = 2200
    siamese_steps: int = 1200
    size: int = 64
    chunk: int = 20
    rate: float = 2e-3
    decay: float = 1e-2
    kind_weight: float = 0.3
    level_weight: float = 1.0
    fault_weight: float = 0.5
    similarity_weight: float = 10.0
    seed: int = 73


def train(
    networks: Mapping[str, nn.Module],
    pairs: Pairs,
    settings: TrainingSettings,
    checkpoint: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Train networks on the same batches, so that they differ in nothing else.

    They are left in evaluation mode.

    Args:
        networks: a `Siamese` or baselines, by name.
        pairs: of the training persons only.
        settings: the same ones lead to the same networks.
        checkpoint: file to go on from where it exists, and to write to after every chunk.
        progress: called with the batches done and those there are.
    """
    learners = {name: _Learner.of(network, settings) for name, network in networks.items()}
    done = _resume(learners, checkpoint) if checkpoint.exists() else 0
    steps = max(learner.steps for learner in learners.values())
    while done < steps:
        count = min(settings.chunk, steps - done)
        torch.manual_seed(settings.seed + done)
        for step, batch in enumerate(
            pairs.batches(done // settings.chunk, count, settings.size), start=done
        ):
            for learner in learners.values():
                if step < learner.steps:
                    learner.learn(batch, settings)
        done += count
        _keep(learners, checkpoint, done)
        progress(done, steps)
    for network in networks.values():
        network.eval()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Learner:
    """A network with what changes its weights, for that many steps."""

    network: nn.Module
    steps: int
    optimiser: torch.optim.Optimizer
    schedule: Any

    @classmethod
    def of(cls, network: nn.Module, settings: TrainingSettings) -> "_Learner":
        rate, steps = settings.rate, settings.steps
        if isinstance(network, Siamese):
            steps = min(steps, settings.siamese_steps)
        optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=settings.decay)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, rate, total_steps=steps, pct_start=0.1
        )
        return cls(network=network.train(), steps=steps, optimiser=optimiser, schedule=schedule)

    def learn(self, batch: Batch, settings: TrainingSettings) -> None:
        self.optimiser.zero_grad()
        _loss(self.network, batch, settings).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()


def _keep(learners: Mapping[str, _Learner], path: Path, done: int) -> None:
    """Write a checkpoint, whole or not at all."""
    parts = {
        name: [part.state_dict() for part in (own.network, own.optimiser, own.schedule)]
        for name, own in learners.items()
    }
    partial = path.with_suffix(".part")
    torch.save({"done": done, "learners": parts}, partial)
    partial.replace(path)


def _resume(learners: Mapping[str, _Learner], path: Path) -> int:
    """Put learners into the state of a checkpoint; return the batches done by then.

    Raises:
        TrainingError: the checkpoint is of other networks.
    """
    kept = torch.load(path, weights_only=True)
    if set(kept["learners"]) != set(learners):
        raise TrainingError(
            f"{path} holds {', '.join(kept['learners'])}", remedy="delete it to start anew"
        )
    for name, own in learners.items():
        states = kept["learners"][name]
        for part, state in zip((own.network, own.optimiser, own.schedule), states, strict=True):
            part.load_state_dict(state)
    return int(kept["done"])


def _loss(network: nn.Module, batch: Batch, settings: TrainingSettings) -> Tensor:
    """Return squared error of the similarities plus weighted cross-entropy of the type."""
    if not isinstance(network, Siamese):
        scores = network(batch.signal, batch.anchor, batch.samples, batch.anchor_samples)
        return _shared_loss(scores, batch, settings)
    outcome = network.outcome(
        batch.signal,
        batch.anchor,
        _mask(batch.samples, batch.signal),
        _mask(batch.anchor_samples, batch.anchor),
    )
    own = _kind_loss(outcome.own_type, batch)
    levels = mse_loss(outcome.levels, batch.levels)
    shared = _shared_loss(outcome.scores, batch, settings)
    faults = _fault_loss(outcome.faults, batch)
    return (
        shared
        + settings.kind_weight * own
        + settings.level_weight * levels
        + settings.fault_weight * faults
    )


def _shared_loss(scores: Tensor, batch: Batch, settings: TrainingSettings) -> Tensor:
    count = batch.targets.shape[1]
    similar = mse_loss(scores[:, :count], batch.targets)
    kinds = _kind_loss(scores[:, count : count + TYPES], batch)
    return settings.similarity_weight * similar + settings.kind_weight * kinds


def _kind_loss(logits: Tensor, batch: Batch) -> Tensor:
    labelled = (batch.kinds != NO_KIND).sum().clamp(min=1)
    return cross_entropy(logits, batch.kinds, reduction="sum", label_smoothing=0.05) / labelled


def _fault_loss(logits: Tensor, batch: Batch) -> Tensor:
    """Return how badly local faults are seen, and how badly they are placed.

    Seen: cross-entropy, window by window, with the share of the fault that the window holds; a
    fault shorter than a window is held by all windows that hold all of it. Placed: cross-entropy
    over all windows of a repetition that has a fault.
    """
    begin = torch.arange(logits.shape[1]) * STEP
    first, last = batch.faults[:, :1], batch.faults[:, 1:]
    shared = torch.minimum(last, begin + WINDOW) - torch.maximum(first, begin)
    share = (shared / (last - first).clamp(min=1, max=WINDOW)).clamp(0.0, 1.0)
    windows = _mask(batch.samples, batch.signal)
    labelled = windows & (first >= 0)
    seen = binary_cross_entropy_with_logits(logits, share, reduction="none")
    place = logits.masked_fill(~windows, -1e4).log_softmax(dim=1)
    faulty = share.sum(1, keepdim=True) > 0
    placed = -(share / share.sum(1, keepdim=True).clamp(min=1e-6) * place).sum(1, keepdim=True)
    seen_loss = (seen * labelled).sum() / labelled.sum().clamp(min=1)
    return seen_loss + (placed * faulty).sum() / faulty.sum().clamp(min=1)


def _mask(samples: Tensor, signal: Tensor) -> Tensor:
    """Return (B, W), True for the windows that lie within each signal's samples."""
    longest = int(window_count(torch.tensor(signal.shape[1])))
    return torch.arange(longest) < window_count(samples)[:, None]

"""One network's training: batches of windows of training infants, and a stop decided inside them.

The paper is silent; the public code takes SGD for 200 epochs on a large machine. On two cores the
same architectures see at most `InfantTraining.windows` windows, with a rate and a schedule of their
own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy

from edge.core.arrays import Floats
from edge.core.infant import WINDOW_FRAMES
from edge.posture.infant.windows import channels
from models.data.infants import InfantSet, augmented, cut_out
from models.networks.infant.architectures import ARCHITECTURES, FOLDS
from models.networks.infant.network import InfantGcn

CHECKS: Final = 8
"""How often the inner infants are looked at."""
INNER_WINDOWS: Final = 3
"""Of an inner infant that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantTraining:
    """How a network learns.

    Attributes:
        windows: that it sees in all.
        batch: windows of a step, half of each group.
        rate: largest learning rate; it rises for a fifth of the steps, then falls to zero.
        decay: weight decay.
        seed: of weights and batches.
    """

    windows: int = 30_000
    batch: int = 8
    rate: float = 3e-3
    decay: float = 1e-2
    seed: int = 1

    @property
    def steps(self) -> int:
        """Batches in all."""
        return max(CHECKS, self.windows // self.batch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Which infants a network of a fold learns from.

    Attributes:
        learned: numbers of the infants whose windows it sees.
        inner: of those, taken out, that decide when to stop.
        held_out: of the infants that it never sees.
    """

    learned: NDArray[np.int64]
    inner: NDArray[np.int64]
    held_out: NDArray[np.int64]

    @classmethod
    def of(cls, labels: NDArray[np.bool_], fold: int) -> "Fold":
        """Return a fold; groups are spread evenly over all folds."""
        place = np.empty(len(labels), np.int64)
        for label in (False, True):
            own = np.flatnonzero(labels == label)
            place[own] = np.arange(len(own)) % FOLDS
        inner = (fold + 1) % FOLDS
        return cls(
            learned=np.flatnonzero((place != fold) & (place != inner)),
            inner=np.flatnonzero(place == inner),
            held_out=np.flatnonzero(place == fold),
        )


def fit(
    number: int,
    fold: int,
    infants: InfantSet,
    settings: InfantTraining,
    checkpoint: Path,
    progress: Callable[[int, int], None],
) -> InfantGcn:
    """Return a trained network in evaluation mode, as it was when it judged inner infants best.

    Args:
        number: of the architecture.
        fold: 0 to 6.
        infants: of the training.
        settings: the same ones give the same network.
        checkpoint: file to go on from where it exists; is written at every look at inner infants.
        progress: called with the steps done and those there are.
    """
    torch.manual_seed(settings.seed + 100 * number + fold)
    own = Fold.of(infants.labels, fold)
    network = InfantGcn(ARCHITECTURES[number])
    optimiser = torch.optim.AdamW(network.parameters(), settings.rate, weight_decay=settings.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=settings.steps, pct_start=0.2
    )
    parts = (network, optimiser, schedule)
    done, best, best_state = 0, np.inf, network.state_dict()
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        done, best, best_state = kept["done"], kept["best"], kept["best_state"]
        for part, state in zip(parts, kept["parts"], strict=True):
            part.load_state_dict(state)
    inner = _inner(infants, own.inner)
    every = max(1, settings.steps // CHECKS)
    while done < settings.steps:
        network.train()
        x, y = _batch(infants, own.learned, settings, step=done)
        optimiser.zero_grad()
        cross_entropy(network(x)[:, 0], y).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        done += 1
        progress(done, settings.steps)
        if done % every == 0 or done == settings.steps:
            loss = _loss(network, *inner)
            if loss < best:
                best = loss
                best_state = {k: v.clone() for k, v in network.state_dict().items()}
            _keep(checkpoint, done, best, best_state, parts)
    network.load_state_dict(best_state)
    return network.eval()


def fit_beforehand(number: int, infants: InfantSet, settings: InfantTraining) -> InfantGcn:
    """Return a network that learned from all infants for as many steps as were set beforehand.

    Args:
        number: of the architecture.
        infants: of both groups, too few to set some apart that would decide when to stop.
        settings: the same ones give the same network.
    """
    torch.manual_seed(settings.seed + 100 * number)
    network = InfantGcn(ARCHITECTURES[number]).train()
    optimiser = torch.optim.AdamW(network.parameters(), settings.rate, weight_decay=settings.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=settings.steps, pct_start=0.2
    )
    for step in range(settings.steps):
        x, y = _batch(infants, np.arange(len(infants)), settings, step)
        optimiser.zero_grad()
        cross_entropy(network(x)[:, 0], y).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    return network.eval()


def judged(network: InfantGcn, windows: Floats) -> Floats:
    """Return (N, copies) probabilities of the abnormal group for windows (N, 150, 19, 2)."""
    network.eval()
    with torch.no_grad():
        logits = network(torch.from_numpy(channels(windows)))
    found: Floats = logits.softmax(-1)[..., 1].double().numpy()
    return found


def _batch(
    infants: InfantSet, learned: NDArray[np.int64], settings: InfantTraining, step: int
) -> tuple[Tensor, Tensor]:
    """Return channels (B, 6, 150, 19) and labels (B,), half of each group, at any frames."""
    rng = np.random.default_rng((settings.seed, step))
    labels = infants.labels[learned]
    groups = [learned[labels == label] for label in (False, True)]
    half = settings.batch // 2
    chosen = np.concatenate([rng.choice(group, half) for group in groups])
    windows = []
    for infant in chosen.tolist():
        positions = infants.positions[infant]
        start = rng.integers(0, len(positions) - WINDOW_FRAMES + 1, 1)
        windows.append(cut_out(positions, start))
    x = channels(augmented(rng, np.concatenate(windows)))
    return torch.from_numpy(x), torch.from_numpy(infants.labels[chosen].astype(np.int64))


def _inner(infants: InfantSet, inner: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
    chosen = [infants.windows(k)[:: max(1, len(infants.starts[k]) // INNER_WINDOWS)] for k in inner]
    chosen = [windows[:INNER_WINDOWS] for windows in chosen]
    labels = np.repeat(infants.labels[inner].astype(np.int64), [len(w) for w in chosen])
    return torch.from_numpy(channels(np.concatenate(chosen))), torch.from_numpy(labels)


def _loss(network: InfantGcn, x: Tensor, y: Tensor) -> float:
    network.eval()
    with torch.no_grad():
        return float(cross_entropy(network(x)[:, 0], y))


def _keep(path: Path, done: int, best: float, state: dict[str, Tensor], parts: Any) -> None:
    """Write a checkpoint, whole or not at all."""
    kept = {
        "done": done,
        "best": best,
        "best_state": state,
        "parts": [part.state_dict() for part in parts],
    }
    partial = path.with_suffix(".part")
    torch.save(kept, partial)
    partial.replace(path)

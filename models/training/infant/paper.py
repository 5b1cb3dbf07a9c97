"""The recipe of the public code, for a GPU: plain descent for 200 epochs, the best epoch kept.

It stands beside `fitting`, which is made for two cores. The paper is silent and points to Groos et
al. 2022; the figures are those of the public code. What it turns, scales and moves by hides how
fast an infant moves, and half of what it sees is one group's: see `fitting` for what came of that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from edge.core.arrays import Floats
from edge.core.infant import WINDOW_FRAMES
from edge.posture.infant.windows import channels
from models.data.fold_scores import auc_of
from models.data.infants import InfantSet
from models.networks.infant.architectures import ARCHITECTURES, FOLDS
from models.networks.infant.network import InfantGcn
from models.training.infant.fitting import Fold, fit
from models.training.infant.settings import InfantTraining

STEP: Final = 0.01
"""Of scales and shifts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTraining:
    """How a network learns on a large machine.

    Attributes:
        epochs: after each of which the inner infants are looked at.
        batch: windows of a step; what is left over at the end of an epoch is dropped.
        rate: of descent with Nesterov's momentum, the same throughout.
        momentum: of that.
        positives: windows of each abnormal infant in an epoch.
        negatives: of each normal one.
        turn_deg: by which windows are turned at most, in whole degrees.
        scale: by which they are scaled at most, to either side of 1.
        shift: by which they are moved at most along each axis.
        device: by PyTorch's name; `auto` is a GPU where there is one.
        seed: of weights and batches.
    """

    epochs: int = 200
    batch: int = 32
    rate: float = 5e-4
    momentum: float = 0.9
    positives: int = 60
    negatives: int = 12
    turn_deg: int = 45
    scale: float = 0.30
    shift: float = 0.30
    device: str = "auto"
    seed: int = 1

    @property
    def place(self) -> str:
        """The device that is meant."""
        if self.device != "auto":
            return self.device
        return "cuda" if torch.cuda.is_available() else "cpu"

    def in_words(self) -> str:
        """Return how a network learns, as its card says it."""
        return (
            f"{self.epochs} epochs of {self.positives} windows of each abnormal infant and "
            f"{self.negatives} of each normal one, {self.batch} a step, descent with Nesterov's "
            f"momentum {self.momentum:g} at the rate {self.rate:g}; the epoch with the best AUC "
            "over inner infants"
        )


Training = InfantTraining | PaperTraining


def training_of(kept: dict[str, Any]) -> Training:
    """Return the settings that were kept beside trained networks."""
    return PaperTraining(**kept) if "epochs" in kept else InfantTraining(**kept)


def seen_windows(training: Training, pairs: int) -> int:
    """Return how many windows a network sees at most; `pairs` infants of each group there are."""
    if isinstance(training, InfantTraining):
        return training.windows
    learned = pairs * (FOLDS - 2) // FOLDS
    return training.epochs * learned * (training.positives + training.negatives)


def fit_by(
    number: int,
    fold: int,
    infants: InfantSet,
    settings: Training,
    checkpoint: Path,
    progress: Callable[[int, int], None],
) -> InfantGcn:
    """Return a network that learned by either recipe, see `fit`."""
    if isinstance(settings, InfantTraining):
        return fit(number, fold, infants, settings, checkpoint, progress)
    return fit_as_paper(number, fold, infants, settings, checkpoint, progress)


def fit_as_paper(
    number: int,
    fold: int,
    infants: InfantSet,
    settings: PaperTraining,
    checkpoint: Path,
    progress: Callable[[int, int], None],
) -> InfantGcn:
    """Return a trained network in evaluation mode, on the processor.

    Args:
        number: of the architecture.
        fold: 0 to 6.
        infants: of the training.
        settings: the same ones give the same network.
        checkpoint: file to go on from where it exists; is written after every epoch.
        progress: called with the epochs done and those there are.
    """
    torch.manual_seed(settings.seed + 100 * number + fold)
    own = Fold.of(infants.labels, fold)
    network = InfantGcn(ARCHITECTURES[number]).to(settings.place)
    optimiser = torch.optim.SGD(
        network.parameters(), settings.rate, momentum=settings.momentum, nesterov=True
    )
    done, best, best_state = 0, -1.0, network.state_dict()
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        done, best, best_state = kept["done"], kept["best"], kept["best_state"]
        network.load_state_dict(kept["network"])
        optimiser.load_state_dict(kept["optimiser"])
    while done < settings.epochs:
        network.train()
        for x, y in epoch_of(infants, own.learned.tolist(), settings, done):
            optimiser.zero_grad()
            logits = network(x.to(settings.place))[:, 0]
            cross_entropy(logits, y.to(settings.place)).backward()
            optimiser.step()
        done += 1
        auc = _inner_auc(network, infants, own.inner.tolist(), settings)
        if auc > best:
            best, best_state = auc, {k: v.clone() for k, v in network.state_dict().items()}
        _keep(
            checkpoint,
            {
                "done": done,
                "best": best,
                "best_state": best_state,
                "network": network.state_dict(),
                "optimiser": optimiser.state_dict(),
            },
        )
        progress(done, settings.epochs)
    network.load_state_dict(best_state)
    return network.cpu().eval()


def epoch_of(
    infants: InfantSet, learned: list[int], settings: PaperTraining, epoch: int
) -> list[tuple[Tensor, Tensor]]:
    """Return the batches (B, 6, 150, 19) and labels (B,) of an epoch, turned, scaled and moved."""
    rng = np.random.default_rng((settings.seed, epoch))
    many = [settings.positives if infants.labels[k] else settings.negatives for k in learned]
    drawn = rng.permutation(np.repeat(learned, many))
    batches = []
    for begin in range(0, len(drawn) - settings.batch + 1, settings.batch):
        chosen = drawn[begin : begin + settings.batch]
        starts = [rng.integers(0, len(infants.positions[k]) - WINDOW_FRAMES + 1) for k in chosen]
        windows = np.stack(
            [
                infants.positions[k][s : s + WINDOW_FRAMES]
                for k, s in zip(chosen, starts, strict=True)
            ]
        )
        labels = torch.from_numpy(infants.labels[chosen].astype(np.int64))
        batches.append((torch.from_numpy(channels(_varied(rng, windows, settings))), labels))
    return batches


def _anywhere(rng: np.random.Generator, positions: Floats) -> Floats:
    start = rng.integers(0, len(positions) - WINDOW_FRAMES + 1)
    return positions[start : start + WINDOW_FRAMES]


def _varied(rng: np.random.Generator, windows: Floats, settings: PaperTraining) -> Floats:
    """Return windows (N, 150, 19, 2), each turned, scaled and moved by whole steps."""
    count = len(windows)
    turn = np.deg2rad(rng.integers(-settings.turn_deg, settings.turn_deg + 1, count))
    scale = 1.0 + _stepped(rng, settings.scale, (count,))
    cosine, sine = scale * np.cos(turn), scale * np.sin(turn)
    matrix = np.stack([np.stack([cosine, -sine], -1), np.stack([sine, cosine], -1)], axis=1)
    turned: Floats = np.einsum("nij,ntvj->ntvi", matrix, windows)
    return turned + _stepped(rng, settings.shift, (count, 1, 1, 2))


def _stepped(rng: np.random.Generator, most: float, shape: tuple[int, ...]) -> Floats:
    steps = round(most / STEP)
    found: Floats = STEP * rng.integers(-steps, steps + 1, shape).astype(np.float64)
    return found


def _inner_auc(
    network: InfantGcn, infants: InfantSet, inner: list[int], settings: PaperTraining
) -> float:
    """Return the AUC over inner infants, each by the median of its windows."""
    network.eval()
    risks = []
    with torch.no_grad():
        for k in inner:
            x = torch.from_numpy(channels(infants.windows(k))).to(settings.place)
            risks.append(float(network(x).softmax(-1)[:, 0, 1].median()))
    return auc_of(np.array(risks), infants.labels[inner])


def _keep(path: Path, content: dict[str, Any]) -> None:
    """Write a checkpoint, whole or not at all."""
    partial = path.with_suffix(".part")
    torch.save(content, partial)
    partial.replace(path)

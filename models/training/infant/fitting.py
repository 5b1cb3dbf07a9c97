"""One network's training: pieces of windows of training infants, and a stop decided inside them.

The paper is silent; the public code takes SGD for 200 epochs on a large machine. On two cores the
same architectures see at most `InfantTraining.windows` windows, with a rate and a schedule of their
own. What made them learn at all in so few:

* Normalisations keep the statistics that they have at the start. With those of each batch, half of
  it abnormal, a network learns to compare the halves, which one infant alone does not let it do.
* Infants come in pairs that move alike but for the class, see `simulated_infants`.
* Networks average over time, so pieces of a window do: three different ones for the price of one.
* The head begins at zero: as drawn for the other layers, it is sure of itself before it knows.

Where a class leaves limbs alone, joints that it is not about would still carry evidence, the same
in all infants, which a map shows as if they mattered. There the size of the joints' evidence is
part of the loss. A class of the whole body is learned without: it would be held back for nothing.
Where a class lies in how limbs go together, plain figures of motion are learned beside the group,
see `figures`.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from edge.core.arrays import Floats
from edge.core.infant import CHANNELS, JOINTS, WINDOW_FRAMES
from edge.posture.infant.windows import channels
from models.data.infants import InfantSet
from models.networks.infant.architectures import ARCHITECTURES, FOLDS
from models.networks.infant.network import InfantGcn
from models.training.infant.batches import batch_of
from models.training.infant.figures import FiguresReader
from models.training.infant.settings import CHECKS, RISING, InfantTraining

INNER_WINDOWS: Final = 3
"""Of an inner infant that are looked at."""
MOST_INNER: Final = 24
FIGURES_BATCHES: Final = 12
"""By which figures of motion are brought to one size."""
START_BATCH: Final = 16
START_BATCHES: Final = 6
"""Of windows, at most, by which the normalisations know the infants."""
TIMED_STEPS: Final = 3
LEAST_SQUARE: Final = 1e-6
"""Of a joint's evidence, so that a root has a slope where there is none."""


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
    network = _begun(number, infants, own.learned, settings)
    reader = _reader(network, infants, own.learned, settings) if infants.together else None
    learning = [network] if reader is None else [network, reader]
    optimiser, schedule = _descent(learning, settings)
    parts = (*learning, optimiser, schedule)
    done, best, best_state = 0, np.inf, network.state_dict()
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        done, best, best_state = kept["done"], kept["best"], kept["best_state"]
        for part, state in zip(parts, kept["parts"], strict=True):
            part.load_state_dict(state)
    inner = _inner(infants, own.inner)
    evidence = settings.evidence if infants.untouched else 0.0

    def beside(features: Tensor, x: Tensor) -> Tensor | None:
        if reader is not None:
            return settings.figures * reader(features, x)
        return evidence * evidence_size(network, features.float()) if evidence > 0.0 else None

    every = max(1, settings.steps // CHECKS)
    while done < settings.steps:
        _step(network, optimiser, batch_of(infants, own.learned, settings, done), settings, beside)
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
    every = np.arange(len(infants))
    network = _begun(number, infants, every, settings)
    optimiser, schedule = _descent([network], settings)
    for step in range(settings.steps):
        _step(network, optimiser, batch_of(infants, every, settings, step), settings)
        schedule.step()
    return network


def judged(network: InfantGcn, windows: Floats) -> Floats:
    """Return (N, copies) probabilities of the abnormal group for windows (N, 150, 19, 2)."""
    network.eval()
    with torch.no_grad():
        logits = network(torch.from_numpy(channels(windows)))
    found: Floats = logits.softmax(-1)[..., 1].double().numpy()
    return found


def step_seconds(number: int, settings: InfantTraining) -> float:
    """Return the processor time of one step of an architecture, on one thread."""
    network = InfantGcn(ARCHITECTURES[number]).eval()
    optimiser = torch.optim.AdamW(network.parameters(), settings.rate)
    x = torch.randn(settings.batch, len(CHANNELS), settings.piece_frames, len(JOINTS))
    y = torch.arange(settings.batch) % 2
    taken = []
    for _ in range(TIMED_STEPS):
        begun = time.process_time()
        _step(network, optimiser, (x, y), settings)
        taken.append(time.process_time() - begun)
    return min(taken)


def _begun(
    number: int, infants: InfantSet, learned: NDArray[np.int64], settings: InfantTraining
) -> InfantGcn:
    """Return a network whose normalisations know the infants, and whose head knows nothing."""
    network = InfantGcn(ARCHITECTURES[number])
    torch.nn.init.zeros_(network.head.weight)
    assert network.head.bias is not None
    torch.nn.init.zeros_(network.head.bias)
    norms = [
        part
        for part in network.modules()
        if isinstance(part, torch.nn.BatchNorm1d | torch.nn.BatchNorm2d)
    ]
    for norm in norms:
        norm.momentum = None  # A plain mean over the batches.
    whole = replace(settings, batch=START_BATCH, piece_frames=WINDOW_FRAMES)
    network.train()
    with torch.no_grad():
        for step in range(min(START_BATCHES, -(-settings.windows // START_BATCH))):
            network(batch_of(infants, learned, whole, settings.steps + step)[0])
    return network.eval()


def _reader(
    network: InfantGcn, infants: InfantSet, learned: NDArray[np.int64], settings: InfantTraining
) -> FiguresReader:
    """Return what reads figures of motion, and knows of what size they are."""
    steps = range(settings.steps, settings.steps + FIGURES_BATCHES)
    known = [batch_of(infants, learned, settings, step)[0] for step in steps]
    return FiguresReader(network, torch.cat(known))


def _descent(
    learning: Sequence[nn.Module], settings: InfantTraining
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    weights = [weight for part in learning for weight in part.parameters()]
    optimiser = torch.optim.AdamW(weights, settings.rate, weight_decay=settings.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=settings.steps, pct_start=RISING
    )
    return optimiser, schedule


def _step(
    network: InfantGcn,
    optimiser: torch.optim.Optimizer,
    batch: tuple[Tensor, Tensor],
    settings: InfantTraining,
    beside: Callable[[Tensor, Tensor], Tensor | None] = lambda features, x: None,
) -> None:
    """Go one step down the loss of the groups and of what `beside` says of features and pieces."""
    x, y = batch
    optimiser.zero_grad()
    with torch.autocast("cpu", torch.bfloat16, enabled=settings.half):
        features = network.features(x)
        logits = network.logits(features)[:, 0]
    loss = cross_entropy(logits.float(), y)
    further = beside(features, x)
    if further is not None:
        loss = loss + further
    loss.backward()
    torch.nn.utils.clip_grad_norm_(optimiser.param_groups[0]["params"], 1.0)
    optimiser.step()


def evidence_size(network: InfantGcn, features: Tensor) -> Tensor:
    """Return the sum over joints of the root mean square over windows of a joint's evidence.

    The evidence of a joint is what it adds to the difference of the logits, as class activation
    maps show it. A sum of roots is least where few joints carry it.

    Args:
        network: a single one.
        features: (N, C, T', 19), its last feature maps.
    """
    weights, _ = network.class_weights()
    slope = (weights[:, 1] - weights[:, 0])[0]
    evidence = (features.mean(2) * slope).sum(1)
    if not network.own.spatial:
        evidence = evidence / len(JOINTS)
    return (evidence.square().mean(0) + LEAST_SQUARE).sqrt().sum()


def _inner(infants: InfantSet, inner: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
    """Return windows of inner infants, as many of each, with their labels."""
    some = inner[:MOST_INNER]
    windows = [infants.some_windows(int(k), INNER_WINDOWS) for k in some]
    labels = np.repeat(infants.labels[some].astype(np.int64), [len(w) for w in windows])
    return torch.from_numpy(channels(np.concatenate(windows))), torch.from_numpy(labels)


def _loss(network: InfantGcn, x: Tensor, y: Tensor) -> float:
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

"""Trains the network that places a fault, and measures it with one person held out.

`python -m models.training.course DATA OUT` trains on everybody in the folder DATA, which holds a
.npz per person and truth.json, and writes OUT/course.pt; `--without NAME` leaves that person out.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import torch
from rich.progress import track
from torch import Tensor
from torch.nn.functional import cross_entropy

from models.data.placed import Placed, placed_of
from models.data.recorded import load_groups
from models.data.simulated import simulated_groups
from models.networks.course import Course
from models.preparation import Frame, Normalisation, prepare
from models.training.snn import Trained

SIMULATED_SEEDS: Final = range(10_000, 10_008)
TURN_RAD: Final = 0.35
"""Standard deviation of a turn of both signals about the movement's axis."""
NOWHERE: Final = -30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSettings:
    """How long and fast to learn.

    Attributes:
        per_person: drawn repetitions of each person.
        simulated: drawn repetitions of the simulated patients.
        epochs: over all of them.
        size: of a batch.
        rate: largest learning rate.
        decay: weight decay.
        seed: of weights, draws and batches.
    """

    per_person: int = 3000
    simulated: int = 2000
    epochs: int = 12
    size: int = 32
    rate: float = 2e-3
    decay: float = 2e-2
    seed: int = 7


DEFAULT: Final = CourseSettings()


def train_course(
    people: Sequence[Path],
    truth: Path,
    settings: CourseSettings = DEFAULT,
    progress: Callable[[range], Sequence[int]] = lambda epochs: epochs,
) -> Trained:
    """Return the trained network.

    The loss is the cross-entropy of where the fault is: over pieces of the fault's own length, and
    nowhere.

    Args:
        people: .npz per person, as `models.data.recorded.load_groups` takes them.
        truth: their marked executions.
        settings: the same ones lead to the same network.
        progress: wraps the epochs.
    """
    rng = np.random.default_rng(settings.seed)
    torch.manual_seed(settings.seed)
    drawn = placed_of(simulated_groups(SIMULATED_SEEDS), settings.simulated, rng)
    for path in people:
        drawn += placed_of(load_groups(path, truth), settings.per_person, rng)
    norm = _normalisation(drawn)
    samples = sorted((_prepared(one, norm) for one in drawn), key=lambda one: len(one.signal))
    network = Course()
    batches = len(samples) // settings.size
    optimiser = torch.optim.AdamW(network.parameters(), settings.rate, weight_decay=settings.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=batches * settings.epochs, pct_start=0.1
    )
    for _ in progress(range(settings.epochs)):
        shift = int(rng.integers(settings.size))
        for k in rng.permutation(batches):
            first = max(0, min(k * settings.size + shift, len(samples) - settings.size))
            loss = _loss(network, samples[first : first + settings.size], rng)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return Trained(network=network.eval(), normalisation=norm)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sample:
    """Inputs (n, 6), and where the fault is; pieces are counted from `start` in both ways."""

    signal: Tensor
    aligned: Tensor
    start: int
    stop: int
    faulty: bool


def _normalisation(drawn: Sequence[Placed]) -> Normalisation:
    rows = np.concatenate([Frame.of(one.aligned).apply(one.signal) for one in drawn])
    return Normalisation(mean=rows.mean(axis=0), sd=rows.std(axis=0))


def _prepared(one: Placed, norm: Normalisation) -> _Sample:
    signal, aligned = (x[0] for x in prepare(one.signal, one.aligned, norm).inputs)
    return _Sample(
        signal=torch.from_numpy(signal),
        aligned=torch.from_numpy(aligned),
        start=one.start,
        stop=one.stop,
        faulty=one.faulty,
    )


def _loss(network: Course, samples: Sequence[_Sample], rng: np.random.Generator) -> Tensor:
    length = max(len(one.signal) for one in samples)
    signal, aligned = torch.zeros(2, len(samples), length, 6)
    for k, one in enumerate(samples):
        signal[k, : len(one.signal)], aligned[k, : len(one.aligned)] = one.signal, one.aligned
    turn = _turns(rng.normal(0.0, TURN_RAD, len(samples)))
    logits = network.logits(_turned(signal, turn), _turned(aligned, turn))
    rows, targets = zip(
        *(_pieces(row, one) for row, one in zip(logits, samples, strict=True)), strict=True
    )
    padded = torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True, padding_value=NOWHERE)
    return cross_entropy(padded, torch.tensor(targets), label_smoothing=0.05)


def _pieces(row: Tensor, one: _Sample) -> tuple[Tensor, int]:
    """Return 0 for nowhere, the mean logit of every piece, and which of them is right."""
    width, samples = one.stop - one.start, len(one.signal)
    before = [max(0, stop) for stop in range(one.start, 0, -width)][::-1]
    cuts = sorted({0, *before, *range(one.stop, samples, width), samples})
    means = [row[a:b].mean() for a, b in pairwise(cuts)]
    target = 1 + cuts.index(one.start) if one.faulty else 0
    return torch.stack([row.new_zeros(()), *means]), target


def _turns(angle: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Tensor:
    """Return rotations (B, 3, 3) about the first axis."""
    cos, sin = torch.tensor(np.cos(angle)), torch.tensor(np.sin(angle))
    turn = torch.eye(3).repeat(len(angle), 1, 1)
    turn[:, 1, 1], turn[:, 1, 2] = cos, -sin
    turn[:, 2, 1], turn[:, 2, 2] = sin, cos
    return turn


def _turned(x: Tensor, turn: Tensor) -> Tensor:
    both = [torch.einsum("bij,blj->bli", turn, x[:, :, k : k + 3]) for k in (0, 3)]
    return torch.cat(both, dim=2)


def main() -> None:
    """Train as the module's docstring says."""
    parser = argparse.ArgumentParser(description="Train the network that places a fault.")
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", default="")
    options = parser.parse_args()
    people = [path for path in sorted(options.data.glob("*.npz")) if path.stem != options.without]
    torch.set_num_threads(1)
    trained = train_course(
        people,
        options.data / "truth.json",
        progress=lambda epochs: track(epochs, "Epochs"),  # type: ignore[arg-type,return-value]
    )
    options.out.mkdir(parents=True, exist_ok=True)
    trained.save(options.out / "course.pt")


if __name__ == "__main__":
    main()

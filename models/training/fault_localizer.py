"""Trains the network that places a fault, and measures it with one person held out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import softplus
from torch.optim.swa_utils import AveragedModel

from models.data.actions import load_actions
from models.data.placed import draw_placed
from models.data.recorded import load_groups
from models.data.repeats import Repeats, repeats_of, with_variations
from models.data.simulated import simulated_groups
from models.networks.fault_localizer import FaultLocalizer
from models.training.errors import TrainingError
from models.training.placed_samples import Batch, Sample, batches

NAME: Final = "fault-localizer"
SIMULATED_SEEDS: Final = range(10_000, 10_012)
"""Simulated patients that take part in training; no evaluation uses them."""
VARIATIONS: Final = 4
"""Of every movement of a recorded person."""
SMOOTHING: Final = 0.07
"""Share of the answer that is spread over all micro-segments."""
SCORE_WEIGHT: Final = 0.2
KEPT: Final = 500
"""Batches over which the weights are averaged, about."""
LEAST: Final = 1e-8

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLocalizerSettings:
    """How long and fast to learn.

    Attributes:
        recorded: drawn repetitions of each recorded person.
        actions: of each person of the further recordings.
        simulated: of all simulated patients together.
        epochs: over all of them.
        size: of a batch.
        rate: largest learning rate; it rises for a tenth of the batches, then falls to zero.
        decay: weight decay.
        seed: of weights, draws and batches.
    """

    recorded: int = 14_000
    actions: int = 3_500
    simulated: int = 9_000
    epochs: int = 6
    size: int = 64
    rate: float = 3e-3
    decay: float = 3e-2
    seed: int = 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Person:
    """Somebody to learn from.

    Attributes:
        name: of the person.
        data: the file to measure with where the person is held out; None where nobody does that.
        samples: drawn repetitions.
    """

    name: str
    data: Path | None
    samples: list[Sample]


def load_people(
    folder: Path, more: Sequence[Path], settings: FaultLocalizerSettings, progress: Progress
) -> list[Person]:
    """Return everybody to learn from, with their drawn repetitions.

    Args:
        folder: .npz per person, and truth.json, as `models.data.recorded.load_groups` takes them.
        more: further recordings, as `models.data.actions.load_actions` takes them.
        settings: how many to draw.
        progress: called with a title, the persons drawn and those there are.

    Raises:
        ModelError: a file is not of that form.
        TrainingError: there is nobody.
    """
    origins = _origins(folder, more, settings)
    people = []
    for number, origin in enumerate(origins):
        rng = np.random.default_rng([settings.seed, number])
        people.append(origin.drawn(rng))
        progress("Drawing faults", number + 1, len(origins))
    return people


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Origin:
    """What a person's repetitions are drawn from, and how many."""

    name: str
    data: Path | None
    movements: list[Repeats]
    variations: int
    count: int

    def drawn(self, rng: np.random.Generator) -> Person:
        movements = with_variations(self.movements, self.variations, rng)
        samples = [Sample.of(one) for one in draw_placed(movements, self.count, rng)]
        return Person(name=self.name, data=self.data, samples=samples)


def _origins(folder: Path, more: Sequence[Path], settings: FaultLocalizerSettings) -> list[_Origin]:
    files, truth = sorted(folder.glob("*.npz")), folder / "truth.json"
    if not files:
        raise TrainingError(f"{folder} holds no .npz of a person's recordings")
    recorded = [
        _Origin(
            name=path.stem,
            data=path,
            movements=repeats_of(load_groups(path, truth, every_unit=True)),
            variations=VARIATIONS,
            count=settings.recorded,
        )
        for path in files
    ]
    by_name: dict[str, list[Repeats]] = {}
    for own in chain.from_iterable(load_actions(path) for path in more):
        by_name.setdefault(own.person, []).append(own)
    others = [
        _Origin(
            name=name,
            data=None,
            movements=own,
            variations=VARIATIONS,
            count=settings.actions,
        )
        for name, own in by_name.items()
    ]
    simulated = _Origin(
        name="simulated",
        data=None,
        movements=repeats_of(simulated_groups(SIMULATED_SEEDS)),
        variations=0,
        count=settings.simulated,
    )
    return [*recorded, *others, simulated]


def fit(
    people: Sequence[Person], folder: Path, settings: FaultLocalizerSettings, progress: Progress
) -> FaultLocalizer:
    """Return the network trained on those people; the folder keeps its weights.

    A training that was interrupted goes on from its checkpoint in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    samples = sorted((one for own in people for one in own.samples), key=lambda one: len(one.rows))
    torch.manual_seed(settings.seed)
    learner = _Learner.of(FaultLocalizer(), len(samples) // settings.size, settings)
    checkpoint = folder / "checkpoint"
    for epoch in range(learner.resume(checkpoint), settings.epochs):
        rng = np.random.default_rng([settings.seed, epoch])
        torch.manual_seed(settings.seed + epoch)
        for done, batch in enumerate(batches(samples, settings.size, rng)):
            learner.learn(batch)
            if done % 20 == 0:
                batches_done = epoch * learner.batches + done
                progress(folder.name, batches_done, settings.epochs * learner.batches)
        learner.keep(checkpoint, epoch + 1)
    progress(folder.name, 1, 1)
    network = learner.average.module.eval()
    torch.save(network.state_dict(), folder / f"{NAME}.pt")
    return network


def load_fault_localizer(path: Path) -> FaultLocalizer:
    """Return the network that `fit` wrote.

    Raises:
        TrainingError: there is no such file; train it first.
    """
    if not path.exists():
        raise TrainingError(f"{path} is missing", remedy=f"run 'physio models train {NAME}' first")
    network = FaultLocalizer()
    network.load_state_dict(torch.load(path, weights_only=True))
    return network.eval()


def leave_one_out(
    people: Sequence[Person],
    folder: Path,
    settings: FaultLocalizerSettings,
    measure: Callable[[FaultLocalizer, Path], Mapping[str, Any]],
    progress: Progress,
) -> dict[str, Any]:
    """Return what is measured of each recorded person, by name, who was held out.

    It is written to leave_one_out.json in the folder after every person.

    Args:
        people: all.
        folder: for checkpoints and weights.
        settings: of the training.
        measure: figures of a network on a person's file.
        progress: as in `fit`.

    Raises:
        TrainingError: there are fewer than two recorded persons.
    """
    if sum(person.data is not None for person in people) < 2:
        raise TrainingError("to hold one person out there must be two at least")
    result: dict[str, Any] = {}
    for held_out in people:
        if held_out.data is None:
            continue
        others = [person for person in people if person is not held_out]
        network = fit(others, folder / f"without_{held_out.name}", settings, progress)
        result[held_out.name] = dict(measure(network, held_out.data))
        text = json.dumps(result, indent=1)
        (folder / "leave_one_out.json").write_text(text, encoding="utf-8")
    return result


def departure_loss(logits: Sequence[Tensor], batch: Batch) -> Tensor:
    """Return how badly the members place the faults, and see whether there is one.

    Placed: cross-entropy of the share of all departures that lies in the faulty micro-segments.
    Seen: that of exp(−mean departure), which falls faster than the score, so that small departures
    count.
    """
    return torch.stack([_member_loss(own, batch) for own in logits]).sum()


def _member_loss(logits: Tensor, batch: Batch) -> Tensor:
    inside = batch.inputs[3][:, :, -1]
    departures = softplus(logits.float()) * inside
    parts = torch.zeros(batch.faulty.shape).scatter_add(1, batch.segment, departures)
    share = parts / parts.sum(dim=1, keepdim=True).clamp(min=LEAST)
    there = batch.faulty.any(dim=1)
    right = (share * batch.faulty).sum(dim=1).clamp(min=LEAST).log()
    evenly = (share.clamp(min=LEAST).log() * batch.real).sum(dim=1) / batch.real.sum(dim=1)
    placed = -((1.0 - SMOOTHING) * right + SMOOTHING * evenly)
    like = (-departures.sum(dim=1) / inside.sum(dim=1)).exp().clamp(1e-4, 1.0 - 1e-4)
    seen = -torch.where(there, (1.0 - like).log(), like.log())
    return (placed * there).sum() / there.sum().clamp(min=1) + SCORE_WEIGHT * seen.mean()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Learner:
    """A network with what changes its weights, and their average."""

    network: FaultLocalizer
    average: AveragedModel
    optimiser: torch.optim.Optimizer
    schedule: Any
    batches: int

    @classmethod
    def of(
        cls, network: FaultLocalizer, count: int, settings: FaultLocalizerSettings
    ) -> "_Learner":
        rate = settings.rate
        optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=settings.decay)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, rate, total_steps=count * settings.epochs, pct_start=0.1
        )
        return cls(
            network=network.train(),
            average=AveragedModel(network, avg_fn=_averaged),
            optimiser=optimiser,
            schedule=schedule,
            batches=count,
        )

    def learn(self, batch: Batch) -> None:
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.network.logits(*batch.inputs)
        self.optimiser.zero_grad()
        departure_loss(logits, batch).backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.average.update_parameters(self.network)

    def keep(self, path: Path, epochs: int) -> None:
        """Write a checkpoint, whole or not at all."""
        unfinished = path.with_suffix(".part")
        states = [part.state_dict() for part in self._parts]
        torch.save({"epochs": epochs, "batches": self.batches, "states": states}, unfinished)
        unfinished.replace(path)

    def resume(self, path: Path) -> int:
        """Go on from a checkpoint if there is one; return the epochs done by then.

        Raises:
            TrainingError: it is of another training.
        """
        if not path.exists():
            return 0
        kept = torch.load(path, weights_only=True)
        if kept["batches"] != self.batches:
            raise TrainingError(f"{path} is of another training", remedy="delete it to start anew")
        for part, state in zip(self._parts, kept["states"], strict=True):
            part.load_state_dict(state)
        return int(kept["epochs"])

    @property
    def _parts(self) -> tuple[Any, ...]:
        return self.network, self.average, self.optimiser, self.schedule


def _averaged(average: Tensor, new: Tensor, count: Tensor | int) -> Tensor:
    """Return an exponential average that begins as a plain one."""
    return average.lerp(new, max(1.0 / KEPT, 1.0 / (int(count) + 1)))

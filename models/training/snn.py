"""Trains the Siamese network and its baselines, and measures them with one subject held out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import nn

from edge.core.arrays import Floats
from models.data.evaluation import Answer, Answers, Judge, ask, figures
from models.data.executions import Group
from models.data.judges import DtwJudge, answer
from models.data.recorded import load_groups
from models.data.simulated import simulated_groups
from models.inference.siamese import KINDS, Normalisation, prepare_pair
from models.networks.baselines import PlainLstm, TemporalCnn
from models.networks.encoder import EncoderSettings
from models.networks.siamese import Siamese, SiameseSettings
from models.training.errors import TrainingError
from models.training.loop import TrainingSettings, train
from models.training.pairs import Pairs, Pool, pools_of

SIMULATED_SEEDS: Final = range(10_000, 10_012)
"""Simulated patients that take part in training; no evaluation uses them."""
NETWORKS: Final[Mapping[str, Callable[[], nn.Module]]] = {
    "snn": lambda: Siamese(SiameseSettings()),
    "snn-sensor": lambda: Siamese(SiameseSettings(encoder=EncoderSettings(conv_axis="sensor"))),
    "lstm": PlainLstm,
    "tcn": TemporalCnn,
}
COMMITTED: Final = ("snn", "lstm", "tcn")
"""What is exported: the network and its baselines."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Person:
    """A recorded person.

    Attributes:
        name: of the person's file.
        groups: the exercises, of the unit that moves most.
        pools: to learn from.
    """

    name: str
    groups: list[Group]
    pools: list[Pool]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """A trained network and the normalisation it was trained with."""

    network: nn.Module
    normalisation: Normalisation

    def save(self, path: Path) -> None:
        """Write it for `load_trained`."""
        norm = self.normalisation
        rows = torch.tensor(np.stack([norm.mean, norm.sd]))
        torch.save({"weights": self.network.state_dict(), "normalisation": rows}, path)

    def judge(self, signal: Floats, group: Group) -> Answer:
        """Return similarities, overall score and type of a repetition of the group."""
        return answer(self.scores(signal, group))

    def scores(self, signal: Floats, group: Group) -> Floats:
        """Return the scores of a repetition of the group."""
        with torch.inference_mode():
            return np.asarray(self.network(*self._inputs(signal, group))[0], np.float64)

    def own_kind(self, signal: Floats, group: Group) -> Answer:
        """Return the same answer, but the type by the repetition's arm alone."""
        network = self.network
        if not isinstance(network, Siamese):
            raise TrainingError("only the Siamese network tells the type by one arm alone")
        with torch.inference_mode():
            outcome = network.outcome(*self._inputs(signal, group))
        similar, overall, _ = answer(np.asarray(outcome.scores[0], np.float64))
        return similar, overall, KINDS[int(outcome.own_type[0].argmax())]

    def _inputs(self, signal: Floats, group: Group) -> list[torch.Tensor]:
        prepared = prepare_pair(signal, group.anchor.signal, self.normalisation)
        return [torch.from_numpy(x) for x in prepared.inputs]


def load_trained(name: str, path: Path) -> Trained:
    """Return the network that `Trained.save` wrote.

    Raises:
        TrainingError: there is no such file; train it first.
    """
    if not path.exists():
        raise TrainingError(f"{path} is missing", remedy=f"run 'physio models train {name}' first")
    parts = torch.load(path, weights_only=True)
    network = network_named(name)
    network.load_state_dict(parts["weights"])
    mean, sd = parts["normalisation"].numpy()
    return Trained(network=network.eval(), normalisation=Normalisation(mean=mean, sd=sd))


def settings_with(steps: int | None) -> TrainingSettings:
    """Return the settings of training, with that many batches if given."""
    return TrainingSettings() if steps is None else TrainingSettings(steps=steps)


def network_named(name: str) -> nn.Module:
    """Return a network with its first weights.

    Raises:
        TrainingError: there is none of that name.
    """
    if name not in NETWORKS:
        raise TrainingError(
            f"there is no network {name!r}", remedy=f"known are {', '.join(NETWORKS)}"
        )
    return NETWORKS[name]()


def load_people(folder: Path, seed: int) -> list[Person]:
    """Return every person whose .npz lies in the folder beside truth.json, ready to learn from.

    Raises:
        ModelError: a file is not of the form that `models.data.recorded` describes.
        TrainingError: there is nobody.
    """
    files = sorted(folder.glob("*.npz"))
    if not files:
        raise TrainingError(f"{folder} holds no .npz of a person's recordings")
    truth = folder / "truth.json"
    return [
        Person(
            name=path.stem,
            groups=load_groups(path, truth),
            pools=pools_of(load_groups(path, truth, every_unit=True), seed),
        )
        for path in files
    ]


def simulated_pools(seed: int) -> list[Pool]:
    """Return the simulated patients that take part in every training."""
    return pools_of(simulated_groups(SIMULATED_SEEDS), seed)


def fit(
    names: Sequence[str],
    pools: Sequence[Pool],
    folder: Path,
    settings: TrainingSettings,
    progress: Progress,
) -> dict[str, Trained]:
    """Return networks trained on those pools; the folder keeps their weights.

    A training that was interrupted goes on from its checkpoint in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pairs = Pairs(pools, settings.seed)
    networks = {}
    for name in names:
        torch.manual_seed(settings.seed)
        networks[name] = network_named(name)
    train(networks, pairs, settings, folder / "checkpoint", partial(progress, folder.name))
    trained = {
        name: Trained(network=network, normalisation=pairs.normalisation)
        for name, network in networks.items()
    }
    for name, own in trained.items():
        own.save(folder / f"{name}.pt")
    return trained


def leave_one_out(
    names: Sequence[str],
    people: Sequence[Person],
    simulated: Sequence[Pool],
    folder: Path,
    settings: TrainingSettings,
    progress: Progress,
) -> dict[str, Any]:
    """Return the figures of every network and of DTW, each person having been held out once.

    They are written to leave_one_out.json in the folder after every person.

    Raises:
        TrainingError: there are fewer than two persons.
    """
    if len(people) < 2:
        raise TrainingError("to hold one person out there must be two at least")
    answers: dict[str, list[Answers]] = {}
    for held_out in people:
        others = [person for person in people if person is not held_out]
        pools = [pool for person in others for pool in person.pools] + list(simulated)
        trained = fit(names, pools, folder / f"without_{held_out.name}", settings, progress)
        judges = judges_of(trained)
        judges["dtw"] = DtwJudge.fit([group for person in others for group in person.groups])
        for name, judge in judges.items():
            answers.setdefault(name, []).extend(ask(judge, group) for group in held_out.groups)
        result = {name: figures(own) for name, own in answers.items()}
        (folder / "leave_one_out.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    return result


def judges_of(trained: Mapping[str, Trained]) -> dict[str, Judge]:
    """Return what asks each network; the Siamese one also for the type by one arm alone."""
    judges: dict[str, Judge] = {}
    for name, own in trained.items():
        judges[name] = own.judge
        if isinstance(own.network, Siamese):
            judges[f"{name}, type by one arm"] = own.own_kind
    return judges

"""Trains the Siamese network and its baselines, and measures them with one subject held out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import nn

from edge.messages import Floats
from models.data.executions import KINDS, Group
from models.data.recorded import load_groups
from models.data.simulated import simulated_groups
from models.errors import TrainingError
from models.evaluation import Answer, Judge, ask, figures
from models.judges import DtwJudge, answer
from models.networks.baselines import PlainLstm, TemporalCnn
from models.networks.encoder import EncoderSettings
from models.networks.siamese import Siamese, SiameseSettings
from models.preparation import Normalisation, prepare
from models.training.loop import TrainingSettings, train
from models.training.pairs import Pairs

SIMULATED_SEEDS: Final = range(10_000, 10_016)
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
        prepared = prepare(signal, group.anchor.signal, self.normalisation)
        return [torch.from_numpy(x) for x in prepared.inputs]


def load_trained(name: str, path: Path) -> Trained:
    """Return the network that `Trained.save` wrote.

    Raises:
        TrainingError: there is no such file; train it first.
    """
    if not path.exists():
        raise TrainingError(f"{path} is missing; run 'physio models train {name}' first")
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
        raise TrainingError(f"there is no network {name!r}; known are {', '.join(NETWORKS)}")
    return NETWORKS[name]()


def load_people(folder: Path) -> dict[str, list[Group]]:
    """Return the groups of every person whose .npz lies in the folder beside truth.json.

    Raises:
        ModelError: a file is not of the form that `models.data.recorded` describes.
        TrainingError: there is nobody.
    """
    files = sorted(folder.glob("*.npz"))
    if not files:
        raise TrainingError(f"{folder} holds no .npz of a person's recordings")
    return {path.stem: load_groups(path, folder / "truth.json") for path in files}


def fit(
    names: Sequence[str],
    groups: Sequence[Group],
    folder: Path,
    settings: TrainingSettings,
    progress: Progress,
) -> dict[str, Trained]:
    """Return networks trained on those groups and on simulated patients; the folder keeps them.

    A training that was interrupted goes on from its checkpoint in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pairs = Pairs([*groups, *simulated_groups(SIMULATED_SEEDS)], settings.seed)
    trained = {}
    for name in names:
        torch.manual_seed(settings.seed)
        network = train(
            network_named(name),
            pairs,
            settings,
            folder / f"{name}.checkpoint",
            lambda done, total, name=name: progress(f"{folder.name} {name}", done, total),  # type: ignore[misc]
        )
        trained[name] = Trained(network=network, normalisation=pairs.normalisation)
        trained[name].save(folder / f"{name}.pt")
    return trained


def leave_one_out(
    names: Sequence[str],
    people: Mapping[str, Sequence[Group]],
    folder: Path,
    settings: TrainingSettings,
    progress: Progress,
) -> dict[str, Any]:
    """Return the figures of every network and of DTW, each person having been held out once.

    Raises:
        TrainingError: there are fewer than two persons.
    """
    if len(people) < 2:
        raise TrainingError("to hold one person out there must be two at least")
    answers: dict[str, list[Any]] = {}
    for held_out, asked in people.items():
        seen = [group for name, own in people.items() if name != held_out for group in own]
        trained = fit(names, seen, folder / f"without_{held_out}", settings, progress)
        judges: dict[str, Judge] = {name: own.judge for name, own in trained.items()}
        judges |= {
            f"{name}, type by one arm": own.own_kind
            for name, own in trained.items()
            if isinstance(own.network, Siamese)
        }
        judges["dtw"] = DtwJudge.fit(seen)
        for name, judge in judges.items():
            answers.setdefault(name, []).extend(ask(judge, group) for group in asked)
    result = {name: figures(own) for name, own in answers.items()}
    (folder / "leave_one_out.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    return result

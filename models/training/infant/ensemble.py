"""`physio models train infant`: a network for each architecture and fold, each kept when done."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch

from benchmarks.cluster import LOCAL, NO_CERTIFICATES, Certificates
from edge.terminal.output import say
from models.data.infants import InfantSetSettings, simulated_infants
from models.networks.infant.architectures import ARCHITECTURES, FOLDS
from models.networks.infant.network import InfantGcn
from models.training.errors import TrainingError
from models.training.infant.elsewhere import (
    NetworkTask,
    held_out_auc,
    train_on_cluster,
    weights_of,
)
from models.training.infant.fitting import step_seconds
from models.training.infant.paper import Training, fit_by
from models.training.infant.settings import InfantTraining
from models.training.low_back_folds import Progress

ABOUT: Final = "about.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantAsked:
    """What was asked for.

    Attributes:
        architectures: their numbers; empty for all ten.
        folds: how many of the seven.
        training: how each network learns.
        infants: which it learns from.
        out: folder of the weights.
        engine: `local`, or dask://HOST:PORT of a cluster, which trains a network a task.
        certificates: for a cluster on other machines.
    """

    architectures: tuple[int, ...]
    folds: int
    training: Training
    infants: InfantSetSettings
    out: Path
    engine: str = LOCAL
    certificates: Certificates = NO_CERTIFICATES


def train_infant(asked: InfantAsked, progress: Progress) -> dict[str, Any]:
    """Train what is not yet there; return how each network judged the infants it never saw.

    Raises:
        TrainingError: an architecture is none of the ten, or the folder holds networks that were
            trained otherwise.
        EvaluationError: the cluster cannot be used.
    """
    numbers = asked.architectures or tuple(ARCHITECTURES)
    if unknown := [number for number in numbers if number not in ARCHITECTURES]:
        raise TrainingError(f"there is no architecture {unknown[0]}", remedy="known are 1 to 10")
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    about = {"training": asdict(asked.training), "infants": asdict(asked.infants)}
    about = json.loads(json.dumps(about))
    known = _about(asked.out)
    if known is not None and {key: known[key] for key in about} != about:
        raise TrainingError(
            f"{asked.out} holds networks that were trained otherwise", remedy="give another --out"
        )
    networks = {} if known is None else known["networks"]
    wanted = [(number, fold) for number in numbers for fold in range(asked.folds)]
    missing = [
        (number, fold)
        for number, fold in wanted
        if (name := _name(number, fold)) not in networks or not (asked.out / f"{name}.pt").exists()
    ]
    if not missing:
        return {**about, "networks": networks, "folder": str(asked.out)}

    def kept(name: str, weights: bytes, auc: float, step_s: float | None) -> None:
        (asked.out / f"{name}.pt").write_bytes(weights)
        networks[name] = {"auc": auc, "step_s": None if step_s is None else round(step_s, 3)}
        text = json.dumps({**about, "networks": networks}, indent=1)
        (asked.out / ABOUT).write_text(text, encoding="utf-8")

    if asked.engine == LOCAL:
        _train_here(asked, missing, progress, kept)
    else:
        tasks = [
            NetworkTask(number=number, fold=fold, training=asked.training, infants=asked.infants)
            for number, fold in missing
        ]
        train_on_cluster(
            tasks,
            asked.engine,
            asked.certificates,
            progress=lambda done, total: progress("networks", done, total or len(tasks)),
            finished=lambda task, own: kept(
                _name(task.number, task.fold), own.weights, own.auc, own.step_s
            ),
        )
    return {**about, "networks": networks, "folder": str(asked.out)}


def _train_here(
    asked: InfantAsked,
    missing: list[tuple[int, int]],
    progress: Progress,
    kept: Callable[[str, bytes, float, float | None], None],
) -> None:
    """Train one network after the other, each going on where it was interrupted."""
    seconds: dict[int, float] = {}
    if isinstance(asked.training, InfantTraining):
        seconds = {number: step_seconds(number, asked.training) for number, _ in missing}
        for number, step_s in seconds.items():
            minutes = step_s * asked.training.steps / 60.0
            say(
                f"architecture {number}: {step_s:.2f} s a step on one core, "
                f"{asked.training.steps} steps, {minutes:.0f} min a network"
            )
    infants = simulated_infants(asked.infants, lambda done, total: progress("infants", done, total))
    for number, fold in missing:
        name = _name(number, fold)
        checkpoint = asked.out / f"{name}.checkpoint"
        network = fit_by(
            number,
            fold,
            infants,
            asked.training,
            checkpoint,
            lambda done, total, name=name: progress(name, done, total),  # type: ignore[misc]
        )
        kept(name, weights_of(network), held_out_auc(network, infants, fold), seconds.get(number))
        checkpoint.unlink(missing_ok=True)


def load_trained(folder: Path) -> tuple[dict[int, list[InfantGcn]], dict[str, Any]]:
    """Return the trained networks by architecture, and what is known about them.

    Raises:
        TrainingError: the folder holds none.
    """
    about = _about(folder)
    if about is None:
        raise TrainingError(
            f"{folder} holds no trained network", remedy="physio models train infant"
        )
    found: dict[int, list[InfantGcn]] = {}
    for name in sorted(about["networks"]):
        number = int(name.split("-")[0])
        network = InfantGcn(ARCHITECTURES[number])
        network.load_state_dict(torch.load(folder / f"{name}.pt", weights_only=True))
        found.setdefault(number, []).append(network.eval())
    assert all(len(networks) <= FOLDS for networks in found.values())
    return found, about


def _name(number: int, fold: int) -> str:
    return f"{number:02}-{fold}"


def _about(folder: Path) -> dict[str, Any] | None:
    path = folder / ABOUT
    if not path.exists():
        return None
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return known

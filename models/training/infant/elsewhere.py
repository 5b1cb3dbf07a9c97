"""A network of infants as a task of its own, for a worker of a cluster to train."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from benchmarks.cluster import NO_CERTIFICATES, Certificates, map_people_on_cluster
from benchmarks.question import Progress
from edge.core.arrays import Floats
from models.data.fold_scores import auc_of
from models.data.infants import InfantSet, InfantSetSettings, simulated_infants
from models.networks.infant.network import InfantGcn
from models.training.infant.fitting import Fold, judged, step_seconds
from models.training.infant.paper import Training, fit_by
from models.training.infant.settings import InfantTraining

HELD_OUT_WINDOWS = 6
"""Of a held-out infant that are judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkTask:
    """One network of an ensemble.

    Attributes:
        number: of its architecture.
        fold: 0 to 6.
        training: how it learns.
        infants: which it learns from; they are simulated anew where it is trained.
    """

    number: int
    fold: int
    training: Training
    infants: InfantSetSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedNetwork:
    """What a worker sends back.

    Attributes:
        weights: as `torch.save` writes them.
        auc: over the infants that the network never saw.
        step_s: processor time of a step there; None by the paper's recipe, which counts epochs.
    """

    weights: bytes
    auc: float
    step_s: float | None


def trained(task: NetworkTask) -> TrainedNetwork:
    """Return the network of a task; one that is interrupted begins anew on another worker."""
    torch.set_num_threads(1)
    infants = simulated_infants(task.infants, _unseen)
    with TemporaryDirectory() as folder:
        checkpoint = Path(folder) / "checkpoint"
        network = fit_by(task.number, task.fold, infants, task.training, checkpoint, _unseen)
    return TrainedNetwork(
        weights=weights_of(network),
        auc=held_out_auc(network, infants, task.fold),
        step_s=(
            step_seconds(task.number, task.training)
            if isinstance(task.training, InfantTraining)
            else None
        ),
    )


def train_on_cluster(
    tasks: list[NetworkTask],
    engine: str,
    certificates: Certificates = NO_CERTIFICATES,
    *,
    progress: Progress,
    finished: Callable[[NetworkTask, TrainedNetwork], None],
) -> None:
    """Hand over every network as soon as it is trained, in any order.

    Args:
        tasks: one a network.
        engine: dask://HOST:PORT of a cluster that has the same version of this project.
        certificates: for a cluster on other machines.
        progress: called with the networks done and those there are.
        finished: called with a task and its network.

    Raises:
        EvaluationError: Dask is not installed, or the cluster cannot be used.
    """
    map_people_on_cluster(
        trained,
        tasks,
        engine=engine,
        certificates=certificates,
        progress=progress,
        finished=lambda number, network: finished(tasks[number], network),
    )


def weights_of(network: InfantGcn) -> bytes:
    """Return what `torch.save` writes of a network's weights."""
    content = io.BytesIO()
    torch.save(network.state_dict(), content)
    return content.getvalue()


def held_out_auc(network: InfantGcn, infants: InfantSet, fold: int) -> float:
    """Return the AUC over infants that a network never saw, each by its median over windows."""
    held_out = Fold.of(infants.labels, fold).held_out
    risks: Floats = np.array(
        [
            np.median(judged(network, infants.some_windows(int(k), HELD_OUT_WINDOWS)))
            for k in held_out
        ]
    )
    return auc_of(risks, infants.labels[held_out])


def _unseen(_done: int, _total: int) -> None:
    """Show nobody at the worker how far it is."""

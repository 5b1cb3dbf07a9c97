"""Exports the network that places a fault: `python -m models.export.course OUT` after training."""

import dataclasses
import sys
from pathlib import Path
from typing import Final

import torch
from torch import nn
from torch.export import Dim

from edge.anchor import PIPELINE_RATE_HZ
from models.card import Card, Example, Port
from models.catalog import EXPLAIN, SELECT, ZOO, digest
from models.example import example_inputs, probe
from models.export.cards import LIMITS, NOT_FOR, TRAINED_ON
from models.export.onnx_file import Input, write_explainable
from models.networks.course import Course
from models.preparation import STEP, Normalisation
from models.training.snn import Trained

NAME: Final = "course"
DEPARTURES: Final = "departures"
_MEANINGS: Final = {
    "signal": "repetition: axes in the anchor's frame, standardised (models.preparation)",
    "anchor": "anchor brought onto the repetition's time (models.data.placed.in_phase), likewise",
}


def load_course(path: Path) -> Trained:
    """Return the network that training wrote."""
    parts = torch.load(path, weights_only=True)
    network = Course()
    network.load_state_dict(parts["weights"])
    mean, sd = parts["normalisation"].numpy()
    return Trained(network=network.eval(), normalisation=Normalisation(mean=mean, sd=sd))


def export_course(trained: Trained, zoo: Path = ZOO) -> Card:
    """Write course.onnx and course.json into the catalogue's folder; return the card."""
    batch, steps = Dim("batch", min=1, max=65536), Dim("steps", min=3, max=4096)
    free = {0: batch, 1: STEP * steps}
    inputs = [
        Input(name=name, example=torch.randn(7, 11 * STEP, 6), free=free) for name in _MEANINGS
    ]
    path = zoo / f"{NAME}.onnx"
    write_explainable(trained.network, inputs, path, scores=1, activations=[DEPARTURES])
    ports = [
        Port(name=name, shape=("batch", "samples", 6), meaning=meaning)
        for name, meaning in _MEANINGS.items()
    ]
    scored, gradients = _answers(trained.network)
    gradient = "gradient of the score times select; empty without explain"
    card = Card(
        name=NAME,
        summary="Where a repetition leaves the course of its anchor, and why it says so.",
        inputs=(
            *ports,
            Port(name=SELECT, shape=(1,), meaning="weight of the score to be explained"),
            Port(name=EXPLAIN, shape=(), meaning="whether to compute the gradients"),
        ),
        outputs=(
            Port(name="scores", shape=("batch", 1), meaning="likeness of the course, 0–1"),
            *(dataclasses.replace(p, name=f"d_{p.name}", meaning=gradient) for p in ports),
            Port(
                name=DEPARTURES,
                shape=("batch", "samples", 1),
                meaning="departure at every sample; the score is exp(-their mean)",
            ),
            Port(name=f"d_{DEPARTURES}", shape=("batch", "samples", 1), meaning=gradient),
        ),
        rate_hz=PIPELINE_RATE_HZ,
        mean=tuple(trained.normalisation.mean.tolist()),
        sd=tuple(trained.normalisation.sd.tolist()),
        trained_on=TRAINED_ON,
        figures=(),
        limits=(*LIMITS, "The score itself is not calibrated: it is made to be explained."),
        not_for=NOT_FOR,
        example=Example(scores=scored, gradients=gradients),
        sha256=digest(path.read_bytes()),
    )
    card.write(zoo / f"{NAME}.json")
    return card


def _answers(network: nn.Module) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:
    """Return what PyTorch answers about the fixed pair: the score, and digests of the rest."""
    inputs = [torch.from_numpy(x).requires_grad_() for x in example_inputs(in_phase=True)]
    scores, departures = network(*inputs)
    found = torch.autograd.grad(scores[0, 0], [*inputs, departures])
    shown = [*found[:2], departures.detach(), found[2]]
    digests = (float((x[0] * torch.from_numpy(probe(x.shape[1]))).sum()) for x in shown)
    return tuple(scores[0].tolist()), (tuple(digests),)


if __name__ == "__main__":
    export_course(load_course(Path(sys.argv[1]) / f"{NAME}.pt"))

"""Exports the network that places a fault: one file that scores, explains and shows departures."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from torch import nn
from torch.export import Dim

from edge.core.anchor import PIPELINE_RATE_HZ
from models.export.cards import NOT_FOR
from models.export.onnx_file import Input, write_explainable
from models.inference.card import ZOO, Card, Example, Figures, Port, Source
from models.inference.catalog import EXPLAIN, SELECT, digest
from models.inference.example import probe
from models.inference.fault_localizer import CHANNELS, SETTING, FaultLocalizerNetwork
from models.inference.frame import STEP
from models.networks.fault_localizer import FaultLocalizer
from models.training.fault_localizer import NAME, SIMULATED_SEEDS, load_fault_localizer

DEPARTURES: Final = "departures"
INPUTS: Final[dict[str, tuple[int, str]]] = {
    "signal": (
        CHANNELS,
        "repetition (models.inference.fault_localizer); 0 beyond its end, like all inputs",
    ),
    "anchor": (CHANNELS, "mean of its references, on its time"),
    "spread": (CHANNELS, "standard deviation of the references, 0 where there is only one"),
    "setting": (SETTING, "log duration, log rate, acceleration per rate of the anchor; and 1"),
}
TRAINED_ON: Final = (
    Source(
        name="Physical Therapy Exercises (Yurtman & Barshan 2014), subjects s1, s2, s4: all units "
        "that move, 25 Hz brought to 50 Hz, with local edits",
        terms="CC BY 4.0",
    ),
    Source(
        name="UTD-MHAD (Chen, Jafari & Kehtarnavaz 2015), 6 subjects: 27 actions, sensor on wrist "
        "or thigh, with local edits",
        terms="free for research",
    ),
    Source(
        name=f"the simulated patient of this project, seeds {SIMULATED_SEEDS.start} to "
        f"{SIMULATED_SEEDS.stop - 1}, all six exercises, with local edits",
        terms="made by this project",
    ),
)
LIMITS: Final = (
    "Nine healthy persons and simulated ones: nothing is known about patients.",
    "Evaluating s1, s2 or s4 with this file is not held out; any figures given here are, each from "
    "a network that was trained without the person.",
    "It was taught four kinds of faults, made by editing correct repetitions; of others nothing is "
    "known.",
    "With a single reference it knows nothing of how much this person varies, and errs more often.",
    "References of another exercise give meaningless answers; the network does not notice.",
    "The score itself is not calibrated: it is made to be explained.",
)
COMMAND: Final = "physio models train fault-localizer --data DIR --more FILE --loso"


def export_all(folder: Path, zoo: Path) -> list[Card]:
    """Export what training left in the folder, with the figures of those who were held out."""
    network = load_fault_localizer(folder / "everybody" / f"{NAME}.pt")
    return [export_fault_localizer(network, zoo, _figures(folder / "leave_one_out.json"))]


def export_fault_localizer(
    network: FaultLocalizer, zoo: Path = ZOO, figures: tuple[Figures, ...] = ()
) -> Card:
    """Write the network and its card into a catalogue's folder; return the card."""
    batch, steps = Dim("batch", min=1, max=65536), Dim("steps", min=3, max=4096)
    free = {0: batch, 1: STEP * steps}
    inputs = [
        Input(name=name, example=torch.rand(7, 11 * STEP, width), free=free)
        for name, (width, _) in INPUTS.items()
    ]
    path = zoo / f"{NAME}.onnx"
    write_explainable(network, inputs, path, scores=1, activations=[DEPARTURES], compact=True)
    ports = [
        Port(name=name, shape=("batch", "samples", width), meaning=meaning)
        for name, (width, meaning) in INPUTS.items()
    ]
    scored, gradients = _answers(network)
    gradient = "gradient of the score times select; empty without explain"
    card = Card(
        name=NAME,
        summary="Where a repetition departs from its references, and why it says so.",
        inputs=(
            *ports,
            Port(name=SELECT, shape=(1,), meaning="weight of the score to be explained"),
            Port(name=EXPLAIN, shape=(), meaning="whether to compute the gradients"),
        ),
        outputs=(
            Port(name="scores", shape=("batch", 1), meaning="similarity of the trajectory, 0–1"),
            *(dataclasses.replace(p, name=f"d_{p.name}", meaning=gradient) for p in ports),
            Port(
                name=DEPARTURES,
                shape=("batch", "samples", 1),
                meaning="departure at every sample; the score is 1 / (1 + their mean)",
            ),
            Port(name=f"d_{DEPARTURES}", shape=("batch", "samples", 1), meaning=gradient),
        ),
        rate_hz=PIPELINE_RATE_HZ,
        mean=(),
        sd=(),
        trained_on=TRAINED_ON,
        figures=figures,
        limits=LIMITS,
        not_for=NOT_FOR,
        example=Example(scores=scored, gradients=gradients),
        sha256=digest(path.read_bytes()),
    )
    card.write(zoo / f"{NAME}.json")
    return card


def with_figures(folder: Path, zoo: Path) -> list[Card]:
    """Return the catalogue's card with the figures of the folder's leave_one_out.json."""
    path = zoo / f"{NAME}.json"
    figures = _figures(folder / "leave_one_out.json")
    card = dataclasses.replace(Card.read(path), figures=figures)
    card.write(path)
    return [card]


def _figures(measured: Path) -> tuple[Figures, ...]:
    """Return what leaving one person out found, nothing if it was not done."""
    if not measured.exists():
        return ()
    found: Mapping[str, Any] = json.loads(measured.read_text(encoding="utf-8"))
    return tuple(
        Figures(
            question=f"top segment right on edits of {person}, held out, {references}",
            command=COMMAND,
            values=table["recorded"]["all"]["hit_rate"],
        )
        for person, own in found.items()
        for references, table in (
            (f"up to {own['references']} references", own),
            ("one reference", own["one_reference"]),
        )
    )


def _answers(network: nn.Module) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:
    """Return what PyTorch answers about the fixed example: the score, and digests of the rest."""
    inputs = [torch.from_numpy(x).requires_grad_() for x in FaultLocalizerNetwork.example_inputs()]
    scores, departures = network(*inputs)
    found = torch.autograd.grad(scores[0, 0], [*inputs, departures])
    shown = [*found[: len(inputs)], departures.detach(), found[-1]]
    digests = (float((x[0] * torch.from_numpy(probe(*x.shape[1:]))).sum()) for x in shown)
    return tuple(scores[0].tolist()), (tuple(digests),)

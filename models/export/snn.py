"""Exports of the networks that compare a repetition with its anchor."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.export import Dim

from models.export.arms import ARMS, WINDOWS, two_armed
from models.export.cards import card_of
from models.export.onnx_file import Input, explainable, write_gated, write_plain
from models.inference.card import Card, Example, Port
from models.inference.catalog import EXPLAIN, SELECT, digest
from models.inference.example import probe
from models.inference.frame import STEP
from models.inference.siamese import SCORES, SiameseNetwork
from models.networks.encoder import window_count
from models.networks.siamese import Siamese, Stacked
from models.training.snn import COMMITTED, load_trained

_LONGEST_STEPS = 4096
_MOST_PAIRS = 65536
_PAIRS, _STEPS = 7, (11, 13)
"""Of the example, and its steps of repetition and anchor: equal to no other dimension."""
SIGNALS = ("signal", "anchor")


def export_all(folder: Path, zoo: Path, names: Sequence[str] = COMMITTED) -> list[Card]:
    """Return the cards of what was trained on everybody, exported into the catalogue.

    Args:
        folder: of the training: `everybody` holds the weights, leave_one_out.json the figures.
        zoo: folder of the catalogue.
        names: of the networks, as in training.

    Raises:
        TrainingError: a network has not been trained.
    """
    cards = []
    for name in names:
        trained = load_trained(name, folder / "everybody" / f"{name}.pt")
        card = card_of(name, trained.normalisation, folder / "leave_one_out.json")
        cards.append(export_comparing(trained.network, card, zoo))
    return cards


def export_comparing(network: nn.Module, card: Card, zoo: Path) -> Card:
    """Write NAME.onnx and NAME.json into the catalogue's folder; return the card as written.

    Args:
        network: trained; a `Siamese` is exported with its gradients.
        card: without ports, example and hash, which are filled in.
        zoo: folder of the catalogue.
    """
    path = zoo / f"{card.name}.onnx"
    explains = isinstance(network, Siamese)
    if isinstance(network, Siamese):
        _write_stacked(network, path)
    else:
        write_plain(network, [_signal(*of) for of in zip(SIGNALS, _STEPS, strict=True)], path)
    finished = dataclasses.replace(
        card,
        inputs=_inputs(explains),
        outputs=_outputs(explains),
        example=_example(network, explains),
        sha256=digest(path.read_bytes()),
    )
    finished.write(zoo / f"{card.name}.json")
    return finished


def _signal(name: str, steps: int) -> Input:
    free = {0: Dim("batch", min=1, max=_MOST_PAIRS), 1: _length(name)}
    return Input(name=name, example=torch.randn(_PAIRS, steps * STEP, 6), free=free)


def _write_stacked(network: Siamese, path: Path) -> None:
    """Write the network with both arms in one batch, filled up to the longer one."""
    longest = max(_STEPS) * STEP
    batch = Dim("batch", min=1, max=_MOST_PAIRS)
    arms = Input(
        name=ARMS,
        example=torch.randn(2 * _PAIRS, longest, 6),
        free={0: 2 * batch, 1: _length(ARMS)},
    )
    counts = torch.tensor([window_count(steps * STEP) for steps in _STEPS])
    windows = Input(name=WINDOWS, example=counts, free={})
    model = explainable(Stacked(network), [arms], scores=len(SCORES), fixed=[windows])
    write_gated(two_armed(model, SIGNALS, 6), path)


def _length(name: str) -> Any:
    """Return the free length of a signal, a whole number of steps."""
    return STEP * Dim(f"{name}_steps", min=3, max=_LONGEST_STEPS)


def _example(network: nn.Module, explains: bool) -> Example:
    """Return what PyTorch itself answers about the fixed pair."""
    inputs = [torch.from_numpy(x).requires_grad_() for x in SiameseNetwork.example_inputs()]
    scores = network(*inputs)[0]
    gradients = []
    for score in scores if explains else ():
        found = torch.autograd.grad(score, inputs, retain_graph=True)
        gradients.append(
            tuple(float((g[0] * torch.from_numpy(probe(*g.shape[1:]))).sum()) for g in found)
        )
    return Example(scores=tuple(scores.tolist()), gradients=tuple(gradients))


def _inputs(explains: bool) -> tuple[Port, ...]:
    frame = "axes in the anchor's frame, standardised (models.inference.siamese)"
    ports = [
        Port(name="signal", shape=("batch", "samples", 6), meaning=f"repetition: {frame}"),
        Port(name="anchor", shape=("batch", "anchor_samples", 6), meaning=f"anchor: {frame}"),
    ]
    if explains:
        ports += [
            Port(name=SELECT, shape=(len(SCORES),), meaning="weight of each score to be explained"),
            Port(name=EXPLAIN, shape=(), meaning="whether to compute the gradients"),
        ]
    return tuple(ports)


def _outputs(explains: bool) -> tuple[Port, ...]:
    columns = SCORES if explains else SCORES[:-1]
    meaning = f"{', '.join(columns)}: similarities 0–1, and the logits of the three types"
    ports = [Port(name="scores", shape=("batch", len(columns)), meaning=meaning)]
    if explains:
        ports += [
            Port(
                name=f"d_{name}",
                shape=("batch", length, 6),
                meaning=f"gradient of ⟨select, scores⟩ at {name}; empty without explain",
            )
            for name, length in (("signal", "samples"), ("anchor", "anchor_samples"))
        ]
    return tuple(ports)

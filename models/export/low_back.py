"""Exports the low-back networks: logit, gradients at the figures, gate, class activation maps."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnx import TensorProto
from onnx.helper import make_node
from onnx.numpy_helper import from_array, to_array
from torch import Tensor
from torch.export import Dim

from edge.posture.motion_features import RATE_HZ
from models.export.onnx_file import graph_file, write_gated
from models.inference.card import BendInputs, Card, Example, Figures, Port, Source
from models.inference.catalog import EXPLAIN, SELECT, digest
from models.inference.example import probe
from models.inference.low_back import LowBackNetwork as ExportedNetwork
from models.networks.low_back import LowBackNetwork
from models.training.errors import TrainingError

MASKS: Final = "masks"
FIGURES: Final = "figures"
OUTPUTS: Final = ("scores", "d_figures", "weights", "layer3", "layer4")
HALF_FROM: Final = 2048
"""Weights of at least so many numbers are kept in half precision, which they were rounded to."""
LIMITS: Final = (
    "Simulated people, not a diagnosis: group differences were chosen within bounds of the "
    "literature, and nothing is known about patients.",
    "Not initialised from ImageNet.",
    "A mask has one channel, 1 inside the back, 0 outside; the line from hip to neck is upright.",
    "Learned from side views of a bend by one person alone; it does not notice another movement.",
    "Maps of layer4 have cells of {layer4} px and those of layer3 of {layer3} px of a mask of 224: "
    "they may point at the thoraco-lumbar back, never at single vertebrae.",
    "Maps failed their check: where one region or the shirt alone told simulated groups apart, the "
    "maps of such networks showed it no better than an edge detector does, those of layer4 hardly "
    "better than chance (physio evaluate low-back-explanations).",
)
NOT_FOR: Final = (
    "Diagnosis, or any decision about treatment.",
    "A plan of exercises: none may follow from its answer.",
)


def explained(network: LowBackNetwork) -> Callable[..., tuple[Tensor, ...]]:
    """Return fn(masks (K, h, w), figures (B, F), select (1,)) → the tensors of `OUTPUTS`.

    Gradients and maps are of select · logit; the maps are of the first row's logit, with their sign
    (Grad-CAM, Selvaraju et al., 2017, before its ReLU). No gradient goes through the first stages.
    """
    backbone = network.backbone
    if backbone is None:
        raise TrainingError("a network without masks has nothing to show and is not exported")

    def answer(masks: Tensor, figures: Tensor, select: Tensor) -> tuple[Tensor, ...]:
        third = backbone.third(masks[:, None]).detach().requires_grad_()
        fourth = backbone.layer4(third)
        rows = figures.detach().requires_grad_()
        logits, weights = network.answer(backbone.code(fourth)[None], rows)
        d_third, d_fourth = torch.autograd.grad(
            (logits[:1] * select).sum(), [third, fourth], retain_graph=True
        )
        if network.settings.figures:
            (slopes,) = torch.autograd.grad((logits * select).sum(), [rows])
        else:
            slopes = torch.zeros_like(rows)
        layer3, layer4 = (
            (activation.detach() * slope.mean(dim=(2, 3), keepdim=True)).sum(dim=1)
            for activation, slope in ((third, d_third), (fourth, d_fourth))
        )
        return logits.detach(), slopes, weights.detach(), layer3, layer4

    return answer


def export_low_back(
    network: LowBackNetwork,
    name: str,
    bends: BendInputs,
    zoo: Path,
    *,
    trained_on: tuple[Source, ...],
    figures: tuple[Figures, ...] = (),
) -> Card:
    """Write a trained network, as it is deployed, and its card into a folder; return the card.

    Args:
        network: see `models.networks.resnet.as_deployed`.
        name: in the catalogue.
        bends: what it takes and tells apart.
        zoo: the folder.
        trained_on: sources.
        figures: what was measured.
    """
    size, count = bends.mask_px, len(bends.figures)
    frozen = network.eval().requires_grad_(False)
    batch, masks = Dim("batch", min=1, max=65536), Dim("masks", min=1, max=4096)
    # Sizes that are no other dimension's, or they would be taken for the same one.
    arguments = (torch.rand(13, size, size), torch.rand(11, count), torch.ones(1))
    shapes: tuple[dict[int, Any], ...] = ({0: masks}, {0: batch}, {})
    model = graph_file(
        explained(frozen), arguments, shapes, [MASKS, FIGURES, SELECT], list(OUTPUTS), compact=True
    )
    path = zoo / f"{name}.onnx"
    zoo.mkdir(parents=True, exist_ok=True)
    write_gated(model, path)
    _halve(path)
    card = _card(name, bends, trained_on, figures)
    card = dataclasses.replace(
        card, example=_answers(frozen, card), sha256=digest(path.read_bytes())
    )
    card.write(zoo / f"{name}.json")
    return card


def _halve(path: Path) -> None:
    """Keep large weights in half precision, if that changes none of them."""
    model = onnx.load(path)
    graph = model.graph
    casts = []
    for weight in graph.initializer:
        values = to_array(weight)
        half = values.astype(np.float16) if values.dtype == np.float32 else values
        if values.size < HALF_FROM or not np.array_equal(half.astype(np.float32), values):
            continue
        name = weight.name
        weight.CopyFrom(from_array(half, f"{name}_half"))
        casts.append(make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])
    onnx.save(model, path)


def _card(
    name: str, bends: BendInputs, trained_on: tuple[Source, ...], figures: tuple[Figures, ...]
) -> Card:
    size, count, parts = bends.mask_px, len(bends.figures), len(bends.parts)
    cells = {f"layer{k}": f"{224 * px / size:.0f}" for k, px in ((3, 16), (4, 32))}
    maps = [
        Port(
            name=stage,
            shape=(MASKS, -(-size // px), -(-size // px)),
            meaning=f"class activation map of {stage}, with its sign; empty without explain",
        )
        for stage, px in (("layer3", 16), ("layer4", 32))
    ]
    negative, positive = bends.groups
    return Card(
        name=name,
        summary=f"{positive} or {negative}, by masks of a {' and '.join(bends.directions)} bend "
        "(simulated people, not a diagnosis).",
        inputs=(
            Port(name=MASKS, shape=(MASKS, size, size), meaning="back masks, 1 inside, 0 outside"),
            Port(name=FIGURES, shape=("batch", count), meaning="figures of bends.figures"),
            Port(name=SELECT, shape=(1,), meaning="weight of the logit in what is explained"),
            Port(name=EXPLAIN, shape=(), meaning="whether to compute gradients and maps"),
        ),
        outputs=(
            Port(name="scores", shape=("batch", 1), meaning=f"logit, positive for {positive}"),
            Port(
                name="d_figures",
                shape=("batch", count),
                meaning="gradient of select times the logit; empty without explain",
            ),
            Port(name="weights", shape=("batch", parts), meaning="of bends.parts, by the gate"),
            *maps,
        ),
        rate_hz=RATE_HZ,
        mean=(),
        sd=(),
        trained_on=trained_on,
        figures=figures,
        limits=tuple(limit.format(**cells) for limit in LIMITS),
        not_for=NOT_FOR,
        example=Example(scores=(), gradients=()),
        sha256="",
        bends=bends,
    )


def _answers(network: LowBackNetwork, card: Card) -> Example:
    """Return what PyTorch answers about the fixed example, boiled down as the card keeps it."""
    masks, figures = (torch.from_numpy(x) for x in ExportedNetwork.example_inputs(card))
    scores, *shown = explained(network)(masks, figures, torch.ones(1))
    digests = (float((x[0] * torch.from_numpy(probe(*x.shape[1:]))).sum()) for x in shown)
    return Example(scores=(float(scores[0, 0]),), gradients=(tuple(digests),))

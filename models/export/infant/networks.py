"""Exports graph networks: risks, gradients at the window, class activation maps, Grad-CAM."""

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import torch
from torch import Tensor
from torch.export import Dim

from edge.core.infant import CHANNELS, JOINTS, RATE_HZ, WINDOW_FRAMES
from models.export.onnx_file import graph_file, write_gated
from models.inference.card import Card, Example, Figures, InfantInputs, Port, Source
from models.inference.catalog import EXPLAIN, SELECT, digest
from models.inference.example import probe
from models.inference.infant import InfantNetworks
from models.networks.infant.merged import merged
from models.networks.infant.network import InfantGcn, folded, side_by_side_networks

WINDOW: Final = "windows"
OUTPUTS: Final = ("scores", "cam", "d_windows", "gradcam", "features", "d_features")
ALWAYS: Final = ("scores", "cam", "gradcam", "features", "d_features")
"""Outputs that cost next to nothing beside the scores; the way back to the window costs more than
the scores themselves, and waits to be asked for."""
LIMITS: Final = (
    "Demonstration weights: learned from simulated infants alone, whose groups differ by chosen "
    "laws. Nothing is known about real infants.",
    "Which way a movement moves the risk is what these networks have learned of those laws; with "
    "other weights it may be the opposite.",
    "The share of abnormal infants in training was one half: a score is no probability.",
)
NOT_FOR: Final = (
    "Diagnosis, or any decision about an infant.",
    "Showing to parents without a clinician.",
)


def explained(network: InfantGcn, *, at_windows: bool = True) -> Callable[..., tuple[Tensor, ...]]:
    """Return fn(windows, select (M,)) → the tensors of `OUTPUTS`, of a folded network.

    Logits are worked out from the class activation maps: what the head adds up is what is shown.
    Gradients are of the sum over networks of select · (logit abnormal − logit normal).

    Args:
        network: in evaluation mode, its weights constant.
        at_windows: also go back through the whole network; otherwise `d_windows` is empty, and
            everything else the same.
    """
    weights, biases = network.class_weights()
    copies = network.copies
    joints = weights.shape[-1]

    def answer(windows: Tensor, select: Tensor) -> tuple[Tensor, ...]:
        leaf = windows.detach().requires_grad_(at_windows)
        features = network.features(leaf)
        if not at_windows:
            features.requires_grad_()
        batch, _, frames, count = features.shape
        own = features.view(batch, copies, -1, frames, count)
        if joints == 1:
            flat = own.flatten(3)
            cam = (weights[..., 0] @ flat).view(batch, copies, 2, frames, count)
        else:
            cam = torch.stack([(own * weights[:, k, :, None, :]).sum(2) for k in range(2)], dim=2)
        summed = cam.mean(3).sum(3)
        logits = (summed / count if joints == 1 else summed) + biases
        difference = logits[..., 1] - logits[..., 0]
        back = [features, leaf] if at_windows else [features]
        d_features, *further = torch.autograd.grad((difference * select).sum(), back)
        d_windows = further[0] if further else leaf.new_zeros(0)
        slopes = d_features.view(own.shape)
        gradcam = (slopes.mean((3, 4), keepdim=True) * own).sum(2)
        shown = (difference.sigmoid(), cam, d_windows, gradcam, features, d_features)
        return tuple(x.detach() for x in shown)

    return answer


def export_networks(
    networks: Sequence[InfantGcn],
    folder: Path,
    *,
    trained_on: tuple[Source, ...],
    windows: int,
    held_out_auc: Sequence[float],
    schedule: str = "",
    figures: tuple[Figures, ...] = (),
) -> Card:
    """Write networks of one architecture as one file with its card; return the card.

    Args:
        networks: one for each fold.
        folder: of the ensemble.
        trained_on: sources.
        windows: that each network saw.
        held_out_auc: of each.
        schedule: by which they learned, in words.
        figures: what was measured.
    """
    # In double precision, or every product of weights would be rounded once more.
    together = merged(folded(side_by_side_networks(networks).double())).float()
    own = together.own
    name = f"infant-{own.number:02}"
    folder.mkdir(parents=True, exist_ok=True)
    batch = Dim("batch", min=1, max=4096)
    # A batch that is no other dimension's, or it would be taken for the same one.
    example = torch.randn(11, len(CHANNELS), WINDOW_FRAMES, len(JOINTS))
    arguments = (example, torch.ones(together.copies))
    model = graph_file(
        explained(together),
        arguments,
        ({0: batch}, {}),
        [WINDOW, SELECT],
        list(OUTPUTS),
    )
    path = folder / f"{name}.onnx"
    write_gated(model, path, ALWAYS)
    inputs = InfantInputs(
        architecture=own.number,
        networks=together.copies,
        spatial=own.spatial,
        frames=own.frames(WINDOW_FRAMES),
        features=own.features,
        windows=windows,
        held_out_auc=tuple(held_out_auc),
        schedule=schedule,
    )
    card = _card(name, inputs, trained_on, figures)
    card = dataclasses.replace(
        card, example=_answers(together, card), sha256=digest(path.read_bytes())
    )
    card.write(folder / f"{name}.json")
    return card


def _card(
    name: str, own: InfantInputs, trained_on: tuple[Source, ...], figures: tuple[Figures, ...]
) -> Card:
    batch, many, joints = "batch", own.networks, len(JOINTS)
    window = (batch, len(CHANNELS), WINDOW_FRAMES, joints)
    maps = (batch, many * own.features, own.frames, joints)
    return Card(
        name=name,
        summary=f"Infants: architecture {own.architecture} of ten, {many} of it; demonstration "
        "weights (simulated infants, not a diagnosis).",
        inputs=(
            Port(name=WINDOW, shape=window, meaning="px, py, vx, vy, bx, by of 19 joints"),
            Port(name=SELECT, shape=(many,), meaning="weight of each network in the gradients"),
            Port(name=EXPLAIN, shape=(), meaning="whether to compute d_windows"),
        ),
        outputs=(
            Port(name="scores", shape=(batch, many), meaning="share of the abnormal group"),
            Port(
                name="cam",
                shape=(batch, many, 2, own.frames, joints),
                meaning="class activation maps, normal before abnormal; a logit is their mean over "
                "time, summed over joints (or averaged, where the head does not tell joints "
                "apart), plus a constant",
            ),
            Port(name="d_windows", shape=window, meaning="gradient; empty without explain"),
            Port(
                name="gradcam",
                shape=(batch, many, own.frames, joints),
                meaning="Grad-CAM of the difference of the logits, with its sign",
            ),
            Port(name="features", shape=maps, meaning="last feature maps"),
            Port(name="d_features", shape=maps, meaning="gradient"),
        ),
        rate_hz=RATE_HZ,
        mean=(),
        sd=(),
        trained_on=trained_on,
        figures=figures,
        limits=LIMITS,
        not_for=NOT_FOR,
        example=Example(scores=(), gradients=()),
        sha256="",
        infant=own,
    )


def _answers(network: InfantGcn, card: Card) -> Example:
    """Return what PyTorch answers about the fixed example, boiled down as the card keeps it."""
    (windows,) = (torch.from_numpy(x) for x in InfantNetworks.example_inputs(card))
    gradients = []
    for select in torch.eye(network.copies):
        scores, *shown = explained(network)(windows, select)
        gradients.append(
            tuple(float((x[0] * torch.from_numpy(probe(*x.shape[1:]))).sum()) for x in shown)
        )
    return Example(scores=tuple(scores[0].tolist()), gradients=tuple(gradients))

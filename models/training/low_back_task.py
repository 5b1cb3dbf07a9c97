"""`physio models train movexor|backtracker`: five folds, and the network of everybody."""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Final

import numpy as np
import torch

from edge.posture.angle_bins import Direction
from models.data.bends import Bends, read_bends
from models.data.certainty import reliability_of, temperature_of
from models.networks.low_back import Kind, LowBackNetwork
from models.networks.resnet import FULL_WIDTH, ResNet18, as_deployed, one_channel
from models.training.bend_cohort import Cohort, LowBackTraining, State
from models.training.contours import ContourSettings, pretrained
from models.training.errors import TrainingError
from models.training.low_back import fit
from models.training.low_back_folds import Progress, cross_validate, digest_of
from models.training.low_back_rows import row_named

SHIPPED: Final = LowBackTraining()
FROZEN: Final = LowBackTraining(masks=None, test_masks=None, frozen=True)
"""Heads on codes that were worked out once: so cheap that all masks of the row are drawn."""
PAPER: Final = LowBackTraining(
    masks=32,
    test_masks=None,
    head_steps=0,
    epochs=200,
    apart=0.0,
    inertia=0.0,
    shift_px=0,
    size_px=224,
    width=FULL_WIDTH,
    spread=False,
)
"""As the papers say, but for the masks of a step, which would fill any memory. For a large
machine."""
_NOT_A_STATE: Final = (
    *(OSError, EOFError, UnpicklingError, RuntimeError),
    *(ValueError, KeyError, AttributeError, TypeError),
)
"""What PyTorch raises of a file that holds something else than the weights of this network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackAsked:
    """What was asked for.

    Attributes:
        cohorts: folders of cohorts, taken together.
        direction: of the bends; of BackTracker's rows that name one, the row counts.
        row: of the paper's tables, None for the one that is shipped.
        start: `scratch`, `contours`, or a file with the state dict of a ResNet-18.
        frozen: only heads are trained.
        paper: the papers' sizes instead of those that train on two cores.
        out: folder for what is kept.
    """

    cohorts: tuple[Path, ...]
    direction: Direction
    row: str | None
    start: str
    frozen: bool
    paper: bool
    out: Path


def train_low_back(kind: Kind, asked: LowBackAsked, progress: Progress) -> dict[str, Any]:
    """Train a network on cohorts; return the figures of the folds, and where the weights are.

    Raises:
        ModelError: a cohort or the start cannot be used.
        TrainingError: frozen and paper were both asked for, or frozen without a trained start.
    """
    settings = _settings(asked)
    name, row = row_named(kind, asked.direction, asked.row)
    bends = read_bends(asked.cohorts, settings.size_px)
    # Beside the folders of the networks: what was learned from contours serves both.
    start = load_start(asked.start, settings, asked.out.parent, progress)
    if settings.frozen and start is None and row.masks:
        raise TrainingError("a frozen network cannot begin from scratch", remedy="--start contours")
    cohort = Cohort(bends, row, settings)
    folder = asked.out / f"{asked.direction}-{name}"
    folded = cross_validate(cohort, start, folder, progress)
    figures = dataclasses.asdict(folded.scores)
    everybody = fit(
        cohort,
        np.arange(len(cohort.people)),
        start,
        folder / f"everybody-{digest_of(cohort, start)}.checkpoint",
        lambda done, total: progress("everybody", done, total),
    )
    torch.save(everybody.state_dict(), folder / "network.pt")
    chosen = cohort.figures.numpy()
    temperature = temperature_of(folded.logits, folded.labels)
    about = {
        "kind": kind,
        "row": name,
        "direction": asked.direction,
        "shipped": asked.row is None,
        "names": bends.names,
        "columns": cohort.columns,
        "means": chosen.mean(axis=0).tolist(),
        "lowest": chosen.min(axis=0).tolist() if chosen.size else [],
        "highest": chosen.max(axis=0).tolist() if chosen.size else [],
        "usual": _usual(bends, row.masks),
        "temperature": temperature,
        "reliability": [
            dataclasses.asdict(one)
            for one in reliability_of(folded.logits, folded.labels, temperature)
        ],
        "size_px": settings.size_px,
        "width": settings.width,
        "spread": settings.spread,
        "source": bends.source,
        "start": asked.start,
        "frozen": settings.frozen,
        "people": len(cohort.people),
        "left_out": bends.people - len(cohort.people),
        "figures": figures,
        "cpu_s": folded.cpu_s,
        "simulated": True,
    }
    (folder / "trained.json").write_text(json.dumps(about, indent=1), encoding="utf-8")
    return {**about, "folder": str(folder)}


def _usual(bends: Bends, directions: Iterable[Direction]) -> list[dict[str, Any]]:
    """Return what is usual of the angles of a bend, which a film shows as the truth does."""
    places = [place for way in directions for place in bends.columns_of(f"{way}.angle")]
    rows = []
    for place in places:
        known = bends.figures[np.isfinite(bends.figures[:, place]), place]
        if len(known):
            rows.append(
                {
                    "name": bends.columns[place],
                    "mean": float(known.mean()),
                    "lowest": float(known.min()),
                    "highest": float(known.max()),
                }
            )
    return rows


def load_start(
    start: str, settings: LowBackTraining, folder: Path, progress: Progress
) -> State | None:
    """Return the weights with which the ResNet begins, None from scratch.

    Args:
        start: `scratch`, `contours`, or a file: a state dict of weights alone with the names of
            torchvision's resnet18, whose last layer is left out; weights for three channels are
            summed.
        settings: of the training.
        folder: where the state that was learned from contours is kept.
        progress: of learning from contours.

    Raises:
        TrainingError: the file is none, or of another network.
    """
    if start == "scratch":
        return None
    if start == "contours":
        own = ContourSettings(width=settings.width, size_px=settings.size_px)
        path = folder / f"contours-{own.width}-{own.size_px}-{own.pictures}.pt"
        return pretrained(own, path, lambda done, total: progress("contours", done, total))
    backbone = ResNet18(settings.width)
    try:
        state = torch.load(start, weights_only=True)
        state = {name: value for name, value in state.items() if not name.startswith("fc.")}
        backbone.load_state_dict(one_channel(state))
    except _NOT_A_STATE as error:
        raise TrainingError(
            f"{start} holds no weights of a ResNet-18 of width {settings.width}: {error}"
        ) from error
    return backbone.state_dict()


def load_trained(folder: Path) -> tuple[LowBackNetwork, dict[str, Any]]:
    """Return the network of everybody that a folder of `train_low_back` holds, and what is known.

    Raises:
        TrainingError: the folder holds none.
    """
    try:
        about = json.loads((folder / "trained.json").read_text(encoding="utf-8"))
        state = torch.load(folder / "network.pt", weights_only=True)
    except _NOT_A_STATE as error:
        raise TrainingError(
            f"{folder} holds no trained network: {error}", remedy="train it first"
        ) from error
    row = row_named(about["kind"], about["direction"], about["row"])[1]
    streams = _widths(row.streams, about["columns"])
    settings = row.settings_of(streams, width=about["width"], spread=about["spread"])
    network = as_deployed(LowBackNetwork(settings))
    network.load_state_dict(state)
    return network, about


def _widths(streams: tuple[tuple[str, ...], ...], columns: list[str]) -> tuple[int, ...]:
    return tuple(
        sum(name == prefix or name.startswith(f"{prefix}.") for prefix in own for name in columns)
        for own in streams
    )


def _settings(asked: LowBackAsked) -> LowBackTraining:
    if asked.frozen and asked.paper:
        raise TrainingError(
            "the papers train whole networks", remedy="leave out --frozen or --paper"
        )
    if asked.paper:
        return PAPER
    return FROZEN if asked.frozen else SHIPPED

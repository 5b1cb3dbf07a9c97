"""Pretraining on random contours: a ResNet learns to see curvature before it sees any back.

Formula-driven pretraining after Kataoka et al., IJCV 2022. A picture is a filled shape between a
straight upright cut and a wave, as a back mask is one between the line from hip to neck and the
back. The network tells the sizes of the waves, how curved each of eight sectors is, and by which of
16 formulas the contour was drawn. No person, no renderer and no label of a cohort has a part in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, mse_loss

from edge.core.arrays import Floats
from models.networks.resnet import WIDTH, ResNet18

WAVES: Final = 12
SECTORS: Final = 8
FORMULAS: Final = 16
_POINTS: Final = 129
_MEAN_DEPTH: Final = 0.38
_DEPTHS: Final = (0.05, 0.95)
_SD: Final = np.array([0.08, 0.06, *(0.05 / np.arange(1, WAVES - 1) ** 1.2)])
"""Of the waves of no, half, one … periods along the cut, in shares of its length."""
_FAINT: Final = 0.35
"""Size of the waves that a formula does not stress."""
_BEND: Final = 3.0
"""Curvature, in units of one over the length of the cut, at which the target begins to saturate."""
_FORMULA_WEIGHT: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class ContourSettings:
    """How long to learn from contours.

    Attributes:
        pictures: in all, each drawn once.
        size: of a batch.
        size_px: side of the pictures.
        width: of the ResNet.
        rate: largest learning rate.
        seed: of contours and weights.
    """

    pictures: int = 50_000
    size: int = 128
    size_px: int = 96
    width: int = WIDTH
    rate: float = 2e-3
    seed: int = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contours:
    """Drawn contours.

    Attributes:
        masks: (n, h, w) 255 inside.
        waves: (n, 12) size of each wave, in units of its usual one.
        bends: (n, 8) targets in −1 … 1: the mean of tanh(curvature · length / 3) of each eighth of
            the cut, from below.
        formulas: (n,) 0 … 15: which waves are stressed.
    """

    masks: NDArray[np.uint8]
    waves: Floats
    bends: Floats
    formulas: NDArray[np.int64]


def draw_contours(count: int, size_px: int, rng: np.random.Generator) -> Contours:
    """Return contours whose distance from the cut is a sum of waves along it."""
    formulas = rng.integers(FORMULAS, size=count)
    waves = rng.normal(size=(count, WAVES)) * _table()[formulas]
    height = np.linspace(0.0, 1.0, _POINTS)
    turns = np.pi * np.arange(WAVES)[:, None]
    sizes = waves * _SD
    depth = np.clip(_MEAN_DEPTH + sizes @ np.cos(turns * height), *_DEPTHS)
    first = sizes @ (-turns * np.sin(turns * height))
    second = sizes @ (-(turns**2) * np.cos(turns * height))
    bent = np.tanh(curvature(first, second) / _BEND)
    length = rng.uniform(0.86, 0.92, count) * size_px
    cut = 0.5 * (size_px + depth.max(axis=1) * length) + _jitter(count, 0.06, size_px, rng)
    bottom = 0.5 * (size_px + length) + _jitter(count, 0.02, size_px, rng)
    masks = np.zeros((count, size_px, size_px), np.uint8)
    for number, mask in enumerate(masks):
        across = cut[number] - depth[number] * length[number]
        down = bottom[number] - height * length[number]
        ends = [(cut[number], down[-1]), (cut[number], down[0])]
        outline = np.concatenate([np.column_stack([across, down]), ends])
        # With four bits behind the point, so that a pixel's steps do not hide small curvature.
        points = np.round(16.0 * outline).astype(np.int32)
        cv2.fillPoly(mask, [points], (255,), lineType=cv2.LINE_AA, shift=4)
    sectors = bent[:, :-1].reshape(count, SECTORS, -1).mean(axis=2)
    return Contours(masks=masks, waves=waves, bends=sectors, formulas=formulas)


def curvature(first: Floats, second: Floats) -> Floats:
    """Return the curvature of a contour that is a function, from its two derivatives."""
    bent: Floats = second / (1.0 + first**2) ** 1.5
    return bent


def pretrained(
    settings: ContourSettings, path: Path, progress: Callable[[int, int], None]
) -> dict[str, Tensor]:
    """Return the state of a ResNet that learned from contours.

    Args:
        settings: see there.
        path: where the state is kept, and taken from where it is there.
        progress: called with the pictures done and those there are.
    """
    if path.exists():
        kept: dict[str, Tensor] = torch.load(path, weights_only=True)
        return kept
    torch.manual_seed(settings.seed)
    backbone = ResNet18(settings.width)
    network = nn.Sequential(backbone, nn.Linear(backbone.codes, WAVES + SECTORS + FORMULAS))
    network = network.to(memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(network.parameters(), settings.rate, weight_decay=1e-2)
    steps = max(2, settings.pictures // settings.size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=steps, pct_start=0.2
    )
    for step in range(steps):
        rng = np.random.default_rng([settings.seed, step])
        drawn = draw_contours(settings.size, settings.size_px, rng)
        pictures = torch.from_numpy(drawn.masks).float().div(255.0)[:, None]
        with torch.autocast("cpu", torch.bfloat16):
            out = network(pictures)
        optimiser.zero_grad()
        _loss(out.float(), drawn).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        progress(step + 1, steps)
    state = {name: value.contiguous() for name, value in backbone.state_dict().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    torch.save(state, unfinished)
    unfinished.replace(path)
    return state


def _loss(out: Tensor, drawn: Contours) -> Tensor:
    waves, bends, formulas = out.split([WAVES, SECTORS, FORMULAS], dim=1)
    told = cross_entropy(formulas, torch.from_numpy(drawn.formulas)) * _FORMULA_WEIGHT
    for guessed, true in ((waves, drawn.waves), (bends, drawn.bends)):
        target = torch.from_numpy(true).float()
        told = told + mse_loss(guessed, target) / target.var()
    return told


def _jitter(count: int, share: float, size_px: int, rng: np.random.Generator) -> Floats:
    return rng.uniform(-share, share, count) * size_px


def _table() -> Floats:
    """Return the (16, 12) sizes of the waves of each formula: three are stressed."""
    rng = np.random.default_rng(2022)
    table = np.full((FORMULAS, WAVES), _FAINT)
    table[:, :2] = 1.0
    for row in table:
        row[rng.choice(np.arange(2, WAVES - 2), 3, replace=False)] = 1.0
    return table

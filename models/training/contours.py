"""Pretraining on random contours: a ResNet learns to see curvature before it sees any back.

Formula-driven pretraining after Kataoka et al., IJCV 2022: closed Fourier contours, filled; the
network tells how curved each of eight sectors is, and by which of 16 formulas a contour was drawn.
No person, no renderer and no label of a cohort has a part in it.
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

SECTORS: Final = 8
FORMULAS: Final = 16
_POINTS: Final = 256
_HARMONICS: Final = np.arange(2, 9)
_BEND: Final = 3.0
"""Curvature, in units of one over the mean radius, at which the target begins to saturate."""


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
        bends: (n, 8) targets in −1 … 1: the mean of tanh(curvature · mean radius / 3) of each
            sector of 45°, seen from the centre, the first one from the right to the lower right.
        formulas: (n,) 0 … 15.
    """

    masks: NDArray[np.uint8]
    bends: Floats
    formulas: NDArray[np.int64]


def draw_contours(count: int, size_px: int, rng: np.random.Generator) -> Contours:
    """Return contours whose radius is a sum of waves around the centre."""
    formulas = rng.integers(FORMULAS, size=count)
    waves = _table()[formulas] * rng.uniform(0.4, 1.2, (count, 1))
    waves = waves + rng.normal(scale=0.01, size=waves.shape)
    phases = rng.uniform(0.0, 2.0 * np.pi, waves.shape)
    angle = np.arange(_POINTS) * (2.0 * np.pi / _POINTS)
    turns = _HARMONICS[None, :, None] * angle + phases[:, :, None]
    radius = 1.0 + (waves[:, :, None] * np.cos(turns)).sum(1)
    first = -(waves * _HARMONICS)[:, :, None] * np.sin(turns)
    second = -(waves * _HARMONICS**2)[:, :, None] * np.cos(turns)
    bent = curvature(radius, first.sum(1), second.sum(1))
    sectors = np.tanh(bent / _BEND).reshape(count, SECTORS, -1).mean(axis=2)
    size = rng.uniform(0.24, 0.36, (count, 1)) * size_px
    centre = 0.5 * size_px + rng.uniform(-0.08, 0.08, (count, 2, 1)) * size_px
    outline = np.stack([np.cos(angle), np.sin(angle)]) * (radius * size)[:, None] + centre
    masks = np.zeros((count, size_px, size_px), np.uint8)
    # With four bits behind the point, so that a pixel's steps do not hide small curvature.
    for mask, points in zip(masks, np.round(16.0 * outline).astype(np.int32), strict=True):
        cv2.fillPoly(mask, [points.T], (255,), lineType=cv2.LINE_AA, shift=4)
    return Contours(masks=masks, bends=sectors, formulas=formulas)


def curvature(radius: Floats, first: Floats, second: Floats) -> Floats:
    """Return the curvature of a contour r(φ) from its radius and its two derivatives."""
    square = radius**2 + first**2
    bent: Floats = (square + first**2 - radius * second) / square**1.5
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
    network = nn.Sequential(backbone, nn.Linear(backbone.codes, SECTORS + FORMULAS))
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
        bends = torch.from_numpy(drawn.bends).float()
        placed = mse_loss(out[:, :SECTORS].float(), bends) / bends.var()
        named = cross_entropy(out[:, SECTORS:].float(), torch.from_numpy(drawn.formulas))
        optimiser.zero_grad()
        (placed + 0.3 * named).backward()
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


def _table() -> Floats:
    """Return the (16, 7) sizes of the waves of each formula: three of the harmonics, falling."""
    rng = np.random.default_rng(2022)
    table = np.zeros((FORMULAS, len(_HARMONICS)))
    for row in table:
        chosen = rng.choice(len(_HARMONICS), 3, replace=False)
        row[chosen] = rng.uniform(0.5, 1.0, 3) * 0.35 / _HARMONICS[chosen]
    return table

"""Plain figures of how limbs move, which a network learns to work out beside the group.

A label says little about why: whether an infant is slow, never still or moves all limbs at once is
one bit for a piece of a window. From that alone a network did not learn, in the steps that two
cores have, a class that lies in how limbs go together, and nothing at all of a mixture with such a
class. What its maps are about to be asked for is plain, though, and is worked out from the piece
itself, label or not: how fast each joint is, how fast when it is slowest, and how alike wrists and
ankles move. A linear map reads these figures from the same maps that the head reads. It is thrown
away after training: the network stays as the paper has it.
"""

from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool1d

from edge.core.infant import JOINTS, RATE_HZ
from edge.posture.infant.preparation import TRUNKS
from models.networks.infant.network import InfantGcn

MOVING: Final = (1, 6, 7, 10, 11, 14, 15, 17, 18)
"""Nose, elbows, wrists, knees, ankles."""
ENDS: Final = (2, 4, 6, 8)
"""Places among `MOVING` of wrists and ankles."""
SMOOTHED_FRAMES: Final = 6
LEAST_SPEED: Final = 1e-2
"""Trunk lengths a second, so that a logarithm has a value at rest."""
SLOWEST: Final = 0.1
"""Share of the frames."""
FARTHEST: Final = 4.0
"""Spreads from the mean at which a figure is cut off, so that no piece counts for many."""


def motion_figures(x: Tensor) -> Tensor:
    """Return (N, 40) figures of pieces (N, 6, T, 19), none of them of the last two frames.

    Of nine joints the mean logarithm of the speed, raw and smoothed, and its tenth percentile; of
    all pairs of wrists and ankles the correlation of these logarithms and of the smoothed vertical
    velocities; and how much faster wrists and ankles are together than each by itself.
    """
    velocity = x[:, 2:4, :-2][..., list(MOVING)] * RATE_HZ * TRUNKS
    count, axes, frames, joints = velocity.shape
    rows = velocity.transpose(2, 3).reshape(count, axes * joints, frames)
    smooth = avg_pool1d(rows, SMOOTHED_FRAMES, 1).view(count, axes, joints, -1).transpose(2, 3)
    raw_speed, speed = (torch.log(v.norm(dim=1) + LEAST_SPEED) for v in (velocity, smooth))
    upright = smooth[:, 1][..., list(ENDS)]
    alone = torch.log(upright.abs() + LEAST_SPEED).mean((1, 2))
    together = torch.log(upright.mean(2).abs() + LEAST_SPEED).mean(1)
    return torch.cat(
        [
            raw_speed.mean(1),
            speed.mean(1),
            torch.quantile(raw_speed, SLOWEST, dim=1),
            _correlations(speed[..., list(ENDS)]),
            _correlations(upright),
            (together - alone)[:, None],
        ],
        dim=1,
    )


class FiguresReader(nn.Module):
    """Reads figures of motion from last feature maps, for the time of the training."""

    mean: Tensor
    spread: Tensor

    def __init__(self, network: InfantGcn, known: Tensor) -> None:
        """Make a reader that knows nothing yet.

        Args:
            network: a single one.
            known: (N, 6, T, 19) pieces by which figures are brought to one size.
        """
        super().__init__()
        figures = motion_figures(known)
        self.register_buffer("mean", figures.mean(0))
        self.register_buffer("spread", figures.std(0) + 1e-6)
        self.spatial = network.own.spatial
        width = network.own.features * (len(JOINTS) if self.spatial else 1)
        self.read = nn.Linear(width, figures.shape[1])
        nn.init.zeros_(self.read.weight)

    def forward(self, features: Tensor, x: Tensor) -> Tensor:
        """Return the mean square by which figures of pieces x are misread from their features."""
        own = features.float()
        pooled = own.mean(2).flatten(1) if self.spatial else own.mean((2, 3))
        wanted = ((motion_figures(x) - self.mean) / self.spread).clamp(-FARTHEST, FARTHEST)
        missed: Tensor = (self.read(pooled) - wanted).square().mean()
        return missed


def _correlations(courses: Tensor) -> Tensor:
    """Return (N, 6) the correlations of all pairs of four courses (N, T, 4)."""
    centred = courses - courses.mean(1, keepdim=True)
    unit = centred / (centred.norm(dim=1, keepdim=True) + 1e-6)
    first, second = np.triu_indices(courses.shape[2], 1)
    found: Tensor = (unit.transpose(1, 2) @ unit)[:, first, second]
    return found

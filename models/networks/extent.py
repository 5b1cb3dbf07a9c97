"""How large and how unsteady a movement is as a whole: logarithms of power and of range.

What a window cannot see. A ratio of two repetitions is a difference of their logarithms, so that
what is learned on one person's range carries over to another's.
"""

import torch
from torch import Tensor, nn

from models.networks.encoder import ANGLE_SCALE, with_angles

FILTERS = 8
TAPS = 25
"""Samples of a learned filter: half a second, two periods of a slow tremor."""
EXTENT = 9 + 3 + 1 + FILTERS
"""Features: spread of axes and angles, range of each angle and of all, power after each filter."""
_POWER = 1e-6
_SPREAD = 1e-4
"""Powers that count as nothing, of standardised signals."""


class Extent(nn.Module):
    """Features (B, EXTENT) of signals (B, L, 6)."""

    def __init__(self) -> None:
        super().__init__()
        self.filters = nn.Conv1d(1, FILTERS, TAPS, bias=False)

    def forward(self, signal: Tensor, samples: Tensor | None = None) -> Tensor:
        """Return the features; `samples` (B, L) is True where a sample counts."""
        channels = with_angles(signal)
        middle = mean_of(channels, samples)
        spread = mean_of((channels - middle[:, None]).square(), samples)
        ranges = self._ranges(signal[:, :, 3:], middle[:, None, 3:6], samples).square()
        whole = ranges.sum(1, keepdim=True)
        power = self._power(signal[:, :, 3:], samples)
        rough, fine = torch.cat([spread, ranges], -1), torch.cat([whole, power], -1)
        return torch.cat([(rough + _SPREAD).log(), (fine + _POWER).log()], -1)

    def _ranges(self, rate: Tensor, bias: Tensor, samples: Tensor | None) -> Tensor:
        """Return the range (B, 3) of the angles of a limb that ends as it started."""
        closed = rate - bias
        if samples is not None:
            closed = closed * samples[:, :, None]
        angles = closed.cumsum(dim=1) * ANGLE_SCALE
        return angles.amax(1) - angles.amin(1)

    def _power(self, rate: Tensor, samples: Tensor | None) -> Tensor:
        """Return the mean power (B, FILTERS) of all three rates after each learned filter."""
        batch, length, axes = rate.shape
        apart = rate.transpose(1, 2).reshape(batch * axes, 1, length)
        squares = self.filters(apart).square().view(batch, axes, FILTERS, -1).sum(1)
        inside = None if samples is None else samples[:, TAPS - 1 :]
        return mean_of(squares.transpose(1, 2), inside)


def mean_of(x: Tensor, counts: Tensor | None) -> Tensor:
    """Return the mean (B, k) of x (B, n, k) over what counts (B, n)."""
    if counts is None:
        return x.mean(dim=1)
    share = counts.to(x.dtype)
    return (x * share[..., None]).sum(1) / share.sum(1, keepdim=True)

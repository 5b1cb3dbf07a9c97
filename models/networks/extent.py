"""How large and how unsteady a movement is as a whole: logarithms of power and of range.

What a window cannot see. A ratio of two repetitions is a difference of their logarithms, so that
what is learned on one person's range carries over to another's.
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import conv1d

from models.networks.encoder import ANGLE_SCALE, with_angles

FILTERS = 8
TAPS = 25
"""Samples of a learned filter: half a second, two periods of a slow tremor."""
EXTENT = 9 + 3 + 1 + FILTERS
"""Features: spread of axes and angles, range of each angle and of all, power after each filter."""
LITTLE = 0.1
"""Power of a standardised signal that counts as next to nothing.

Without it a logarithm would change most where there is hardly any signal, which is where the path
of integrated gradients begins: fifty steps could not follow it."""
TREMBLING = 1e-3
"""The same after the filters of the second half, which are there for what is small: tremor."""


class Extent(nn.Module):
    """Features (B, EXTENT) of signals (B, L, 6)."""

    def __init__(self) -> None:
        super().__init__()
        self.filters = nn.Parameter(torch.randn(FILTERS, 1, TAPS))

    def forward(self, signal: Tensor, samples: Tensor) -> Tensor:
        """Return the features; `samples` (B, L) is 1 where a sample counts, 0 behind the end."""
        channels, share = with_angles(signal), shares(samples)
        middle = mean_of(channels, share)
        # The mean is where the spread is least: it has no part in the spread's gradient.
        spread = mean_of((channels - middle.detach()[:, None]).square(), share)
        rate = channels[:, :, 3:6]
        ranges = self._ranges((rate - middle[:, None, 3:6]) * samples[:, :, None]).square()
        whole = ranges.sum(1, keepdim=True)
        strong, weak = self._power(rate, shares(samples[:, TAPS - 1 :])).chunk(2, dim=-1)
        large = torch.cat([spread, ranges, whole, strong], dim=-1) + LITTLE
        return torch.cat([large, weak + TREMBLING], dim=-1).log()

    def _ranges(self, closed: Tensor) -> Tensor:
        """Return the range (B, 3) of the angles of a limb that ends as it started."""
        angles = closed.cumsum(dim=1) * ANGLE_SCALE
        return angles.amax(1) - angles.amin(1)

    def _power(self, rate: Tensor, share: Tensor) -> Tensor:
        """Return the mean power (B, FILTERS) of all three rates after each learned filter."""
        batch, length, axes = rate.shape
        apart = rate.transpose(1, 2).reshape(batch * axes, 1, length)
        # Of size one, or they would grow to make the little power that counts as nothing less.
        filters = self.filters / self.filters.square().sum(-1, keepdim=True).sqrt()
        squares = conv1d(apart, filters).square().view(batch, axes, FILTERS, -1).sum(1)
        power: Tensor = torch.bmm(squares, share[:, :, None]).squeeze(2)
        return power


def shares(counts: Tensor) -> Tensor:
    """Return what each of (B, n) contributes to a mean over those that count."""
    return counts / counts.sum(1, keepdim=True)


def mean_of(x: Tensor, share: Tensor) -> Tensor:
    """Return the mean (B, k) of x (B, n, k) with `shares` (B, n)."""
    return torch.bmm(share[:, None], x).squeeze(1)

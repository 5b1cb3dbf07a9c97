"""How large and how unsteady a movement is as a whole: logarithms of power and of range.

What a window cannot see. A ratio of two repetitions is a difference of their logarithms, so that
what is learned on one person's range carries over to another's. Range of motion and unsteadiness
are measured here, in a form that has gradients, much as `models.data.measures` measures what the
network is taught: it need not learn a filter and a main axis from a few people.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import conv1d, linear

from edge.assessment.tremor import TREMBLING, VOLUNTARY
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.signals.filters import zero_phase_lowpass
from models.networks.encoder import ANGLE_SCALE, CHANNELS, with_angles

TAPS = 25
"""Samples of a filter: half a second, two periods of a slow tremor."""
EXTENT = CHANNELS + 3
"""Features: spread of axes and angles, range, power of movement on purpose and of trembling."""
LITTLE = (0.1,) * CHANNELS + (0.02, 0.02, 1e-4)
"""What counts as next to nothing in each, for a standardised signal.

Without it a logarithm would change most where there is hardly any signal, which is where the path
of integrated gradients begins: fifty steps could not follow it."""
_LEAST = 1e-6
"""Keeps 0 / 0 away where nothing moves."""


class Extent(nn.Module):
    """Features (B, EXTENT) of signals (B, L, 6)."""

    little: Tensor
    filters: Tensor
    axes: Tensor
    measuring: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("little", torch.tensor(LITTLE), persistent=False)
        # Each of the three rates goes through both filters, and the powers of all are added.
        self.register_buffer("filters", measuring_filters().repeat(3, 1, 1), persistent=False)
        self.register_buffer("axes", torch.eye(2).repeat(1, 3), persistent=False)
        self.register_buffer("measuring", _measuring(), persistent=False)

    def forward(self, signal: Tensor, samples: Tensor) -> Tensor:
        """Return the features; `samples` (B, L) is True where a sample counts."""
        channels, place = with_angles(signal), torch.arange(signal.shape[1])
        last = last_change(signal, samples, place)
        inside, at_end = (x.to(signal.dtype) for x in (place <= last, place == last))
        share, shown = shares(inside), inside[:, :, None]
        middle = mean_of(channels, share)[:, None]
        # The mean is where the spread is least: it has no part in the spread's gradient.
        spread = mean_of((channels - middle.detach()).square(), share)
        rate = channels[:, :, 3:6]
        moving = rate * shown
        held = moving + mean_of(rate, at_end)[:, None] * (1.0 - shown)
        # A limb ends as it started, so its mean rate is the gyroscope's bias.
        passed = (ANGLE_SCALE * (place + 1.0))[:, None] * middle[:, :, 3:6]
        about = torch.bmm((channels[:, :, 6:] - passed) * shown, main_axis(moving))
        size = (about.amax(1) - about.amin(1)).square()
        features = torch.cat([spread, size, self._power(held, share)], dim=-1)
        return (features + self.little).log()

    def measures(self, features: Tensor) -> Tensor:
        """Return what the features (B, EXTENT) say of range of motion and stability, (B, 2).

        As `models.data.measures.Measures` has them, but for a constant.
        """
        return linear(features, self.measuring)

    def _power(self, held: Tensor, share: Tensor) -> Tensor:
        """Return the mean power (B, 2) of all three rates after each filter."""
        around = held.new_ones(1, TAPS // 2, 1)
        longer = torch.cat([held[:, :1] * around, held, held[:, -1:] * around], dim=1)
        passed = conv1d(longer.transpose(1, 2), self.filters, groups=3)
        each = torch.bmm(passed.square(), share[:, :, None]).squeeze(2)
        return linear(each, self.axes)


def measuring_filters() -> Tensor:
    """Return (2, 1, TAPS): what passes movement on purpose, and what passes trembling.

    The impulse responses of the filters of `models.data.measures.unsteadiness`.
    """
    wide = 16 * TAPS | 1
    impulse = np.zeros(wide)
    impulse[wide // 2] = 1.0
    calm = zero_phase_lowpass(impulse, PIPELINE_RATE_HZ, VOLUNTARY)
    shake = zero_phase_lowpass(impulse - calm, PIPELINE_RATE_HZ, TREMBLING)
    first = wide // 2 - TAPS // 2
    cut = np.stack([calm, shake])[:, first : first + TAPS]
    # A constant passes wholly, or not at all, though the responses are cut.
    cut[0] /= cut[0].sum()
    cut[1] -= cut[1].mean()
    return torch.tensor(cut[:, None], dtype=torch.float32)


def last_change(signal: Tensor, samples: Tensor, place: Tensor) -> Tensor:
    """Return (B, 1) the place of the last sample that counts and differs from the one before it.

    What fills a signal up to whole windows repeats its last sample (`models.inference.frame`).

    Args:
        signal: (B, L, 6).
        samples: (B, L) True where a sample counts.
        place: (L,) 0, 1, 2, …
    """
    rate = signal.detach()[:, :, 3]
    changed = (rate[:, 1:] != rate[:, :-1]) & samples[:, 1:]
    return (changed * place[1:]).amax(1, keepdim=True)


def main_axis(rate: Tensor) -> Tensor:
    """Return the axis (B, 3, 1), of length 1, about which rates (B, L, 3) turn most.

    By a power of their matrix of products, which has that axis as its largest eigenvector.
    """
    size = rate.square().sum((1, 2), keepdim=True) + _LEAST
    products = torch.bmm(rate.transpose(1, 2), rate) / size
    fourth = torch.bmm(products, products)
    fourth = torch.bmm(fourth, fourth)
    axis = fourth[:, :, :1]
    return axis / (axis.square().sum(1, keepdim=True) + _LEAST).sqrt()


def shares(counts: Tensor) -> Tensor:
    """Return what each of (B, n) contributes to a mean over those that count."""
    return counts / counts.sum(1, keepdim=True)


def mean_of(x: Tensor, share: Tensor) -> Tensor:
    """Return the mean (B, k) of x (B, n, k) with `shares` (B, n)."""
    return torch.bmm(share[:, None], x).squeeze(1)


def _measuring() -> Tensor:
    """Return (2, EXTENT): how the measures are made of the features, logarithms of squares.

    Range of motion is the range, stability is movement on purpose over trembling.
    """
    rows = torch.zeros(2, EXTENT)
    rows[0, CHANNELS] = rows[1, CHANNELS + 1] = 0.5
    rows[1, CHANNELS + 2] = -0.5
    return rows

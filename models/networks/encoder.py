"""Windows → CNN → LSTM → attention: the encoder of PhysiQ's Siamese network, for any length.

Wang & Ma, IMWUT 6(4), 2022; used by MicroXercise (arXiv 2408.11837). Differences from the published
code, each of which is a trap there: dropout is a module, so that it is off in evaluation; attention
runs over the windows of one repetition, never over the repetitions of a batch; the length is free.
"""

from dataclasses import dataclass
from typing import Literal, TypeVar

import torch
from torch import Tensor, nn

from models.inference.frame import STEP, WINDOW

PATCH = 4
"""Samples by which the first convolution moves on."""

CHANNELS = 9
"""Six axes and three angles."""
ANGLE_SCALE = 0.02
"""Brings the sum of the standardised rates to about the size of the other channels."""

BEYOND = -1e9
"""Added to the score of a key: its weight is 0, exactly, in single precision."""

ConvAxis = Literal["time", "sensor"]
Count = TypeVar("Count", int, Tensor)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderSettings:
    """Sizes of the encoder.

    Attributes:
        hidden: features per window.
        filters: of the two convolutions.
        heads: of the attention over windows.
        conv_axis: whether the convolutions slide over time, or over the six axes with the samples
            of the window as channels (as published).
        dropout: share of features that training leaves out.
    """

    hidden: int = 64
    filters: tuple[int, int] = (48, 64)
    heads: int = 4
    conv_axis: ConvAxis = "time"
    dropout: float = 0.1


class Encoder(nn.Module):
    """Features (B, W, hidden) of signals (B, L, 6), one row per window."""

    def __init__(self, settings: EncoderSettings) -> None:
        super().__init__()
        hidden = settings.hidden
        self.cnn = TimeCnn(settings) if settings.conv_axis == "time" else SensorCnn(settings)
        self.lstm = nn.LSTM(hidden, hidden, batch_first=True)
        self.attention = WindowAttention(hidden, settings.heads)
        self.dropout = nn.Dropout(settings.dropout)

    def forward(self, signal: Tensor, reach: Tensor) -> Tensor:
        """Return the features; `reach` (B, 1, W) as `attend` takes it."""
        local = self.cnn(with_angles(signal))
        sequence = self.lstm(self.dropout(local))[0]
        attended: Tensor = local + sequence + self.attention(self.dropout(sequence), reach)
        return attended


class WindowAttention(nn.Module):
    """Multi-head self-attention over the windows of each repetition."""

    def __init__(self, hidden: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.inward = nn.Linear(hidden, 3 * hidden)
        self.outward = nn.Linear(hidden, hidden)

    def forward(self, x: Tensor, reach: Tensor) -> Tensor:
        """Return (B, W, hidden) from the same; `reach` (B, 1, W) as `attend` takes it."""
        batch, count, hidden = x.shape
        parts = self.inward(x).chunk(3, dim=-1)
        query, key, value = (self._fold(part) for part in parts)
        every = reach.expand(batch, self.heads, count).reshape(batch * self.heads, 1, count)
        mixed = torch.bmm(attend(query, key, every), value)
        apart = mixed.view(batch, self.heads, count, -1).transpose(1, 2)
        out: Tensor = self.outward(apart.reshape(batch, count, hidden))
        return out

    def _fold(self, x: Tensor) -> Tensor:
        """Return (B · heads, W, hidden / heads): batched products of three dimensions are fast."""
        batch, count, hidden = x.shape
        apart = x.view(batch, count, self.heads, hidden // self.heads).transpose(1, 2)
        return apart.reshape(batch * self.heads, count, hidden // self.heads)


def attend(query: Tensor, key: Tensor, reach: Tensor) -> Tensor:
    """Return softmax weights (B, Q, W) over the keys (B, W, d).

    `reach` (B, 1, W) is 0 for a key that counts and `BEYOND` for one that gets no weight.
    """
    scores = torch.bmm(query, key.transpose(1, 2)) * query.shape[-1] ** -0.5
    return (scores + reach).softmax(dim=-1)


def with_angles(signal: Tensor) -> Tensor:
    """Return signals (B, L, 9): behind the six axes the angles that the rates add up to."""
    angles = signal[:, :, 3:].cumsum(dim=1) * ANGLE_SCALE
    return torch.cat([signal, angles], dim=-1)


def windows_of(signal: Tensor) -> Tensor:
    """Return the windows (B, W, WINDOW, k) of signals (B, L, k), L a multiple of STEP."""
    steps = signal.reshape(signal.shape[0], -1, STEP, signal.shape[2])
    parts = WINDOW // STEP
    count = steps.shape[1] - parts + 1
    return torch.cat([steps[:, k : k + count] for k in range(parts)], dim=2)


def window_count(samples: Count) -> Count:
    """Return how many windows cover that many samples of filled signals."""
    return (samples - WINDOW) // STEP + 1


class SlidingLinear(nn.Module):
    """A convolution over the second axis of (B, P, k) as one matrix product, for any length.

    Gives (B, P − taps + 1, out). Unlike a strided `nn.Conv1d` its gradient exports with a free
    length, and it runs faster on so few channels.
    """

    def __init__(self, inward: int, outward: int, taps: int) -> None:
        super().__init__()
        self.taps = taps
        self.linear = nn.Linear(taps * inward, outward)

    def forward(self, x: Tensor) -> Tensor:
        """Return the convolution."""
        count = x.shape[1] - self.taps + 1
        out: Tensor = self.linear(torch.cat([x[:, k : k + count] for k in range(self.taps)], -1))
        return out


class TimeCnn(nn.Module):
    """Features (B, W, hidden) of the windows of signals (B, L, 6); the kernels slide over time.

    Every window goes through the same two convolutions (8 samples in steps of 4, then 4 of those)
    and one layer on top; where windows overlap their convolutions are the same, and are done once.
    """

    def __init__(self, settings: EncoderSettings) -> None:
        super().__init__()
        first, second = settings.filters
        self.first = SlidingLinear(PATCH * CHANNELS, first, 2)
        self.second = SlidingLinear(first, second, 4)
        self.windows = SlidingLinear(STEP // PATCH * second, settings.hidden, WINDOW // STEP - 1)

    def forward(self, signal: Tensor) -> Tensor:
        """Return the features."""
        patches = signal.reshape(signal.shape[0], -1, PATCH * CHANNELS)
        places = self.second(self.first(patches).relu()).relu()
        steps = places.reshape(places.shape[0], -1, STEP // PATCH * places.shape[2])
        features: Tensor = self.windows(steps).relu()
        return features


class SensorCnn(nn.Module):
    """The same with kernels that slide over the six axes, the samples being channels.

    As published: so it matters which axes are neighbours.
    """

    def __init__(self, settings: EncoderSettings) -> None:
        super().__init__()
        first, second = settings.filters
        self.first = SlidingLinear(WINDOW, first, 3)
        self.second = SlidingLinear(first, second, 2)
        self.last = nn.Linear(second, settings.hidden)

    def forward(self, signal: Tensor) -> Tensor:
        """Return the features."""
        windows = windows_of(signal[:, :, :6])
        axes = windows.flatten(0, 1).transpose(1, 2)
        four = self.first(axes).relu()
        two = (four[:, :2] + four[:, 2:]) / 2
        features: Tensor = self.last(self.second(two)[:, 0].relu()).relu()
        return features.view(*windows.shape[:2], -1)

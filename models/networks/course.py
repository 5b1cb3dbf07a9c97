"""Where a movement leaves its course: a small convolutional network of two signals in phase.

It looks at how the repetition departs from the anchor beside it, sample by sample, and at both
signals' second differences, in which a fault's edges and tremor stand out.
"""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn.functional import silu, softplus

HIDDEN: Final = 48
SHARP: Final = 4.0
"""Brings second differences to about the size of the signals."""


class Course(nn.Module):
    """Scores (B, 1), likeness of the course 0–1, of repetitions and anchors in phase (B, L, 6).

    With them the departures (B, L, 1), sample by sample, which the score is made of: it is
    exp(−their mean), so that they are its class activation map, and exact.
    """

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv1d(24, HIDDEN, 7, padding=3)
        self.further = nn.ModuleList(
            nn.Conv1d(HIDDEN, HIDDEN, 5, padding=2 * dilation, dilation=dilation)
            for dilation in (2, 4, 8)
        )
        self.last = nn.Conv1d(HIDDEN, 1, 1)
        self.dropout = nn.Dropout(0.15)

    def forward(self, signal: Tensor, anchor: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores and departures."""
        departures = softplus(self.logits(signal, anchor))[:, :, None]
        return (-departures.mean(dim=1)).exp(), departures

    def logits(self, signal: Tensor, anchor: Tensor) -> Tensor:
        """Return the logit (B, L) of a fault at every sample."""
        own, other = signal.transpose(1, 2), anchor.transpose(1, 2)
        apart = own - other
        views = [apart, other, SHARP * _second_difference(apart), SHARP * _second_difference(own)]
        features = silu(self.first(torch.cat(views, dim=1)))
        for layer in self.further:
            features = features + silu(layer(self.dropout(features)))
        logits: Tensor = self.last(features)
        return logits[:, 0]


def _second_difference(x: Tensor) -> Tensor:
    """Return (B, C, L), 0 at both ends."""
    inner = x[:, :, 2:] - 2.0 * x[:, :, 1:-1] + x[:, :, :-2]
    edge = torch.zeros_like(x[:, :, :1])
    return torch.cat([edge, inner, edge], dim=2)

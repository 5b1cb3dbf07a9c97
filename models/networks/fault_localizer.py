"""Where a movement departs from its references: a small convolutional network.

It sees, sample by sample, a repetition beside what its references let expect there, and how much
they differ among themselves (`models.inference.fault_localizer`). Several members of one form are
trained side by side and answer together.
"""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn.functional import pad, silu, softplus

from models.inference.fault_localizer import CHANNELS, SETTING

MEMBERS: Final = 2
FIRST: Final = 48
HIDDEN: Final = 72
DILATIONS: Final = (1, 2, 4, 8, 16)
"""Of layers at a quarter of the rate: together they see 5 s in either direction."""
STRIDE: Final = 4
DROPOUT: Final = 0.1
AXES: Final = 6
ACCUMULATED: Final = slice(6, 10)
"""Angle and time, which mean nothing by themselves, only beside what was expected."""
CHANGES: Final = slice(13, 17)
SHARP: Final = 4.0
"""Brings second differences to about the size of the signals."""
VIEWS: Final = 4 * CHANNELS - 4 + 2 * AXES + SETTING - 1


class FaultLocalizer(nn.Module):
    """Scores (B, 1), similarity of the trajectory 0–1, of repetitions beside what was expected.

    With them the departures (B, L, 1), sample by sample, which the score is made of: it is
    1 / (1 + their mean), so that its class activation map is proportional to them, and none is too
    large to be distinguished from another. L is a multiple of 4.
    """

    def __init__(self, members: int = MEMBERS) -> None:
        super().__init__()
        self.members = nn.ModuleList(_Member() for _ in range(members))

    def forward(
        self, signal: Tensor, anchor: Tensor, spread: Tensor, setting: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return scores and departures of `models.inference.fault_localizer.TimeAligned.inputs`."""
        # Where a repetition ends is no value to be explained.
        inside = setting[:, :, -1].detach()
        logits = torch.stack(self.logits(signal, anchor, spread, setting)).mean(dim=0)
        departures = (softplus(logits) * inside)[:, :, None]
        mean = departures.sum(dim=1) / inside.sum(dim=1, keepdim=True)
        return 1.0 / (1.0 + mean), departures

    def logits(
        self, signal: Tensor, anchor: Tensor, spread: Tensor, setting: Tensor
    ) -> list[Tensor]:
        """Return every member's logit (B, L) of a fault at every sample."""
        inside = setting[:, :, -1:].detach().transpose(1, 2)
        views = _views(*(x.transpose(1, 2) for x in (signal, anchor, spread, setting)))
        return [member(views, inside) for member in self.members]


class _Member(nn.Module):
    """Logits (B, L) of views (B, VIEWS, L), of which those `inside` (B, 1, L) count."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv1d(VIEWS, FIRST, 7, stride=2, padding=3)
        self.second = nn.Conv1d(FIRST, HIDDEN, 5, stride=2, padding=2)
        self.further = nn.ModuleList(
            nn.Conv1d(HIDDEN, HIDDEN, 5, padding=2 * dilation, dilation=dilation)
            for dilation in DILATIONS
        )
        self.whole = nn.Linear(HIDDEN, HIDDEN)
        self.last = nn.Conv1d(HIDDEN, 1, 1)
        self.dropout = nn.Dropout1d(DROPOUT)

    def forward(self, views: Tensor, inside: Tensor) -> Tensor:
        features = silu(self.first(views)) * inside[:, :, ::2]
        coarse = inside[:, :, ::STRIDE]
        features = silu(self.second(features)) * coarse
        for layer in self.further:
            features = (features + self.dropout(silu(layer(features)))) * coarse
        mean = features.sum(dim=2) / coarse.sum(dim=2)
        features = features + silu(self.whole(mean))[:, :, None]
        logits: Tensor = self.last(features)[:, 0]
        return logits[:, :, None].expand(-1, -1, STRIDE).flatten(1)


def _views(signal: Tensor, anchor: Tensor, spread: Tensor, setting: Tensor) -> Tensor:
    """Return what the members look at (B, VIEWS, L), 0 beyond the end."""
    inside = setting[:, -1:].detach()
    apart = signal - anchor
    several = (spread > 0).to(spread)
    unusual = torch.tanh(apart / (2.0 * spread + 0.2)) * several
    changed = torch.tanh(apart[:, CHANGES] / (3.0 * spread[:, CHANGES] + 0.1)) * several[:, CHANGES]
    expected = [anchor[:, : ACCUMULATED.start], anchor[:, ACCUMULATED.stop :]]
    sharp = [_second_difference(x[:, :AXES], inside) for x in (apart, signal)]
    return torch.cat(
        [
            *(apart, *expected, spread),
            *(unusual[:, : CHANGES.start], changed, *sharp, setting[:, :-1]),
        ],
        dim=1,
    )


def _second_difference(x: Tensor, inside: Tensor) -> Tensor:
    """Return (B, C, L), 0 at both ends of what is inside."""
    inner = x[:, :, 2:] - 2.0 * x[:, :, 1:-1] + x[:, :, :-2]
    return SHARP * pad(inner * inside[:, :, 2:], (1, 1))

"""The Siamese multi-task network: two similarities of a repetition with its anchor, and its type.

Both arms share one encoder. Every window of one arm is matched with the other arm by attention, so
that equal moments meet whatever the tempo, and compared by cosine similarity per group of features
(one cosine over all of them is blind to scale). A repetition's level, learned from its windows, is
what range of motion and smoothness are read from. A similarity is exp(−distance), and the distance
is the difference of the two levels plus the windows' weighted departure from cosine 1. What is
unusual at one moment, learned window by window, makes the similarity of the course.
"""

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, softplus

from models.networks.encoder import Encoder, EncoderSettings, attend
from models.networks.extent import EXTENT, LITTLE, Extent, mean_of
from models.preparation import STEP, WINDOW

SIMILARITIES = 2
"""Range of motion and stability."""
TYPES = 3
_NEAR = 1e-4
"""Smooths |x| at 0, within 1 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiameseSettings:
    """Sizes of the network.

    Attributes:
        encoder: of the shared encoder.
        groups: of features, each compared by a cosine of its own.
        queries: learned, that look at the windows of an arm for its summary.
        width: of the heads' hidden layer.
    """

    encoder: EncoderSettings = field(default_factory=EncoderSettings)
    groups: int = 8
    queries: int = 4
    width: int = 64


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What training looks at; the exported network gives `scores` alone.

    Attributes:
        scores: (B, 6) two similarities, the logits of the type by both arms, and the course.
        levels: (B, 2) difference of the arms' levels.
        own_type: (B, 3) logits of the type by the repetition's arm alone, as in the paper.
        faults: (B, W) logit of a fault in each window of the repetition.
    """

    scores: Tensor
    levels: Tensor
    own_type: Tensor
    faults: Tensor


class Siamese(nn.Module):
    """Scores (B, 6) of repetitions (B, L, 6) and anchors (B, M, 6)."""

    def __init__(self, settings: SiameseSettings) -> None:
        super().__init__()
        hidden = settings.encoder.hidden
        summary = hidden * (settings.queries + 2) + EXTENT
        self.groups = settings.groups
        self.encoder = Encoder(settings.encoder)
        self.extent = Extent()
        self.match = nn.Linear(hidden, hidden)
        self.look = nn.Linear(hidden, settings.queries, bias=False)
        self.departure = nn.Parameter(torch.full((SIMILARITIES, settings.groups), -4.0))
        self.plain_level = nn.Linear(EXTENT, SIMILARITIES, bias=False)
        self.level = _head(summary, settings.width, SIMILARITIES, settings.encoder.dropout)
        self.both = _head(2 * summary + SIMILARITIES, settings.width, TYPES, 0.1)
        self.fault = _head(2 * hidden + 2 * settings.groups, settings.width, 1, 0.1)
        self.own = _head(summary, settings.width, TYPES, settings.encoder.dropout)

    def forward(self, signal: Tensor, anchor: Tensor) -> Tensor:
        """Return the scores alone."""
        return self.outcome(signal, anchor).scores

    def outcome(
        self,
        signal: Tensor,
        anchor: Tensor,
        signal_mask: Tensor | None = None,
        anchor_mask: Tensor | None = None,
    ) -> Outcome:
        """Return everything; masks (B, W) are True where a window holds movement."""
        own, other = self.encoder(signal, signal_mask), self.encoder(anchor, anchor_mask)
        own_summary = self._sum(signal, own, signal_mask)
        other_summary = self._sum(anchor, other, anchor_mask)
        levels = self._level(own_summary) - self._level(other_summary)
        cosine, faults = self._compare(own, other, anchor_mask)
        back, _ = self._compare(other, own, signal_mask)
        departure = mean_of(1.0 - cosine, signal_mask) + mean_of(1.0 - back, anchor_mask)
        distance = (levels.square() + _NEAR).sqrt() - _NEAR**0.5
        distance = distance + linear(departure, softplus(self.departure))
        kinds = self.both(torch.cat([own_summary, other_summary, levels], dim=-1))
        course = mean_of(softplus(faults), signal_mask)
        scores = torch.cat([(-distance).exp(), kinds, (-course).exp()], dim=-1)
        return Outcome(scores, levels, self.own(own_summary), faults[:, :, 0])

    def _sum(self, signal: Tensor, features: Tensor, mask: Tensor | None) -> Tensor:
        """Return the summary (B, S) of an arm.

        What each query finds, mean and log power of the windows, and the extent of the movement.
        """
        looks = self.look(features).transpose(1, 2)
        if mask is not None:
            looks = looks.masked_fill(~mask[:, None], -torch.inf)
        found = torch.bmm(looks.softmax(dim=-1), features)
        size = (mean_of(features.square(), mask) + LITTLE).log()
        samples = None if mask is None else _samples(mask, signal)
        extent = self.extent(signal, samples)
        return torch.cat([found.flatten(1), mean_of(features, mask), size, extent], dim=-1)

    def _level(self, summary: Tensor) -> Tensor:
        """Return (B, 2) what a summary says of range and smoothness, in logarithms."""
        level: Tensor = self.level(summary) + self.plain_level(summary[:, -EXTENT:])
        return level

    def _compare(self, own: Tensor, other: Tensor, reach: Tensor | None) -> tuple[Tensor, Tensor]:
        """Return per window the cosine of each group (B, W, G) and the logit of a fault (B, W, 1).

        Each window is compared with what it is matched with in the other arm.
        """
        mask = None if reach is None else reach[:, None, :]
        matched = torch.bmm(attend(self.match(own), self.match(other), mask), other)
        a, b = (x.reshape(*x.shape[:2], self.groups, -1) for x in (own, matched))
        norms = (a.square().sum(-1) + _NEAR).sqrt() * (b.square().sum(-1) + _NEAR).sqrt()
        cosine = (a * b).sum(-1) / norms
        apart = ((a - b).square().sum(-1) + _NEAR).sqrt()
        faults = self.fault(torch.cat([own, own - matched, cosine, apart], dim=-1))
        return cosine, faults


def _samples(mask: Tensor, signal: Tensor) -> Tensor:
    """Return (B, L), True for the samples of the windows that hold movement."""
    last = mask.sum(1, keepdim=True) * STEP + WINDOW - STEP
    return torch.arange(signal.shape[1]) < last


def _head(inward: int, width: int, outward: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inward, width), nn.SiLU(), nn.Dropout(dropout), nn.Linear(width, outward)
    )

"""The Siamese multi-task network: two similarities of a repetition with its anchor, and its type.

Both arms share one encoder. Every window of one arm is matched with the other arm by attention, so
that equal moments meet whatever the tempo, and compared by cosine similarity per group of features
(one cosine over all of them is blind to scale). A repetition's level is its range of motion and
steadiness as they are measured on the whole signal (`models.networks.extent`), and a correction
learned from its windows. A similarity is exp(−distance), and the distance is the difference of the
two levels plus the windows' weighted departure from cosine 1. What is unusual at one moment,
learned window by window, makes the similarity of the trajectory.
"""

from dataclasses import dataclass, field, replace

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, pad, softplus

from models.inference.frame import STEP, WINDOW
from models.networks.encoder import BEYOND, Encoder, EncoderSettings, attend, window_count
from models.networks.extent import EXTENT, Extent, mean_of, shares

SIMILARITIES = 2
"""Range of motion and stability."""
TYPES = 3
_LITTLE = 0.1
"""Power of a feature that counts as next to nothing, as in `models.networks.extent`."""
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
        scores: (B, 6) similarities of range of motion and stability, the logits of the type by both
            arms, and the similarity of the trajectory.
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
        self.level = _head(summary, settings.width, SIMILARITIES, settings.encoder.dropout)
        # What is measured needs no correction at first.
        nn.init.zeros_(self.level[-1].weight)
        nn.init.zeros_(self.level[-1].bias)
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
        longest = max(signal.shape[1], anchor.shape[1])
        arms = [pad(x, (0, 0, 0, longest - x.shape[1])) for x in (signal, anchor)]
        counts = [
            x.new_full((x.shape[0],), window_count(x.shape[1])) if mask is None else mask.sum(1)
            for x, mask in ((signal, signal_mask), (anchor, anchor_mask))
        ]
        outcome = self.compare(torch.cat(arms), torch.cat(counts))
        return replace(outcome, faults=outcome.faults[:, : window_count(signal.shape[1])])

    def compare(self, arms: Tensor, windows: Tensor) -> Outcome:
        """Return everything of all repetitions and then all anchors, filled to one length.

        Args:
            arms: (2B, L, 6).
            windows: (2B,) how many windows hold movement.
        """
        inside = (torch.arange(window_count(arms.shape[1])) < windows[:, None]).to(arms.dtype)
        samples = torch.arange(arms.shape[1]) < (windows * STEP + WINDOW - STEP)[:, None]
        reach, share = ((1.0 - inside) * BEYOND)[:, None], shares(inside)
        features = self.encoder(arms, reach)
        extent = self.extent(arms, samples)
        summary = self._sum(features, reach, share, extent)
        level = self.level(summary) + self.extent.measures(extent)
        # Each arm's windows look for their like in the other arm.
        keys, values = _swapped(self.match(features)), _swapped(features)
        matched = torch.bmm(attend(self.match(features), keys, _swapped(reach)), values)
        cosine, apart = self._groups(features, matched)
        pairs = arms.shape[0] // 2
        own, other = summary[:pairs], summary[pairs:]
        levels = level[:pairs] - level[pairs:]
        departure = mean_of(1.0 - cosine, share)
        distance = (levels.square() + _NEAR).sqrt() - _NEAR**0.5
        distance = distance + linear(
            departure[:pairs] + departure[pairs:], softplus(self.departure)
        )
        kinds = self.both(torch.cat([own, other, levels], dim=-1))
        seen = [features, features - matched, cosine, apart]
        faults = self.fault(torch.cat(seen, dim=-1)[:pairs])
        unlike = mean_of(softplus(faults), share[:pairs])
        scores = torch.cat([(-distance).exp(), kinds, (-unlike).exp()], dim=-1)
        return Outcome(scores, levels, self.own(own), faults.squeeze(2))

    def _sum(self, features: Tensor, reach: Tensor, share: Tensor, extent: Tensor) -> Tensor:
        """Return the summary (2B, S) of each arm.

        What each query finds, mean and log power of the windows, and the extent of the movement.
        """
        looks = self.look(features).transpose(1, 2) + reach
        found = torch.bmm(looks.softmax(dim=-1), features)
        size = (mean_of(features.square(), share) + _LITTLE).log()
        return torch.cat([found.flatten(1), mean_of(features, share), size, extent], dim=-1)

    def _groups(self, own: Tensor, matched: Tensor) -> tuple[Tensor, Tensor]:
        """Return per window and group (2B, W, G) the cosine with what it is matched with.

        And how far apart the two are.
        """
        a, b = (x.reshape(*x.shape[:2], self.groups, -1) for x in (own, matched))
        norms = (a.square().sum(-1) + _NEAR).sqrt() * (b.square().sum(-1) + _NEAR).sqrt()
        return (a * b).sum(-1) / norms, ((a - b).square().sum(-1) + _NEAR).sqrt()


class Stacked(nn.Module):
    """A `Siamese` as it is exported: scores (B, 6) of arms (2B, L, 6) of two lengths."""

    def __init__(self, network: Siamese) -> None:
        super().__init__()
        self.network = network

    def forward(self, arms: Tensor, windows: Tensor) -> Tensor:
        """Return the scores; `windows` (2,) are those of every repetition and every anchor."""
        each = windows[:, None].expand(2, arms.shape[0] // 2).reshape(-1)
        return self.network.compare(arms, each).scores


def _swapped(arms: Tensor) -> Tensor:
    """Return the anchors first, then the repetitions."""
    swapped: Tensor = arms.view(2, -1, *arms.shape[1:]).flip(0).view(arms.shape)
    return swapped


def _head(inward: int, width: int, outward: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inward, width), nn.SiLU(), nn.Dropout(dropout), nn.Linear(width, outward)
    )

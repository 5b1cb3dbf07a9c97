"""MOVEXor and BackTracker: from masks of a bending back and from figures to one logit.

Liu, Hicks & Sheeran, Procedia Computer Science 270, 2025 (MOVEXor) and International Journal of
Medical Informatics, 2026 (BackTracker). Both see all masks of a person through one ResNet-18.
MOVEXor takes the mean of their codes and weighs it against figures by a gate; BackTracker takes the
mean of their logits. Where the papers are silent, what is chosen says so. Beyond its paper,
BackTracker also sees how far the codes spread over the bend: the mean alone cannot tell how the end
of a bend differs from standing (statistics pooling, Snyder et al., ICASSP 2018).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import torch
from torch import Tensor, nn

from models.networks.resnet import WIDTH, ResNet18

Kind = Literal["movexor", "backtracker"]
Mixing = Literal["gate_sum", "gate_concat", "concat"]
SLOPE: Final = 0.01
LEAST_SD: Final = 1e-6
"""Figures that vary less among the training persons are taken to be constant."""
_LEAST_SPREAD: Final = 1e-6
"""Added under a root, whose slope at zero is none."""
_LEAST_SHARE: Final = 0.1
"""A code that varies less than this share of the usual is not scaled up beyond it: it is noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackSettings:
    """A row of the papers' tables.

    Attributes:
        kind: which of the two networks.
        images: whether it sees masks.
        streams: how many figures each of its streams takes, in the order of the columns; empty for
            masks alone.
        mixing: of MOVEXor: the sum of its parts weighted by the gate (equation 3), the weighted
            parts side by side (its text), or the parts side by side without a gate (its ablation).
        width: channels of the ResNet's first stage.
        spread: whether BackTracker also sees how far codes spread over the bend; the paper's does
            not.
        hidden: width of every part; not given in the papers.
        dropout: share of a part that training leaves out; not given in the papers.
    """

    kind: Kind
    images: bool = True
    streams: tuple[int, ...] = ()
    mixing: Mixing = "gate_sum"
    width: int = WIDTH
    spread: bool = True
    hidden: int = 64
    dropout: float = 0.3

    @property
    def figures(self) -> int:
        """How many figures all streams take."""
        return sum(self.streams)


class Standardised(nn.Module):
    """Figures (…, F) less their means among the training persons, over their spread there."""

    def __init__(self, figures: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(figures))
        self.register_buffer("sd", torch.ones(figures))

    def learn(self, figures: Tensor) -> None:
        """Take mean and spread from the figures (n, F) of the training persons alone."""
        if len(self.mean) == 0:
            return
        self.mean.copy_(figures.mean(0))
        sd = figures.std(0, unbiased=False)
        self.sd.copy_(torch.where(sd > LEAST_SD, sd, torch.ones_like(sd)))

    def learn_codes(self, codes: Tensor) -> None:
        """Take both from codes (n, C), all of which are of one unit."""
        if len(self.mean) == 0:
            return
        self.mean.copy_(codes.mean(0))
        sd = codes.std(0, unbiased=False)
        self.sd.copy_(sd.clamp(min=max(LEAST_SD, _LEAST_SHARE * float(sd.mean()))))

    def forward(self, figures: Tensor) -> Tensor:
        """Return the same with mean 0 and spread 1."""
        return (figures - self.mean) / self.sd


class LowBackNetwork(nn.Module):
    """Logits (P, 1) of persons, positive for the positive group, and what the gate weighs."""

    def __init__(self, settings: LowBackSettings) -> None:
        super().__init__()
        self.settings = settings
        self.standardised = Standardised(settings.figures)
        self.backbone = ResNet18(settings.width) if settings.images else None
        codes = 8 * settings.width if settings.images else 0
        self.coded = Standardised(codes)
        head = GatedHead if settings.kind == "movexor" else VotingHead
        self.head: GatedHead | VotingHead = head(settings, codes)

    def learn_codes(self, codes: Tensor) -> None:
        """Take means and spreads of the codes (P, K, C) from the training persons alone."""
        self.coded.learn_codes(codes.mean(dim=1))
        self.head.learn_codes(self.coded(codes))

    def forward(self, masks: Tensor, figures: Tensor) -> Tensor:
        """Return the logits.

        Args:
            masks: (P, K, h, w) from 0 to 1; without masks, K may be 0.
            figures: (P, F) in their own units; without figures, F is 0.
        """
        logits: Tensor = self.answer(self.codes(masks), figures)[0]
        return logits

    def codes(self, masks: Tensor) -> Tensor:
        """Return the codes (P, K, C) of masks (P, K, h, w), C being 0 without a ResNet."""
        persons, count = masks.shape[:2]
        if self.backbone is None:
            return masks.new_zeros(persons, count, 0)
        codes: Tensor = self.backbone(masks.flatten(0, 1)[:, None])
        return codes.view(persons, count, -1)

    def answer(self, codes: Tensor, figures: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits (P, 1) and the weights (P, m) of the parts, each 1 / m without a gate.

        Args:
            codes: (P, K, C), or (1, K, C) for the same masks with all figures.
            figures: (P, F).
        """
        logits, weights = self.head(self.coded(codes), self.standardised(figures))
        return logits, weights

    def apart(self, codes: Tensor, figures: Tensor) -> Tensor:
        """Return the logits (P, m) that each part would give alone; of most heads none, (P, 0).

        Args:
            codes: (P, K, C).
            figures: (P, F).
        """
        apart: Tensor = self.head.apart(self.coded(codes), self.standardised(figures))
        return apart


class GatedHead(nn.Module):
    """MOVEXor's: masks and streams of figures, brought to one width and weighed by a gate."""

    def __init__(self, settings: LowBackSettings, codes: int) -> None:
        super().__init__()
        hidden = settings.hidden
        self.streams = settings.streams
        self.mixing = settings.mixing
        self.image = nn.Linear(codes, hidden) if settings.images else None
        self.encoders = nn.ModuleList(
            nn.Sequential(
                nn.BatchNorm1d(width),
                nn.Linear(width, hidden),
                nn.LeakyReLU(SLOPE),
                nn.Dropout(settings.dropout),
            )
            for width in settings.streams
        )
        self.parts = len(settings.streams) + settings.images
        gated = settings.mixing != "concat"
        self.gate = nn.Linear(self.parts * hidden, self.parts) if gated else None
        side_by_side = settings.mixing != "gate_sum"
        self.out = nn.Linear(hidden * self.parts if side_by_side else hidden, 1)

    def forward(self, codes: Tensor, figures: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits (P, 1) and weights (P, m), the masks' first."""
        parts = self._parts(codes, figures)
        if self.gate is None:
            shares = figures.new_full((figures.shape[0], self.parts), 1.0 / self.parts)
            return self.out(torch.cat(parts, dim=1)), shares
        weights = self.gate(torch.cat(parts, dim=1)).softmax(dim=1)
        weighted = [part * weights[:, k : k + 1] for k, part in enumerate(parts)]
        if self.mixing == "gate_concat":
            return self.out(torch.cat(weighted, dim=1)), weights
        total = weighted[0]
        for part in weighted[1:]:
            total = total + part
        return self.out(total), weights

    def learn_codes(self, codes: Tensor) -> None:
        """Learn nothing: the mean code is all that it sees."""

    @property
    def votes(self) -> tuple[Tensor, ...]:
        """Weights that lead from codes straight to the answer: none."""
        return ()

    def apart(self, codes: Tensor, figures: Tensor) -> Tensor:
        """Return the logits (P, m) of each part alone; without a weighted sum there are none."""
        if self.mixing != "gate_sum":
            return figures.new_zeros(figures.shape[0], 0)
        return torch.cat([self.out(part) for part in self._parts(codes, figures)], dim=1)

    def _parts(self, codes: Tensor, figures: Tensor) -> list[Tensor]:
        """Return every part (P, hidden), the masks' first."""
        parts = _encoded(self.encoders, figures, self.streams)
        if self.image is None:
            return parts
        image: Tensor = self.image(codes.mean(dim=1))
        return [image.expand(figures.shape[0], -1), *parts]


class VotingHead(nn.Module):
    """BackTracker's: the mean of the masks' logits and fully connected streams of figures.

    Where the settings say so, how far the codes spread over the bend has a vote beside the mean.
    """

    def __init__(self, settings: LowBackSettings, codes: int) -> None:
        super().__init__()
        hidden = settings.hidden
        self.streams = settings.streams
        self.vote = nn.Linear(codes, 1) if settings.images else None
        spread = settings.images and settings.spread
        self.spread = Standardised(codes if spread else 0)
        self.spread_vote = nn.Linear(codes, 1, bias=False) if spread else None
        self.encoders = nn.ModuleList(
            nn.Sequential(
                nn.Linear(width, hidden), nn.LeakyReLU(SLOPE), nn.Dropout(settings.dropout)
            )
            for width in settings.streams
        )
        self.parts = len(settings.streams) + settings.images
        inward = hidden * len(settings.streams) + settings.images
        self.out = nn.Linear(inward, 1) if settings.streams else None

    def forward(self, codes: Tensor, figures: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits (P, 1) and equal weights (P, m): there is no gate."""
        persons = figures.shape[0]
        parts = _encoded(self.encoders, figures, self.streams)
        if self.vote is not None:
            vote = self.vote(codes).mean(dim=1)
            if self.spread_vote is not None:
                vote = vote + self.spread_vote(self.spread(_spread(codes)))
            parts = [vote.expand(persons, 1), *parts]
        weights = figures.new_full((persons, self.parts), 1.0 / self.parts)
        return (parts[0] if self.out is None else self.out(torch.cat(parts, dim=1))), weights

    def learn_codes(self, codes: Tensor) -> None:
        """Take means and spreads of the codes' own spread from the training persons (P, K, C)."""
        self.spread.learn_codes(_spread(codes))

    @property
    def votes(self) -> tuple[Tensor, ...]:
        """Weights that lead from codes straight to the answer."""
        both = (self.vote, self.spread_vote)
        return tuple(layer.weight for layer in both if layer is not None)

    @staticmethod
    def apart(codes: Tensor, figures: Tensor) -> Tensor:
        """Return none (P, 0): the parts are joined before there is a logit."""
        return figures.new_zeros(figures.shape[0], 0)


def _spread(codes: Tensor) -> Tensor:
    """Return by how much the codes (P, K, C) of a person differ over the bend, (P, C)."""
    # Written out: the slope of `var` cannot be exported.
    away = codes - codes.mean(dim=1, keepdim=True)
    return ((away * away).mean(dim=1) + _LEAST_SPREAD).sqrt()


def _encoded(encoders: nn.ModuleList, figures: Tensor, streams: Sequence[int]) -> list[Tensor]:
    """Return a part (P, hidden) for each stream of the figures (P, F)."""
    return [
        encode(own) for encode, own in zip(encoders, figures.split(list(streams), 1), strict=True)
    ]

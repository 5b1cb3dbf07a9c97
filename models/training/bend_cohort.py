"""A cohort as the training of one row of a table sees it: masks drawn, figures chosen."""

import copy
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Self

import numpy as np
import torch
from torch import Tensor, nn

from edge.posture.angle_bins import Direction
from models.data.bends import Bends, Indices
from models.data.mask_draw import MaskDraw
from models.networks.low_back import LowBackNetwork
from models.networks.resnet import WIDTH, ResNet18, as_deployed
from models.training.low_back_rows import Row

State = Mapping[str, Tensor]
_AT_ONCE: Final = 256
"""Masks that go through a network together where nothing is learned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackTraining:
    """How a network is trained: first its head on the codes of the ResNet as it begins, then all.

    Nothing is chosen by how well it does, so nobody has to be kept aside to decide.

    Attributes:
        masks: of each person in an epoch, in the proportions of the row; None for as many as the
            paper gives the row.
        test_masks: of each person where nothing is learned, likewise.
        head_steps: of the head alone; 0 leaves that part out.
        head_rate: largest learning rate of the head alone.
        head_decay: by how much large weights of the head are dearer, for one person; it is divided
            by the number of people.
        vote_decay: the same of weights that lead from codes straight to the answer: there are more
            of them than people.
        epochs: of the whole network.
        persons: in a batch.
        rate: learning rate of AdamW after its first epochs; it falls to zero over all epochs.
        decay: weight decay.
        apart: weight of what each part says alone, so that none is left to the others.
        inertia: share of the mean weights that a step leaves as they are; the mean is what is kept.
        shift_px: masks of a person are moved by up to so much while it learns.
        size_px: side of the masks.
        width: of the ResNet.
        spread: whether BackTracker also sees how far codes spread over the bend.
        frozen: only the head learns.
        folds: of the people.
        seed: of folds, weights and draws.
    """

    masks: int | None = 8
    test_masks: int | None = 48
    head_steps: int = 300
    head_rate: float = 1e-2
    head_decay: float = 20.0
    vote_decay: float = 1000.0
    epochs: int = 8
    persons: int = 16
    rate: float = 1e-4
    decay: float = 1e-2
    apart: float = 0.5
    inertia: float = 0.9
    shift_px: int = 2
    size_px: int = 96
    width: int = WIDTH
    spread: bool = True
    frozen: bool = False
    folds: int = 5
    seed: int = 12


class Cohort:
    """A cohort as one row of a table sees it."""

    def __init__(self, bends: Bends, row: Row, settings: LowBackTraining) -> None:
        """Prepare the cohort.

        People without the masks or the figures that the row needs are left out; `people` holds the
        others.

        Args:
            bends: with masks of `settings.size_px`.
            row: of a table.
            settings: of the training.

        Raises:
            ModelError: the cohort lacks a figure altogether.
        """
        self.row = row
        self.settings = settings
        streams = row.columns(bends)
        self._streams = tuple(len(stream) for stream in streams)
        columns = [place for stream in streams for place in stream]
        draw = MaskDraw(bends, row.masks)
        complete = np.isfinite(bends.figures[:, columns]).all(axis=1)
        seen = np.array([draw.has_masks(person) for person in range(bends.people)], np.bool_)
        self.people: Indices = np.flatnonzero(complete & seen)
        own = bends.of_people(self.people)
        self.bends = own
        self.columns = tuple(own.columns[place] for place in columns)
        self.figures = torch.from_numpy(own.figures[:, columns]).float()
        self.labels: Indices = own.labels
        self.masks = torch.from_numpy(own.masks)
        self._draws = {
            count: MaskDraw(own, _scaled(row.masks, count))
            for count in (settings.masks, settings.test_masks)
        }
        self._codes: Tensor | None = None

    def fresh_network(self, start: State | None) -> LowBackNetwork:
        """Return an untrained network, its ResNet with the weights of `start` if there are any."""
        torch.manual_seed(self.settings.seed)
        own = self.settings
        network = LowBackNetwork(
            self.row.settings_of(self._streams, width=own.width, spread=own.spread)
        )
        if start is not None and network.backbone is not None:
            network.backbone.load_state_dict(start)
        return network

    def batch(
        self, people: Indices, rng: np.random.Generator, *, training: bool
    ) -> tuple[Tensor, Tensor]:
        """Return drawn masks (P, K, h, w), or their codes (P, K, C), and figures (P, F)."""
        draw = self._draws[self.settings.masks if training else self.settings.test_masks]
        places = torch.from_numpy(draw.of(people, rng))
        figures = self.figures[torch.from_numpy(people)]
        if self._codes is not None:
            return self._codes[places], figures
        masks = self.masks[places].float().div(255.0)
        most = self.settings.shift_px
        if training and most:
            for own, moved in zip(
                masks, rng.integers(-most, most + 1, (len(masks), 2)), strict=True
            ):
                own.copy_(own.roll(tuple(moved.tolist()), (1, 2)))
        return masks, figures

    def codes(self, network: LowBackNetwork, masks: Tensor) -> Tensor:
        """Return the codes (P, K, C) of the masks that `batch` returned."""
        return masks if self._codes is not None else network.codes(masks)

    def codes_of(
        self, network: LowBackNetwork, people: Indices, rng: np.random.Generator
    ) -> tuple[Tensor, Tensor]:
        """Return codes (P, K, C) of people as a test draws their masks, and figures (P, F)."""
        codes, figures = [], []
        network.eval()
        with torch.inference_mode():
            for person in people:
                masks, own = self.batch(np.array([person]), rng, training=False)
                codes.append(self.codes(network, masks))
                figures.append(own)
        # What learns cannot take tensors that were made where nothing is learned.
        return torch.cat(codes).clone(), torch.cat(figures).clone()

    def freeze(self, backbone: ResNet18 | None) -> None:
        """Work out the codes of all masks, from which heads then learn.

        Args:
            backbone: as it begins, the same for all folds; None of a network without masks.
        """
        if backbone is not None:
            self._codes = _codes_of(_Coding.of(as_deployed(copy.deepcopy(backbone)), self.masks))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coding:
    """Masks and the ResNet that they go through; equal where both are."""

    digest: str
    backbone: nn.Module = field(compare=False)
    masks: Tensor = field(compare=False)

    @classmethod
    def of(cls, backbone: nn.Module, masks: Tensor) -> Self:
        """Return the work."""
        digest = hashlib.sha256(masks.numpy().tobytes())
        for weights in backbone.state_dict().values():
            digest.update(weights.numpy().tobytes())
        return cls(digest=digest.hexdigest(), backbone=backbone, masks=masks)


@lru_cache(maxsize=1)
def _codes_of(coding: _Coding) -> Tensor:
    """Return the codes (M, C) of all masks (M, h, w), which all rows of a table share."""
    with torch.inference_mode():
        parts = [
            coding.backbone(part.float().div(255.0)[:, None])
            for part in coding.masks.split(_AT_ONCE)
        ]
    # What learns cannot take tensors that were made where nothing is learned.
    return torch.cat(parts).clone()


def _scaled(masks: Mapping[Direction, int], total: int | None) -> dict[Direction, int]:
    """Return as many masks in all, in the proportions of the row; None leaves the row's."""
    whole = sum(masks.values())
    if total is None or whole == 0:
        return dict(masks)
    return {direction: max(1, round(total * count / whole)) for direction, count in masks.items()}

"""Batches of pieces of windows: as many of normal infants as of abnormal ones, varied."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from edge.core.arrays import Floats
from edge.core.infant import WINDOW_FRAMES
from edge.posture.infant.windows import channels
from models.data.infants import (
    InfantSet,
    at_any_speed,
    at_no_slower_speed,
    otherwise,
    varied,
)
from models.training.infant.settings import InfantTraining


def batch_of(
    infants: InfantSet, learned: NDArray[np.int64], settings: InfantTraining, step: int
) -> tuple[Tensor, Tensor]:
    """Return channels (B, 6, T, 19) and labels (B,), normal ones first, then abnormal ones.

    Where infants come in pairs, each normal one is followed, half a batch later, by the abnormal
    one of its pair, at the same time and turned, scaled and moved alike.
    """
    rng = np.random.default_rng((settings.seed, step))
    labels = infants.labels[learned]
    normal, abnormal = (learned[labels == label] for label in (False, True))
    half = settings.batch // 2
    chosen = [rng.integers(0, len(normal), half)]
    chosen.append(chosen[0] if infants.paired else rng.integers(0, len(abnormal), half))
    # Velocities at the end of a window are zero; those at the end of a piece are not.
    length = min(WINDOW_FRAMES, settings.piece_frames + 2)
    pieces: list[Floats] = []
    for place, group in enumerate((normal, abnormal)):
        own = np.random.default_rng((settings.seed, step, 1 if infants.paired else 1 + place))
        positions = [infants.positions[k] for k in group[chosen[place]]]
        starts = [int(own.integers(0, len(p) - length + 1)) for p in positions]
        found = varied(own, _cut(positions, starts, length))
        if infants.untouched:
            others = [infants.positions[k] for k in learned[own.integers(0, len(learned), half)]]
            starts = [int(own.integers(0, len(p) - length + 1)) for p in others]
            found = otherwise(own, found, _cut(others, starts, length), infants.untouched)
        if infants.any_speed:
            found = at_any_speed(own, found)
        elif infants.together:
            kinds = [infants.kinds[k] for k in group[chosen[place]]]
            found = at_no_slower_speed(own, found, kinds)
        pieces.append(found)
    x = channels(np.concatenate(pieces))[:, :, : settings.piece_frames]
    y = np.repeat(np.array([0, 1]), half)
    return torch.from_numpy(np.ascontiguousarray(x)), torch.from_numpy(y)


def _cut(positions: Sequence[Floats], starts: Sequence[int], length: int) -> Floats:
    return np.stack([p[s : s + length] for p, s in zip(positions, starts, strict=True)])

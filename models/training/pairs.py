"""Batches of pairs: a repetition and an anchor of the same person and exercise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from edge.core.arrays import Floats
from models.data.executions import Execution, Group
from models.data.graded import graded
from models.data.local import draw_local
from models.data.measures import similarities
from models.data.varied import varied
from models.inference.frame import Frame, fill_windows
from models.inference.siamese import KINDS, Normalisation

VARIATIONS = 1
"""Of every recorded person and exercise, at another tempo and range."""
COPIES = 5
"""Edited copies of every correct repetition."""
SIMULATED_SHARE = 0.35
EDITED_SHARE = 0.5
LOCAL_SHARE = 0.4
TEMPLATE_SHARE = 0.5
TURN_RAD = 0.35
"""Standard deviation of a turn of both signals about the movement's axis."""
WEARING_RAD = 0.06
"""Standard deviation, per axis, of the turn of the repetition's watch against the anchor's."""
NO_FAULT, UNTOLD = (0, 0), (-1, -1)
NO_KIND = -100
"""Label of a repetition whose type nobody can tell; PyTorch's cross-entropy leaves it out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """B pairs, filled up with zeros to the longest.

    Attributes:
        signal: (B, L, 6) repetitions, standardised.
        anchor: (B, M, 6) anchors.
        samples: (B,) of each repetition that count.
        anchor_samples: (B,) length of each anchor.
        targets: (B, 2) similarities.
        levels: (B, 2) differences of the logarithmic measures.
        kinds: (B,) index of the type, or `NO_KIND`.
        faults: (B, 2) first and one past the last sample of a local fault; −1 where nobody can
            tell, 0 and 0 where there is none.
    """

    signal: Tensor
    anchor: Tensor
    samples: Tensor
    anchor_samples: Tensor
    targets: Tensor
    levels: Tensor
    kinds: Tensor
    faults: Tensor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """A group with edited copies, ready to draw from.

    Attributes:
        group: the unedited repetitions.
        edited: graded edits of the correct ones.
        frames: of the anchors.
    """

    group: Group
    edited: tuple[Execution, ...]
    frames: tuple[Frame, ...]

    @property
    def anchors(self) -> tuple[Execution, ...]:
        """What repetitions are compared with: the template and every correct repetition."""
        return (self.group.anchor, *self.group.correct)

    def draw(
        self, anchor: Execution, rng: np.random.Generator
    ) -> tuple[Execution, tuple[int, int]]:
        """Return a repetition to be compared with `anchor`, and where it has a local fault."""
        share = rng.random()
        natural = [own for own in self.group.correct if own is not anchor]
        if natural and share < LOCAL_SHARE:
            local = draw_local(natural[rng.integers(len(natural))].signal, rng)
            return Execution.of(local.signal, None), (local.start, local.stop)
        if share < LOCAL_SHARE + EDITED_SHARE * (1 - LOCAL_SHARE):
            return self.edited[rng.integers(len(self.edited))], UNTOLD
        own = self.group.executions[rng.integers(len(self.group.executions))]
        unedited = own.kind == "correct" and own is not anchor
        return own, NO_FAULT if unedited else UNTOLD


class Pairs:
    """An endless, reproducible supply of batches from pools of training persons."""

    def __init__(self, pools: Sequence[Pool], seed: int) -> None:
        self._seed = seed
        self._real = [pool for pool in pools if not pool.group.simulated]
        self._simulated = [pool for pool in pools if pool.group.simulated]
        self.normalisation = _normalisation([pool.group for pool in pools])

    def batches(self, chunk: int, count: int, size: int) -> Iterator[Batch]:
        """Yield `count` batches of `size` pairs; equal arguments give equal batches.

        Pairs of like length share a batch, so that little of it is filling.
        """
        rng = np.random.default_rng([self._seed, 10**6, chunk])
        pairs = [self._draw(rng) for _ in range(count * size)]
        pairs.sort(key=lambda pair: len(pair[0]) + len(pair[1]))
        for k in rng.permutation(count):
            yield _batch(pairs[k * size : (k + 1) * size])

    def _draw(self, rng: np.random.Generator) -> "_Pair":
        pools = self._real
        if not pools or (self._simulated and rng.random() < SIMULATED_SHARE):
            pools = self._simulated
        pool = pools[rng.integers(len(pools))]
        which = 0 if rng.random() < TEMPLATE_SHARE else int(rng.integers(len(pool.frames)))
        anchor = pool.anchors[which]
        own, fault = pool.draw(anchor, rng)
        turn = _turn(rng.normal(0.0, TURN_RAD) * np.eye(3)[0])
        worn = turn @ _turn(rng.normal(0.0, WEARING_RAD, 3))
        frame = pool.frames[which]
        return (
            self._prepared(own.signal, frame, worn),
            self._prepared(anchor.signal, frame, turn),
            own,
            anchor,
            fault,
        )

    def _prepared(self, signal: Floats, frame: Frame, turn: Floats) -> Floats:
        norm = self.normalisation
        own = frame.apply(signal)
        turned = np.hstack([own[:, :3] @ turn.T, own[:, 3:] @ turn.T])
        return (turned - norm.mean) / norm.sd


_Pair = tuple[Floats, Floats, Execution, Execution, tuple[int, int]]


def pools_of(groups: Sequence[Group], seed: int) -> list[Pool]:
    """Return the groups, and variations of recorded ones, each with its edited copies."""
    pools = []
    for k, group in enumerate(groups):
        rng = np.random.default_rng([seed, k])
        variations = 0 if group.simulated else VARIATIONS
        pools += [
            _pool(own, rng) for own in (group, *(varied(group, rng) for _ in range(variations)))
        ]
    return pools


def _pool(group: Group, rng: np.random.Generator) -> Pool:
    return Pool(
        group=group,
        edited=tuple(graded(group, COPIES, rng)),
        frames=tuple(Frame.of(anchor.signal) for anchor in (group.anchor, *group.correct)),
    )


def _normalisation(groups: Sequence[Group]) -> Normalisation:
    rows = np.concatenate(
        [
            Frame.of(group.anchor.signal).apply(execution.signal)
            for group in groups
            for execution in group.executions
        ]
    )
    # Rates keep their zero, for a limb that returns to its start has turned by nothing on the
    # whole, and their directions: one size serves all three.
    sizes = np.append(rows[:, :3].std(axis=0), [np.sqrt((rows[:, 3:] ** 2).mean())] * 3)
    return Normalisation(mean=rows.mean(axis=0) * [1, 1, 1, 0, 0, 0], sd=sizes)


def _batch(pairs: Sequence[_Pair]) -> Batch:
    signal, samples = _filled([pair[0] for pair in pairs])
    anchor, anchor_samples = _filled([pair[1] for pair in pairs])
    own = np.stack([pair[2].measures for pair in pairs])
    other = np.stack([pair[3].measures for pair in pairs])
    kinds = [NO_KIND if pair[2].kind is None else KINDS.index(pair[2].kind) for pair in pairs]
    return Batch(
        signal=signal,
        anchor=anchor,
        samples=samples,
        anchor_samples=anchor_samples,
        targets=torch.tensor(similarities(own, other), dtype=torch.float32),
        levels=torch.tensor(own - other, dtype=torch.float32),
        kinds=torch.tensor(kinds),
        faults=torch.tensor([pair[4] for pair in pairs]),
    )


def _filled(signals: Sequence[Floats]) -> tuple[Tensor, Tensor]:
    whole = [fill_windows(signal.astype(np.float32)) for signal in signals]
    filled = np.zeros((len(whole), max(map(len, whole)), 6), np.float32)
    for row, signal in zip(filled, whole, strict=True):
        row[: len(signal)] = signal
    return torch.from_numpy(filled), torch.tensor([len(signal) for signal in whole])


def _turn(vector: Floats) -> Floats:
    """Return the rotation matrix of a rotation vector (3,)."""
    angle = float(np.linalg.norm(vector))
    x, y, z = vector / max(angle, 1e-12)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turn: Floats = np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * cross @ cross
    return turn

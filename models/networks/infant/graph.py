"""The skeleton as a graph: which joints a convolution brings together, as stacked matrices."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from edge.core.arrays import Floats
from edge.core.infant import BONES, JOINTS, ROOT
from models.networks.infant.architectures import Graph


@cache
def hops() -> tuple[tuple[int, ...], ...]:
    """Return for every pair of joints how many bones lie between them."""
    count = len(JOINTS)
    adjacent = np.eye(count, dtype=np.int64)
    for a, b in BONES:
        adjacent[a, b] = adjacent[b, a] = 1
    found = np.full((count, count), -1)
    reached = np.eye(count, dtype=np.int64)
    for distance in range(count):
        found[(found < 0) & (reached > 0)] = distance
        reached = reached @ adjacent
    return tuple(map(tuple, found.tolist()))


def partition(graph: Graph, *, legacy: bool = False) -> Floats:
    """Return (K, 19, 19) matrices A; a convolution adds up x[v] · A_k[v, w] over v for joint w.

    Args:
        graph: `SC` divides a joint's neighbours into itself, those at an equal or larger distance
            from the thorax, and nearer ones; `DA2` and `DA4` take joints at exactly 1 … bones.
        legacy: of `SC`: distances beyond one bone count as equal, as in the public code.
    """
    if graph == "SC":
        return _spatial(legacy=legacy)
    return _disentangled(2 if graph == "DA2" else 4)


def _spatial(*, legacy: bool) -> Floats:
    distance = np.array(hops())
    near = distance <= 1
    normalised = near / near.sum(axis=0, keepdims=True)
    to_center = distance[:, ROOT].astype(np.float64)
    if legacy:
        to_center[to_center > 1] = np.inf
    source, target = to_center[:, None], to_center[None, :]
    itself = np.eye(len(JOINTS), dtype=bool)
    nearer = (source < target) & ~itself
    kept: Sequence[np.ndarray] = (itself, ~nearer & ~itself, nearer)
    return np.stack([np.where(part, normalised, 0.0) for part in kept])


def _disentangled(scales: int) -> Floats:
    distance = np.array(hops())
    itself = np.eye(len(JOINTS))
    found = [itself]
    for hop in range(1, scales):
        own = (distance == hop) + itself
        root = 1.0 / np.sqrt(own.sum(axis=0))
        found.append(root[:, None] * own * root[None, :])
    return np.stack(found)

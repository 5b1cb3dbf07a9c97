"""Which end of a movement is rest: where people begin, end and pause longest."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.spotting.pose_motion import PoseMotion

END_S: Final = 0.2
"""Time over which the pose at the start and end of a stretch is taken."""

STILL_SHARE: Final = 0.15
"""Still is slower than this share of the session's fast movements (95th percentile)."""

MUTUAL_WEIGHT: Final = 2.0
"""How many poses of evidence two stretches that move alike count against each other's sign."""


def outward(
    session: PoseMotion, stretches: Sequence[tuple[int, int]], resting: Sequence[Floats]
) -> Floats:
    """Return the common unit vector (3 · units,) in pose space along which all leave rest.

    A stretch is thought to run from rest over a held pose to rest, but may have been cut from one
    hold to the next instead. The evidence for either: the poses that are likely to be rest, and
    those in which the other stretches begin and end, are near to this one's ends or near to its
    middle; and all stretches move in a similar direction. The signs that agree best with all of
    it are taken.

    Args:
        session: the recording in which the stretches are.
        stretches: first and last sample of each.
        resting: poses (3 · units,) that are likely to be rest, as `resting_poses` finds them.
    """
    parts = [_middle_and_ends(session, start, stop) for start, stop in stretches]
    trust = []
    for k, (middle, ends) in enumerate(parts):
        poses = [*resting, *(other for j, (_, other) in enumerate(parts) if j != k)]
        trust.append(1.0 + sum(_nearness(pose, middle, ends) for pose in poses))
    ways = np.array([_unit(middle - ends) for middle, ends in parts])
    alike = ways @ ways.T

    def agreement(signs: tuple[int, ...]) -> float:
        pairs = combinations(range(len(signs)), 2)
        mutual = sum(signs[i] * signs[j] * float(alike[i, j]) for i, j in pairs)
        return float(np.dot(signs, trust)) + MUTUAL_WEIGHT * mutual

    signs = max(product((1, -1), repeat=len(parts)), key=agreement)
    return _unit((ways * np.array(signs)[:, None]).sum(axis=0))


def _middle_and_ends(motion: PoseMotion, start: int, stop: int) -> tuple[Floats, Floats]:
    """Return the median pose of the stretch's middle half, and the mean of those at its ends."""
    pose, ends, quarter = motion.pose[start : stop + 1], motion.samples(END_S), (stop - start) // 4
    first, last = np.median(pose[:ends], axis=0), np.median(pose[-ends:], axis=0)
    return np.median(pose[quarter : len(pose) - quarter], axis=0), (first + last) / 2


def resting_poses(motion: PoseMotion) -> list[Floats]:
    """Return the poses in which a recording begins, ends and pauses longest."""
    ends = motion.samples(END_S)
    start, stop = _longest_pause(motion)
    stretches = (motion.pose[:ends], motion.pose[-ends:], motion.pose[start:stop])
    return [np.median(stretch, axis=0) for stretch in stretches]


def _longest_pause(motion: PoseMotion) -> tuple[int, int]:
    still = motion.speed <= STILL_SHARE * np.quantile(motion.speed, 0.95)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], still, [False]]).astype(np.int8)))
    starts, stops = edges[::2], edges[1::2]
    if len(starts) == 0:
        return 0, len(still)
    longest = int(np.argmax(stops - starts))
    return int(starts[longest]), int(stops[longest])


def _nearness(pose: Floats, middle: Floats, ends: Floats) -> float:
    """Return 1 for a pose at the ends, −1 for one in the middle, 0 for one in between."""
    far, near = np.linalg.norm(pose - middle), np.linalg.norm(pose - ends)
    return float((far - near) / max(np.linalg.norm(middle - ends), np.finfo(float).tiny))


def _unit(v: Floats) -> Floats:
    return v / max(float(np.linalg.norm(v)), np.finfo(float).tiny)

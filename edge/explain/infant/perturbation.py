"""A window as it would be had some joints moved slower, faster, or through other angles.

Velocity: the way of a segment's joints is run through slower or faster; what was visited stays the
same. Angles: each bone turns by more or less from frame to frame. Both change keypoints as tracked,
in pixels; whoever judges the result prepares it anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from edge.core.arrays import Floats
from edge.core.infant import BONES, HEAD, ORDER, PARENTS, PELVIS, ROOT, SEGMENTS, THORAX
from edge.posture.infant.motion_reference import wrapped

LEAST_POINTS: Final = 2
AngleMode = Literal["increment", "cumulative"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerturbationSettings:
    """How windows are changed.

    Attributes:
        reattach: a warped segment keeps its distance from the joint that it hangs on, which the
            paper's warp does not.
        angles: `increment`, as in the public code, changes every frame's turn by itself, so that
            nothing adds up; `cumulative` narrows or widens the whole course.
        carry: joints that are not perturbed move along with their parents, so that bones keep their
            lengths; the public code leaves them behind.
        rigid_head: the head turns as one body with the neck.
    """

    reattach: bool = False
    angles: AngleMode = "increment"
    carry: bool = True
    rigid_head: bool = False


PERTURBATION: Final = PerturbationSettings()


def warped(series: Floats, factor: float) -> Floats:
    """Return a series (T, …) run through at `factor` times its speed, of the same length.

    A faster one goes back and forth, the sample of each turn standing twice; a slower one is cut.
    """
    length = len(series)
    if factor == 1.0:
        return series.copy()
    points = max(LEAST_POINTS, int(length / factor))
    at = np.linspace(0.0, length - 1.0, points)[: length if factor < 1.0 else None]
    before = np.minimum(at.astype(np.int64), length - 2)
    share = (at - before).reshape(-1, *[1] * (series.ndim - 1))
    run: Floats = series[before] * (1.0 - share) + series[before + 1] * share
    while len(run) < length:
        run = np.concatenate([run, run[::-1]])
    return run[:length]


def velocity_perturbed(
    window: Floats,
    factors: Mapping[str, float],
    settings: PerturbationSettings = PERTURBATION,
) -> Floats:
    """Return keypoints (T, 19, 2) with segments run through at other speeds.

    Args:
        window: in any unit.
        factors: of segments by name; those that are not named stay.
        settings: the variant.
    """
    changed = window.copy()
    for name, factor in factors.items():
        joints = list(SEGMENTS[name])
        changed[:, joints] = warped(window[:, joints], factor)
    if not settings.reattach:
        return changed
    attached = changed.copy()
    segment = {joint: name for name, own in SEGMENTS.items() for joint in own}
    for joint in ORDER:
        parent = PARENTS[joint]
        if joint == ROOT:
            continue
        inside = segment[joint] == segment[parent]
        step = (
            changed[:, joint] - changed[:, parent]
            if inside
            else warped(window[:, joint] - window[:, parent], factors.get(segment[joint], 1.0))
        )
        attached[:, joint] = attached[:, parent] + step
    return attached


def angle_perturbed(
    window: Floats,
    factors: Mapping[int, float],
    settings: PerturbationSettings = PERTURBATION,
) -> Floats:
    """Return keypoints (T, 19, 2) with bones that turn by other angles from frame to frame.

    The first frame and all lengths of perturbed bones stay.

    Args:
        window: in any unit.
        factors: of joints by number; the root has none.
        settings: the variant.
    """
    bones = window - window[:, PARENTS]
    angles = np.arctan2(bones[..., 1], bones[..., 0])
    lengths = np.linalg.norm(bones, axis=2)
    turned = {
        joint: _course(angles[:, joint], factor, settings.angles)
        for joint, factor in factors.items()
        if joint != ROOT
    }
    if settings.rigid_head and 4 in turned:
        neck = turned[4] - angles[:, 4]
        turned |= {joint: angles[:, joint] + neck for joint in HEAD}
    changed = window.copy()
    moved = np.zeros(window.shape[1], bool)
    for joint in ORDER:
        parent = PARENTS[joint]
        if joint in turned:
            own = turned[joint]
            direction = np.stack([np.cos(own), np.sin(own)], axis=-1)
            changed[:, joint] = changed[:, parent] + lengths[:, joint, None] * direction
            moved[joint] = True
        elif joint != ROOT and settings.carry and moved[parent]:
            changed[:, joint] = changed[:, parent] + bones[:, joint]
            moved[joint] = True
    return changed


def bone_change(window: Floats, changed: Floats) -> float:
    """Return the largest change of a bone's length in any frame, in trunk lengths.

    Bones hold inside a segment; between segments the paper's warp stretches them. A bone's own
    length is no measure: of one that points at the camera nothing is left in the picture.
    """
    children, parents = (list(ends) for ends in zip(*BONES, strict=True))
    before, after = (
        np.linalg.norm(x[:, children] - x[:, parents], axis=2) for x in (window, changed)
    )
    trunk = float(np.median(np.linalg.norm(window[:, THORAX] - window[:, PELVIS], axis=1)))
    return float(np.abs(after - before).max()) / trunk if trunk > 0.0 else 0.0


def _course(angle: Floats, factor: float, mode: AngleMode) -> Floats:
    """Return (T,) the angles of a bone whose turns are multiplied."""
    turns = factor * wrapped(np.diff(angle))
    start = angle[:1]
    if mode == "cumulative":
        return np.concatenate([start, start + np.cumsum(turns)])
    return np.concatenate([start, angle[:-1] + turns])

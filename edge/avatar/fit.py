"""The joint angles that best explain a measured orientation, by Levenberg–Marquardt."""

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from scipy.optimize import least_squares

from edge.avatar.kinematics import Frame, arm_frames, on_chair, shank_frame, turn
from edge.avatar.proportions import Skeleton
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.signals.rotations import conjugate, multiply

ORIENTATION_DEG: Final = 1.0
"""Standard deviation of a measured orientation: what the filter errs by within a repetition."""

_STEP_DEG: Final = 1e-4
_TOLERANCE: Final = 1e-5
_ANY_SIZE: Final = Skeleton(height_m=1.7)
"""Lengths have no part in orientations."""

Segment = Callable[[Floats], Floats]
"""Takes poses (n, k) in degrees to the orientations (n, 4) of what wears the watch, in the body's
start frame: x forward, z up."""


def segment_of(exercise: str, side: Side) -> Segment:
    """Return how the joints of an exercise turn the forearm or shank that wears the watch."""
    about = EXERCISES[exercise]
    names = [f"{side}_{joint}_deg" for joint in about.constraints.joints]
    if about.worn == "wrist":
        return partial(_forearm, names=names[2:], side=side)
    return partial(_shank, names=names, side=side, sitting=about.sitting)


def _shank(joints_deg: Floats, names: list[str], side: Side, *, sitting: bool) -> Floats:
    angles = dict(zip(names, np.ascontiguousarray(joints_deg.T), strict=True))
    posed = on_chair(angles, len(joints_deg)) if sitting else angles
    return shank_frame(posed, _ANY_SIZE, side).rotation


def _forearm(joints_deg: Floats, names: list[str], side: Side) -> Floats:
    flexion, lateral, *limb = np.ascontiguousarray(joints_deg.T)
    angles = dict(zip(names, limb, strict=True))
    trunk = multiply(turn("y", flexion), turn("x", -lateral))
    thorax = Frame(trunk, np.zeros((len(trunk), 3)))
    return arm_frames(angles, _ANY_SIZE, side, thorax)["wrist"].rotation


def fit(
    measured: Floats, segment: Segment, *, start_deg: Floats, sd_deg: Floats, guesses_deg: Floats
) -> Floats:
    """Return the most probable pose (k,), degrees, by its departures from the start pose.

    Least squares over the orientation's error and every joint's departure from the start pose,
    each in standard deviations: the orientation closes three of the k angles, the exercise the
    others. Levenberg (Quart. Appl. Math. 2, 1944), Marquardt (J. SIAM 11, 1963).

    Args:
        measured: (4,) orientation of the segment that wears the watch.
        segment: its orientation in a pose.
        start_deg: (k,) the start pose.
        sd_deg: (k,) standard deviations of the departures from it.
        guesses_deg: (m, k) the search starts at the most probable of these poses; the previous
            pose among them makes it a warm start.
    """
    back = conjugate(measured)
    count = len(start_deg)
    steps_deg = np.vstack([np.zeros(count), _STEP_DEG * np.eye(count)])

    def turned_deg(joints_deg: Floats) -> Floats:
        """Return the errors (n, 3): the axis times twice the sine of half the angle, in degrees."""
        error = multiply(back, segment(joints_deg))
        shortest_deg: Floats = np.degrees(2.0) * np.where(
            error[:, :1] < 0, -error[:, 1:], error[:, 1:]
        )
        return shortest_deg

    def residuals(joints_deg: Floats) -> Floats:
        """Return the residuals (n, 3 + k) of poses (n, k), in standard deviations."""
        departures = (joints_deg - start_deg) / sd_deg
        return np.hstack([turned_deg(joints_deg) / ORIENTATION_DEG, departures])

    def here(joints_deg: Floats) -> Floats:
        return residuals(joints_deg[np.newaxis]).ravel()

    def jacobian(joints_deg: Floats) -> Floats:
        around = residuals(joints_deg + steps_deg)
        slopes: Floats = (around[1:] - around[0]).T / _STEP_DEG
        return slopes

    improbability = (residuals(guesses_deg) ** 2).sum(axis=1)
    found = least_squares(
        here,
        guesses_deg[improbability.argmin()],
        jac=jacobian,
        method="lm",
        x_scale=sd_deg,
        xtol=_TOLERANCE,
        ftol=_TOLERANCE,
        gtol=_TOLERANCE,
    )
    joints_deg: Floats = found.x
    return joints_deg

"""The joint angles that explain a forearm's orientation best, by Levenberg–Marquardt."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import least_squares

from edge.avatar.constraints import JOINTS
from edge.avatar.kinematics import Frame, Skeleton, arm_frames, turn
from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.signals.rotations import conjugate, multiply

ORIENTATION_DEG: Final = 1.0
"""Standard deviation of a measured orientation: what the filter errs by within a repetition."""

_STEP_DEG: Final = 1e-4
_TOLERANCE: Final = 1e-5
_ANY_SIZE: Final = Skeleton(height_m=1.7)
"""Lengths have no part in orientations."""
_STEPS: Final = np.vstack([np.zeros(len(JOINTS)), _STEP_DEG * np.eye(len(JOINTS))])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """A fitted pose.

    Attributes:
        joints_deg: (7,) angles in the order of `JOINTS`.
        misfit_deg: angle between the measured orientation of the forearm and the pose's.
    """

    joints_deg: Floats
    misfit_deg: float


def forearm(joints_deg: Floats, side: Side) -> Floats:
    """Return the forearm's orientations (n, 4) to the body's start frame: x forward, z up.

    Args:
        joints_deg: (n, 7) in the order of `JOINTS`.
        side: of the arm that wears the watch.
    """
    flexion, lateral = joints_deg[:, 0], joints_deg[:, 1]
    angles = {
        f"{side}_{joint}_deg": np.ascontiguousarray(joints_deg[:, k])
        for k, joint in enumerate(JOINTS[2:], start=2)
    }
    trunk = multiply(turn("y", flexion), turn("x", -lateral))
    thorax = Frame(trunk, np.zeros((len(trunk), 3)))
    return arm_frames(angles, _ANY_SIZE, side, thorax)["wrist"].rotation


def fit(
    measured: Floats, side: Side, *, start_deg: Floats, give_deg: Floats, guesses_deg: Floats
) -> Fit:
    """Return the pose in which the departures from the start pose are the most probable.

    Least squares over the orientation's error and every joint's departure from the start pose,
    each in standard deviations: the orientation closes three of seven angles, the exercise the
    others. Levenberg (Quart. Appl. Math. 2, 1944), Marquardt (J. SIAM 11, 1963).

    Args:
        measured: (4,) the forearm's orientation to the body's start frame.
        side: of the arm that wears the watch.
        start_deg: (7,) the start pose.
        give_deg: (7,) standard deviations of the departures from it.
        guesses_deg: (k, 7) the search starts at the most probable of these poses; the previous
            pose among them makes it a warm start.
    """
    back = conjugate(measured)

    def turned_deg(joints_deg: Floats) -> Floats:
        """Return the errors (n, 3): the axis times twice the sine of half the angle, in degrees."""
        error = multiply(back, forearm(joints_deg, side))
        shortest_deg: Floats = np.degrees(2.0) * np.where(
            error[:, :1] < 0, -error[:, 1:], error[:, 1:]
        )
        return shortest_deg

    def residuals(joints_deg: Floats) -> Floats:
        """Return the residuals (n, 10) of poses (n, 7), in standard deviations."""
        departures = (joints_deg - start_deg) / give_deg
        return np.hstack([turned_deg(joints_deg) / ORIENTATION_DEG, departures])

    def here(joints_deg: Floats) -> Floats:
        return residuals(joints_deg[np.newaxis]).ravel()

    def jacobian(joints_deg: Floats) -> Floats:
        around = residuals(joints_deg + _STEPS)
        slopes: Floats = (around[1:] - around[0]).T / _STEP_DEG
        return slopes

    improbability = (residuals(guesses_deg) ** 2).sum(axis=1)
    found = least_squares(
        here,
        guesses_deg[improbability.argmin()],
        jac=jacobian,
        method="lm",
        x_scale=give_deg,
        xtol=_TOLERANCE,
        ftol=_TOLERANCE,
        gtol=_TOLERANCE,
    )
    error_deg = turned_deg(found.x[np.newaxis])[0]
    return Fit(joints_deg=found.x, misfit_deg=float(np.linalg.norm(error_deg)))

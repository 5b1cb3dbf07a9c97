"""How the watch is turned on the wrist now, compared with when the anchor was recorded.

Two directions of the sensor's frame tell: where up is in the rest pose, and about which axis the
exercise turns. Both are fixed to the limb, so what carries the ones of today into the anchor's is
the turn of the watch on the limb.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.spatial.transform import Rotation

from calibration.errors import PlacementError
from calibration.worn import Directions
from edge.assessment.mounting import Mounting
from edge.core.arrays import Floats
from edge.core.constants import UP
from edge.signals.angles import between_deg, main_axis, rest_pose
from edge.signals.errors import SignalError
from edge.signals.orientation import orientation_of
from edge.signals.rotations import conjugate, rotate
from edge.signals.stillness import StillnessDetector

_UP_SD_DEG: Final = 1.5
"""A rest pose repeats to about this angle."""
_AXIS_SD_DEG: Final = 3.0
"""The axis of a movement repeats to about this angle."""
_TURN_SD_DEG: Final = 60.0
"""How far a watch may be turned that is put on anew, before anything is measured."""
MISFIT_DEG: Final = 15.0
"""Above this the rest pose or the movement is not the anchor's."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placement:
    """The turn of a watch between two mountings.

    Attributes:
        rotation: (4,) quaternion w, x, y, z from the sensor's frame now to the anchor's.
        turned_deg: its angle.
        residual_deg: root mean square angle that remains between the two pairs of directions.
        uncertainty_deg: standard error about the least determined direction. Where up and axis
            are parallel (turning the forearm outward) it is large: the turn about them is then
            taken as none.
    """

    rotation: Floats
    turned_deg: float
    residual_deg: float
    uncertainty_deg: float


def directions_of_recording(t_s: Floats, accel_m_s2: Floats, gyro_rad_s: Floats) -> Directions:
    """Return how the watch sits in a recording: still at first, then some repetitions.

    Args:
        t_s: (n,) uniform times.
        accel_m_s2: (n, 3) specific force.
        gyro_rad_s: (n, 3) angular rate.

    Raises:
        PlacementError: there is no stillness at the start, or no movement after it.
    """
    try:
        orientation = orientation_of(t_s, accel_m_s2, gyro_rad_s)
        rate_hz = (len(t_s) - 1) / float(t_s[-1] - t_s[0])
        still = StillnessDetector(rate_hz).process(np.hstack([accel_m_s2, gyro_rad_s])).still
        if not still.any():
            raise PlacementError(
                "nobody stood still in the recording", remedy="start it with 3 s of rest"
            )
        rest = rest_pose(orientation[_first_run(still)])
        axis = main_axis(orientation, rest)
    except SignalError as error:
        raise PlacementError(f"the wearing of the watch cannot be told: {error}") from error
    return Directions.of_movement(
        Mounting(up=rotate(conjugate(rest), UP), axis=axis),
        np.hstack([accel_m_s2, gyro_rad_s]),
        orientation,
        rest,
    )


def placement_between(anchor: Mounting, now: Mounting) -> Placement:
    """Return the rotation that carries the sensor's frame of now into the anchor's.

    Wahba's problem (SIAM Review 7, 1965) over the two pairs of directions, each weighted by how
    well it repeats, and over the coordinate axes themselves with a very small weight, which says
    that a watch that is put on anew is rather turned a little than a lot.

    Raises:
        PlacementError: the directions do not fit whatever the rotation: another exercise, or
            another rest pose.
    """
    weights = np.radians([_UP_SD_DEG, _AXIS_SD_DEG, *[_TURN_SD_DEG * np.sqrt(2.0)] * 3]) ** -2.0
    rotation, _ = Rotation.align_vectors(
        np.vstack([anchor.up, anchor.axis, np.eye(3)]),
        np.vstack([now.up, now.axis, np.eye(3)]),
        weights=weights,
    )
    pairs = ((anchor.up, rotation.apply(now.up)), (anchor.axis, rotation.apply(now.axis)))
    misfits_deg = np.array([between_deg(a, b) for a, b in pairs])
    residual_deg = float(np.sqrt(np.mean(misfits_deg**2)))
    if residual_deg > MISFIT_DEG:
        raise PlacementError(
            f"rest pose and movement differ by {residual_deg:.0f}° from the reference's, however "
            "the watch may be turned",
            remedy="check the exercise, or record the reference again",
        )
    return Placement(
        rotation=rotation.as_quat(canonical=True, scalar_first=True),
        turned_deg=float(np.degrees(rotation.magnitude())),
        residual_deg=residual_deg,
        uncertainty_deg=_uncertainty_deg(anchor, weights),
    )


def _uncertainty_deg(anchor: Mounting, weights: Floats) -> float:
    """Return the standard error about the worst direction: a vector says nothing about its own."""
    information = sum(
        weight * (np.eye(3) - np.outer(v, v))
        for weight, v in zip(weights, (anchor.up, anchor.axis, *np.eye(3)), strict=True)
    )
    return float(np.degrees(np.linalg.eigvalsh(information)[0] ** -0.5))


def _first_run(flags: np.typing.NDArray[np.bool_]) -> slice:
    start = int(flags.argmax())
    length = int((~flags[start:]).argmax()) or len(flags) - start
    return slice(start, start + length)

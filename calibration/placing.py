"""On which wrist the watch is worn, and which way round: told from three poses, with no reference.

The arm hangs; then the forearm points forward with the thumb up; then the hand is laid on the
belly. Gravity shows where the elbow is in the first pose and where the thumb is in the second. On
its way to the belly the right forearm turns to the left about the vertical and the left one to the
right, however the watch sits: that tells the wrist. The rest is geometry, in the frame of the
forearm: x to the hand, z out of the back of the wrist, y = z × x.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.spatial.transform import Rotation
from scipy.special import ndtr

from calibration.errors import PlacementError
from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.signals.angles import between_deg

HANGS_BENT_DEG: Final = 15.0
"""By so much a hanging forearm points forward of the vertical."""
HANGING_SD_DEG: Final = 4.6
THUMB_SD_DEG: Final = 8.8
"""How well people hold the two poses; as simulated people do, seeds 0 to 399."""
SENSOR_SD_DEG: Final = 1.0
"""Of an accelerometer's bias, seen as an angle."""
LEAST_TURN_DEG: Final = 25.0
"""A forearm that turns by less has not gone to the belly."""
TURN_SD_DEG: Final = 20.0
WRONG_MOVEMENT: Final = 0.002
"""How often somebody does another movement than was asked for; so sure one can be at the most."""
SURE: Final = 0.99
_BENT_BY_DEG: Final = (50.0, 130.0)
_STAYS_UP_DEG: Final = 45.0
_Z95: Final = 1.96

WayRound = Literal["x_to_hand", "x_to_elbow"]
Face = Literal["outside", "inside"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThreePoses:
    """What the watch felt.

    Attributes:
        up_hanging: (3,) where up was in the sensor's frame while the arm hung, a unit vector.
        up_forward: (3,) while the forearm pointed forward, thumb up.
        up_belly: (3,) with the hand on the belly.
        turn_deg: by how much the watch turned about the vertical from the second pose to the third,
            positive to the left.
    """

    up_hanging: Floats
    up_forward: Floats
    up_belly: Floats
    turn_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WornNow:
    """How the watch is worn.

    Attributes:
        wrist: on which wrist; None where that is not sure.
        wrist_probability: of the likelier wrist.
        way_round: where the sensor's x axis points; None where that is not sure.
        way_round_probability: of the likelier way.
        face: the display is on the back of the wrist, or on its inside; None where not sure.
        face_probability: of the likelier one.
        yaw_deg: turn of the strap about the normal of the display, 0 where x points to the hand.
        yaw_95_deg: half the width of its 95 % interval.
        roll_deg: turn about the forearm, 0 on the back of the wrist.
        roll_95_deg: half the width of its 95 % interval.
    """

    wrist: Side | None
    wrist_probability: float
    way_round: WayRound | None
    way_round_probability: float
    face: Face | None
    face_probability: float
    yaw_deg: float
    yaw_95_deg: float
    roll_deg: float
    roll_95_deg: float


def worn_now(poses: ThreePoses) -> WornNow:
    """Return how the watch is worn.

    Raises:
        PlacementError: the poses were others than those that were asked for.
    """
    _check(poses)
    wrist: Side = "right" if poses.turn_deg > 0 else "left"
    # Of two normal laws with opposite means; the tails are those who do something else.
    odds = math.exp(-min(2.0 * abs(poses.turn_deg) * 65.0 / TURN_SD_DEG**2, 700.0))
    wrist_probability = (1.0 - WRONG_MOVEMENT) / (1.0 + odds)
    rotation = _to_forearm(poses, wrist).as_matrix()
    yaw_deg = math.degrees(math.atan2(-rotation[0, 1], rotation[0, 0]))
    roll_deg = math.degrees(math.atan2(-rotation[1, 2], rotation[2, 2]))
    yaw_sd_deg = math.hypot((HANGING_SD_DEG**-2 + THUMB_SD_DEG**-2) ** -0.5, SENSOR_SD_DEG)
    roll_sd_deg = math.hypot(THUMB_SD_DEG, SENSOR_SD_DEG)
    way_probability = _certainty(yaw_deg, yaw_sd_deg)
    face_probability = _certainty(roll_deg, roll_sd_deg)
    way: WayRound = "x_to_hand" if abs(yaw_deg) < 90.0 else "x_to_elbow"
    face: Face = "outside" if abs(roll_deg) < 90.0 else "inside"
    return WornNow(
        wrist=wrist if wrist_probability >= SURE else None,
        wrist_probability=wrist_probability,
        way_round=way if way_probability >= SURE else None,
        way_round_probability=way_probability,
        face=face if face_probability >= SURE else None,
        face_probability=face_probability,
        yaw_deg=yaw_deg,
        yaw_95_deg=_Z95 * yaw_sd_deg,
        roll_deg=roll_deg,
        roll_95_deg=_Z95 * roll_sd_deg,
    )


def _check(poses: ThreePoses) -> None:
    bent_deg = between_deg(poses.up_hanging, poses.up_forward)
    low, high = _BENT_BY_DEG
    if not low <= bent_deg <= high:
        raise PlacementError(
            f"between hanging arm and level forearm the watch tilted by {bent_deg:.0f}°, not by "
            "about 90°",
            remedy="let the arm hang, then bend the elbow until the forearm points forward",
        )
    tilted_deg = between_deg(poses.up_forward, poses.up_belly)
    if tilted_deg > _STAYS_UP_DEG:
        raise PlacementError(
            f"on its way to the belly the hand turned over by {tilted_deg:.0f}°",
            remedy="keep the thumb up while you lay the hand on the belly",
        )
    if abs(poses.turn_deg) < LEAST_TURN_DEG:
        raise PlacementError(
            f"the forearm turned by {abs(poses.turn_deg):.0f}° only, and which wrist it is cannot "
            "be told",
            remedy="lay the hand on the belly, so that the forearm turns inward",
        )


def _to_forearm(poses: ThreePoses, wrist: Side) -> Rotation:
    """Return the rotation from the sensor's frame to that of a watch worn straight.

    Wahba's problem (SIAM Review 7, 1965) over the two verticals.
    """
    thumb = np.array([0.0, 1.0 if wrist == "right" else -1.0, 0.0])
    bent_rad = math.radians(HANGS_BENT_DEG)
    hanging = math.sin(bent_rad) * thumb - math.cos(bent_rad) * np.array([1.0, 0.0, 0.0])
    rotation, _ = Rotation.align_vectors(
        np.vstack([hanging, thumb]),
        np.vstack([poses.up_hanging, poses.up_forward]),
        weights=[HANGING_SD_DEG**-2, THUMB_SD_DEG**-2],
    )
    return rotation


def _certainty(angle_deg: float, sd_deg: float) -> float:
    """Return the probability that the angle is really on that side of ±90°."""
    margin_deg = abs(abs(angle_deg) - 90.0)
    return float((1.0 - WRONG_MOVEMENT) * ndtr(margin_deg / sd_deg))

"""The joint angles of a person whose regions of the trunk have given angles."""

from typing import Final

import numpy as np

from edge.avatar.kinematics import (
    NOD_SHARE,
    SPINE_ANGLES,
    JointAngles,
    joint_positions,
)
from edge.avatar.proportions import Skeleton
from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.core.exercises.building_blocks import CROSSED_BELOW_DEG, CROSSED_DEG
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.simulation.body.render_truth import true_spine_angle_deg
from edge.simulation.low_back.covariates import Covariates
from edge.simulation.low_back.persons import Person

# Rows: the joints of `SPINE_ANGLES` from below; columns: lower and upper lumbar, lower and upper
# thoracic spine.
_SHARES: Final = np.array(
    [
        [2 / 3, 0, 0, 0],
        [1 / 3, 1 / 3, 0, 0],
        [0, 2 / 3, 0, 0],
        [0, 0, 1 / 2, 0],
        [0, 0, 1 / 2, 0],
        [0, 0, 0, 1 / 2],
        [0, 0, 0, 1 / 2],
    ]
)
_LEGS_BACK: Final = 0.05
"""The legs tilt the other way by so much of the trunk's bend, for the balance."""
_PASSIVE_LEAN_DEG: Final = 3.0
"""Who hangs in the hips leans the legs forward."""
_SWAY_DEG: Final = 0.15
_HANGING_DEG: Final = {"shoulder_plane": 90.0, "elbow_flexion": 8.0}
_HANGING_OUT_DEG: Final = 4.0
_WITH_TRUNK: Final = 0.6
"""The line from hip to neck turns by so much of the sum of what all regions turn."""
_USUAL_INCLINE_DEG: Final = 10.0
"""Of the top of the thorax, while somebody stands."""
_SWAY_STREAM: Final = 26


def skeleton_of(body: Covariates) -> Skeleton:
    """Return the segment lengths of a person."""
    return Skeleton(height_m=body.height_m, leg_share=body.leg_share)


def rest_angles_deg(person: Person) -> Floats:
    """Return the (5,) angles of `edge.simulation.low_back.phenotypes.REGIONS` while standing.

    The pelvis is tilted so that the person stands at the spine angle θ that is theirs.
    """
    numbers = person.numbers
    spine = np.array(
        [
            *(-numbers["ll_lordosis_deg"], -numbers["ul_lordosis_deg"]),
            *(numbers["lt_kyphosis_deg"], numbers["ut_kyphosis_deg"]),
        ]
    )
    level = np.concatenate([[0.0], spine])[None]
    angles = _standing(person, level)
    joints_m = joint_positions(angles, skeleton_of(person.covariates))
    # The trunk turns about the hips as a whole, so that θ falls by just as much as it is tilted.
    tilt_deg = float(true_spine_angle_deg(joints_m)[0]) - person.covariates.standing_deg
    return np.concatenate([[tilt_deg], spine])


def trunk_joint_angles(
    person: Person,
    direction: Direction,
    t_s: Floats,
    regions_deg: Floats,
    rest_deg: Floats,
) -> JointAngles:
    """Return all joint angles that are not 0, (n,) degrees each, by name.

    Args:
        person: who.
        direction: to which side the trunk is bent.
        t_s: (n,) times; a standing body sways.
        regions_deg: (n, 5) angles of the regions.
        rest_deg: (5,) those while standing.
    """
    away_deg = (regions_deg - rest_deg).sum(axis=1)
    which = DIRECTIONS.index(direction)
    rng = np.random.default_rng([person.seed, _SWAY_STREAM, person.number, which])
    rates_hz, phases = rng.uniform(0.1, 0.5, 2), rng.uniform(0.0, 2.0 * np.pi, 2)
    sway = np.sin(2.0 * np.pi * np.outer(t_s, rates_hz) + phases) @ np.array([0.7, 0.3])
    angles = _standing(person, regions_deg)
    legs_deg = angles["leg_forward_deg"] - _LEGS_BACK * away_deg
    angles["leg_forward_deg"] = legs_deg + _SWAY_DEG * sway
    angles["hip_flexion_deg"] = regions_deg[:, 0] - legs_deg
    incline_deg = regions_deg.sum(axis=1)
    angles["neck_flexion_deg"] = -rest_deg.sum() + NOD_SHARE * away_deg
    return angles | _arms(person.covariates, incline_deg, float(rest_deg.sum()))


def _standing(person: Person, regions_deg: Floats) -> dict[str, Floats]:
    """Return the angles of legs, hips and spine."""
    joints_deg = regions_deg[:, 1:] @ _SHARES.T
    passive = person.phenotype == "passive_extension"
    legs_deg = np.full(len(regions_deg), _PASSIVE_LEAN_DEG if passive else 0.0)
    return {
        "leg_forward_deg": legs_deg,
        "hip_flexion_deg": regions_deg[:, 0] - legs_deg,
        **{name: joints_deg[:, i] for i, name in enumerate(SPINE_ANGLES)},
    }


def _arms(body: Covariates, incline_deg: Floats, rest_incline_deg: float) -> dict[str, Floats]:
    """Return the angles of both arms on a thorax that is inclined by so much, and at rest."""
    still = np.ones_like(incline_deg)
    if body.arms == "crossed":
        # Held to the chest, the elbows before the trunk, however round the upper back is.
        round_deg = max(rest_incline_deg - _USUAL_INCLINE_DEG, 0.0)
        given: dict[Side, dict[str, float]] = {"left": CROSSED_BELOW_DEG, "right": CROSSED_DEG}
        return {
            f"{side}_{name}_deg": (deg + round_deg * (name == "shoulder_elevation")) * still
            for side, pose in given.items()
            for name, deg in pose.items()
        }
    # Hanging arms stay vertical while the trunk goes forward; where it goes back they go with it,
    # for the hands stay at the thighs.
    with_trunk_deg = _WITH_TRUNK * np.maximum(rest_incline_deg - incline_deg, 0.0)
    return {
        f"{side}_{name}": value
        for side in ("left", "right")
        for name, value in (
            ("shoulder_plane_deg", _HANGING_DEG["shoulder_plane"] * still),
            ("shoulder_elevation_deg", incline_deg + with_trunk_deg + _HANGING_OUT_DEG),
            ("elbow_flexion_deg", _HANGING_DEG["elbow_flexion"] * still),
        )
    }

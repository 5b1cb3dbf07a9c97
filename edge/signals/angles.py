"""The one angle of an exercise: how far the limb has turned about the movement's own axis."""

import numpy as np

from edge.core.arrays import Floats
from edge.signals.errors import SignalError
from edge.signals.filters import finite
from edge.signals.rotations import conjugate, continuous, multiply, twist_rad

LEAST_TURN_DEG = 2.0
"""A movement that turns less than this has no axis that stands out from noise."""


def rest_pose(orientation: Floats) -> Floats:
    """Return the mean (4,) of orientations (n, 4) close to each other, as of a limb at rest.

    The quaternion of largest mean agreement with all of them (Markley et al., J. Guid. Control
    Dyn. 30(4), 2007). Angles taken relative to the rest pose before each repetition do not gather
    the drift of the heading, which gravity cannot correct.
    """
    poses = _orientations(orientation)
    _, vectors = np.linalg.eigh(poses.T @ poses)
    mean = vectors[:, -1]
    return np.ascontiguousarray(mean if mean @ poses[0] >= 0 else -mean)


def main_axis(orientation: Floats, rest: Floats) -> Floats:
    """Return the unit vector (3,) about which a repetition turns, in the sensor's frame at rest.

    The principal direction of the rotations away from the rest pose, with the sign that makes the
    way out positive.

    Args:
        orientation: (n, 4) of one repetition, in order, starting near rest.
        rest: (4,) the rest pose.

    Raises:
        SignalError: the orientation hardly changes, so that there is no axis.
    """
    turns = _from_rest(_orientations(orientation), rest)[:, 1:]
    _, vectors = np.linalg.eigh(turns.T @ turns)
    along = turns @ vectors[:, -1]
    if 2 * np.abs(along).max() < np.radians(LEAST_TURN_DEG):
        raise SignalError(
            f"the movement turns by less than {LEAST_TURN_DEG:g}°, so it has no main axis",
            remedy="record a larger one",
        )
    return np.ascontiguousarray(vectors[:, -1] * np.sign(along.sum()))


def angle_about(
    axis: Floats, orientation: Floats, rest: Floats, *, previous_deg: float = 0.0
) -> Floats:
    """Return the angles (n,) in degrees by which orientations are turned about `axis` from rest.

    The twist of the rotation from the rest pose; the swing that remains does not count. The
    angles are unwrapped: none is farther than 180° from the one before it.

    Args:
        axis: (3,) unit vector in the sensor's frame at rest.
        orientation: (n, 4), in order.
        rest: (4,) the rest pose.
        previous_deg: the angle right before the first; 0 where the movement starts at rest.
    """
    twist_deg = np.degrees(twist_rad(multiply(conjugate(rest), orientation), axis))
    return np.unwrap(np.concatenate([[previous_deg], twist_deg]), period=360.0)[1:]


def range_of_motion_deg(angle_deg: Floats) -> float:
    """Return the largest of the angles (n,) of a repetition: how far it went from rest."""
    return float(finite(angle_deg).max())


def between_deg(a: Floats, b: Floats) -> float:
    """Return the angle between two directions (3,), 0 to 180, exact also where it is small."""
    return float(np.degrees(np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b)))


def _from_rest(orientation: Floats, rest: Floats) -> Floats:
    """Return the rotations from the rest pose with continuous signs, the first one's w ≥ 0."""
    turned = continuous(multiply(conjugate(rest), orientation))
    return turned if turned[0, 0] >= 0 else -turned


def _orientations(orientation: Floats) -> Floats:
    poses = finite(orientation)
    if poses.ndim != 2 or poses.shape[1] != 4:
        raise SignalError(f"orientations have the shape (n, 4), not {poses.shape}")
    return poses

"""The simulated patient as a pose engine would see it, without pictures: simulated landmarks.

The joints are projected by the simulated camera, and get the errors of a pose engine.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.avatar.kinematics import Frame, segment_frames
from edge.core.arrays import Floats, Times
from edge.core.messages.camera import LANDMARKS, Pose
from edge.simulation.body.landmark_noise import (
    MEASURED_NOISE,
    DrawnErrors,
    LandmarkNoise,
    elbow_away_px,
)
from edge.simulation.body.lost_wrist import LostWrist
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.session import SimulatedSession

_PLACES: Final[Mapping[str, tuple[str, float, float, float]]] = {
    "nose": ("head", 65, 0, 82),
    "eye_inner": ("head", 57, 12, 97),
    "eye_middle": ("head", 57, 19, 97),
    "eye_outer": ("head", 55, 27, 97),
    "ear": ("head", 6, 47, 90),
    "mouth": ("head", 54, 12, 60),
    "shoulder": ("{}_shoulder", 0, 0, 0),
    "elbow": ("{}_elbow", 0, 0, 0),
    "wrist": ("{}_wrist", 0, 0, 0),
    "pinky": ("{}_wrist", -12, 0, -80),
    "index": ("{}_wrist", 10, 0, -85),
    "thumb": ("{}_wrist", 26, 0, -60),
    "hip": ("{}_hip", 0, 0, 0),
    "knee": ("{}_knee", 0, 0, 0),
    "ankle": ("{}_foot", 0, 0, 0),
    "heel": ("{}_foot", -25, 0, -25),
    "toe": ("{}_foot", 110, 0, -20),
}
"""A landmark's segment, and how far forward, left and up of its joint it lies, in thousandths of
body height, for the left side."""
_MIDDLE: Final = "nose"
_TRUNK_HALF_WIDTH: Final = 0.085
"""Half the width of the trunk that hides what is behind it, as a share of body height."""
_OF_ARMS: Final = np.array(
    [name.endswith(("elbow", "wrist", "pinky", "index", "thumb")) for name in LANDMARKS]
)
"""What an engine has to guess when it is hidden; it knows shoulders and hips from the trunk."""
_HIDDEN, _SHOWN = 0.2, 0.98
_BATCH: Final = 256


def simulated_poses(
    session: SimulatedSession,
    camera: Camera,
    t_s: Floats,
    stamp_ns: Times,
    *,
    seed: int,
    noise: LandmarkNoise = MEASURED_NOISE,
) -> Iterator[Pose]:
    """Yield what a pose engine finds in frames of a session, the same for equal arguments.

    An arm that the trunk hides is not visible.

    Args:
        session: who moves.
        camera: point of view.
        t_s: (n,) when the frames are taken, on the session's clock.
        stamp_ns: (n,) what they are stamped with.
        seed: of the noise.
        noise: how much of it.
    """
    errors = DrawnErrors(noise, session.angle_deg, np.random.default_rng(seed))
    lost = LostWrist(session.patient.side, noise.share, np.random.default_rng([seed, 1]))
    for first in range(0, len(t_s), _BATCH):
        part = slice(first, first + _BATCH)
        points_m = landmarks_m(session, t_s[part])
        seen_m = camera.see(points_m)
        hidden = _behind_the_trunk(seen_m, session.patient.height_m)
        angle_deg = np.interp(t_s[part], session.t_s, session.angle_deg)
        off, off_m = errors.at(t_s[part], angle_deg, hidden)
        true_px = camera.project(points_m)
        flight = noise.share * noise.elbow_flight
        px = true_px + flight * elbow_away_px(true_px, seen_m) + camera.height_px * off
        world_m = seen_m - middle_of(seen_m, "hip")[:, None] + off_m
        visibility = np.where(hidden, _HIDDEN, _SHOWN)
        lost.mislead(t_s[part], seen_m, px, world_m, visibility)
        for i, stamp in enumerate(stamp_ns[part]):
            yield Pose(
                seq=first + i,
                sensor_ns=int(stamp),
                host_ns=int(stamp),
                presence="followed",
                height=camera.height_px,
                width=camera.width_px,
                landmarks_px=px[i],
                visibility=visibility[i],
                world_m=world_m[i],
                engine_ns=0,
            )


def landmarks_m(session: SimulatedSession, t_s: Floats) -> Floats:
    """Return the (n, 33, 3) true world positions in the order of `LANDMARKS` at (n,) instants."""
    angles = {
        name: np.interp(t_s, session.t_s, angle) for name, angle in session.joint_angles.items()
    }
    frames = segment_frames(angles, session.skeleton)
    height_m = session.patient.height_m
    return np.stack([_place(name, frames, height_m) for name in LANDMARKS], axis=1)


def _place(landmark: str, frames: Mapping[str, Frame], height_m: float) -> Floats:
    side, _, part = landmark.partition("_")
    if landmark == _MIDDLE:
        side, part = "left", landmark
    segment, forward, left, up = _PLACES[part]
    outward = left if side == "left" else -left
    offset_m = np.array([forward, outward, up]) * (height_m * 1e-3)
    return frames[segment.format(side)].point(offset_m)


def middle_of(points: Floats, part: str) -> Floats:
    """Return the (n, k) points halfway between left and right."""
    left, right = (LANDMARKS.index(f"{side}_{part}") for side in ("left", "right"))
    middle: Floats = 0.5 * (points[:, left] + points[:, right])
    return middle


def _behind_the_trunk(seen_m: Floats, height_m: float) -> NDArray[np.bool_]:
    """Return (n, 33) which landmarks of arms, in camera axes, have the trunk before them."""
    hip, neck = middle_of(seen_m, "hip")[:, None], middle_of(seen_m, "shoulder")[:, None]
    along = neck - hip
    share = np.sum((seen_m - hip)[..., :2] * along[..., :2], axis=2)
    share /= np.sum(along[..., :2] ** 2, axis=2)
    before = hip + np.clip(share, 0.0, 1.0)[..., None] * along
    aside_m = np.linalg.norm((seen_m - before)[..., :2], axis=2)
    half_m = _TRUNK_HALF_WIDTH * height_m
    behind = seen_m[..., 2] - before[..., 2] > half_m
    hidden: NDArray[np.bool_] = behind & (aside_m < half_m) & _OF_ARMS
    return hidden

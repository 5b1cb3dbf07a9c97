"""The simulated patient as a pose engine would see it, without pictures: simulated landmarks.

The joints are projected by the simulated camera, and get the noise of a pose engine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.avatar.kinematics import Frame, segment_frames
from edge.core.arrays import Floats, Times
from edge.core.messages.camera import LANDMARKS, Pose
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkNoise:
    """How far a pose engine is off.

    Attributes:
        pixel_sd_px: of each coordinate in each frame.
        depth_sd_m: of the depth in each frame.
        depth_bias_sd_m: of the depth of each landmark throughout; depth is a guess of the engine's.
    """

    pixel_sd_px: float = 3.0
    depth_sd_m: float = 0.02
    depth_bias_sd_m: float = 0.04


def simulated_poses(
    session: SimulatedSession,
    camera: Camera,
    t_s: Floats,
    stamp_ns: Times,
    *,
    seed: int,
    noise: LandmarkNoise | None = None,
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
    rng = np.random.default_rng(seed)
    noise = noise or LandmarkNoise()
    depth_bias_m = rng.normal(0.0, noise.depth_bias_sd_m, len(LANDMARKS))
    for first in range(0, len(t_s), _BATCH):
        part = slice(first, first + _BATCH)
        points_m = landmarks_m(session, t_s[part])
        seen_m = camera.see(points_m)
        px = camera.project(points_m)
        px += rng.normal(0.0, noise.pixel_sd_px, px.shape)
        px_per_m = camera.focal_px / seen_m[:, :, 2].mean()
        world_m = seen_m - _middle(seen_m, "hip")[:, None]
        world_m[:, :, :2] += rng.normal(0.0, noise.pixel_sd_px / px_per_m, px.shape)
        world_m[:, :, 2] += depth_bias_m + rng.normal(0.0, noise.depth_sd_m, px.shape[:2])
        hidden = _behind_the_trunk(seen_m, session.patient.height_m)
        for i, stamp in enumerate(stamp_ns[part]):
            yield Pose(
                seq=first + i,
                sensor_ns=int(stamp),
                host_ns=int(stamp),
                presence="followed",
                height=camera.height_px,
                width=camera.width_px,
                landmarks_px=px[i],
                visibility=np.where(hidden[i], _HIDDEN, _SHOWN),
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


def _middle(points: Floats, part: str) -> Floats:
    """Return the (n, k) points halfway between left and right."""
    left, right = (LANDMARKS.index(f"{side}_{part}") for side in ("left", "right"))
    middle: Floats = 0.5 * (points[:, left] + points[:, right])
    return middle


def _behind_the_trunk(seen_m: Floats, height_m: float) -> NDArray[np.bool_]:
    """Return (n, 33) which landmarks of arms, in camera axes, have the trunk before them."""
    hip, neck = _middle(seen_m, "hip")[:, None], _middle(seen_m, "shoulder")[:, None]
    along = neck - hip
    share = np.sum((seen_m - hip)[..., :2] * along[..., :2], axis=2)
    share /= np.sum(along[..., :2] ** 2, axis=2)
    before = hip + np.clip(share, 0.0, 1.0)[..., None] * along
    aside_m = np.linalg.norm((seen_m - before)[..., :2], axis=2)
    half_m = _TRUNK_HALF_WIDTH * height_m
    behind = seen_m[..., 2] - before[..., 2] > half_m
    hidden: NDArray[np.bool_] = behind & (aside_m < half_m) & _OF_ARMS
    return hidden

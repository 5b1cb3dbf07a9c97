"""Rendered people who stand before the real pose engine: where it sees them, and the truth."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.stand import Stand
from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS, FrameRef, Pose
from edge.pose.follower import PersonFollower
from edge.pose.mediapipe_engine import LIVE_PASSES, MediaPipeEngine
from edge.pose.tracker import PoseTracker
from edge.signals.camera_place import SEEN_PARTS
from edge.simulation.body.frames import Film
from edge.simulation.body.landmarks import landmarks_m
from edge.simulation.body.render_looks import draw_looks
from edge.simulation.body.standing import StandingScene
from edge.stages.pose import PoseOfFrames

PICTURES: Final = 7
STARTS: Final = 2
"""So many of them the engine has to find somebody who stands elsewhere now."""
_EVERY_S: Final = 0.3
_BEGIN_S: Final = 0.4
_PLACE_S: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RenderedStands:
    """What the engine sees of a scene.

    Attributes:
        stands: at each place.
        off_share: (n, 5, 2) by how much the parts are seen to the right of where they are and lower
            than they are, as shares of the stature, at n places.
    """

    stands: tuple[Stand, ...]
    off_share: Floats


def rendered_stands(scene: StandingScene) -> RenderedStands:
    """Return what the engine sees; draws 35 pictures.

    Raises:
        PoseError: the engine cannot be used.
    """
    engine = MediaPipeEngine(LIVE_PASSES)
    session, looks = scene.session, draw_looks(scene.seed)
    t_s: Floats = _BEGIN_S + _EVERY_S * np.arange(PICTURES, dtype=np.float64)
    true_m = landmarks_m(session, t_s[STARTS:])
    stands, off = [], []
    try:
        for number, camera in enumerate(scene.cameras):
            tracker = PoseTracker(engine, PersonFollower(), clock_ns=lambda: 0)
            look = PoseOfFrames(tracker).pose
            poses: list[Pose] = []
            for i, one in enumerate(Film(session, looks, camera).frames(t_s)):
                at_ns = round((number * _PLACE_S + i * _EVERY_S) * 1e9)
                height, width = one.frame.shape[:2]
                poses.append(
                    look(
                        one.frame,
                        FrameRef(
                            seq=i,
                            sensor_ns=at_ns,
                            host_ns=at_ns,
                            slot=0,
                            height=height,
                            width=width,
                        ),
                    )
                )
            seen = Stand.of(poses[STARTS:])
            true_px = np.median(_parts(camera.project(true_m)), axis=0)
            px_per_stature = scene.person.height_m * camera.focal_px / camera.distance_m
            stands.append(seen)
            off.append((seen.px - true_px) / px_per_stature)
    finally:
        engine.close()
    return RenderedStands(stands=tuple(stands), off_share=np.array(off))


def _parts(points: Floats) -> Floats:
    """Return the (n, 5, k) middles between left and right of (n, 33, k) landmarks."""
    sides = [
        points[:, [LANDMARKS.index(f"{side}_{part}") for part in SEEN_PARTS]]
        for side in ("left", "right")
    ]
    middles: Floats = 0.5 * (sides[0] + sides[1])
    return middles

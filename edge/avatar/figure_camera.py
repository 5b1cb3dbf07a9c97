"""From where each exercise is seen: an orthographic view, 100 px to the metre, y downwards."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.avatar.figure_shapes import Box
from edge.avatar.kinematics import side_sign
from edge.core.arrays import Floats
from edge.core.exercises import Side

PX_PER_M: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """From where the body is seen, and how much of it.

    Attributes:
        turn_deg: 0 is from behind, 90 from the exercising side.
        pitch_deg: how far from above.
        inner_m: from the body's middle to the picture's edge on the other side.
        outer_m: likewise on the side to which the limb goes.
        bottom_m: lower edge, as seen, above the floor.
        top_m: upper edge, likewise.
        words: the same in words.
    """

    turn_deg: float
    pitch_deg: float
    inner_m: float
    outer_m: float
    bottom_m: float
    top_m: float
    words: str


_CAMERAS: Final = {
    "shoulder_abduction": Camera(
        turn_deg=14.0,
        pitch_deg=4.0,
        inner_m=0.36,
        outer_m=1.09,
        bottom_m=0.62,
        top_m=2.26,
        words="seen from behind",
    ),
    "shoulder_flexion": Camera(
        turn_deg=68.0,
        pitch_deg=4.0,
        inner_m=0.42,
        outer_m=0.99,
        bottom_m=0.62,
        top_m=2.26,
        words="seen from the side",
    ),
    "elbow_flexion": Camera(
        turn_deg=68.0,
        pitch_deg=4.0,
        inner_m=0.42,
        outer_m=0.66,
        bottom_m=0.6,
        top_m=1.82,
        words="seen from the side",
    ),
    "external_rotation": Camera(
        turn_deg=12.0,
        pitch_deg=55.0,
        inner_m=0.42,
        outer_m=0.76,
        bottom_m=0.3,
        top_m=1.24,
        words="seen from behind and above",
    ),
    "trunk_flexion": Camera(
        turn_deg=72.0,
        pitch_deg=4.0,
        inner_m=0.4,
        outer_m=1.0,
        bottom_m=0.42,
        top_m=1.88,
        words="seen from the side",
    ),
    "trunk_extension": Camera(
        turn_deg=72.0,
        pitch_deg=4.0,
        inner_m=0.84,
        outer_m=0.5,
        bottom_m=0.42,
        top_m=1.88,
        words="seen from the side",
    ),
}


def camera_for(exercise: str) -> Camera:
    """Return the view in which the exercise's movement is seen best."""
    return _CAMERAS[exercise]


def box_of(camera: Camera, side: Side) -> Box:
    """Return what the picture shows."""
    left_m = camera.inner_m if side == "right" else camera.outer_m
    return Box(
        left=-PX_PER_M * left_m,
        top=-PX_PER_M * camera.top_m,
        width=PX_PER_M * (camera.inner_m + camera.outer_m),
        height=PX_PER_M * (camera.top_m - camera.bottom_m),
    )


def project(points_m: Floats, camera: Camera, side: Side) -> Floats:
    """Return where points (..., 3) fall on the picture, (..., 2) pixels."""
    turn = np.radians(camera.turn_deg) * -side_sign(side)
    pitch = np.radians(camera.pitch_deg)
    across = np.array([np.sin(turn), -np.cos(turn), 0.0])
    away = np.array([np.cos(turn), np.sin(turn), 0.0])
    upward = np.array([0.0, 0.0, np.cos(pitch)]) + np.sin(pitch) * away
    seen: Floats = PX_PER_M * (points_m @ np.column_stack([across, -upward]))
    return seen

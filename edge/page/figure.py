"""Draws a body as SVG: a calm figure seen from behind, the limb at work in a strong colour."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.exercises import Side
from edge.page.pose import Joints, sign_of

_PX_PER_M: Final = 100.0
_CENTRE_PX: Final = (120.0, 232.0)
_LEFT_PX: Final[dict[Side, int]] = {"right": 72, "left": 18}
"""The picture leaves room on the side to which the limb goes."""
_WIDTH_PX: Final = 150
_BOTTOM_PX: Final = 246


@dataclass(frozen=True, slots=True)
class Camera:
    """From where the body is seen.

    Attributes:
        turn_deg: 0 is from behind, 90 from the exercising side.
        pitch_deg: how far from above.
        top_px: upper edge of the picture; above it nobody gets in these exercises.
        words: the same in words.
    """

    turn_deg: float
    pitch_deg: float
    top_px: int
    words: str


_SIDEWAYS: Final = Camera(72.0, 6.0, 50, "seen from the side")
_CAMERAS: Final = {
    "shoulder_abduction": Camera(18.0, 6.0, 16, "seen from behind"),
    "shoulder_flexion": Camera(72.0, 6.0, 16, "seen from the side"),
    "external_rotation": Camera(25.0, 48.0, 85, "seen from behind and above"),
}

Bone = tuple[str, str, float]
"""Joint, joint and stroke width in pixels."""
Points = dict[str, tuple[float, float]]

_BODY: Final[tuple[Bone, ...]] = (
    ("pelvis", "chest", 31.0),
    ("left_shoulder", "right_shoulder", 17.0),
    ("chest", "head", 9.0),
    ("left_hip", "left_ankle", 19.0),
    ("right_hip", "right_ankle", 19.0),
)
_ARM: Final = (
    ("shoulder", "elbow", 14.0),
    ("elbow", "wrist", 12.0),
    ("wrist", "hand", 11.0),
    ("wrist", "thumb", 5.0),
)
_TRUNK: Final[tuple[Bone, ...]] = (
    ("pelvis", "chest", 31.0),
    ("left_shoulder", "right_shoulder", 17.0),
)


def camera_for(exercise: str) -> Camera:
    """Return the view in which the exercise's movement is seen best."""
    return _CAMERAS.get(exercise, _SIDEWAYS)


def frame(camera: Camera, side: Side) -> tuple[int, int, int, int]:
    """Return the picture's left and upper edge, width and height in pixels."""
    return _LEFT_PX[side], camera.top_px, _WIDTH_PX, _BOTTOM_PX - camera.top_px


def project(joints: Joints, camera: Camera, side: Side) -> Points:
    """Return where the joints fall on the picture, in pixels, y downwards (orthographic)."""
    turn = np.radians(camera.turn_deg) * -sign_of(side)
    pitch = np.radians(camera.pitch_deg)
    across = np.array([np.sin(turn), -np.cos(turn), 0.0])
    away = np.array([np.cos(turn), np.sin(turn), 0.0])
    upward = np.array([0.0, 0.0, np.cos(pitch)]) + np.sin(pitch) * away
    lift = (1.0 - float(np.cos(pitch))) * 60.0
    return {
        name: (
            _CENTRE_PX[0] + _PX_PER_M * float(position @ across),
            _CENTRE_PX[1] - lift - _PX_PER_M * float(position @ upward),
        )
        for name, position in joints.items()
    }


def figure_svg(joints: Joints, exercise: str, side: Side, *, ghost: Joints | None = None) -> str:
    """Return the figure as SVG, coordinates rounded to whole pixels.

    Args:
        joints: the body that is drawn.
        exercise: decides the view and which part is drawn as the limb at work.
        side: the exercising side.
        ghost: a second body of which only the limb at work is drawn, as an outline.
    """
    camera = camera_for(exercise)
    at = project(joints, camera, side)
    limb = _limb(exercise, side)
    other: Side = "left" if side == "right" else "right"
    arms = _of_side(other) + (_of_side(side) if exercise.startswith("trunk") else ())
    outline = "" if ghost is None else _lines(project(ghost, camera, side), _thin(limb))
    ground = (at["left_ankle"][1] + at["right_ankle"][1]) / 2 + 8
    x, y = at["head"]
    view = " ".join(str(edge) for edge in frame(camera, side))
    return (
        f'<svg viewBox="{view}" aria-hidden="true" focusable="false">'
        f'<line class="ground" x1="85" y1="{ground:.0f}" x2="155" y2="{ground:.0f}"/>'
        f'<g class="body">{_lines(at, _BODY + arms)}<circle cx="{x:.0f}" cy="{y:.0f}" r="12"/></g>'
        f'<g class="outline">{outline}</g>'
        f'<g class="limb">{_lines(at, limb)}</g></svg>'
    )


def _limb(exercise: str, side: Side) -> tuple[Bone, ...]:
    return _TRUNK if exercise.startswith("trunk") else _of_side(side)


def _of_side(side: Side) -> tuple[Bone, ...]:
    return tuple((f"{side}_{start}", f"{side}_{end}", width) for start, end, width in _ARM)


def _thin(bones: tuple[Bone, ...]) -> tuple[Bone, ...]:
    return tuple((start, end, 5.0) for start, end, width in bones if width > 5.0)


def _lines(at: Points, bones: tuple[Bone, ...]) -> str:
    return "".join(
        f'<line x1="{at[start][0]:.0f}" y1="{at[start][1]:.0f}" '
        f'x2="{at[end][0]:.0f}" y2="{at[end][1]:.0f}" stroke-width="{width:.0f}"/>'
        for start, end, width in bones
    )

"""The picture of a body in a `FigureView`: orthographic, 100 px to the metre, y downwards."""

from typing import Final

import numpy as np

from edge.avatar.figure_shapes import Box
from edge.avatar.kinematics import side_sign
from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.core.exercises.camera import FigureView

PX_PER_M: Final = 100.0


def box_of(view: FigureView, side: Side) -> Box:
    """Return what the picture shows."""
    left_m = view.inner_m if side == "right" else view.outer_m
    return Box(
        left=-PX_PER_M * left_m,
        top=-PX_PER_M * view.top_m,
        width=PX_PER_M * (view.inner_m + view.outer_m),
        height=PX_PER_M * (view.top_m - view.bottom_m),
    )


def axes(view: FigureView, side: Side) -> Floats:
    """Return the (3, 2) unit vectors in space that point along the picture's x and y."""
    turn = np.radians(view.turn_deg) * -side_sign(side)
    pitch = np.radians(view.pitch_deg)
    across = np.array([np.sin(turn), -np.cos(turn), 0.0])
    away = np.array([np.cos(turn), np.sin(turn), 0.0])
    upward = np.array([0.0, 0.0, np.cos(pitch)]) + np.sin(pitch) * away
    return np.column_stack([across, -upward])


def project(points_m: Floats, view: FigureView, side: Side) -> Floats:
    """Return where points (..., 3) fall on the picture, (..., 2) pixels."""
    seen: Floats = PX_PER_M * (points_m @ axes(view, side))
    return seen

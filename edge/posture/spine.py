"""The sagittal spine angle θ: how far the trunk is bent at the hips, seen from the side.

θ is the angle at the hip between the neck (the midpoint of the shoulders) and the ankle, by the law
of cosines, measured in the body's sagittal plane: upright 180°, forward below, backward above.
"""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import BodyView

LARGEST_OFF_DEG: Final = 60.0
"""Beyond it too little of the sagittal plane is seen for an angle in it."""


def interior_angle_deg(start: Floats, apex: Floats, end: Floats) -> Floats:
    """Return the (n,) angles at `apex` by the law of cosines, 0–180°.

    NaN where two of the points coincide or one is not known.

    Args:
        start: (n, d) points on one leg of the angle.
        apex: (n, d) its apex.
        end: (n, d) points on the other leg.
    """
    first = np.linalg.norm(start - apex, axis=1)
    second = np.linalg.norm(end - apex, axis=1)
    across = np.linalg.norm(end - start, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (first**2 + second**2 - across**2) / (2.0 * first * second)
    # Rounding takes a straight line beyond −1.
    angle: Floats = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return angle


def unfolded_deg(neck: Floats, hip: Floats, ankle: Floats, facing: float) -> Floats:
    """Return (n,) θ with its sign: 360° − θ where the neck is behind the line through the hip.

    Args:
        neck: (n, 2) in a plane with x to the right and y down.
        hip: (n, 2) in the same plane.
        ankle: (n, 2) in the same plane.
        facing: 1 where forward is +x, −1 where it is −x.
    """
    theta_deg = interior_angle_deg(neck, hip, ankle)
    leg, trunk = ankle - hip, neck - hip
    behind = facing * (leg[:, 0] * trunk[:, 1] - leg[:, 1] * trunk[:, 0]) > 0.0
    return np.where(behind, 360.0 - theta_deg, theta_deg)


def spine_angle_deg(track: BodyTrack, view: BodyView) -> Floats:
    """Return the (n,) sagittal spine angles of a clip, NaN where they cannot be measured.

    Hip and ankle are those of the side that faces the camera. Seen from off the sagittal plane
    they appear moved against the neck, by the width of the hips, and all distances along x appear
    shortened; both is undone with the view's direction.

    Args:
        track: the landmarks.
        view: of the clip, `edge.posture.body_view.view_of`.
    """
    if view.off_sagittal_deg > LARGEST_OFF_DEG:
        return np.full(len(track), np.nan)
    neck = track.middle_px("shoulder")
    hip, ankle = track.point_px(f"{view.side}_hip"), track.point_px(f"{view.side}_ankle")
    from_middle_m = view.half_hips_m * (1.0 if view.side == "left" else -1.0) * view.leftward[0]
    moved_px = np.zeros_like(hip)
    moved_px[:, 0] = from_middle_m * track.px_per_m()
    unshortened = np.array([1.0 / np.cos(np.radians(view.off_sagittal_deg)), 1.0])
    theta_deg = unfolded_deg(
        neck * unshortened,
        (hip - moved_px) * unshortened,
        (ankle - moved_px) * unshortened,
        view.facing,
    )
    shown = track.shown(*(f"{view.side}_{part}" for part in ("shoulder", "hip", "ankle")))
    return np.where(shown, theta_deg, np.nan)

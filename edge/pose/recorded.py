"""Somebody who was seen by another process, or is in a recording: the same clip as of a film."""

from collections.abc import Sequence

import numpy as np

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS, Pose
from edge.core.messages.screening import BodySighting
from edge.pose.clip import BackMasks, Clip
from edge.pose.packed_back import back_bytes
from edge.posture.body_angles import limb_angles, trunk_angles
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import view_of
from edge.posture.spine import spine_angle_deg
from edge.signals.errors import SignalError


def times_s(sightings: Sequence[BodySighting]) -> Floats:
    """Return their (n,) times, of which the first is 0."""
    t_ns = np.array([one.sensor_ns for one in sightings], dtype=np.int64)
    return np.asarray((t_ns - t_ns[:1]) * 1e-9, np.float64)


def track_of(sightings: Sequence[Pose], *, followed: bool = True) -> BodyTrack:
    """Return the landmarks, NaN where there is nobody.

    Args:
        sightings: n of them.
        followed: only those of the person who is followed, NaN of anybody else.
    """
    n, k = len(sightings), len(LANDMARKS)
    other = np.array([followed and one.presence != "followed" for one in sightings], np.bool_)
    px = np.array([one.landmarks_px for one in sightings]).reshape(n, k, 2)
    visibility = np.array([one.visibility for one in sightings]).reshape(n, k)
    world_m = np.array([one.world_m for one in sightings]).reshape(n, k, 3)
    px[other], visibility[other], world_m[other] = np.nan, np.nan, np.nan
    return BodyTrack(px=px, visibility=visibility, world_m=world_m)


def clip_of(sightings: Sequence[BodySighting]) -> Clip | None:
    """Return what they show together, as `edge.pose.clip.read_clip` tells it of a film.

    None where the person who is followed is in none of them. A mask that was cut out for another
    way of facing than that of the whole is left out.
    """
    track = track_of(sightings)
    try:
        view = view_of(track)
    except SignalError:
        return None
    theta_deg = spine_angle_deg(track, view)
    backs = (back_bytes(one.back) if one.facing == view.facing else None for one in sightings)
    return Clip(
        shape=(sightings[-1].height, sightings[-1].width),
        t_s=times_s(sightings),
        presence=tuple(one.presence for one in sightings),
        bodies=track_of(sightings, followed=False),
        track=track,
        view=view,
        spine_angle_deg=theta_deg,
        trunk=trunk_angles(track, view),
        left=limb_angles(track, "left"),
        right=limb_angles(track, "right"),
        backs=BackMasks(theta_deg, tuple(backs)),
    )

"""A fake camera with its pose estimate: a drawn person raises the right arm before it."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from edge.bus.clock import now_ns
from edge.bus.frames import RingSize, create_ring
from edge.core.arrays import Floats
from edge.core.messages.base import Message
from edge.core.messages.camera import LANDMARKS, CameraStatus, FrameRef, Pose, Presence
from edge.pose.picture import Frame

WIDTH, HEIGHT = 640, 480
PX_PER_M = 190.0
HIPS_PX = np.array([320.0, 270.0])
UPPER_ARM_M, FOREARM_M = 0.29, 0.25
CORNER_BGR = (40, 200, 30)
"""Colour of the picture's upper left corner, by which it and its mirror image are known."""
RING = RingSize(slots=4, slot_bytes=WIDTH * HEIGHT * 3)

# Metres from the middle of the hips: to the person's left, forward, up.
_BODY = {
    "nose": (0.0, 0.1, 0.68),
    "left_ear": (0.07, 0.0, 0.68),
    "right_ear": (-0.07, 0.0, 0.68),
    "left_shoulder": (0.19, 0.0, 0.48),
    "right_shoulder": (-0.19, 0.0, 0.48),
    "left_elbow": (0.21, 0.0, 0.19),
    "left_wrist": (0.21, 0.0, -0.06),
    "left_hip": (0.10, 0.0, 0.0),
    "right_hip": (-0.10, 0.0, 0.0),
    "left_knee": (0.11, 0.0, -0.42),
    "right_knee": (-0.11, 0.0, -0.42),
    "left_ankle": (0.12, 0.0, -0.82),
    "right_ankle": (-0.12, 0.0, -0.82),
    "left_heel": (0.12, -0.05, -0.86),
    "right_heel": (-0.12, -0.05, -0.86),
    "left_toe": (0.12, 0.16, -0.86),
    "right_toe": (-0.12, 0.16, -0.86),
}


def body_m(exercise: str = "shoulder_abduction", angle_deg: float = 0.0) -> dict[str, Floats]:
    """Return every landmark (3,): metres to the left, forward, up of the middle of the hips.

    The right arm, or the trunk, is at that angle of the exercise.
    """
    at = {name: np.array(_BODY.get(name, _BODY["nose"])) for name in LANDMARKS}
    sin, cos = np.sin(np.radians(angle_deg)), np.cos(np.radians(angle_deg))
    if exercise.startswith("trunk"):
        ahead = sin if exercise == "trunk_flexion" else -sin
        bend = np.array([[1.0, 0.0, 0.0], [0.0, cos, ahead], [0.0, -ahead, cos]])
        return {name: bend @ xyz if xyz[2] > 0.0 else xyz for name, xyz in at.items()}
    upper = {"shoulder_abduction": (-sin, 0.0, -cos), "shoulder_flexion": (0.0, sin, -cos)}.get(
        exercise, (0.0, 0.0, -1.0)
    )
    fore = {"elbow_flexion": (0.0, sin, -cos), "external_rotation": (-sin, cos, 0.0)}.get(
        exercise, upper
    )
    at["right_elbow"] = at["right_shoulder"] + UPPER_ARM_M * np.array(upper)
    at["right_wrist"] = at["right_elbow"] + FOREARM_M * np.array(fore)
    return at


def pose(
    angle_deg: float = 0.0,
    exercise: str = "shoulder_abduction",
    *,
    turned_deg: float = 0.0,
    presence: Presence = "followed",
    at_ns: int = 0,
    hidden: tuple[str, ...] = (),
) -> Pose:
    """Return the person as a camera sees her who has turned to her right: 0 faces it."""
    body = body_m(exercise, angle_deg)
    left, forward, up = np.stack([body[name] for name in LANDMARKS]).T
    turn = np.radians(turned_deg)
    # Who faces the camera has the left on the picture's right.
    x = left * np.cos(turn) + forward * np.sin(turn)
    z = left * np.sin(turn) - forward * np.cos(turn)
    world = np.stack([x, -up, z], axis=1)
    found = presence != "nobody"
    return Pose(
        seq=0,
        sensor_ns=at_ns,
        host_ns=at_ns,
        presence=presence,
        height=HEIGHT,
        width=WIDTH,
        landmarks_px=(HIPS_PX + PX_PER_M * world[:, :2]) if found else np.full((33, 2), np.nan),
        visibility=np.array([0.1 if name in hidden else 0.9 for name in LANDMARKS]),
        world_m=world if found else np.full((33, 3), np.nan),
        engine_ns=1,
    )


def point(seen: Pose, name: str) -> Floats:
    """Return a landmark's place, (2,) shares of the picture."""
    place: Floats = seen.landmarks_px[LANDMARKS.index(name)] / (WIDTH, HEIGHT)
    return place


def frame_ref(at_ns: int = 0, *, slot: int = 0) -> FrameRef:
    return FrameRef(seq=0, sensor_ns=at_ns, host_ns=at_ns, slot=slot, height=HEIGHT, width=WIDTH)


def camera(
    state: Any = "streaming", trouble: str = "", *, at_ns: int = 0, **facts: Any
) -> CameraStatus:
    given: dict[str, Any] = {"source": "Fake camera", "simulated": False, "rate_hz": 25.0}
    facts = given | {"dropped": 3} | facts
    return CameraStatus(
        seq=0, sensor_ns=at_ns, host_ns=at_ns, state=state, trouble=trouble, **facts
    )


def drawing(seen: Pose) -> Frame:
    """Return a picture of the person."""
    frame = np.full((HEIGHT, WIDTH, 3), (150, 140, 120), np.uint8)
    frame[:60, :60] = CORNER_BGR
    at = dict(zip(LANDMARKS, seen.landmarks_px.round().astype(int).tolist(), strict=True))
    sides = ("left", "right")
    bones = [("left_shoulder", "right_hip", 60), ("right_shoulder", "left_hip", 60)]
    bones += [(f"{side}_hip", f"{side}_ankle", 34) for side in sides]
    bones += [(f"{side}_shoulder", f"{side}_elbow", 26) for side in sides]
    bones += [(f"{side}_elbow", f"{side}_wrist", 22) for side in sides]
    for start, end, width in bones:
        cv2.line(frame, at[start], at[end], (90, 70, 60), width)
    cv2.circle(frame, at["nose"], 26, (150, 170, 210), -1)
    return frame


class FakeCamera:
    """Camera and pose process in one: a new picture at each poll.

    Args:
        ring: file of the ring.
    """

    def __init__(self, ring: Path) -> None:
        self._ring = create_ring(ring, RING)
        self.presence: Presence = "followed"

    def poll(self, angle_deg: float) -> list[Message]:
        at_ns = now_ns()
        seen = pose(angle_deg, at_ns=at_ns, presence=self.presence)
        drawn = seen if self.presence != "nobody" else pose(at_ns=at_ns)
        slot = self._ring.write(drawing(drawn), at_ns)
        return [camera(at_ns=at_ns), frame_ref(at_ns, slot=slot), seen]

"""What camera and pose send: frames, bodies, and the state of the camera."""

from dataclasses import dataclass
from typing import Annotated, Literal

from edge.core.arrays import XY, XYZ, Floats, Shape
from edge.core.messages.base import Message

_PAIRED = (
    *("ear", "mouth", "shoulder", "elbow", "wrist", "pinky", "index", "thumb"),
    *("hip", "knee", "ankle", "heel", "toe"),
)
LANDMARKS: tuple[str, ...] = (
    "nose",
    *(f"{side}_eye_{part}" for side in ("left", "right") for part in ("inner", "middle", "outer")),
    *(f"{side}_{part}" for part in _PAIRED for side in ("left", "right")),
)
"""The 33 body landmarks of BlazePose (Bazarevsky et al., 2020) in their order."""
CameraState = Literal["opening", "streaming", "covered", "frozen", "lost", "ended"]
Presence = Literal["followed", "unsure", "other", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CameraStatus(Message):
    """State of the camera as its process sees it.

    Attributes:
        state: covered is a dark or even picture, frozen one that does not change at all.
        source: what the pictures come from, in words.
        simulated: the pictures are not of a person.
        rate_hz: measured rate of the frames, None before it is known.
        dropped: frames that were grabbed and replaced by a newer one before they were sent.
        trouble: what the driver says about a lost camera, empty where it says nothing.
    """

    state: CameraState
    source: str
    simulated: bool
    rate_hz: float | None
    dropped: int
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FrameRef(Message):
    """Where a camera frame lies in the ring of frames; `sensor_ns`, its grab, is also its stamp.

    Attributes:
        slot: of the ring.
        height: of the picture, in pixels; its bytes are (height, width, 3) blue, green, red.
        width: of the picture, in pixels.
    """

    slot: int
    height: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pose(Message):
    """The body in one frame; `sensor_ns` is the frame's grab.

    Attributes:
        presence: whose body it is: of the person who is followed, of somebody else (then nothing
            may be concluded from it), not sure for the moment, or nobody is in view.
        height: of the frame, in pixels.
        width: of the frame, in pixels.
        landmarks_px: (33, 2) x to the right and y down, in the order of `LANDMARKS`; NaN where
            nobody was found.
        visibility: (33,) 0–1; NaN where nobody was found.
        world_m: (33, 3) x to the right, y down, z away from the camera, from the mid-hip point;
            NaN where nobody was found.
        engine_ns: the time that the pose engine itself took for the frame.
    """

    presence: Presence
    height: int
    width: int
    landmarks_px: Annotated[Floats, Shape((LANDMARKS, XY))]
    visibility: Annotated[Floats, Shape((LANDMARKS,))]
    world_m: Annotated[Floats, Shape((LANDMARKS, XYZ))]
    engine_ns: int

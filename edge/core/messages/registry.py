"""Every type of message that may travel."""

from edge.core.messages.base import Message
from edge.core.messages.camera import Camera, FrameRef, Pose
from edge.core.messages.exercise import Command, Feedback, Mark, Progress, Repetition, Summary
from edge.core.messages.imu import Imu, Link
from edge.core.messages.status import Heartbeat, PageAddress, Status

MESSAGE_TYPES: tuple[type[Message], ...] = (
    Imu,
    Link,
    Camera,
    FrameRef,
    Pose,
    Command,
    Mark,
    Progress,
    Repetition,
    Feedback,
    Summary,
    Status,
    Heartbeat,
    PageAddress,
)
"""Every type that may travel; a codec refuses others."""

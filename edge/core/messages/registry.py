"""Every type of message that may travel."""

from edge.core.messages.base import Message
from edge.core.messages.camera import CameraStatus, FrameRef, Pose
from edge.core.messages.exercise import Command, Feedback, Progress, Repetition, Summary
from edge.core.messages.imu import Imu, LinkStatus
from edge.core.messages.restart import RestartMark
from edge.core.messages.screening import (
    BodySighting,
    ScreeningAnswer,
    ScreeningCommand,
    ScreeningProgress,
    ScreeningResumption,
)
from edge.core.messages.status import (
    Heartbeat,
    PageAddress,
    PageDone,
    RecordingStatus,
    Status,
)

MESSAGE_TYPES: tuple[type[Message], ...] = (
    Imu,
    LinkStatus,
    CameraStatus,
    FrameRef,
    Pose,
    Command,
    RestartMark,
    Progress,
    Repetition,
    Feedback,
    Summary,
    BodySighting,
    ScreeningCommand,
    ScreeningProgress,
    ScreeningResumption,
    ScreeningAnswer,
    Status,
    Heartbeat,
    PageAddress,
    PageDone,
    RecordingStatus,
)
"""Every type that may travel; a codec refuses others."""

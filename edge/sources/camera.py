"""Where pictures come from, by name: webcam:0, video:PATH, rtsp://HOST/STREAM or body."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2

from edge.pose.picture import Frame
from edge.sources.errors import SourceError


@dataclass(frozen=True, slots=True, eq=False)
class Grab:
    """One picture.

    Attributes:
        frame: (h, w, 3) blue, green, red.
        t_ns: when it was grabbed, on the host's monotonic clock.
    """

    frame: Frame
    t_ns: int


class Camera(Protocol):
    """A camera that is open. Its pictures are taken by one thread.

    Attributes:
        title: what it is, in words.
        simulated: whether no person stands before it.
        device: whether it is a real one, which can be unplugged and covered.
    """

    title: str
    simulated: bool
    device: bool

    def read(self) -> Grab | None:
        """Return the next picture once there is one, None after the last.

        Raises:
            SourceError: there will be none: it was unplugged, or the stream broke.
        """
        ...

    def close(self) -> None:
        """Give the camera back."""
        ...


OpenCamera = Callable[[], Camera]
"""Opens the camera, also again after it was lost; raises SourceError where it cannot."""


@dataclass(frozen=True, slots=True)
class CameraName:
    """A camera as it is named on the command line.

    Attributes:
        kind: webcam, video, rtsp or body.
        detail: index, path or address; empty for body.
    """

    kind: str
    detail: str


def camera_name(text: str) -> CameraName:
    """Return what `text` names.

    Raises:
        SourceError: it names none, or a video that is not there.
    """
    kind, _, detail = text.partition(":")
    if kind in ("rtsp", "rtsps"):
        return CameraName("rtsp", text)
    if text == "body":
        return CameraName("body", "")
    if kind == "webcam" and (detail or "0").isdecimal():
        return CameraName("webcam", detail or "0")
    if kind == "video" and detail:
        if not Path(detail).is_file():
            raise SourceError(f"there is no video {detail}", remedy="name an existing file")
        return CameraName("video", detail)
    raise SourceError(
        f"{text!r} is no camera", remedy="give webcam:0, video:PATH, rtsp://HOST/STREAM or body"
    )


def quieten() -> None:
    """Keep OpenCV and its decoders from writing to the terminal: what goes wrong is said here."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

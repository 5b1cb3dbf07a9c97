"""Real cameras through OpenCV: webcams and network cameras."""

from typing import Any, Final

import cv2
import numpy as np

from edge.bus.clock import now_ns
from edge.sources.camera import CameraName, Grab, quieten
from edge.sources.errors import SourceError

WIDTH_PX: Final = 640
HEIGHT_PX: Final = 480
RATE_HZ: Final = 30
PATIENCE_MS: Final = 5000
"""How long a network camera may take to answer."""


class DeviceCamera:
    """A webcam or a network camera; a picture is stamped when it is grabbed, before decoding."""

    simulated = False
    device = True

    def __init__(self, capture: Any, title: str) -> None:
        """Take over an open `cv2.VideoCapture`."""
        self._capture = capture
        self.title = title

    def read(self) -> Grab | None:
        """Return the next picture.

        Raises:
            SourceError: the camera does not answer any more.
        """
        grabbed = self._capture.grab()
        t_ns = now_ns()
        there, frame = self._capture.retrieve() if grabbed else (False, None)
        if not there or frame is None:
            raise SourceError(f"{self.title} does not answer any more", remedy="is it plugged in?")
        return Grab(np.asarray(frame, np.uint8), t_ns)

    def close(self) -> None:
        """Give the camera back."""
        self._capture.release()


def open_webcam(index: int) -> DeviceCamera:
    """Return the webcam with that number, in a size that pose can be found in quickly.

    Raises:
        SourceError: it is not there, or another program uses it.
    """
    quieten()
    capture = cv2.VideoCapture(index, cv2.CAP_V4L2)
    if not capture.isOpened():
        raise SourceError(
            f"there is no webcam {index}, or another program uses it",
            remedy="plug it in or close that program",
        )
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH_PX)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT_PX)
    capture.set(cv2.CAP_PROP_FPS, RATE_HZ)
    # The driver keeps no old pictures where it can be told so; elsewhere the grab thread helps.
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return DeviceCamera(capture, f"webcam {index}")


def open_network_camera(address: str) -> DeviceCamera:
    """Return the camera at that RTSP address.

    Raises:
        SourceError: it does not answer.
    """
    quieten()
    patience = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, PATIENCE_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC]
    capture = cv2.VideoCapture(address, cv2.CAP_FFMPEG, [*patience, PATIENCE_MS])
    if not capture.isOpened():
        raise SourceError(
            f"the camera at {without_password(address)} does not answer",
            remedy="check address and network",
        )
    return DeviceCamera(capture, f"network camera {without_password(address)}")


def check_camera(name: CameraName) -> None:
    """Return if a real camera can be opened now; others are not looked at.

    Raises:
        SourceError: it is not there, or another program uses it.
    """
    match name.kind:
        case "webcam":
            open_webcam(int(name.detail)).close()
        case "rtsp":
            open_network_camera(name.detail).close()


def without_password(address: str) -> str:
    """Return the address without the user name and password that may be in it."""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"

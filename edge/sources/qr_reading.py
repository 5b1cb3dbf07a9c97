"""The text of a QR code in a picture that was taken, or that a camera sees now."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from edge.sources.camera import Camera, camera_name, quieten
from edge.sources.camera_device import open_webcam
from edge.sources.errors import SourceError
from edge.sources.qr_code import text_of_qr

WAIT_S: Final = 60.0
"""For so long a code is looked for before a camera."""
MOST_BYTES: Final = 50_000_000
"""Of a picture's file."""


def qr_text_of_file(path: Path) -> str:
    """Return the text of the code in a picture's file.

    Raises:
        SourceError: it is no picture that can be read, or no code can be read in it.
    """
    quieten()
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror or error})") from error
    picture = None
    if 0 < len(data) <= MOST_BYTES:
        try:
            picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        except cv2.error:
            picture = None
    if picture is None:
        raise SourceError(f"{path} is no picture that can be read", remedy="take a PNG or a JPEG")
    text = text_of_qr(np.asarray(picture, np.uint8))
    if not text:
        raise SourceError(
            f"no QR code can be read in {path}",
            remedy="take the picture from nearer, straight from the front and in good light",
        )
    return text


def qr_text_of_camera(
    name: str,
    *,
    opened: Callable[[int], Camera] = open_webcam,
    clock_s: Callable[[], float] = time.monotonic,
) -> str:
    """Return the text of the first code that is held before a webcam.

    Args:
        name: of the camera, as webcam:0.
        opened: returns the webcam of a number.
        clock_s: rises only.

    Raises:
        SourceError: it is no webcam, cannot be opened, or sees no code for a minute.
    """
    asked = camera_name(name)
    if asked.kind != "webcam":
        raise SourceError(f"{name} is no webcam", remedy="such as webcam:0, or --qr PICTURE")
    camera = opened(int(asked.detail))
    try:
        until_s = clock_s() + WAIT_S
        while clock_s() < until_s:
            grab = camera.read()
            if grab is not None and (text := text_of_qr(grab.frame)):
                return text
    finally:
        camera.close()
    raise SourceError(
        f"{name} has seen no QR code for a minute",
        remedy="hold it nearer and still, or give the invitation as text",
    )

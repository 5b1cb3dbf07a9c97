"""Writes pictures as a film that a browser plays."""

from pathlib import Path
from typing import Final, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.film.errors import FilmError

RATE_HZ: Final = 25.0

CODECS: Final = {".webm": "VP80", ".mp4": "vp09"}
"""Of what OpenCV's wheels can write, what browsers play: VP8 in WebM, VP9 in MP4 (half as fast)."""

Picture = NDArray[np.uint8]
"""(height, width, 3), blue, green, red."""


class FilmWriter:
    """Writes a film; a context manager.

    Args:
        path: of the film, ending in .webm or .mp4.
        size_px: width and height.
        rate_hz: pictures a second.

    Raises:
        FilmError: the ending is another, or the file cannot be written there.
    """

    def __init__(self, path: Path, size_px: tuple[int, int], rate_hz: float = RATE_HZ) -> None:
        check_path(path)
        fourcc = cv2.VideoWriter.fourcc(*CODECS[path.suffix.lower()])
        self._writer = cv2.VideoWriter(str(path), fourcc, rate_hz, size_px)
        if not self._writer.isOpened():
            raise FilmError(f"{path} cannot be written", remedy="choose another folder")

    def write(self, picture: Picture) -> None:
        """Add a picture of the film's size."""
        self._writer.write(picture)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._writer.release()


def check_path(path: Path) -> None:
    """Refuse a path that no film can be written to.

    Raises:
        FilmError: its ending names no format that is known, or its folder is not there.
    """
    if path.suffix.lower() not in CODECS:
        raise FilmError(f"{path.name} names no film", remedy=f"let it end in {' or '.join(CODECS)}")
    if not path.absolute().parent.is_dir():
        raise FilmError(f"the folder of {path} is not there", remedy="make it first")

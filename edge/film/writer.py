"""Writes pictures as a film that a browser plays."""

from fractions import Fraction
from pathlib import Path
from typing import Final, Self

import av
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from edge.film.errors import FilmError

RATE_HZ: Final = 25.0

ENDINGS: Final = (".webm", ".mp4")
CODEC: Final = "libvpx-vp9"
"""VP9, which every browser plays, in WebM and in MP4."""

_OPTIONS: Final = {"deadline": "realtime", "cpu-used": "8", "row-mt": "1"}
_BITS_PER_PIXEL_S: Final = 4.0
"""Enough for lines and small letters; the codec takes less where less will do."""
_TICK: Final = Fraction(1, 1000)
"""Unit of time of WebM."""

Picture = NDArray[np.uint8]
"""(height, width, 3), blue, green, red."""


class FilmWriter:
    """Writes a film; a context manager.

    Args:
        path: of the film, ending in .webm or .mp4.
        size_px: width and height.
        rate_hz: pictures a second, where their times are not given.

    Raises:
        FilmError: the ending is another, or the file cannot be written there.
    """

    def __init__(self, path: Path, size_px: tuple[int, int], rate_hz: float = RATE_HZ) -> None:
        check_path(path)
        self._path, self._rate_hz = path, rate_hz
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise FilmError(
                f"{path} cannot be written: {error.strerror}", remedy="choose another folder"
            ) from error
        ending = path.suffix.lower()
        self._film = av.open(self._file, mode="w", format=ending.removeprefix("."))
        stream = self._film.add_stream(CODEC, options=_OPTIONS)
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = round(_BITS_PER_PIXEL_S * size_px[0] * size_px[1])
        stream.codec_context.time_base = _TICK
        self._stream = stream
        self._count, self._last = 0, -1

    def write(self, picture: Picture, t_s: float | None = None) -> None:
        """Add a picture of the film's size.

        Args:
            picture: what is to be seen.
            t_s: when, later than the one before; None: after the one before, by the film's rate.

        Raises:
            FilmError: the disk is full.
        """
        at_s = self._count / self._rate_hz if t_s is None else t_s
        self._count += 1
        self._last = max(self._last + 1, round(at_s / _TICK))
        frame = VideoFrame.from_ndarray(picture, format="bgr24")
        frame.pts, frame.time_base = self._last, _TICK
        self._mux(frame)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error_type: object, *error: object) -> None:
        try:
            if error_type is None and self._count:
                self._mux(None)
            self._film.close()
        finally:
            self._file.close()

    def _mux(self, frame: VideoFrame | None) -> None:
        try:
            self._film.mux(self._stream.encode(frame))
        except (FFmpegError, OSError) as error:
            raise FilmError(f"{self._path} cannot be written: {error}") from error


def check_path(path: Path) -> None:
    """Refuse a path that no film can be written to.

    Raises:
        FilmError: its ending names no format that is known, or its folder is not there.
    """
    if path.suffix.lower() not in ENDINGS:
        raise FilmError(
            f"{path.name} names no film", remedy=f"let it end in {' or '.join(ENDINGS)}"
        )
    if not path.absolute().parent.is_dir():
        raise FilmError(f"the folder of {path} is not there", remedy="make it first")

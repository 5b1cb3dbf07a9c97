"""Small video files with known pictures."""

import struct
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream

from edge.pose.picture import Frame
from edge.sources.camera_video import VideoFile

MATRICES = {
    0: (1, 0, 0, 1),
    90: (0, 1, -1, 0),
    180: (-1, 0, 0, -1),
    270: (0, -1, 1, 0),
}
"""What a phone writes that was turned: degrees clockwise by which a player turns the picture."""
MS = Fraction(1, 1000)


def shade(number: int, size: tuple[int, int] = (64, 48)) -> Frame:
    """A picture whose brightness tells its number."""
    return np.full((size[1], size[0], 3), 20 + 10 * (number % 20), np.uint8)


def quarters(size: tuple[int, int] = (64, 48)) -> Frame:
    """A picture whose corners differ: blue, green, red and white, from the upper left clockwise."""
    picture = np.zeros((size[1], size[0], 3), np.uint8)
    high, wide = size[1] // 2, size[0] // 2
    picture[:high, :wide, 0] = picture[:high, wide:, 1] = picture[high:, wide:, 2] = 250
    picture[high:, :wide] = 250
    return picture


def write_pictures(
    path: Path,
    pictures: Iterable[Frame],
    *,
    rate_hz: float = 25.0,
    codec: str = "mpeg4",
    pixels: str = "yuv420p",
    t_ms: Iterable[int] = (),
    aspect: Fraction | None = None,
    options: Mapping[str, str] | None = None,
) -> Path:
    """Write a video; `t_ms` are times instead of the rate, `aspect` is of a pixel's sides."""
    times = list(t_ms)
    tick = MS if times else 1 / Fraction(rate_hz).limit_denominator(1001)
    with path.open("wb") as file, av.open(file, "w", _format(path)) as film:
        stream = film.add_stream(codec, rate=1 / tick, options=dict(options or {}))
        assert isinstance(stream, VideoStream)
        stream.pix_fmt = pixels
        stream.bit_rate = 4_000_000
        for number, picture in enumerate(pictures):
            if number == 0:
                stream.height, stream.width = picture.shape[:2]
                if aspect is not None:
                    stream.codec_context.sample_aspect_ratio = aspect
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
            frame.pts, frame.time_base = times[number] if times else number, tick
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    return path


def _format(path: Path) -> str:
    ending = path.suffix.removeprefix(".")
    return {"mkv": "matroska", "ts": "mpegts"}.get(ending, ending)


def write_video(
    path: Path, *, frames: int = 20, rate_hz: float = 25.0, size: tuple[int, int] = (64, 48)
) -> Path:
    """Write a video of that many shades."""
    return write_pictures(path, (shade(n, size) for n in range(frames)), rate_hz=rate_hz)


def read(path: Path) -> tuple[list[Frame], VideoFile]:
    """Return the pictures of a video, and the video, closed."""
    video = VideoFile(path)
    pictures = [shown.frame for shown in video.frames()]
    video.close()
    return pictures, video


def tag_rotation(path: Path, degrees: int) -> Path:
    """Tell players to turn the MP4 file's picture clockwise."""
    content = bytearray(path.read_bytes())
    a, b, c, d = (part << 16 for part in MATRICES[degrees])
    struct.pack_into(">9i", content, content.index(b"tkhd") + 44, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(content)
    return path


def trim(path: Path, from_tick: int) -> Path:
    """Let the edit list of the MP4 file begin later; all pictures stay in the file."""
    content = bytearray(path.read_bytes())
    struct.pack_into(">i", content, content.index(b"elst") + 16, from_tick)
    path.write_bytes(content)
    return path

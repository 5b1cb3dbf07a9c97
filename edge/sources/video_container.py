"""Films as files: which of them can be read, and which of their streams is the film."""

import re
from pathlib import Path
from typing import BinaryIO, Final

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from edge.sources.errors import SourceError

LARGEST_PX: Final = 64_000_000
"""Pictures of more pixels are no film: the memory for one is never asked for."""
_OPTIONS: Final = {"protocol_whitelist": "none"}
"""A file that is a list of other files or of addresses must not have them opened."""
_PICTURES: Final = (
    Disposition.attached_pic,
    Disposition.still_image,
    Disposition.timed_thumbnails,
)
"""What marks a stream as cover art or thumbnails."""
_STARTS: Final = (
    *((4, mark) for mark in (b"ftyp", b"moov", b"mdat", b"wide", b"free")),
    *((0, mark) for mark in (b"\x1aE\xdf\xa3", b"RIFF", b"OggS", b"FLV", b"GIF8")),
    *((0, mark) for mark in (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"\x30\x26\xb2\x75")),
)
"""Place and bytes by which the usual films begin."""
_CLOCK: Final = re.compile(r"(\d+):(\d+):(\d+(?:\.\d*)?)")
"""Hours, minutes and seconds, as Matroska tells the length of a stream."""
_CODECS: Final = {"av1": "AV1", "hevc": "HEVC (H.265)", "vvc": "VVC (H.266)"}


class _Nameless:
    """A file as the decoder sees it: its bytes only; a name like %03d.png would mislead it."""

    def __init__(self, file: BinaryIO) -> None:
        self.read, self.seek, self.tell = file.read, file.seek, file.tell


class OpenFilm:
    """An open film.

    Attributes:
        container: the file.
        stream: of its streams, the film.
        others: how many films the file holds besides.
        cut_off: the file is shorter than it says itself.
    """

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            SourceError: there is none, or no film that can be read in it; the message says why.
        """
        if not path.is_file():
            raise SourceError(f"there is no video {path}", remedy="name an existing file")
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise SourceError(
                f"{path} cannot be opened: {error.strerror}", remedy="see who may read it"
            ) from error
        try:
            head = self._file.read(16)
            self.cut_off = _is_cut_off(head, path.stat().st_size)
            self._file.seek(0)
            self.container = _container(path, self._file, head)
        except SourceError:
            self._file.close()
            raise
        try:
            self.stream, self.others = _film(path, self.container)
        except SourceError:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self.container.close()
        self._file.close()


def length_s(film: OpenFilm) -> float:
    """Return how long the file says that the film is, 0 where it does not say.

    An edit list makes the whole shorter than the stream, a longer sound makes it longer.
    """
    stream, whole = film.stream, film.container.duration
    told_s = [] if whole is None else [whole / 1e6]
    told = _CLOCK.fullmatch(stream.metadata.get("DURATION", ""))
    if told is not None:
        hours, minutes, seconds = (float(part) for part in told.groups())
        told_s.append(3600.0 * hours + 60.0 * minutes + seconds)
    elif len(film.container.streams) > 1 and "mov" not in film.container.format.name:
        # The others do not tell how long each stream is, but only the longest.
        return 0.0
    elif stream.duration is not None and stream.time_base is not None:
        told_s.append(float(stream.duration * stream.time_base))
    return max(0.0, min(told_s, default=0.0))


def _is_cut_off(head: bytes, size: int) -> bool:
    """Return whether an AVI file is shorter than its head says."""
    return head.startswith(b"RIFF") and int.from_bytes(head[4:8], "little") + 8 > size


def _container(path: Path, file: BinaryIO, head: bytes) -> InputContainer:
    if not head:
        raise SourceError(f"{path} is empty", remedy="copy or record it again")
    try:
        container = av.open(_Nameless(file), mode="r", options=_OPTIONS)
    except (FFmpegError, ValueError, OSError) as error:
        raise _no_film(path, head) from error
    streams = container.streams
    if not (streams.video or streams.audio or streams.subtitles):
        container.close()
        raise _no_film(path, head)
    return container


def _no_film(path: Path, head: bytes) -> SourceError:
    """Return what to say of a file that no decoder takes, by its first bytes."""
    if any(head[at:].startswith(mark) for at, mark in _STARTS):
        return SourceError(
            f"{path} cannot be read as a video: it breaks off or is damaged",
            remedy="copy it again from where it was filmed, or record it again",
        )
    return SourceError(
        f"{path} cannot be read as a video: what it holds is no film",
        remedy="name a film, such as an MP4",
    )


def _film(path: Path, container: InputContainer) -> tuple[VideoStream, int]:
    """Return the film among the streams, and how many there are besides."""
    moving = [stream for stream in container.streams.video if not _is_picture(stream, container)]
    if not moving:
        kinds = {"sound": container.streams.audio, "a cover picture": container.streams.video}
        held = " and ".join(name for name, streams in kinds.items() if streams)
        raise SourceError(
            f"{path} is no film: all it holds is {held or 'text or data'}", remedy="name a film"
        )
    readable = [stream for stream in moving if stream.codec_context is not None]
    if not readable:
        raise SourceError(
            f"{path} is in {_codec(moving[0]) or 'an unknown format'}, which cannot be read here",
            remedy="convert it to H.264",
        )
    chosen = max(readable, key=_rank)
    if chosen.width * chosen.height > LARGEST_PX:
        raise SourceError(
            f"the pictures of {path} are said to have {chosen.width}×{chosen.height} pixels, which "
            "no film has",
            remedy="copy it again, or convert it to a smaller one",
        )
    return chosen, len(moving) - 1


def _is_picture(stream: VideoStream, container: InputContainer) -> bool:
    marked = any(stream.disposition & mark for mark in _PICTURES)
    # Some writers do not mark a cover: a single picture beside sound.
    alone = stream.frames == 1 and bool(container.streams.audio)
    return marked or alone


def _rank(stream: VideoStream) -> tuple[bool, int, int]:
    """Return what a player goes by: the default stream, the largest, the first."""
    default = bool(stream.disposition & Disposition.default)
    return default, stream.width * stream.height, -stream.index


def _codec(stream: VideoStream) -> str:
    """Return the name of the stream's codec, as people know it, '' where it has none."""
    name = str(getattr(stream, "name", None) or "")
    return _CODECS.get(name, name)

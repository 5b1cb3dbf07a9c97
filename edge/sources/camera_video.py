"""Video files: their pictures with the times that the file itself gives them."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame as Picture
from av.video.stream import VideoStream

from edge.bus.clock import now_ns
from edge.pose.picture import Frame
from edge.sources.camera import Grab
from edge.sources.errors import SourceError
from edge.sources.video_container import OpenFilm, length_s
from edge.sources.video_pictures import Display
from edge.sources.video_times import film_rate_hz

SLOW_HZ: Final = 12.0
"""Below it quick movements fall between two pictures."""
WRONG_SHARE: Final = 0.05
"""A rate tag that is further off the time stamps than this is not rounded but wrong."""
FALLBACK_HZ: Final = 30.0
PLAUSIBLE_HZ: Final = (1.0, 1000.0)
LONGEST_PAUSE_S: Final = 600.0
"""A longer step from one picture to the next is a wrong time and no pause."""
_TURNS: Final = (
    ("is upright", "0°"),
    ("lies on its side", "90° counter-clockwise"),
    ("is upside down", "180°"),
    ("lies on its side", "90° clockwise"),
)
_MISSING_SHARE: Final = 0.05
_MISSING_S: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrame:
    """One picture of a file as a player shows it, and its time in the film."""

    frame: Frame
    t_s: float


class VideoFile:
    """Reads a video from its beginning to its end.

    Attributes:
        path: of the file.
        quarters: how often the pictures are turned counter-clockwise by 90°.
        claimed_hz: the frame rates that the file claims, without those that make no sense.
        promised: about how many pictures there are, 0 where the file does not say.
        t_s: times of the pictures read so far, strictly increasing, 0 at the film's beginning.
    """

    def __init__(self, path: Path, quarters: int = 0) -> None:
        """Open the file.

        Args:
            path: of the file.
            quarters: by so many times 90° counter-clockwise its pictures are turned, besides what
                the file itself says about them.

        Raises:
            SourceError: there is none, or it is no video.
        """
        self._film = OpenFilm(path)
        stream = self._film.stream
        stream.thread_type = "AUTO"
        self._display = Display(stream)
        told = (stream.average_rate, stream.guessed_rate, stream.base_rate)
        self.path, self.quarters = path, quarters
        self.claimed_hz = [
            float(rate)
            for rate in told
            if rate is not None and PLAUSIBLE_HZ[0] <= rate <= PLAUSIBLE_HZ[1]
        ]
        self._tick_s = float(stream.time_base or 0)
        self._begin_s = _begin_s(self._film)
        self._length_s = length_s(self._film)
        self.promised = round(self._length_s * next(iter(self.claimed_hz), 0.0))
        self.t_s: list[float] = []
        self._end_s = 0.0
        self._untimed = self._damaged = 0
        self._broke_off = self._film.cut_off

    def frames(self) -> Iterator[VideoFrame]:
        """Yield the pictures in order, as fast as they are asked for.

        Raises:
            SourceError: there is not a single one.
        """
        for decoded in self._decoded():
            for frame, picture in self._display.shown(decoded):
                self.t_s.append(self._time_s(picture))
                self._end_s = self.t_s[-1] + float((picture.duration or 0) * self._base(picture))
                yield VideoFrame(_turned(frame, self.quarters), self.t_s[-1])
        if not self.t_s:
            raise SourceError(
                f"{self.path} holds no picture that can be read",
                remedy="copy it again from where it was filmed, or record it again",
            )

    def _decoded(self) -> Iterator[Picture | None]:
        """Yield the pictures as they are in the file, and None at the end."""
        for packet in self._packets():
            try:
                pictures = self._film.stream.decode(packet)
            except FFmpegError:
                self._damaged += 1
                continue
            for picture in pictures:
                self._damaged += picture.is_corrupt
                yield picture
        yield None

    def _packets(self) -> Iterator["Packet[VideoStream] | None"]:
        """Yield the packets of the film as far as the file goes, and None at the end."""
        packets = self._film.container.demux(self._film.stream)
        try:
            yield from (packet for packet in packets if packet.size)
        except FFmpegError:
            self._broke_off = True
        yield None

    def _time_s(self, picture: Picture) -> float:
        """Return the picture's time, by the rate where the file does not tell."""
        ticks = picture.dts if picture.pts is None else picture.pts
        t_s = None if ticks is None else float(ticks * self._base(picture)) - self._begin_s
        last_s = self.t_s[-1] if self.t_s else None
        if last_s is None:
            return t_s if t_s is not None and abs(t_s) <= LONGEST_PAUSE_S else 0.0
        if t_s is not None and last_s < t_s <= last_s + LONGEST_PAUSE_S:
            return t_s
        self._untimed += 1
        return last_s + 1.0 / self._fallback_hz

    def _base(self, picture: Picture) -> Fraction:
        """Return the picture's unit of time; the last ones from the decoder do not bring it."""
        return picture.time_base or self._film.stream.time_base or Fraction(0)

    @property
    def _fallback_hz(self) -> float:
        return next(iter(self.claimed_hz), FALLBACK_HZ)

    @property
    def rate_hz(self) -> float:
        """The frame rate by the time stamps read so far, before there are two by the tag."""
        if len(self.t_s) < 2:
            return self._fallback_hz
        return film_rate_hz(self.t_s, self._tick_s, self.claimed_hz)

    def remarks(self) -> tuple[str, ...]:
        """Return one sentence for each thing about the file that looks wrong, once it is read."""
        return (*self._about_streams(), *self._about_times(), *self._about_damage())

    def _about_streams(self) -> Iterator[str]:
        others = self._film.others
        if others:
            stream = self._film.stream
            yield (
                f"The file holds {others + 1} films; the one of {stream.width}×{stream.height} "
                "pixels is measured."
            )
        if self.quarters:
            how = _TURNS[self.quarters % 4]
            yield (
                f"The picture {how[0]} and is turned by {how[1]} before it is measured; film with "
                "the camera upright. If the person really lies, angles against the vertical are "
                "wrong."
            )
        if self._display.interlaced:
            yield (
                "The film is interlaced: what lies between its lines is estimated; film "
                "progressively (25p, 30p, 50p) for finer angles."
            )

    def _about_times(self) -> Iterator[str]:
        rate_hz = self.rate_hz
        if self._untimed:
            yield (
                f"{self._untimed} of {len(self.t_s)} pictures have no time of their own; they are "
                f"taken to be {1.0 / self._fallback_hz:.3f} s apart."
            )
        elif self.claimed_hz and all(
            abs(claimed / rate_hz - 1.0) > WRONG_SHARE for claimed in self.claimed_hz
        ):
            yield (
                f"The file claims {self.claimed_hz[0]:g} pictures a second, but its time stamps "
                f"say {rate_hz:.1f}; the time stamps are used."
            )
        if rate_hz < SLOW_HZ:
            yield (
                f"With only {rate_hz:.1f} pictures a second quick movements fall between "
                "them; film with 25 or more."
            )

    def _about_damage(self) -> Iterator[str]:
        missing_s = self._length_s - self._end_s
        short = missing_s > max(_MISSING_S, _MISSING_SHARE * self._length_s)
        if self._broke_off or short:
            until = f" of {self._length_s:.1f} s" if short else ""
            yield f"The file breaks off: only {self._end_s:.1f} s{until} can be read."
        if self._damaged:
            yield f"Damaged pictures in the file: {self._damaged}."

    def close(self) -> None:
        """Close the file."""
        self._film.close()


def _turned(frame: Frame, quarters: int) -> Frame:
    return np.ascontiguousarray(np.rot90(frame, quarters)) if quarters else frame


def _begin_s(film: OpenFilm) -> float:
    """Return the file's time at which the film and its sound begin."""
    stream = film.stream
    begin_s = (film.container.start_time or 0) / 1e6
    if stream.start_time is None or stream.time_base is None:
        return begin_s
    own_s = float(stream.start_time * stream.time_base)
    # The file's is rounded to microseconds.
    return own_s if abs(own_s - begin_s) < 2e-6 else begin_s


class VideoCamera:
    """A video file played at its own pace, as if it came from a camera."""

    simulated = False
    device = False

    def __init__(self, path: Path, begin_ns: int | None = None) -> None:
        """Open the file; its first picture is due at `begin_ns`, or when it is first asked for.

        Raises:
            SourceError: there is none, or it is no video.
        """
        self._video = VideoFile(path)
        self._frames = self._video.frames()
        self._begin_ns = begin_ns
        self.title = f"video {path.name}"

    def read(self) -> Grab | None:
        """Return the next picture when it is due, None after the last."""
        picture = next(self._frames, None)
        if picture is None:
            return None
        if self._begin_ns is None:
            self._begin_ns = now_ns()
        due_ns = self._begin_ns + round((picture.t_s - self._video.t_s[0]) * 1e9)
        time.sleep(max(0, due_ns - now_ns()) / 1e9)
        return Grab(picture.frame, due_ns)

    def close(self) -> None:
        """Close the file."""
        self._video.close()

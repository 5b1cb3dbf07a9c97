"""Video files: their pictures with the times that the file itself gives them."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from edge.bus.clock import now_ns
from edge.pose.picture import Frame
from edge.sources.camera import Grab, quieten
from edge.sources.errors import SourceError

SLOW_HZ: Final = 12.0
"""Below it quick movements fall between two pictures."""
WRONG_SHARE: Final = 0.05
"""A rate tag that is further off the time stamps than this is not rounded but wrong."""
FALLBACK_HZ: Final = 30.0
PLAUSIBLE_HZ: Final = (1.0, 1000.0)
_MISSING_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrame:
    """One picture of a file and its time in it."""

    frame: Frame
    t_s: float


class VideoFile:
    """Reads a video from its beginning to its end.

    Attributes:
        path: of the file.
        tag_hz: the frame rate that the file claims, None where it makes no sense.
        promised: number of pictures that the file claims, 0 where it does not say.
        t_s: times of the pictures read so far, strictly increasing.
    """

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            SourceError: there is none, or it is no video.
        """
        if not path.is_file():
            raise SourceError(f"there is no video {path}", remedy="name an existing file")
        quieten()
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            raise SourceError(
                f"{path} cannot be read as a video: it is damaged, or of a kind that is not known",
                remedy="record it again or convert it to MP4",
            )
        self.path = path
        tag_hz = self._capture.get(cv2.CAP_PROP_FPS)
        plausible = math.isfinite(tag_hz) and PLAUSIBLE_HZ[0] <= tag_hz <= PLAUSIBLE_HZ[1]
        self.tag_hz = tag_hz if plausible else None
        self.promised = max(0, int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)))
        self.t_s: list[float] = []
        self._untimed = 0

    def frames(self) -> Iterator[VideoFrame]:
        """Yield the pictures in order, as fast as they are asked for.

        Raises:
            SourceError: there is not a single one.
        """
        while True:
            there, frame = self._capture.read()
            if not there or frame is None or frame.size == 0:
                break
            self.t_s.append(self._time_s())
            yield VideoFrame(np.asarray(frame, np.uint8), self.t_s[-1])
        if not self.t_s:
            raise SourceError(
                f"{self.path} holds no picture that can be read", remedy="record it again"
            )

    def _time_s(self) -> float:
        """Return the time of the picture just read, by the tag where the file does not tell."""
        t_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0
        if not self.t_s:
            return t_s if math.isfinite(t_s) else 0.0
        if math.isfinite(t_s) and t_s > self.t_s[-1]:
            return t_s
        self._untimed += 1
        return self.t_s[-1] + 1.0 / (self.tag_hz or FALLBACK_HZ)

    @property
    def rate_hz(self) -> float:
        """The frame rate by the time stamps read so far, before there are two by the tag."""
        if len(self.t_s) < 2:
            return self.tag_hz or FALLBACK_HZ
        return float(1.0 / np.median(np.diff(self.t_s)))

    def remarks(self) -> tuple[str, ...]:
        """Return one sentence for each thing about the file that looks wrong, once it is read."""
        found = []
        if self._untimed:
            found.append(
                f"{self._untimed} of {len(self.t_s)} pictures have no time of their own; they are "
                f"taken to be {1.0 / (self.tag_hz or FALLBACK_HZ):.3f} s apart."
            )
        elif self.tag_hz and abs(self.tag_hz / self.rate_hz - 1.0) > WRONG_SHARE:
            found.append(
                f"The file claims {self.tag_hz:g} pictures a second, but its time stamps say "
                f"{self.rate_hz:.1f}; the time stamps are used."
            )
        if self.rate_hz < SLOW_HZ:
            found.append(
                f"With only {self.rate_hz:.1f} pictures a second quick movements fall between "
                "them; film with 25 or more."
            )
        if len(self.t_s) < (1.0 - _MISSING_SHARE) * self.promised:
            found.append(
                f"Only {len(self.t_s)} of {self.promised} pictures can be read; the rest of the "
                "file is damaged."
            )
        return tuple(found)

    def close(self) -> None:
        """Close the file."""
        self._capture.release()


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

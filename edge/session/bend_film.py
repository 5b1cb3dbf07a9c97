"""A film of bends on its way to an answer: read once, measured, judged, and put to the networks."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.pose.clip import Clip, read_clip
from edge.pose.errors import PoseError
from edge.pose.mediapipe_engine import LIVE_PASSES, MediaPipeEngine
from edge.pose.picture import Frame
from edge.pose.surroundings import Company, RoomWatch
from edge.pose.tracker import PoseTracker, Sighting
from edge.posture.angle_bins import Direction
from edge.posture.upright import quarters_to_upright
from edge.screening.low_back.answer import AskedNetwork, ask
from edge.screening.low_back.bends import Bends, bends_of
from edge.screening.low_back.quality import FilmQuality, nobody, quality_of
from edge.screening.low_back.rules import film_checks
from edge.screening.low_back.screening import Screening
from edge.sources.camera_video import VideoFile, VideoFrame

RATE_HZ: Final = 10.0
"""Of the pictures that are looked at: as many as the networks learned from."""
SEARCH_S: Final = 2.0
"""From one picture that is searched for somebody else to the next."""

_TICK_S: Final = 1e-6

Progress = Callable[[int, int | None], None]


def screen_film(
    film: Path,
    networks: Sequence[AskedNetwork],
    scores: Mapping[str, float],
    progress: Progress = lambda done, total: None,
) -> Screening:
    """Return what the networks say about a film of bends, or why they say nothing.

    Args:
        film: of one person, from the side.
        networks: to be asked.
        scores: questionnaires by the names of their figures.
        progress: called with the pictures that were read and those there are.

    Raises:
        SourceError: the film cannot be read.
        PoseError: there is no pose engine.
    """
    seen = _Reading(VideoFile(film), progress)
    quarters = 0 if seen.clip is None else quarters_to_upright(seen.clip.bodies)
    if quarters:
        seen = _Reading(VideoFile(film, quarters), progress)
    clip, bends = seen.clip, dict[Direction, Bends]()
    if clip is not None:
        bends = bends_of(clip.t_s, clip.spine_angle_deg, clip.backs)
    quality = seen.quality(bends)
    checks = film_checks(quality)
    allowed = not any(check.broken for check in checks)
    return Screening(
        length_s=seen.length_s,
        quality=quality,
        checks=checks,
        bends=bends,
        questions=ask(networks, bends, scores, allowed=allowed),
        clip=clip,
        quarters=quarters,
        remarks=seen.remarks,
    )


class _Reading:
    """A film that was read to its end.

    Attributes:
        clip: what was seen, None where nobody was.
        length_s: of the film.
        remarks: about the file.
    """

    def __init__(self, recording: VideoFile, progress: Progress) -> None:
        self._tracker = _SurveyingTracker()
        self.clip: Clip | None
        with closing(recording), closing(self._tracker):
            shown = _skimmed(_counted(recording, progress))
            try:
                self.clip = read_clip(shown, self._tracker)
            except PoseError:
                # Nobody is in the film: that is told as what stands against an answer.
                self.clip = None
        times = recording.t_s
        self.length_s = times[-1] - times[0] + 1.0 / recording.rate_hz
        self.remarks = recording.remarks()

    def quality(self, bends: Mapping[Direction, Bends]) -> FilmQuality:
        """Return how good the film is where somebody bends, or all of it where nobody does."""
        t_s = np.array(self._tracker.t_s)
        if self.clip is None:
            return nobody(len(t_s), _rate_hz(t_s))
        begin_s = min((one.begin_s for one in bends.values()), default=t_s[0])
        end_s = max((one.end_s for one in bends.values()), default=t_s[-1])
        part = slice(*np.searchsorted(t_s, [begin_s, end_s + _TICK_S]).tolist())
        return quality_of(
            self.clip,
            part,
            _rate_hz(t_s[part]),
            second_share=self._tracker.company.share(begin_s, end_s),
            camera_share=self._tracker.room.moved_share(part),
        )


class _SurveyingTracker(PoseTracker):
    """A tracker that also watches the room, and now and then looks for somebody else."""

    def __init__(self) -> None:
        super().__init__(MediaPipeEngine(LIVE_PASSES), clock_ns=time.perf_counter_ns)
        self.room = RoomWatch()
        self.company = Company(MediaPipeEngine(1))
        self.t_s: list[float] = []
        self._look_ns = 0

    def see(self, frame: Frame, t_ns: int) -> Sighting:
        """Return what is in the picture; see `PoseTracker`."""
        sighting = super().see(frame, t_ns)
        self.t_s.append(t_ns * 1e-9)
        self.room.see(frame, sighting.body)
        if sighting.body is not None and t_ns >= self._look_ns:
            self._look_ns = t_ns + round(SEARCH_S * 1e9)
            self.company.see(frame, sighting.body, t_ns)
        return sighting

    def close(self) -> None:
        """Close both engines."""
        super().close()
        self.company.close()


def _counted(recording: VideoFile, progress: Progress) -> Iterator[VideoFrame]:
    for done, shown in enumerate(recording.frames(), start=1):
        yield shown
        progress(done, recording.promised or None)


def _skimmed(pictures: Iterator[VideoFrame]) -> Iterator[tuple[Frame, float]]:
    """Yield `RATE_HZ` of the pictures a second, evenly on the average; of fewer all."""
    due_s = -np.inf
    for shown in pictures:
        if shown.t_s >= due_s - 1e-6:
            yield shown.frame, shown.t_s
            late = shown.t_s > due_s + 1.0 / RATE_HZ
            due_s = (shown.t_s if late else due_s) + 1.0 / RATE_HZ


def _rate_hz(t_s: Floats) -> float:
    return float(1.0 / np.median(np.diff(t_s))) if len(t_s) > 1 else 0.0

"""A film of bends on its way to an answer: read once, measured, judged, and put to the networks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from edge.pose.clip import read_clip
from edge.pose.errors import PoseError
from edge.pose.opening import open_survey
from edge.pose.picture import Frame
from edge.pose.survey import Pace, Surroundings
from edge.posture.upright import quarters_to_upright
from edge.screening.low_back.answer import AskedNetwork
from edge.screening.low_back.screening import Screening
from edge.screening.low_back.seen import SeenFilm, screening_of
from edge.sources.camera_video import VideoFile, VideoFrame

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
    seen = _seen(VideoFile(film), progress)
    quarters = 0 if seen.clip is None else quarters_to_upright(seen.clip.bodies)
    if quarters:
        seen = _seen(VideoFile(film, quarters), progress)
    return screening_of(seen, networks, scores)


def _seen(recording: VideoFile, progress: Progress) -> SeenFilm:
    """Return what is seen in a film that is read to its end."""
    noted: list[tuple[float, Surroundings]] = []
    with closing(recording), closing(open_survey()) as tracker:

        def shown() -> Iterator[tuple[Frame, float]]:
            for frame, t_s in _paced(_counted(recording, progress)):
                yield frame, t_s
                noted.append((t_s, tracker.around))

        try:
            clip = read_clip(shown(), tracker)
        except PoseError:
            # Nobody is in the film: that is told as what stands against an answer.
            clip = None
    times = recording.t_s
    return SeenFilm(
        clip=clip,
        t_s=np.array([t_s for t_s, _ in noted]),
        moved=np.array([around.moved for _, around in noted]),
        second=[around.second for _, around in noted],
        length_s=times[-1] - times[0] + 1.0 / recording.rate_hz,
        quarters=recording.quarters,
        remarks=recording.remarks(),
    )


def _counted(recording: VideoFile, progress: Progress) -> Iterator[VideoFrame]:
    for done, shown in enumerate(recording.frames(), start=1):
        yield shown
        progress(done, recording.promised or None)


def _paced(pictures: Iterator[VideoFrame]) -> Iterator[tuple[Frame, float]]:
    """Yield the pictures that are looked at, with their times."""
    pace = Pace()
    return ((shown.frame, shown.t_s) for shown in pictures if pace.takes(shown.t_s))

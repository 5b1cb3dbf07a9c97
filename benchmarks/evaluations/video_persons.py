"""In how many frames of real videos is the person found, and is a change of person noticed?"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from benchmarks.distributions import percentiles
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from edge.pose.opening import open_engine
from edge.pose.tracker import PoseTracker, Sighting
from edge.posture.body_track import BodyTrack
from edge.sources.camera_video import VideoFile


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineTime:
    """The engine's time for a picture, in milliseconds."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFigures:
    """What was found in one video.

    Attributes:
        frames: how many there are.
        person_frames: those in which a person was found.
        hip_px: [x, y] of the midpoint of the hips per frame, None without a person.
        marked: the frames whose person is not, or not surely, the one who is followed.
        pose_ms: the engine's time.
    """

    frames: int
    person_frames: int
    hip_px: tuple[tuple[float, float] | None, ...]
    marked: tuple[int, ...]
    pose_ms: EngineTime


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoResult:
    """The figures of each video, by its name."""

    files: dict[str, VideoFigures]

    def table(self) -> Table:
        """Return a row per video."""
        rows = {
            name: {
                "frames": row.frames,
                "person frames": row.person_frames,
                "marked": len(row.marked),
                "pose ms": row.pose_ms,
            }
            for name, row in self.files.items()
        }
        return table_of(rows, title="Persons in videos", name="video")


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoPersons:
    """In how many frames of real videos the person is found; its settings."""

    data: Annotated[tuple[Path, ...], typer.Option(help="Videos of one person each.")]
    model: Annotated[
        Path | None, typer.Option(help="A .task pose model in place of the built-in one.")
    ] = None

    def run(self, progress: Progress) -> VideoResult:
        """Return for each video by its name what was found in it.

        Raises:
            SourceError: a file is no video or holds no picture.
            PoseError: the model cannot be used.
        """
        files = stepped(self.data, progress)
        return VideoResult(
            files={file.name: _figures(_sightings(file, self.model)) for file in files}
        )


def _sightings(file: Path, model: Path | None) -> list[Sighting]:
    video = VideoFile(file)
    tracker = PoseTracker(open_engine(model), clock_ns=time.perf_counter_ns)
    try:
        return [tracker.see(f.frame, round(f.t_s * 1e9)) for f in video.frames()]
    finally:
        tracker.close()
        video.close()


def _figures(sightings: Sequence[Sighting]) -> VideoFigures:
    p50, p95 = percentiles([sighting.engine_ns / 1e6 for sighting in sightings], 50, 95)
    return VideoFigures(
        frames=len(sightings),
        person_frames=sum(sighting.body is not None for sighting in sightings),
        hip_px=tuple(_hip_px(sighting) for sighting in sightings),
        marked=tuple(
            number
            for number, sighting in enumerate(sightings)
            if sighting.body is not None and sighting.presence != "followed"
        ),
        pose_ms=EngineTime(p50=p50, p95=p95),
    )


def _hip_px(sighting: Sighting) -> tuple[float, float] | None:
    body = sighting.body
    if body is None:
        return None
    track = BodyTrack.of_one(body.px, body.visibility, body.world_m)
    x, y = track.middle_px("hip")[0]
    return float(x), float(y)

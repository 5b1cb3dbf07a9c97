"""In how many frames of real videos is the person found, and is a change of person noticed?"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from edge.pose.opening import open_engine
from edge.pose.tracker import PoseTracker, Sighting
from edge.posture.body_track import BodyTrack
from edge.sources.camera_video import VideoFile


def run(files: Iterable[Path], model: Path | None = None) -> dict[str, Any]:
    """Return for each video by its name what was found in it.

    `frames`: how many there are; `person_frames`: those in which a person was found; `hip_px`:
    [x, y] of the midpoint of the hips per frame, null without a person; `marked`: the frames whose
    person is not, or not surely, the one who is followed; `pose_ms`: the engine's time, p50 and
    p95.

    Args:
        files: videos.
        model: a .task file in place of the built-in model.

    Raises:
        SourceError: a file is no video or holds no picture.
        PoseError: the model cannot be used.
    """
    return {"files": {file.name: _figures(_sightings(file, model)) for file in files}}


def _sightings(file: Path, model: Path | None) -> list[Sighting]:
    video = VideoFile(file)
    tracker = PoseTracker(open_engine(model))
    try:
        return [tracker.see(f.frame, round(f.t_s * 1e9)) for f in video.frames()]
    finally:
        tracker.close()
        video.close()


def _figures(sightings: list[Sighting]) -> dict[str, Any]:
    engine_ms = np.array([sighting.engine_ns for sighting in sightings]) / 1e6
    p50, p95 = np.percentile(engine_ms, [50, 95])
    return {
        "frames": len(sightings),
        "person_frames": sum(sighting.body is not None for sighting in sightings),
        "hip_px": [_hip_px(sighting) for sighting in sightings],
        "marked": [
            number
            for number, sighting in enumerate(sightings)
            if sighting.body is not None and sighting.presence != "followed"
        ],
        "pose_ms": {"p50": float(p50), "p95": float(p95)},
    }


def _hip_px(sighting: Sighting) -> list[float] | None:
    body = sighting.body
    if body is None:
        return None
    track = BodyTrack.of_one(body.px, body.visibility, body.world_m)
    return [float(value) for value in track.middle_px("hip")[0]]

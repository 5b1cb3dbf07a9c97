"""`physio video`: angles, features, masks and landmarks of a recording."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer
from rich.progress import track as progress

from edge.core.arrays import Floats
from edge.film.writer import FilmWriter
from edge.pose.annotate import Annotator
from edge.pose.clip import Clip, read_clip
from edge.pose.export import write_angles_csv, write_landmarks_csv, write_masks, write_trc
from edge.pose.framing import framing_remarks
from edge.pose.opening import open_engine
from edge.pose.tracker import PoseTracker
from edge.posture.motion_features import FEATURES, Stability, motion_features, trace_of
from edge.posture.upright import quarters_to_upright
from edge.signals.errors import SignalError
from edge.sources.camera_video import VideoFile, VideoFrame
from edge.terminal.output import JsonOption, console, say, write_json

ANNOTATED: Final = "annotated.webm"


def video(
    *,
    video: Annotated[Path, typer.Argument(metavar="VIDEO", help="A recording of one person.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")],
    annotate: Annotated[
        bool, typer.Option("--annotate", help="Also write a copy with skeleton, faces covered.")
    ] = False,
    f8: Annotated[
        Stability, typer.Option(help="F8 as the time held at the depth, or as smoothness.")
    ] = "time",
    model: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A .task pose model of your own.")
    ] = None,
    json: JsonOption = None,
) -> None:
    """Measure a recording: angles, the nine motion features, back masks and landmarks."""
    recording, clip = read_upright(video, model)
    out.mkdir(parents=True, exist_ok=True)
    write_angles_csv(clip, out / "angles.csv")
    write_landmarks_csv(clip, out / "landmarks.csv")
    write_trc(clip, out / "landmarks.trc", recording.rate_hz)
    write_masks(clip, out / "masks")
    remarks = [*recording.remarks(), *framing_remarks(clip)]
    features = _features(clip, f8, remarks)
    write_json(features, out / "features.json")
    if annotate:
        write_annotated(VideoFile(video, recording.quarters), clip, out / ANNOTATED)
    result = _summary(video, recording, clip, features, remarks)
    write_json(result, out / "summary.json")
    for remark in remarks:
        say(remark)
    say(
        f"{result['followed_frames']} of {result['frames']} frames measured, "
        f"{len(clip.backs)} back masks; see {out}"
    )
    write_json(result, json)


def read_upright(video: Path, model: Path | None) -> tuple[VideoFile, Clip]:
    """Return a film, turned so that the person is upright, and what is seen in it.

    Raises:
        SourceError: it cannot be read.
        PoseError: nobody is found, or the model cannot be used.
    """
    recording = VideoFile(video)
    clip = _read(recording, model, "Measuring")
    quarters = quarters_to_upright(clip.bodies)
    if quarters:
        recording = VideoFile(video, quarters)
        clip = _read(recording, model, "Measuring the turned film")
    return recording, clip


def _read(recording: VideoFile, model: Path | None, what: str) -> Clip:
    tracker = PoseTracker(open_engine(model, thorough=True), clock_ns=time.perf_counter_ns)
    try:
        return read_clip(((shown.frame, shown.t_s) for shown in _shown(recording, what)), tracker)
    finally:
        tracker.close()
        recording.close()


def _shown(recording: VideoFile, what: str) -> Iterator[VideoFrame]:
    """Yield the pictures with a progress bar on the terminal."""
    yield from progress(
        recording.frames(),
        description=what,
        total=recording.promised or None,
        console=console(),
        transient=True,
    )


def _features(clip: Clip, stability: Stability, remarks: list[str]) -> dict[str, Any] | None:
    """Return the features by signal and name, None with a remark where there is no angle."""
    try:
        found = motion_features(trace_of(clip.t_s, clip.spine_angle_deg), f8=stability)
    except SignalError as error:
        remarks.append(f"No motion features: {error}.")
        return None
    if found.few:
        remarks.append(
            f"{len(found.repetitions_s)} repetition(s) were found; the variances between "
            "repetitions are 0 for want of a second one."
        )
    return {
        "f8": stability,
        "angle_deg": _named(found.angle),
        "velocity_deg_s": _named(found.velocity),
        "acceleration_deg_s2": _named(found.acceleration),
        "repetitions_s": found.repetitions_s,
        "few_repetitions": found.few,
    }


def _named(values: Floats) -> dict[str, float]:
    return dict(zip(FEATURES, values.tolist(), strict=True))


def write_annotated(recording: VideoFile, clip: Clip, target: Path) -> None:
    """Write a copy of a film with the skeleton in it, faces covered."""
    height, width = clip.shape
    with (
        closing(recording),
        FilmWriter(target, (width, height)) as copy,
        Annotator() as annotator,
    ):
        for number, shown in enumerate(_shown(recording, "Drawing")):
            theta_deg, presence = clip.spine_angle_deg[number], clip.presence[number]
            text = f"{theta_deg:.0f} deg" if np.isfinite(theta_deg) else presence
            followed = presence == "followed"
            picture = annotator.draw(shown.frame, clip.body(number), text, followed=followed)
            copy.write(picture, shown.t_s)


def _summary(
    path: Path,
    recording: VideoFile,
    clip: Clip,
    features: dict[str, Any] | None,
    remarks: list[str],
) -> dict[str, Any]:
    known = clip.spine_angle_deg[np.isfinite(clip.spine_angle_deg)]
    return {
        "video": path.name,
        "frames": len(clip.t_s),
        "rate_hz": recording.rate_hz,
        "turned_deg": 90 * recording.quarters,
        "person_frames": int(clip.found.sum()),
        "followed_frames": int(clip.followed.sum()),
        "marked": np.flatnonzero(clip.found & ~clip.followed),
        "view": {
            "off_sagittal_deg": clip.view.off_sagittal_deg,
            "side": clip.view.side,
            "facing": "right" if clip.view.facing > 0 else "left",
        },
        "spine_angle_deg": {
            "frames": len(known),
            "min": float(known.min()) if len(known) else None,
            "max": float(known.max()) if len(known) else None,
        },
        "masks": len(clip.backs),
        "features": features,
        "remarks": remarks,
    }

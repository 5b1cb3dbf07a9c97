"""`physio infant track`: the keypoints of an infant in a film, for `physio infant`."""

from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from edge.commands.video import read_upright, write_annotated
from edge.core.infant import JOINTS
from edge.importers.errors import ImporterError
from edge.importers.skeletons.even_times import at_even_times
from edge.importers.skeletons.layouts import LAYOUTS, to_nineteen
from edge.importers.skeletons.mediapipe import LAYOUT, coco_of
from edge.importers.skeletons.table import write_table
from edge.sources.camera_video import VideoFile
from edge.terminal.output import JsonOption, say, write_json

CANNOT: Final = (
    "MediaPipe learned from grown-ups and finds one body: of an infant it may take a limb for "
    "another or lose it. Look at the copy that --keep writes before believing a score."
)


def track(
    *,
    video: Annotated[
        Path, typer.Argument(metavar="VIDEO", help="An infant on its back, from above, alone.")
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The CSV of keypoints.")],
    keep: Annotated[
        bool,
        typer.Option("--keep", help="Also keep a copy with skeleton, faces covered, beside it."),
    ] = False,
    model: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A .task pose model of your own.")
    ] = None,
    json: JsonOption = None,
) -> None:
    """Find an infant's keypoints in a film by MediaPipe; no picture is kept without --keep."""
    if out.suffix.lower() != ".csv":
        raise ImporterError(f"{out} is no name of a table", remedy="let it end in .csv")
    recording, clip = read_upright(video, model)
    t_s, keypoints = at_even_times(clip.t_s, coco_of(clip.track.px, clip.track.visibility))
    out.parent.mkdir(parents=True, exist_ok=True)
    write_table(out, keypoints, LAYOUT, t_s)
    copy = out.with_suffix(".webm") if keep else None
    if copy is not None:
        write_annotated(VideoFile(video, recording.quarters), clip, copy)
    _, observed = to_nineteen(LAYOUTS[LAYOUT], keypoints)
    missing = {
        name: float(np.isnan(keypoints[:, k]).any(axis=1).mean())
        for k, name in enumerate(LAYOUTS[LAYOUT].joints)
    }
    for remark in (*recording.remarks(), CANNOT):
        say(remark)
    say(f"{len(t_s)} frames, {np.mean(list(missing.values())):.0%} not found; written to {out}")
    write_json(
        {
            "frames": len(t_s),
            "rate_hz": 1.0 / (t_s[1] - t_s[0]) if len(t_s) > 1 else None,
            "missing": missing,
            "not_observed": [name for name, seen in zip(JOINTS, observed, strict=True) if not seen],
            "turned_deg": 90 * recording.quarters,
            "copy": None if copy is None else str(copy),
            "cannot": CANNOT,
        },
        json,
    )

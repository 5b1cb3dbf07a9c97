"""A skeleton recording, whatever program wrote it, checked for what makes it useless.

`read_skeleton` tells the format from the file itself: a CSV with a column for x and y of each
joint, or a folder of OpenPose's JSON files.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.infant import JOINTS
from edge.importers.errors import ImporterError
from edge.importers.skeletons.layouts import LAYOUTS, layout_of_count, to_nineteen
from edge.importers.skeletons.openpose import read_openpose
from edge.importers.skeletons.table import read_table

NORMALISED: Final = 2.0
"""Coordinates that never exceed this are shares of the picture, not pixels."""
FILMS: Final = frozenset({".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm"})
MOST_MIXED: Final = 0.5
"""Share of a joint's or of a frame's values as small as that, beside others of hundreds, that is no
accident."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SkeletonRecording:
    """Keypoints of an infant.

    Attributes:
        positions_px: (T, 19, 2), y downwards; NaN where nothing was found.
        rate_hz: frames per second as the file says; None where it does not.
        observed: (19,) whether the tracker knows the joint.
        layout: name in `LAYOUTS`.
        missing: share of the tracker's keypoints that were not found.
    """

    positions_px: Floats
    rate_hz: float | None
    observed: tuple[bool, ...]
    layout: str
    missing: float


def read_skeleton(path: Path, picture_px: tuple[int, int] | None = None) -> SkeletonRecording:
    """Return the keypoints of a CSV or of a folder of OpenPose's JSON files.

    Args:
        path: of the file or folder.
        picture_px: width and height, where coordinates are shares of the picture.

    Raises:
        ImporterError: it cannot be read, its joints are of no known layout, a joint was never
            found, or its coordinates are not in pixels.
    """
    if path.is_dir():
        tracked, rate_hz = read_openpose(path), None
        layout = layout_of_count(tracked.shape[1])
        if layout is None:
            raise ImporterError(
                f"{path} holds {tracked.shape[1]} joints a frame",
                remedy="known are OpenPose's 18 and 25",
            )
    elif path.suffix.lower() in FILMS:
        raise ImporterError(
            f"{path} is a film, not keypoints", remedy=f"'physio infant track {path}' makes them"
        )
    elif path.suffix.lower() == ".json":
        raise ImporterError(
            f"{path} is one frame of OpenPose", remedy="give the folder that holds all frames"
        )
    else:
        tracked, layout, rate_hz = read_table(path)
    return recording_of(tracked, layout, rate_hz, path, picture_px)


def recording_of(
    tracked: Floats,
    layout: str,
    rate_hz: float | None,
    path: Path,
    picture_px: tuple[int, int] | None = None,
) -> SkeletonRecording:
    """Return keypoints (T, J, 2) of a layout as a recording.

    Args:
        tracked: NaN where nothing was found.
        layout: name in `LAYOUTS`.
        rate_hz: where it is known.
        path: for messages.
        picture_px: width and height, where coordinates are shares of the picture.

    Raises:
        ImporterError: see `read_skeleton`.
    """
    positions, observed = to_nineteen(LAYOUTS[layout], _in_pixels(tracked, path, picture_px))
    found = np.asarray(np.isfinite(positions).all(axis=2))
    for joint, name in enumerate(JOINTS):
        if not found[:, joint].any():
            raise ImporterError(
                f"{path}: {name.replace('_', ' ')} was never found",
                remedy="film the whole infant, with nothing before it",
            )
    return SkeletonRecording(
        positions_px=positions,
        rate_hz=rate_hz,
        observed=observed,
        layout=layout,
        missing=float(1.0 - found[:, list(observed)].mean()),
    )


def _in_pixels(tracked: Floats, path: Path, picture_px: tuple[int, int] | None) -> Floats:
    known = tracked[np.isfinite(tracked)]
    if len(known) == 0:
        raise ImporterError(f"{path}: no joint was found in any frame")
    size = float(np.abs(known).max())
    if picture_px is not None:
        if size > NORMALISED:
            raise ImporterError(
                f"{path} holds values up to {size:.0f}, which are no shares of a picture",
                remedy="leave out --picture: it is in pixels already",
            )
        return tracked * np.array(picture_px, np.float64)
    if size <= NORMALISED:
        raise ImporterError(
            f"{path} holds shares of the picture (0 to {size:.2g}), not pixels, and x and y are "
            "shares of different lengths",
            remedy="give --picture WIDTHxHEIGHT of the film",
        )
    small = np.abs(tracked) <= NORMALISED
    of_joint = (small & (tracked != 0.0)).all(axis=2)
    of_axis = np.nanmax(np.abs(tracked), axis=(0, 1)) <= NORMALISED
    of_frame = of_joint.sum(axis=1) > MOST_MIXED * np.isfinite(tracked).all(axis=2).sum(axis=1)
    if (of_joint.mean(axis=0) > MOST_MIXED).any() or of_frame.any() or of_axis.any():
        raise ImporterError(
            f"{path} mixes pixels (up to {size:.0f}) with shares of the picture (0 to 1)",
            remedy="export all joints in pixels",
        )
    return tracked

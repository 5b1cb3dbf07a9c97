"""A folder of OpenPose's JSON files, one for each frame, in the order of their names."""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.errors import ImporterError

LEAST_CONFIDENCE: Final = 0.05
"""Below it OpenPose has guessed; 0 means that it found nothing."""


def read_openpose(folder: Path) -> Floats:
    """Return (T, J, 2) of the person in whom most is found in each frame, NaN where nothing is.

    Raises:
        ImporterError: the folder holds no such files, or one is damaged or of another layout.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise ImporterError(
            f"{folder} holds no JSON file", remedy="give OpenPose's folder of keypoints"
        )
    frames = [_frame(file) for file in files]
    counts = {len(frame) for frame in frames if frame is not None}
    if not counts:
        raise ImporterError(f"{folder}: nobody was found in any frame")
    if len(counts) > 1:
        raise ImporterError(
            f"{folder} mixes frames of {' and '.join(map(str, sorted(counts)))} joints",
            remedy="give the files of one run of OpenPose",
        )
    (count,) = counts
    nobody = np.full((count, 2), np.nan)
    return np.stack([nobody if frame is None else frame for frame in frames])


def _frame(file: Path) -> Floats | None:
    """Return (J, 2) of the best person, None where nobody was found."""
    try:
        content: Any = json.loads(file.read_text(encoding="utf-8"))
        people = [
            np.array(person["pose_keypoints_2d"], np.float64).reshape(-1, 3)
            for person in content["people"]
        ]
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise ImporterError(
            f"{file} is no file of OpenPose's keypoints", remedy="was it cut off?"
        ) from error
    if not people:
        return None
    best = max(people, key=lambda person: float(person[:, 2].sum()))
    found: Floats = np.where(best[:, 2:] > LEAST_CONFIDENCE, best[:, :2], np.nan)
    return found

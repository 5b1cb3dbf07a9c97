"""A folder of OpenPose's JSON files, one for each frame, in the order of their numbers."""

import json
import re
from pathlib import Path
from typing import Any, Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.errors import ImporterError

LEAST_CONFIDENCE: Final = 0.05
"""Below it OpenPose has guessed; 0 means that it found nothing."""
SECOND: Final = 0.6
"""Of what is found in the first person: a hand that reaches into the picture is far less."""
MOST_CROWDED: Final = 0.2
"""Share of frames with such a second person."""


def read_openpose(folder: Path) -> Floats:
    """Return (T, J, 2) of one person, NaN where nothing is found.

    Frames follow the numbers in the files' names; those of which there is no file are holes. Of
    several people it is the one in whom most is found, then whoever is nearest to that.

    Raises:
        ImporterError: the folder holds no such files, one is damaged or of another layout, most
            frames have no file, or a second person is seen throughout.
    """
    files = _by_number(folder)
    frames = {number: _people(file) for number, file in files.items()}
    counts = {len(person) for people in frames.values() for person in people}
    if not counts:
        raise ImporterError(f"{folder}: nobody was found in any frame")
    if len(counts) > 1:
        raise ImporterError(
            f"{folder} mixes frames of {' and '.join(map(str, sorted(counts)))} joints",
            remedy="give the files of one run of OpenPose",
        )
    (count,) = counts
    seen = np.full((max(files) - min(files) + 1, count, 2), np.nan)
    last: Floats | None = None
    crowded = 0
    for number in sorted(files):
        people = frames[number]
        if not people:
            continue
        crowded += _second_share(people) > SECOND
        chosen = _best(people) if last is None else _nearest(people, last)
        last = np.where(np.isfinite(chosen), chosen, np.nan if last is None else last)
        seen[number - min(files)] = chosen
    if crowded > MOST_CROWDED * len(files):
        raise ImporterError(
            f"{folder}: a second person is seen in {crowded} of {len(files)} frames",
            remedy="film the infant alone, or cut the others out of the picture",
        )
    return seen


def _by_number(folder: Path) -> dict[int, Path]:
    """Return the files by the last number in their names, or in the order of names without one."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise ImporterError(
            f"{folder} holds no JSON file", remedy="give OpenPose's folder of keypoints"
        )
    found = [re.findall(r"\d+", file.stem.removesuffix("_keypoints")) for file in files]
    numbers = [int(own[-1]) if own else -1 for own in found]
    if min(numbers) < 0:
        return dict(enumerate(files))
    if len(set(numbers)) < len(files):
        raise ImporterError(
            f"{folder} holds two files of one frame",
            remedy="give the files of one film and one run of OpenPose",
        )
    span = max(numbers) - min(numbers) + 1
    if span > 2 * len(files) and len(files) > 1:
        raise ImporterError(
            f"{folder} holds {len(files)} of {span} frames",
            remedy="give the files of all frames of one film",
        )
    return dict(zip(numbers, files, strict=True))


def _people(file: Path) -> list[Floats]:
    """Return (J, 3) of everybody in a frame in whom anything was found."""
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
    return [person for person in people if (person[:, 2] > LEAST_CONFIDENCE).any()]


def _places(person: Floats) -> Floats:
    """Return (J, 2) where joints were found, NaN elsewhere."""
    found: Floats = np.where(person[:, 2:] > LEAST_CONFIDENCE, person[:, :2], np.nan)
    return found


def _best(people: list[Floats]) -> Floats:
    return _places(max(people, key=lambda person: float(person[:, 2].sum())))


def _nearest(people: list[Floats], last: Floats) -> Floats:
    """Return the person whose joints lie nearest to where they were seen last."""

    def distance(person: Floats) -> float:
        steps = np.linalg.norm(_places(person) - last, axis=1)
        return float(np.median(steps[np.isfinite(steps)])) if np.isfinite(steps).any() else np.inf

    return _places(min(people, key=distance))


def _second_share(people: list[Floats]) -> float:
    """Return how much is found in the second person, as a share of the first."""
    sure = sorted((float(person[:, 2].sum()) for person in people), reverse=True)
    return sure[1] / sure[0] if len(sure) > 1 else 0.0

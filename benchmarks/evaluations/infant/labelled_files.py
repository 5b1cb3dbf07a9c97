"""Twelve rendered recordings of real infants, read from the files in which they are kept.

The labels are an expert's reading of the general movements in the rendered films (abnormal or not),
not cerebral palsy. The truth has 14 joints in whole pixels, of all frames; OpenPose's tracks are of
the first frames alone and fail more often in the abnormal infants, so they give the label away.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.errors import EvaluationError
from edge.core.arrays import Floats
from edge.importers.skeletons.layouts import LAYOUTS, to_nineteen

TRUTH: Final = "mini_rgbd_truth14.npz"
OPENPOSE: Final = "mini_rgbd_openpose18_px.npz"
LEAST_CONFIDENCE: Final = 0.05
"""Below it OpenPose has guessed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrackedFilm:
    """What OpenPose made of the first frames of an infant's film.

    Attributes:
        positions_px: (T, 19, 2), NaN where nothing was found.
        confidence: mean over joints and frames.
        far_off: share of keypoints more than half a trunk length from the truth.
    """

    positions_px: Floats
    confidence: float
    far_off: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelledInfants:
    """Infants with their labels.

    Attributes:
        labels: (n,) whether each was read as abnormal.
        truth: (T, 19, 2) true keypoints of each in pixels.
        tracked: of each, by OpenPose; empty where that file is not there.
        rate_hz: frames per second as the file says.
    """

    labels: NDArray[np.bool_]
    truth: tuple[Floats, ...]
    tracked: tuple[TrackedFilm, ...]
    rate_hz: float


def read_labelled(folder: Path) -> LabelledInfants:
    """Return the infants of a folder.

    Raises:
        EvaluationError: the file with the truth is missing, or a file is not what it should be.
    """
    content = _read(folder / TRUTH)
    labels = np.asarray(content["label"]).astype(bool)
    if labels.all() or labels.sum() < 2 or (~labels).sum() < 2:
        raise EvaluationError(f"{folder / TRUTH} does not hold infants of both groups")
    layout = LAYOUTS["truth-14"]
    truth = tuple(
        to_nineteen(layout, np.asarray(content[name], np.float64))[0] for name in _names(labels)
    )
    tracked: tuple[TrackedFilm, ...] = ()
    if (folder / OPENPOSE).exists():
        tracks = _read(folder / OPENPOSE)
        tracked = tuple(_film(tracks, name) for name in _names(labels))
    return LabelledInfants(
        labels=labels, truth=truth, tracked=tracked, rate_hz=float(content["fps"])
    )


def _names(labels: NDArray[np.bool_]) -> list[str]:
    return [f"infant_{number:02}" for number in range(1, len(labels) + 1)]


def _read(path: Path) -> dict[str, NDArray[Any]]:
    try:
        with np.load(path) as file:
            content = {name: file[name] for name in file.files}
            missing = [k for k in ("label", "fps", *_names(content["label"])) if k not in content]
    except (OSError, ValueError, KeyError) as error:
        raise EvaluationError(
            f"{path} cannot be read as labelled infants", remedy=f"give a folder with {TRUTH}"
        ) from error
    if missing:
        raise EvaluationError(f"{path} holds no {missing[0]}")
    return content


def _film(content: dict[str, NDArray[Any]], name: str) -> TrackedFilm:
    own = np.asarray(content[name], np.float64)
    found = np.where(own[..., 2:] > LEAST_CONFIDENCE, own[..., :2], np.nan)
    errors = np.asarray(content[name.replace("infant", "error")], np.float64)
    return TrackedFilm(
        positions_px=to_nineteen(LAYOUTS["openpose-18"], found)[0],
        confidence=float(own[..., 2].mean()),
        far_off=float((errors > 0.5).mean()),
    )

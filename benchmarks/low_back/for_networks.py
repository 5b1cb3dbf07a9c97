"""A filmed cohort as the low-back networks learn from it: masks, motion features, PROMs."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.low_back.filming import Filming
from benchmarks.low_back.measured import MeasuredBends, Source
from edge.core.arrays import Floats
from edge.posture.angle_bins import ALL_BINS, DIRECTIONS
from edge.posture.back_mask import SIZE_PX
from edge.posture.motion_features import FEATURES
from edge.simulation.low_back.proms import QUESTIONNAIRES
from models.data.bends import Bends
from models.inference.low_back import shrunk

MOST_PER_BIN: Final = 20
"""Masks of a person, a direction and a bin, as many as BackTracker took at most."""
_SIGNALS: Final = ("angle", "velocity", "acceleration")
COLUMNS: Final = (
    *(
        f"{direction}.{signal}.{feature}"
        for direction in DIRECTIONS
        for signal in _SIGNALS
        for feature in FEATURES
    ),
    *(f"proms.{scale.name}" for scale in QUESTIONNAIRES),
)


def bends_of(
    tasks: Sequence[Filming], source: Source, names: tuple[str, str], size_px: int = SIZE_PX
) -> Bends:
    """Return a cohort whose films were measured, with the labels that were put down.

    Of a bin with more than 20 masks of a person those are taken that lie evenly in time; masks
    outside of `edge.posture.angle_bins.ALL_BINS` are left out.

    Args:
        tasks: one a person.
        source: true masks and features, or the camera's.
        names: of the negative and the positive group.
        size_px: side of the masks.

    Raises:
        OSError: somebody was not measured.
    """
    masks, theta_deg, person, backward, figures = [], [], [], [], []
    for place, task in enumerate(tasks):
        features = []
        for direction in DIRECTIONS:
            measured = task.bends(source, direction)
            chosen = _chosen(measured)
            # Shrunk at once, for the masks of a cohort take a gigabyte.
            masks.append(_squares(measured.masks[chosen], size_px))
            theta_deg.append(measured.theta_deg[chosen])
            person += [place] * len(chosen)
            backward += [direction == "backward"] * len(chosen)
            features.append(measured.features.ravel())
        figures.append(np.concatenate([*features, task.person.proms]))
    return Bends(
        names=names,
        masks=np.concatenate(masks),
        theta_deg=np.concatenate(theta_deg),
        person=np.array(person, np.int64),
        backward=np.array(backward, np.bool_),
        columns=COLUMNS,
        figures=np.array(figures),
        labels=np.array([task.person.given_label for task in tasks], np.int64),
        groups=np.arange(len(tasks)),
        source=source,
    )


def _squares(packed: NDArray[np.uint8], size_px: int) -> NDArray[np.uint8]:
    return shrunk(255 * np.unpackbits(packed, axis=1).reshape(-1, SIZE_PX, SIZE_PX), size_px)


def _chosen(measured: MeasuredBends) -> NDArray[np.int64]:
    """Return the pictures whose masks are taken, in order."""
    number = ALL_BINS.of(np.where(measured.masks.any(axis=1), measured.theta_deg, np.nan))
    places = [_spread(np.flatnonzero(number == k)) for k in range(ALL_BINS.count)]
    return np.sort(np.concatenate(places))


def _spread(places: NDArray[np.int64]) -> NDArray[np.int64]:
    if len(places) <= MOST_PER_BIN:
        return places
    evenly: Floats = np.linspace(0.0, len(places) - 1.0, MOST_PER_BIN)
    return places[np.rint(evenly).astype(np.int64)]

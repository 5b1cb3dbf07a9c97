"""What the rules of the ladder look at: the same bins of a person's bend, as numbers."""

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.low_back.filming import Filming
from benchmarks.low_back.measured import MeasuredBends, Source
from edge.core.arrays import Floats
from edge.posture.angle_bins import ALL_BINS, FORWARD_BINS, PAPER_BINS, AngleBins, Direction
from edge.posture.back_contour import LEVELS, back_contour
from edge.simulation.low_back.films import BendFilm
from edge.simulation.low_back.persons import Person
from edge.simulation.low_back.phenotypes import (
    BACKWARD_ALL,
    BACKWARD_SHAPE,
    FORWARD_ALL,
    FORWARD_SHAPE,
)

BinSet = Literal["paper", "all"]
_PER_BIN: Final = 8
"""Pictures of a bin whose contours are averaged, spread over the bin's pictures."""
_COLOUR_CELLS: Final = 4

SHAPE: Final[dict[Direction, tuple[str, ...]]] = {
    "forward": FORWARD_SHAPE,
    "backward": BACKWARD_SHAPE,
}
SHOWN: Final[dict[Direction, tuple[str, ...]]] = {"forward": FORWARD_ALL, "backward": BACKWARD_ALL}


def bins_of(direction: Direction, bins: BinSet) -> AngleBins:
    """Return the bins of a direction: the papers', or all from 60° to 210° on its side."""
    if bins == "paper":
        return PAPER_BINS[direction]
    upright_deg = FORWARD_BINS.last_deg
    if direction == "forward":
        return AngleBins(first_deg=ALL_BINS.first_deg, last_deg=upright_deg)
    return AngleBins(first_deg=upright_deg, last_deg=ALL_BINS.last_deg)


def names_of(
    directions: Sequence[Direction], table: dict[Direction, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the parameters that those directions show, each once."""
    return tuple(dict.fromkeys(name for direction in directions for name in table[direction]))


def regions_at_bins(task: Filming, direction: Direction, bins: AngleBins) -> Floats:
    """Return the (bins × 5,) true angles of the regions in each bin.

    Args:
        task: a person who was filmed.
        direction: of the bend.
        bins: of the true spine angle.
    """
    measured = task.bends("true", direction)
    numbers = bins.of(measured.theta_deg)
    rows = np.array(
        [_mean(measured.regions_deg[numbers == number]) for number in range(bins.count)]
    )
    return _filled(rows).ravel()


def contours_at_bins(
    task: Filming, direction: Direction, bins: AngleBins, source: Source
) -> Floats:
    """Return the (bins × 48,) contours of the back in each bin.

    Args:
        task: a person who was filmed.
        direction: of the bend.
        bins: of the spine angle that the source sees.
        source: true masks, or the camera's.
    """
    measured = task.bends(source, direction)
    numbers = bins.of(measured.theta_deg)
    rows = np.array([_contour(measured, np.flatnonzero(numbers == n)) for n in range(bins.count)])
    return _filled(rows).ravel()


def covariates_of(person: Person) -> Floats:
    """Return (67,) numbers of body, clothes, camera and light, and the colours of a first picture.

    Args:
        person: who stands there before the first bend.
    """
    picture = next(BendFilm(person, "forward", 1).pictures(np.zeros(1)))
    height, width = picture.mask.shape
    cells = picture.frame[: height - height % _COLOUR_CELLS, : width - width % _COLOUR_CELLS]
    shape = (_COLOUR_CELLS, height // _COLOUR_CELLS, _COLOUR_CELLS, width // _COLOUR_CELLS, 3)
    colours = cells.reshape(shape).mean(axis=(1, 3)).ravel()
    return np.concatenate([person.covariates.numbers, colours])


def _contour(measured: MeasuredBends, pictures: NDArray[np.int64]) -> Floats:
    if len(pictures) == 0:
        return np.full(LEVELS, np.nan)
    chosen = pictures[np.unique(np.linspace(0, len(pictures) - 1, _PER_BIN).astype(int))]
    return _mean(np.array([back_contour(measured.mask(int(number))) for number in chosen]))


def _mean(rows: Floats) -> Floats:
    """Return the (k,) mean of the rows without a gap, NaN where there is none."""
    known = rows[np.isfinite(rows).all(axis=1)]
    return known.mean(axis=0) if len(known) else np.full(rows.shape[1], np.nan)


def _filled(rows: Floats) -> Floats:
    """Return the (bins, k) rows with each empty bin filled from the nearest that is not."""
    known = np.flatnonzero(np.isfinite(rows).all(axis=1))
    if len(known) == 0:
        return np.zeros_like(rows)
    nearest = known[np.abs(np.arange(len(rows))[:, None] - known).argmin(axis=1)]
    filled: Floats = rows[nearest]
    return filled

"""What a micro-segment's samples say together about how much each axis matters there."""

from collections.abc import Sequence

import numpy as np

from edge.core.arrays import Floats
from edge.signals.filters import moving_average


def pooled(
    magnitude: Floats,
    signal: Floats,
    segments: Sequence[slice],
    *,
    share: float,
    departure: Floats | None = None,
    floor: float = 0.0,
) -> Floats:
    """Return the magnitude of an attribution, pooled within each micro-segment and axis.

    Gradients jitter from sample to sample, while feedback speaks of a segment. So within a segment
    and an axis the magnitude is explained by the signal's value alone: a least-squares parabola of
    it, since an attribution may weigh a value by how far it lies from the baseline. A value that
    happens to lie on the baseline then gets nothing, however sensitive the network is there: the
    floor counts it as if it lay somewhat off.

    Args:
        magnitude: (n, axes) not negative.
        signal: (n, axes) the values that are attributed to, in any unit.
        segments: where to pool; samples in none stay as they are.
        share: of the parabola, 0–1; the rest is the magnitude itself.
        departure: (n, axes) what the gradients were multiplied with, such as the distance from the
            baseline; 1 if None.
        floor: departure, in its unit, that every value counts for at least, added in quadrature.
    """
    result = magnitude.copy()
    for segment in segments:
        own = magnitude[segment]
        fit = share * _parabola(signal[segment], own) + (1.0 - share) * own
        result[segment] = np.hypot(fit, floor * _sensitivity(own, departure, segment))
    return result


def evened(magnitude: Floats, segments: Sequence[slice], *, share: float, taper: int = 1) -> Floats:
    """Return the magnitude of an attribution with all micro-segments brought near to one mean.

    Gradients at one point overstate how much more one moment matters than another: where a
    segment's map is k times as large, replacing its values costs far less than k times as much.
    What remains is how axes and samples share within a segment; amplification then says which
    segments matter.

    Args:
        magnitude: (n, axes) not negative.
        segments: to bring to the mean of the whole; samples in none stay as they are.
        share: 0 changes nothing, 1 makes all means equal.
        taper: width in samples of the centred moving average over the factors, odd.
    """
    whole = magnitude.mean()
    factor = np.ones(len(magnitude))
    for segment in segments:
        own = magnitude[segment].mean()
        if own > 0:
            factor[segment] = (whole / own) ** share
    return magnitude * moving_average(factor, taper)[:, np.newaxis]


def _sensitivity(own: Floats, departure: Floats | None, segment: slice) -> Floats:
    """Return (axes,) the magnitude per unit of departure, root mean squares within the segment."""
    size: Floats = np.sqrt((own**2).mean(axis=0))
    if departure is None:
        return size
    off = np.sqrt((departure[segment] ** 2).mean(axis=0))
    sensitivity: Floats = size / np.where(off > 0, off, np.inf)
    return sensitivity


def _parabola(x: Floats, y: Floats) -> Floats:
    """Return the least-squares parabola of y over x at x, axis by axis, nowhere negative."""
    # Centred and scaled, so that the three columns are of one size whatever the unit.
    spread = x.std(axis=0)
    u = ((x - x.mean(axis=0)) / np.where(spread > 0, spread, 1.0)).T
    columns = np.stack([np.ones_like(u), u, u**2], axis=2)
    weights = np.linalg.pinv(columns) @ y.T[:, :, np.newaxis]
    fit: Floats = (columns @ weights)[:, :, 0].T
    return np.maximum(fit, 0.0)

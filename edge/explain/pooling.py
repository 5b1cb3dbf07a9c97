"""What a micro-segment's samples say together about how much each axis matters there."""

from collections.abc import Sequence

import numpy as np

from edge.messages import Floats


def pooled(magnitude: Floats, signal: Floats, segments: Sequence[slice], share: float) -> Floats:
    """Return the magnitude of an attribution, pooled within each micro-segment and axis.

    Gradients jitter from sample to sample, while feedback speaks of a segment. So within a segment
    and an axis the magnitude is explained by the signal's value alone: a least-squares parabola of
    it, since an attribution may weigh a value by how far it lies from the baseline.

    Args:
        magnitude: (n, axes) not negative.
        signal: (n, axes) the values that are attributed to, in any unit.
        segments: where to pool; samples in none stay as they are.
        share: of the parabola, 0–1; the rest is the magnitude itself.
    """
    result = magnitude.copy()
    for segment in segments:
        own = magnitude[segment]
        result[segment] = share * _parabola(signal[segment], own) + (1.0 - share) * own
    return result


def _parabola(x: Floats, y: Floats) -> Floats:
    """Return the least-squares parabola of y over x at x, axis by axis, nowhere negative."""
    # Centred and scaled, so that the three columns are of one size whatever the unit.
    spread = x.std(axis=0)
    u = ((x - x.mean(axis=0)) / np.where(spread > 0, spread, 1.0)).T
    columns = np.stack([np.ones_like(u), u, u**2], axis=2)
    weights = np.linalg.pinv(columns) @ y.T[:, :, np.newaxis]
    fit: Floats = (columns @ weights)[:, :, 0].T
    return np.maximum(fit, 0.0)

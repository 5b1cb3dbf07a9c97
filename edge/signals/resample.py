"""Recordings of any rate, uneven or with holes, put on a uniform time grid."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import Akima1DInterpolator

from edge.core.arrays import Floats
from edge.signals.errors import SignalError
from edge.signals.filters import LowPassSettings, finite, zero_phase_lowpass

MAX_GAP_S: Final = 0.25
"""A hole longer than this, and longer than two and a half usual steps, is not bridged."""

FAST: Final = 2.5
"""Above this ratio of input to output rate, what the grid cannot hold is filtered out first.

Above two, so that a jittering 100 Hz watch is never taken for a faster one: at that rate the
sensor's own filter leaves nothing that would fold onto a human movement."""

UNEVEN_SHARE: Final = 0.1
"""Steps that depart from the median by more than this share of it are uneven."""


def anti_alias(rate_hz: float) -> LowPassSettings:
    """Return the low-pass that must precede sampling at `rate_hz`."""
    return LowPassSettings(cutoff_hz=0.4 * rate_hz, order=4)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """A stretch on a uniform grid.

    Attributes:
        t_s: (n,) times, n ≥ 1; the first is the first input time of the stretch.
        x: (n, k) values.
    """

    t_s: Floats
    x: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resampled:
    """A recording on a uniform grid, in one piece or several.

    Attributes:
        pieces: stretches without a gap, in order; their grids do not continue each other.
        input_rate_hz: the usual rate of the input.
        uneven: the input's steps were not all alike, gaps aside.
    """

    pieces: tuple[Piece, ...]
    input_rate_hz: float
    uneven: bool


def resample(t_s: ArrayLike, x: ArrayLike, rate_hz: float) -> Resampled:
    """Return a recording on a uniform grid of `rate_hz`, cut where samples are missing for long.

    Interpolated by modified Akima cubics, which hardly overshoot where steps differ. An input
    that is `FAST` times faster than the grid is low-passed first, without delay.

    Args:
        t_s: (n,) strictly increasing times, n ≥ 2.
        x: (n, k) values.
        rate_hz: rate of the grid.

    Raises:
        SignalError: there are fewer than two samples, the times do not increase, the lengths
            differ, or a value is not finite.
    """
    times, values = finite(t_s), finite(x)
    _check(times, values)
    steps = np.diff(times)
    usual_s = float(np.median(steps))
    gap_s = max(MAX_GAP_S, 2.5 * usual_s)
    cuts = np.flatnonzero(steps > gap_s) + 1
    pieces = tuple(
        _piece(part_t, part_x, 1 / usual_s, rate_hz)
        for part_t, part_x in zip(np.split(times, cuts), np.split(values, cuts), strict=True)
    )
    bridged = steps[steps <= gap_s]
    uneven = bool(np.abs(bridged - usual_s).max() > UNEVEN_SHARE * usual_s)
    return Resampled(pieces=pieces, input_rate_hz=1 / usual_s, uneven=uneven)


def _check(t_s: Floats, x: Floats) -> None:
    if t_s.ndim != 1 or x.ndim != 2 or len(t_s) != len(x):
        raise SignalError(
            f"times of shape {t_s.shape} and values of shape {x.shape} do not belong together"
        )
    if len(t_s) < 2:
        raise SignalError("a recording needs at least two samples to have a rate")
    backwards = np.flatnonzero(np.diff(t_s) <= 0)
    if len(backwards):
        raise SignalError(
            f"time does not increase after sample {backwards[0] + 1} ({t_s[backwards[0]]:g} s): "
            "remove or repair the samples that repeat or run backwards"
        )


def _piece(t_s: Floats, x: Floats, input_hz: float, rate_hz: float) -> Piece:
    """Return one stretch without gaps on the grid that starts with it."""
    if input_hz > FAST * rate_hz:
        even_t = _grid(t_s, input_hz)
        t_s, x = (
            even_t,
            zero_phase_lowpass(_interpolate(t_s, x, even_t), input_hz, anti_alias(rate_hz)),
        )
    grid = _grid(t_s, rate_hz)
    return Piece(t_s=grid, x=_interpolate(t_s, x, grid))


def _grid(t_s: Floats, rate_hz: float) -> Floats:
    # A last sample that falls on the grid but for rounding belongs to it.
    count = int(np.floor((t_s[-1] - t_s[0]) * rate_hz + 1e-6)) + 1
    grid: Floats = t_s[0] + np.arange(count) / rate_hz
    return grid


def _interpolate(t_s: Floats, x: Floats, at_s: Floats) -> Floats:
    if len(t_s) < 2:
        return x.copy()
    within_s = np.minimum(at_s, t_s[-1])
    values = np.empty((len(at_s), x.shape[1]))
    # Column by column: the curves of an hour, all at once, would take hundreds of megabytes.
    for k, column in enumerate(x.T):
        values[:, k] = Akima1DInterpolator(t_s, column, method="makima")(within_s)
    return values

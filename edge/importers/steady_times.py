"""Times of arrival, or times that whole packets share, turned into those of an even sensor."""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.signals.resample import MAX_GAP_S

WINDOW_S: Final = 5.0
"""Over this long the sensor's own clock and the written one drift apart by less than a sample."""
LEAST_ROWS: Final = 20
AROUND_S: Final = 1.0
"""Stretches before and after a hole that tell it from a packet that came late."""
WIDE: Final = 3.0
"""A step so many times as wide as the usual ones that advance may be a hole."""
RESOLUTION_DIGITS: Final = 9
RESOLUTION_S: Final = 10.0**-RESOLUTION_DIGITS
"""Times that differ by less than a nanosecond are the same: no speed follows from such a step."""


def steady_times(t: Floats, numbers: Floats, usual_s: float) -> Floats:
    """Return increasing times that follow the written ones, even between holes.

    Args:
        t: (n,) written times, which may repeat and overtake each other.
        numbers: (n,) of the rows.
        usual_s: from row to row.
    """
    cuts = _holes(t, numbers, usual_s)
    parts: list[Floats] = []
    for part, number in zip(np.split(t, cuts), np.split(numbers, cuts), strict=True):
        steady = _steady(part, number, usual_s)
        if parts:
            steady = steady + max(0.0, parts[-1][-1] + usual_s - steady[0])
        parts.append(steady)
    return np.concatenate(parts)


def _holes(t: Floats, numbers: Floats, usual_s: float) -> list[int]:
    """Return before which samples others are missing for long."""
    latest = np.maximum.accumulate(t)
    steps = np.diff(latest)
    advancing = steps[steps > 0]
    if not len(advancing):
        return []
    wide_s = max(MAX_GAP_S, WIDE * float(np.percentile(advancing, 95)))
    late_s = latest - usual_s * (numbers - numbers[0])
    around = max(LEAST_ROWS, round(AROUND_S / usual_s))
    found = []
    for i in np.flatnonzero(steps > wide_s) + 1:
        before, after = late_s[max(0, i - around) : i], late_s[i : i + around]
        # After a packet that came late the next ones catch up; after a hole nothing does.
        if np.median(after) - np.median(before) > 0.5 * steps[i - 1]:
            found.append(int(i))
    return found


def _steady(t: Floats, numbers: Floats, usual_s: float) -> Floats:
    """Return the times of a stretch without holes: those of an even sensor, drift followed."""
    row = numbers - numbers[0]
    late_s = t - usual_s * row
    rows_each = max(LEAST_ROWS, round(WINDOW_S / usual_s))
    count = max(1, len(t) // rows_each)
    windows = np.array_split(np.arange(len(t)), count)
    centre = np.array([row[window].mean() for window in windows])
    offset_s = np.array([late_s[window].mean() for window in windows])
    slope = 0.0 if count == 1 else (offset_s[-1] - offset_s[0]) / (centre[-1] - centre[0])
    rest_s = np.interp(row, centre, offset_s - slope * centre)
    steady: Floats = (usual_s + slope) * row + rest_s
    if not np.all(np.diff(steady) > 0):
        steady = usual_s * row + float(late_s.mean())
    return steady


def told_apart(t_s: Floats) -> Floats:
    """Return the times, rounded where some of them differ by less than can be."""
    apart_s = np.diff(np.sort(t_s))
    alike = (apart_s > 0) & (apart_s < RESOLUTION_S)
    return np.round(t_s, RESOLUTION_DIGITS) if alike.any() else t_s

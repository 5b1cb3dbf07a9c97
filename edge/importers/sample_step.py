"""By how much the times of a recording advance from sample to sample, and in which unit."""

from typing import Final

import numpy as np

from edge.core.arrays import Floats

UNITS: Final = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "d": 86_400.0}
"""In seconds; days are those of a spreadsheet."""
EXCEL_DAYS: Final = (20_000.0, 80_000.0)
"""What a spreadsheet counts for days from 1954 to 2119."""
SLOWEST_S: Final = 0.5
"""The step of the slowest recording; a thousandth of it is that of the fastest."""
FEW_MS: Final = 5000
"""Rows a thousandth of a second apart make a recording from so many on; fewer are whole seconds."""


def usual_step(t: Floats, numbers: Floats) -> float:
    """Return by how much times advance from row to row, whatever jumps and repeats among them.

    Args:
        t: (n,) times, n ≥ 2.
        numbers: (n,) of the rows.
    """
    over = int(np.clip(len(t) // 8, 1, 250))
    return float(np.median((t[over:] - t[:-over]) / (numbers[over:] - numbers[:-over])))


def unit_of(step: float, t: Floats) -> str | None:
    """Return the unit in which times advance by such a step as a watch's do, None for none.

    Args:
        step: from row to row.
        t: (n,) times.
    """
    rows = len(t)
    days = abs(step) * UNITS["d"]
    if EXCEL_DAYS[0] < np.median(t) < EXCEL_DAYS[1] and SLOWEST_S / 1000 <= days < SLOWEST_S:
        return "d"
    unit = next((name for name in UNITS if abs(step) * UNITS[name] < SLOWEST_S), None)
    return "s" if unit == "ms" and abs(step) < 1.5 and rows < FEW_MS else unit

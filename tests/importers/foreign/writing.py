"""What recordings of other apps are written with, made of a simulated exercise."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from edge.core.arrays import Floats

G: Final = 9.80665


Files = dict[str, bytes]
"""Content by name."""


BEGAN: Final = datetime(2024, 10, 2, 23, 59, 55, tzinfo=UTC)
"""Midnight comes while it is recorded."""


EPOCH_NS: Final = int(BEGAN.timestamp()) * 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """One way to write a recording.

    Attributes:
        format: what the format is called.
        write: returns the files of a true table (n, 7).
        unit: of the acceleration.
        points_down: it has the sign of gravity.
        gyro: whether there is a gyroscope in it.
        accel_off: by how much the acceleration may differ, in m/s².
        gyro_off: by how much the angular rate may differ, in rad/s.
    """

    format: str
    write: Callable[[Floats], Files]
    unit: str = "g"
    points_down: bool = False
    gyro: bool = True
    accel_off: float = 0.02
    gyro_off: float = 0.02


def rows(columns: list[Floats], separator: str = ",", digits: str = ".6f", head: str = "") -> bytes:
    """Return a table as text."""
    lines = [separator.join(f"{v:{digits}}" for v in row) for row in zip(*columns, strict=True)]
    return "\n".join([head, *lines, ""] if head else [*lines, ""]).encode()


def named_rows(head: str, times: list[str], columns: list[Floats], separator: str = ",") -> str:
    """Return a table whose first cells are text."""
    lines = [head] if head else []
    for at, *values in zip(times, *columns, strict=True):
        lines.append(separator.join([at, *(f"{v:.6f}" for v in values)]))
    return "\n".join([*lines, ""])


def dated(t_s: Floats, form: str) -> list[str]:
    """Return times as dates."""
    return [(BEGAN + timedelta(seconds=float(at))).strftime(form) for at in t_s]


def later(table: Floats, by_s: float, cut: slice) -> tuple[Floats, Floats]:
    """Return times and angular rate of a gyroscope with its own start, end and ticks."""
    t_s = table[cut, 0] + by_s
    return t_s, np.column_stack([np.interp(t_s, table[:, 0], axis) for axis in table[:, 4:].T])


def split_gravity(table: Floats) -> tuple[Floats, Floats]:
    """Return gravity and the rest of the acceleration, as a phone tells them apart."""
    direction = table[:, 1:4] / np.linalg.norm(table[:, 1:4], axis=1, keepdims=True)
    gravity = G * direction
    return gravity, table[:, 1:4] - gravity

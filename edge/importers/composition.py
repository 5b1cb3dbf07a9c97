"""Specific force and angular rate from what a program gives instead of them.

Apple and Android write acceleration and gravity apart; a Movella DOT writes an acceleration without
gravity in the frame of the world, which its orientation brings back. Where gravity is gone and
nothing brings it back, a recording is refused: no angle follows from the rest.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.importers.errors import ImporterError
from edge.importers.remark import Remark
from edge.importers.stream import Quantity, Stream
from edge.importers.units import TO_M_S2

_WAYS: Final[tuple[tuple[Quantity, ...], ...]] = (
    ("acceleration",),
    ("linear acceleration", "gravity"),
    ("free acceleration", "orientation"),
)
"""The quantities of which a specific force is made, the best way first."""


def needed(streams: Sequence[Stream], name: str) -> list[Stream]:
    """Return the streams of which acceleration and angular rate are made.

    Raises:
        ImporterError: there is no acceleration, it lacks gravity, or two files give the same.
    """
    by_quantity: dict[Quantity, Stream] = {}
    for stream in streams:
        if (other := by_quantity.setdefault(stream.quantity, stream)) is not stream:
            raise ImporterError(
                f"{other.source or name} and {stream.source or name} both hold the "
                f"{stream.quantity} of one recording",
                remedy="give the files of one recording",
            )
    way = next((way for way in _WAYS if by_quantity.keys() >= set(way)), None)
    if way is None:
        raise _nothing_usable(by_quantity, name)
    rate: tuple[Quantity, ...] = ("angular rate",)
    if "angular rate" not in by_quantity:
        rate = ("orientation",) if "orientation" in by_quantity else ()
    return [by_quantity[quantity] for quantity in dict.fromkeys((*way, *rate))]


def _nothing_usable(by_quantity: dict[Quantity, Stream], name: str) -> ImporterError:
    if by_quantity.keys() & {"linear acceleration", "free acceleration"}:
        return ImporterError(
            f"{name}: the acceleration lacks gravity, which the app has taken off, and nothing in "
            "it brings gravity back",
            remedy="record the acceleration with gravity, or gravity as well",
        )
    if "gravity" in by_quantity:
        return ImporterError(
            f"{name} holds gravity alone", remedy="record the acceleration as well"
        )
    return ImporterError(f"{name} holds no acceleration", remedy="record the acceleration as well")


def gravity_unit(gravity: Floats, units: Sequence[str]) -> str:
    """Return in which of the units an (n, 3) gravity is 1 g long; of none the likeliest."""
    if not len(gravity):
        return units[0]
    with np.errstate(over="ignore"):  # of values that no sensor measures
        length = float(np.median(np.linalg.norm(gravity, axis=1)))
    off = {unit: abs(length * TO_M_S2[unit] / STANDARD_GRAVITY_M_S2 - 1.0) for unit in units}
    return min(units, key=lambda unit: off[unit])


def with_gravity(
    linear: Floats, linear_units: Sequence[str], gravity: Floats, unit: str
) -> tuple[Floats, list[Remark]]:
    """Return acceleration and gravity together, (n, 3) in m/s², and what is to be said.

    Args:
        linear: (n, 3) without gravity.
        linear_units: of which its unit is one; that of gravity where both may be the same.
        gravity: (n, 3).
        unit: of gravity.
    """
    own = unit if unit in linear_units else linear_units[0]
    return linear * TO_M_S2[own] + gravity * TO_M_S2[unit], [Remark(kind="gravity_added")]


def from_world(free: Floats, orientation: Floats) -> tuple[Floats, list[Remark]]:
    """Return the specific force (n, 3) in the sensor's frame, of which a free acceleration is left.

    Args:
        free: (n, 3) in m/s² in the frame of the world, whose third axis points up.
        orientation: (n, 4) unit quaternions w, x, y, z from the sensor's frame to the world's.
    """
    force = free + np.array([0.0, 0.0, STANDARD_GRAVITY_M_S2])
    turned = _turned_back(orientation, force)
    return turned, [Remark(kind="turned_from_world")]


def rate_of(t_s: Floats, orientation: Floats) -> Floats:
    """Return the angular rate (n, 3) in rad/s of the turn between neighbouring orientations.

    The last one is repeated.
    """
    q = _unit(orientation)
    w0, v0 = q[:-1, :1], q[:-1, 1:]
    w1, v1 = q[1:, :1], q[1:, 1:]
    # conj(q0) · q1: the turn in the sensor's own frame
    w = w0 * w1 + np.sum(v0 * v1, axis=1, keepdims=True)
    v = w0 * v1 - w1 * v0 - np.cross(v0, v1)
    v = np.where(w < 0, -v, v)
    size = np.linalg.norm(v, axis=1, keepdims=True)
    angle = 2.0 * np.arctan2(size, np.abs(w))
    turn = v * np.where(size > 0, angle / np.where(size > 0, size, 1.0), 2.0)
    rate = turn / np.diff(t_s)[:, np.newaxis]
    return np.vstack([rate, rate[-1:]])


def _unit(orientation: Floats) -> Floats:
    length = np.linalg.norm(orientation, axis=1, keepdims=True)
    unit: Floats = orientation / np.where(length > 0, length, 1.0)
    return unit


def _turned_back(orientation: Floats, vectors: Floats) -> Floats:
    """Return vectors of the world's frame in that of the sensor."""
    q = _unit(orientation)
    w, v = q[:, :1], -q[:, 1:]
    twice = 2.0 * np.cross(v, vectors)
    turned: Floats = vectors + w * twice + np.cross(v, twice)
    return turned

"""Compiled drawing of rounded bodies: sphere tracing of a field of tapered capsules.

The body's surface is where a signed distance is zero; a ray goes forward by that distance until it
is there (Hart, Visual Computer 12, 1996). The distances to single capsules are joined by the
quadratic smooth minimum. Pictures are cut into square tiles, and a tile's rays look at those
capsules alone that they can meet. Camera axes: x right, y down, z forward.
"""

from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

from edge.messages import Floats

TILE_PX: Final = 16
START, ALONG, INVERSE_SQUARE, RADIUS, TAPER, BLEND, NEAREST, FARTHEST = 0, 3, 6, 7, 8, 9, 10, 11
COLUMNS: Final = 12
"""Columns of a capsule: start (3), start to end (3), 1 / length², radius at the start, what it
gains towards the end, width of the blend, and within which distances from the camera it lies."""

_ON_SURFACE_M: Final = 5e-4
_SHORTEST_STEP_M: Final = 1.5e-3
"""A ray that grazes the body goes on by at least this much: a third of a pixel or less."""
_CAUTION: Final = 0.95
"""Share of the distance that a ray goes: a tapered capsule's field overstates it a little."""

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]


@numba.njit(cache=True, nogil=True)
def _capsule_distance(part: Floats, x: float, y: float, z: float) -> float:
    px, py, pz = x - part[0], y - part[1], z - part[2]
    t = (px * part[3] + py * part[4] + pz * part[5]) * part[6]
    t = min(max(t, 0.0), 1.0)
    dx, dy, dz = px - t * part[3], py - t * part[4], pz - t * part[5]
    return float(np.sqrt(dx * dx + dy * dy + dz * dz) - part[7] - t * part[8])


@numba.njit(cache=True, nogil=True)
def body_distance(
    parts: Floats, chosen: Numbers, count: int, x: float, y: float, z: float
) -> float:
    """Return the signed distance (m) from a point to the smooth union of `chosen[:count]`."""
    total = 1e9
    for i in range(count):
        part = parts[chosen[i]]
        distance = _capsule_distance(part, x, y, z)
        overlap = max(part[9] - abs(total - distance), 0.0)
        total = min(total, distance) - overlap * overlap / (4.0 * part[9])
    return total


@numba.njit(cache=True, nogil=True)
def _surface(
    parts: Floats, chosen: Numbers, count: int, x: float, y: float, z: float
) -> tuple[int, float, float, float]:
    """Return the nearest capsule and the field's gradient there."""
    total, closest, nearest = 1e9, 1e9, chosen[0]
    nx, ny, nz = 0.0, 0.0, 0.0
    for i in range(count):
        part = parts[chosen[i]]
        px, py, pz = x - part[0], y - part[1], z - part[2]
        t = min(max((px * part[3] + py * part[4] + pz * part[5]) * part[6], 0.0), 1.0)
        dx, dy, dz = px - t * part[3], py - t * part[4], pz - t * part[5]
        length = np.sqrt(dx * dx + dy * dy + dz * dz) + 1e-12
        distance = length - part[7] - t * part[8]
        overlap = max(part[9] - abs(total - distance), 0.0)
        # The smaller distance keeps 1 − h/2 of the gradient, h being the overlap's share.
        share = 0.5 * overlap / part[9]
        if distance < total:
            share = 1.0 - share
        nx += share * (dx / length - nx)
        ny += share * (dy / length - ny)
        nz += share * (dz / length - nz)
        total = min(total, distance) - overlap * overlap / (4.0 * part[9])
        if distance < closest:
            closest, nearest = distance, chosen[i]
    return nearest, nx, ny, nz


@numba.njit(cache=True, nogil=True)
def _discs(parts: Floats, focal_px: float, centre: Floats, discs: Floats) -> None:
    """Fill rows with the pixels of both ends of each capsule and a radius that covers it."""
    for i in range(parts.shape[0]):
        part = parts[i]
        reach = max(part[7], part[7] + part[8]) + part[9]
        z0, z1 = part[2], part[2] + part[5]
        discs[i, 0] = centre[0] + focal_px * part[0] / z0
        discs[i, 1] = centre[1] + focal_px * part[1] / z0
        discs[i, 2] = centre[0] + focal_px * (part[0] + part[3]) / z1
        discs[i, 3] = centre[1] + focal_px * (part[1] + part[4]) / z1
        # A ball off the axis appears as an ellipse, longer by the secant of its direction.
        near = max(min(z0, z1) - reach, 0.1 * min(z0, z1))
        off = max(
            abs(discs[i, 0] - centre[0]) + abs(discs[i, 1] - centre[1]),
            abs(discs[i, 2] - centre[0]) + abs(discs[i, 3] - centre[1]),
        )
        discs[i, 4] = focal_px * reach / near * np.sqrt(1.0 + (off / focal_px) ** 2)


@numba.njit(cache=True, nogil=True)
def _choose(discs: Floats, x: float, y: float, half_px: float, chosen: Numbers) -> int:
    """Fill `chosen` with the capsules that a square about (x, y) can see; return how many."""
    count = 0
    for i in range(discs.shape[0]):
        ax, ay = discs[i, 2] - discs[i, 0], discs[i, 3] - discs[i, 1]
        px, py = x - discs[i, 0], y - discs[i, 1]
        t = min(max((px * ax + py * ay) / (ax * ax + ay * ay + 1e-12), 0.0), 1.0)
        dx, dy = px - t * ax, py - t * ay
        reach = discs[i, 4] + 1.4143 * half_px
        if dx * dx + dy * dy <= reach * reach:
            chosen[count] = i
            count += 1
    return count


@numba.njit(cache=True, nogil=True)
def _trace(
    parts: Floats,
    chosen: Numbers,
    count: int,
    ray: tuple[float, float, float],
    span: tuple[float, float],
) -> float:
    """Return how far along the unit ray the surface is, or −1 where it is not met."""
    along = span[0]
    while along < span[1]:
        distance = body_distance(
            parts, chosen, count, along * ray[0], along * ray[1], along * ray[2]
        )
        if distance < _ON_SURFACE_M:
            return along
        along += max(_CAUTION * distance, _SHORTEST_STEP_M)
    return -1.0


@numba.njit(cache=True, nogil=True)
def draw(
    parts: Floats,
    colours: Floats,
    light: Floats,
    focal_px: float,
    centre: Floats,
    frame: Bytes,
    mask: NDArray[np.bool_],
) -> None:
    """Draw the capsules over `frame` (h, w, 3), and mark in `mask` (h, w) the pixels they cover.

    Args:
        parts: (n, `COLUMNS`) capsules in camera axes, metres.
        colours: (n, 3) their colours at full light, 0–255.
        light: (4,) direction to the light, a unit vector, and the share of light from all around.
        focal_px: focal length.
        centre: (2,) pixel on the optical axis, x and y.
        frame: the picture to draw over.
        mask: all False; set where the body is seen.
    """
    height, width = mask.shape
    discs = np.empty((parts.shape[0], 5))
    chosen = np.empty(parts.shape[0], np.int64)
    _discs(parts, focal_px, centre, discs)
    for top in range(0, height, TILE_PX):
        for left in range(0, width, TILE_PX):
            half = 0.5 * TILE_PX
            count = _choose(discs, left + half - 0.5, top + half - 0.5, half, chosen)
            if count == 0:
                continue
            near, far = 1e9, 0.0
            for i in range(count):
                near = min(near, parts[chosen[i], 10])
                far = max(far, parts[chosen[i], 11])
            for row in range(top, min(top + TILE_PX, height)):
                for column in range(left, min(left + TILE_PX, width)):
                    rx, ry = (column - centre[0]) / focal_px, (row - centre[1]) / focal_px
                    rz = 1.0 / np.sqrt(rx * rx + ry * ry + 1.0)
                    ray = (rx * rz, ry * rz, rz)
                    along = _trace(parts, chosen, count, ray, (near, far))
                    if along < 0.0:
                        continue
                    mask[row, column] = True
                    part, nx, ny, nz = _surface(
                        parts, chosen, count, along * ray[0], along * ray[1], along * ray[2]
                    )
                    norm = np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
                    facing = max((nx * light[0] + ny * light[1] + nz * light[2]) / norm, 0.0)
                    shade = light[3] + (1.0 - light[3]) * facing
                    for k in range(3):
                        frame[row, column, k] = np.uint8(min(shade * colours[part, k], 255.0))

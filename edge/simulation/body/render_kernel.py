"""Compiled drawing of rounded bodies: sphere tracing of a field of tapered capsules.

The body's surface is where a signed distance is zero; a ray goes forward by that distance until it
is there (Hart, Visual Computer 12, 1996). The distances to single capsules are joined by the
quadratic smooth minimum. Pictures are cut into square tiles: a tile's rays look at those capsules
alone that they can meet, and go forward together, so that the compiler handles many at once.
Camera axes: x right, y down, z forward. All in single precision, a micrometre at these distances.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.compiled.kernel import kernel

COLUMNS: Final = 12
"""Columns of a capsule: start (0–2), start to end (3–5), 1 / length² (6), radius at the start (7),
what it gains towards the end (8), width of the blend (9), and between which distances from the
camera it lies (10, 11)."""

Singles = NDArray[np.float32]
Indices = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Bits = NDArray[np.bool_]

_TILE_PX: Final = 16
_F = np.float32
_FAR_M: Final = _F(1e9)
_ON_SURFACE_M: Final = _F(5e-4)
_SHORTEST_STEP_M: Final = _F(1.5e-3)
"""A ray that grazes the body goes on by at least this much: a third of a pixel or less."""
_CAUTION: Final = _F(0.95)
"""Share of the distance that a ray goes: a tapered capsule's field overstates it a little."""
_DIAGONAL: Final = 1.4143
_ZERO, _ONE, _QUARTER, _TINY = _F(0.0), _F(1.0), _F(0.25), _F(1e-12)


@kernel
def fill_distances(
    parts: Singles,
    chosen: Indices,
    count: int,
    x: Singles,
    y: Singles,
    z: Singles,
    distances: Singles,
    points: int,
) -> None:
    """Fill `distances[:points]` with those from points to the smooth union of `chosen[:count]`."""
    for j in range(points):
        distances[j] = _FAR_M
    for i in range(count):
        part = parts[chosen[i]]
        ax, ay, az, bx, by, bz = part[0], part[1], part[2], part[3], part[4], part[5]
        inverse, radius, taper, blend = part[6], part[7], part[8], part[9]
        quarter = _QUARTER / blend
        for j in range(points):
            px, py, pz = x[j] - ax, y[j] - ay, z[j] - az
            t = min(max((px * bx + py * by + pz * bz) * inverse, _ZERO), _ONE)
            dx, dy, dz = px - t * bx, py - t * by, pz - t * bz
            distance = np.sqrt(dx * dx + dy * dy + dz * dz) - radius - t * taper
            overlap = max(blend - abs(distances[j] - distance), _ZERO)
            distances[j] = min(distances[j], distance) - overlap * overlap * quarter


@kernel
def _surface(
    parts: Singles, chosen: Indices, count: int, x: float, y: float, z: float
) -> tuple[int, float, float, float]:
    """Return the capsule nearest to a point on the surface, and the unit normal there."""
    total, closest, nearest = _FAR_M, _FAR_M, chosen[0]
    nx, ny, nz = _ZERO, _ZERO, _ZERO
    for i in range(count):
        part = parts[chosen[i]]
        px, py, pz = x - part[0], y - part[1], z - part[2]
        t = min(max((px * part[3] + py * part[4] + pz * part[5]) * part[6], _ZERO), _ONE)
        dx, dy, dz = px - t * part[3], py - t * part[4], pz - t * part[5]
        length = np.sqrt(dx * dx + dy * dy + dz * dz) + _TINY
        distance = length - part[7] - t * part[8]
        overlap = max(part[9] - abs(total - distance), _ZERO)
        # The farther of two surfaces has half the overlap's share in the gradient.
        share = overlap / (part[9] + part[9])
        if distance < total:
            share = _ONE - share
        nx += share * (dx / length - nx)
        ny += share * (dy / length - ny)
        nz += share * (dz / length - nz)
        total = min(total, distance) - overlap * overlap * _QUARTER / part[9]
        if distance < closest:
            closest, nearest = distance, chosen[i]
    norm = np.sqrt(nx * nx + ny * ny + nz * nz) + _TINY
    return nearest, nx / norm, ny / norm, nz / norm


@kernel
def _discs(parts: Singles, focal_px: float, centre: Singles) -> Singles:
    """Return rows of the pixels of both ends of each capsule and a radius that covers it."""
    discs = np.empty((parts.shape[0], 5), np.float32)
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
    return discs


@kernel
def _choose(discs: Singles, top: int, left: int, chosen: Indices) -> int:
    """Fill `chosen` with the capsules that a tile's rays can meet; return how many."""
    half = 0.5 * (_TILE_PX - 1)
    x, y = left + half, top + half
    count = 0
    for i in range(discs.shape[0]):
        ax, ay = discs[i, 2] - discs[i, 0], discs[i, 3] - discs[i, 1]
        px, py = x - discs[i, 0], y - discs[i, 1]
        t = min(max((px * ax + py * ay) / (ax * ax + ay * ay + _TINY), _ZERO), _ONE)
        dx, dy = px - t * ax, py - t * ay
        reach = discs[i, 4] + _DIAGONAL * half
        if dx * dx + dy * dy <= reach * reach:
            chosen[count] = i
            count += 1
    return count


@kernel
def draw(
    parts: Singles,
    colours: Singles,
    light: Singles,
    focal_px: float,
    centre: Singles,
    frame: Bytes,
    mask: Bits,
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
    discs = _discs(parts, focal_px, centre)
    chosen = np.empty(parts.shape[0], np.int64)
    rays = np.empty((3, _TILE_PX * _TILE_PX), np.float32)
    pixels = np.empty((2, _TILE_PX * _TILE_PX), np.int64)
    for top in range(0, mask.shape[0], _TILE_PX):
        for left in range(0, mask.shape[1], _TILE_PX):
            count = _choose(discs, top, left, chosen)
            if count == 0:
                continue
            waiting = 0
            for row in range(top, min(top + _TILE_PX, mask.shape[0])):
                for column in range(left, min(left + _TILE_PX, mask.shape[1])):
                    rx, ry = (column - centre[0]) / focal_px, (row - centre[1]) / focal_px
                    forward = 1.0 / np.sqrt(rx * rx + ry * ry + 1.0)
                    rays[0, waiting], rays[1, waiting] = rx * forward, ry * forward
                    rays[2, waiting] = forward
                    pixels[0, waiting], pixels[1, waiting] = row, column
                    waiting += 1
            _trace(parts, colours, light, chosen, count, rays, pixels, waiting, frame, mask)


@kernel
def _trace(
    parts: Singles,
    colours: Singles,
    light: Singles,
    chosen: Indices,
    count: int,
    rays: Singles,
    pixels: Indices,
    waiting: int,
    frame: Bytes,
    mask: Bits,
) -> None:
    """Send the first `waiting` rays (3, n) on together; colour the pixels of those that hit."""
    near, far = _FAR_M, _ZERO
    for i in range(count):
        near, far = min(near, parts[chosen[i], 10]), max(far, parts[chosen[i], 11])
    along = np.full(waiting, near, np.float32)
    x, y, z, distance = (
        np.empty(waiting, np.float32),
        np.empty(waiting, np.float32),
        np.empty(waiting, np.float32),
        np.empty(waiting, np.float32),
    )
    while waiting:
        for j in range(waiting):
            x[j], y[j], z[j] = along[j] * rays[0, j], along[j] * rays[1, j], along[j] * rays[2, j]
        fill_distances(parts, chosen, count, x, y, z, distance, waiting)
        kept = 0
        for j in range(waiting):
            if distance[j] < _ON_SURFACE_M:
                row, column = pixels[0, j], pixels[1, j]
                part, nx, ny, nz = _surface(parts, chosen, count, x[j], y[j], z[j])
                facing = max(nx * light[0] + ny * light[1] + nz * light[2], _ZERO)
                shade = light[3] + (_ONE - light[3]) * facing
                for k in range(3):
                    frame[row, column, k] = np.uint8(shade * colours[part, k])
                mask[row, column] = True
                continue
            gone = along[j] + max(_CAUTION * distance[j], _SHORTEST_STEP_M)
            if gone < far:
                along[kept] = gone
                for k in range(3):
                    rays[k, kept] = rays[k, j]
                pixels[0, kept], pixels[1, kept] = pixels[0, j], pixels[1, j]
                kept += 1
        waiting = kept

"""Unit quaternions (w, x, y, z) as compiled functions that broadcast like numpy's own.

`rotate(q, v)` turns a vector; `multiply(p, q)` turns by q first, then by p. A quaternion and its
negative are the same rotation. Nothing here normalises its input: what enters as a unit
quaternion leaves as one, up to rounding.
"""

import math

import numpy as np

from edge.compiled.kernel import generalized_kernel, kernel
from edge.core.arrays import Floats

Quaternion = tuple[float, float, float, float]
Vector = tuple[float, float, float]


@kernel
def product(p: Quaternion, q: Quaternion) -> Quaternion:
    """Return the product p·q of two quaternions (kernel)."""
    return (
        p[0] * q[0] - p[1] * q[1] - p[2] * q[2] - p[3] * q[3],
        p[0] * q[1] + p[1] * q[0] + p[2] * q[3] - p[3] * q[2],
        p[0] * q[2] - p[1] * q[3] + p[2] * q[0] + p[3] * q[1],
        p[0] * q[3] + p[1] * q[2] - p[2] * q[1] + p[3] * q[0],
    )


@kernel
def turned(q: Quaternion, v: Vector) -> Vector:
    """Return vector `v` rotated by `q` (kernel)."""
    w, x, y, z = q
    tx, ty, tz = 2 * (y * v[2] - z * v[1]), 2 * (z * v[0] - x * v[2]), 2 * (x * v[1] - y * v[0])
    return (
        v[0] + w * tx + y * tz - z * ty,
        v[1] + w * ty + z * tx - x * tz,
        v[2] + w * tz + x * ty - y * tx,
    )


@kernel
def exponential(v: Vector) -> Quaternion:
    """Return the rotation by ‖v‖ radians about v (kernel)."""
    angle = math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    scale = 0.5 - angle * angle / 48 if angle < 1e-4 else math.sin(0.5 * angle) / angle
    return math.cos(0.5 * angle), scale * v[0], scale * v[1], scale * v[2]


@generalized_kernel("(float64[:],float64[:],float64[:])", "(n),(n)->(n)")
def _multiply(p: Floats, q: Floats, out: Floats) -> None:
    out[0], out[1], out[2], out[3] = product((p[0], p[1], p[2], p[3]), (q[0], q[1], q[2], q[3]))


@generalized_kernel("(float64[:],float64[:],float64[:])", "(n),(m)->(m)")
def _rotate(q: Floats, v: Floats, out: Floats) -> None:
    out[0], out[1], out[2] = turned((q[0], q[1], q[2], q[3]), (v[0], v[1], v[2]))


@generalized_kernel("(float64[:],float64[:],float64[:])", "(m),(n)->(n)")
def _from_vector(v: Floats, like: Floats, out: Floats) -> None:
    out[0], out[1], out[2], out[3] = exponential((v[0], v[1], v[2]))


@generalized_kernel("(float64[:],float64[:],float64[:])", "(n),(m)->(m)")
def _to_vector(q: Floats, like: Floats, out: Floats) -> None:
    sine = math.sqrt(q[1] * q[1] + q[2] * q[2] + q[3] * q[3])
    sign = -1.0 if q[0] < 0 else 1.0
    scale = sign * (2.0 if sine < 1e-9 else 2 * math.atan2(sine, sign * q[0]) / sine)
    for k in range(3):
        out[k] = scale * q[1 + k]


@generalized_kernel("(float64[:],float64[:],float64[:])", "(n),(m)->()")
def _twist(q: Floats, axis: Floats, out: Floats) -> None:
    along = q[1] * axis[0] + q[2] * axis[1] + q[3] * axis[2]
    out[0] = 2 * math.atan2(along, q[0])


@generalized_kernel("(float64[:],float64[:],float64,float64[:])", "(n),(n),()->(n)")
def _blend(p: Floats, q: Floats, fraction: float, out: Floats) -> None:
    cosine = p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3]
    share = -fraction if cosine < 0 else fraction
    norm = 0.0
    for k in range(4):
        out[k] = (1 - fraction) * p[k] + share * q[k]
        norm += out[k] * out[k]
    norm = math.sqrt(norm)
    for k in range(4):
        out[k] /= norm


IDENTITY: Floats = np.array([1.0, 0.0, 0.0, 0.0])
_VECTOR: Floats = np.zeros(3)
_INVERSE: Floats = np.array([1.0, -1.0, -1.0, -1.0])


def multiply(p: Floats, q: Floats) -> Floats:
    """Return the rotation q followed by p; (..., 4) arrays, broadcast."""
    result: Floats = _multiply(p, q)
    return result


def conjugate(q: Floats) -> Floats:
    """Return the inverse rotation of unit quaternions (..., 4)."""
    return q * _INVERSE


def rotate(q: Floats, v: Floats) -> Floats:
    """Return vectors `v` (..., 3) rotated by `q` (..., 4), broadcast."""
    result: Floats = _rotate(q, v)
    return result


def from_rotation_vector(v: Floats) -> Floats:
    """Return the rotations (..., 4) by ‖v‖ radians about v (..., 3)."""
    result: Floats = _from_vector(v, IDENTITY)
    return result


def to_rotation_vector(q: Floats) -> Floats:
    """Return the shortest rotation vectors (..., 3), of at most π radians, of `q` (..., 4)."""
    result: Floats = _to_vector(q, _VECTOR)
    return result


def twist_rad(q: Floats, axis: Floats) -> Floats:
    """Return by how much `q` (..., 4) turns about the unit vector `axis` (..., 3), (−2π, 2π].

    The twist of the swing-twist decomposition q = swing · twist, the swing's axis being
    perpendicular to `axis`. Values that differ by 2π are the same rotation.
    """
    result: Floats = _twist(q, axis)
    return result


def continuous(q: Floats) -> Floats:
    """Return the same rotations (n, 4) with signs such that no step goes the long way round."""
    steps = np.einsum("ij,ij->i", q[1:], q[:-1])
    signs = np.cumprod(np.concatenate([[1.0], np.where(steps < 0, -1.0, 1.0)]))
    return q * signs[:, None]


def interpolate(p: Floats, q: Floats, fraction: Floats | float) -> Floats:
    """Return rotations `fraction` of the short way from `p` to `q`: normalised linear blend.

    At the ends and in the middle equal to spherical interpolation; in between it runs ahead or
    behind by less than 0.12° where p and q are at most 45° apart.

    Args:
        p: (..., 4), reached at fraction 0.
        q: (..., 4), reached at fraction 1.
        fraction: (...), broadcast with the leading axes of `p` and `q`.
    """
    result: Floats = _blend(p, q, fraction)
    return result

"""What series and paths are, and the checks that every series passes before it is aligned."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edge.align.errors import AlignError

if TYPE_CHECKING:  # to import it takes as long as a process's first alignment
    from edge.core.arrays import Floats

Series = NDArray[np.floating[Any]]
"""(samples, axes) in float32 or float64."""
Indices = NDArray[np.int64]
"""(L, 2), a path: rows (index into one series, index into the other); or other integers."""
SINGLE: Final = np.dtype(np.float32)
DOUBLE: Final = np.dtype(np.float64)


def shaped(x: ArrayLike, name: str) -> Series:
    """Return `x` as a contiguous (n, axes) array of float32 (if it is that already) or float64.

    A one-dimensional input is one axis. What is in the right form already is not copied; read-only
    arrays are, because compiled code exists for writeable ones only.

    Raises:
        AlignError: it is empty, has more than two dimensions, or samples of it are masked.
    """
    mask = getattr(x, "mask", None)  # of a masked array; a data frame's is a method
    if mask is not None and not callable(mask) and np.any(mask):
        raise AlignError(f"{name} has masked samples", remedy="fill or cut the gaps first")
    array = np.asarray(x)
    if array.dtype not in (SINGLE, DOUBLE):
        array = array.astype(np.float64)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2 or array.size == 0:
        raise AlignError(
            f"{name} has shape {array.shape}", remedy="give at least one sample as (samples, axes)"
        )
    return array if array.flags.carray else np.array(array, order="C")


def check_finite(x: Series, name: str) -> None:
    """Pass if `x` holds neither NaN nor infinities.

    Raises:
        AlignError: it does.
    """
    if not np.isfinite(x).all():
        raise AlignError(
            f"{name} holds NaN or infinite values", remedy="fill or cut the gaps first"
        )


def as_series(x: ArrayLike, name: str) -> Series:
    """Return `x` as `shaped` does, and finite.

    Raises:
        AlignError: as `shaped`, or it holds NaN or infinities.
    """
    array = shaped(x, name)
    check_finite(array, name)
    return array


def as_float64(x: ArrayLike, name: str) -> Floats:
    """Return `x` as a finite, contiguous (n, axes) array of float64.

    Raises:
        AlignError: as `as_series`.
    """
    return np.ascontiguousarray(as_series(x, name), np.float64)


def shaped_pair(s: ArrayLike, t: ArrayLike) -> tuple[Series, Series]:
    """Return both series as `shaped` does, with equal axes and of one float type.

    Raises:
        AlignError: as `shaped`, or the numbers of axes differ.
    """
    first, second = shaped(s, "the first series"), shaped(t, "the second series")
    if first.shape[1] != second.shape[1]:
        raise AlignError(
            f"the first series has {first.shape[1]} axes and the second {second.shape[1]}",
            remedy="give both the same axes in the same order",
        )
    if first.dtype != second.dtype:
        return first.astype(np.float64, copy=False), second.astype(np.float64, copy=False)
    return first, second


def as_pair(s: ArrayLike, t: ArrayLike) -> tuple[Series, Series]:
    """Return both series as `shaped_pair` does, and finite.

    Raises:
        AlignError: as `shaped_pair`, or one holds NaN or infinities.
    """
    first, second = shaped_pair(s, t)
    check_finite(first, "the first series")
    check_finite(second, "the second series")
    return first, second


def finite_cost(cost: float, s: Series, t: Series) -> float:
    """Return the cost of aligning `s` with `t`, which is finite unless something is wrong.

    Raises:
        AlignError: it is not finite, because one of the series is not or because it overflows.
    """
    if not math.isfinite(cost):
        check_finite(s, "the first series")
        check_finite(t, "the second series")
        raise AlignError(
            "the distance overflows the series' float type", remedy="scale the values down"
        )
    return cost

"""The one error of this package, and the check that raises it."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edge.messages import Floats

Series = NDArray[np.floating[Any]]


class AlignError(ValueError):
    """The series cannot be aligned; the message says why and what to do."""


def as_series(x: ArrayLike, name: str) -> Series:
    """Return `x` as a finite (n, axes) array of float32 (if it is that already) or float64.

    A one-dimensional input is one axis.

    Raises:
        AlignError: it is empty, has more than two dimensions, or holds NaN or infinities.
    """
    array = np.asarray(x)
    if array.dtype != np.float32:
        array = array.astype(np.float64, copy=False)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2 or array.size == 0:
        raise AlignError(
            f"{name} has shape {array.shape}; give at least one sample as (samples, axes)"
        )
    if not np.isfinite(array).all():
        raise AlignError(f"{name} holds NaN or infinite values; fill or cut the gaps first")
    return array


def as_float64(x: ArrayLike, name: str) -> Floats:
    """Return `x` as a finite, contiguous (n, axes) array of float64.

    Raises:
        AlignError: as `as_series`.
    """
    return np.ascontiguousarray(as_series(x, name), np.float64)


def as_pair(s: ArrayLike, t: ArrayLike) -> tuple[Series, Series]:
    """Return both series checked, with equal axes and of one float type.

    Raises:
        AlignError: as `as_series`, or the numbers of axes differ.
    """
    first, second = as_series(s, "the first series"), as_series(t, "the second series")
    if first.shape[1] != second.shape[1]:
        raise AlignError(
            f"the first series has {first.shape[1]} axes and the second {second.shape[1]}; "
            "give both the same axes in the same order"
        )
    common = np.result_type(first, second)
    return first.astype(common, copy=False), second.astype(common, copy=False)

"""Arrays that messages and kernels pass on, and the shape that is promised with each.

Arrays are C-contiguous; signals are SI, and the axes of a signal stand in the order of `AXES`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Times = NDArray[np.int64]
AXES: tuple[str, ...] = ("ax", "ay", "az", "gx", "gy", "gz")
"""Order of the six axes in every (n, 6) signal: acceleration in m/s², angular rate in rad/s."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The dimensions of an array field, checked wherever a message enters or leaves a process.

    Attributes:
        dims: per dimension either a name (any length, but the same one for every field of the
            message that uses the name; `FREE` is any length for each array) or the names of its
            columns (exactly so many).
    """

    dims: tuple[str | tuple[str, ...], ...]


FREE: Final = ""
"""The dimension that may be of another length in every array."""
XY = ("x", "y")
XYZ = ("x", "y", "z")
WXYZ = ("w", "x", "y", "z")

"""Other libraries' alignment of two multi-axis series, each called as its users call it.

A peer that is not installed is left out and named; `pip install .[bench]` brings them.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.spatial.distance import cdist

from edge.align.kernels.recurrence import fill_cost_matrix
from edge.align.series import Indices
from edge.core.arrays import Floats

Aligner = Callable[[Floats, Floats], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One library's way of aligning.

    Attributes:
        package: what has to be importable, None for what the project needs anyway.
        load: imports it and returns the call to be timed, (n, axes) and (m, axes) in float64.
        path: the path (L, 2) in what that call returns, None where it finds none.
        cannot: what it does not give of the exact L1 distance and path; empty where it gives both.
    """

    package: str | None
    load: Callable[[], Aligner]
    path: Callable[[Any], Indices] | None
    cannot: str = ""

    @property
    def installed(self) -> bool:
        """Whether it can be loaded here."""
        return self.package is None or importlib.util.find_spec(self.package) is not None


def _tslearn() -> Aligner:
    from tslearn.metrics import dtw_path_from_metric  # noqa: PLC0415

    return lambda s, t: dtw_path_from_metric(s, t, metric="cityblock")


def _tslearn_squared() -> Aligner:
    from tslearn.metrics import dtw_path  # noqa: PLC0415

    squared: Aligner = dtw_path
    return squared


def _recurrence() -> Aligner:
    def last_cost(s: Floats, t: Floats) -> float:
        d = np.full((len(s) + 1, len(t) + 1), np.inf)
        d[0, 0] = 0.0
        fill_cost_matrix(s, t, d)
        return float(d[-1, -1])

    return last_cost


def _dtaidistance() -> Aligner:
    from dtaidistance import dtw  # noqa: PLC0415

    return lambda s, t: dtw.warping_path_fast(s, t, use_ndim=True, include_distance=True)


def _aeon() -> Aligner:
    from aeon.distances import dtw_alignment_path  # noqa: PLC0415

    return lambda s, t: dtw_alignment_path(s.T, t.T)


def _librosa() -> Aligner:
    from librosa.sequence import dtw  # noqa: PLC0415

    return lambda s, t: dtw(s.T, t.T, metric="cityblock")


def _dtw_python() -> Aligner:
    from dtw import dtw  # noqa: PLC0415

    return lambda s, t: dtw(s, t, dist_method="cityblock", step_pattern="symmetric1")


def _pyts() -> Aligner:
    from pyts.metrics import dtw  # noqa: PLC0415

    return lambda s, t: dtw(
        dist="precomputed", precomputed_cost=cdist(s, t, "cityblock"), return_path=True
    )


def _fastdtw() -> Aligner:
    from fastdtw import fastdtw  # noqa: PLC0415

    return lambda s, t: fastdtw(s, t, dist=1)


SQUARED: Final = "the local cost is squared, not L1"

PEERS: Final = {
    "five lines of numba": Peer(
        package=None, load=_recurrence, path=None, cannot="the distance alone, no path"
    ),
    "tslearn": Peer(package=None, load=_tslearn, path=lambda r: np.array(r[0])),
    "tslearn dtw_path": Peer(
        package=None, load=_tslearn_squared, path=lambda r: np.array(r[0]), cannot=SQUARED
    ),
    "dtaidistance": Peer(
        package="dtaidistance",
        load=_dtaidistance,
        path=lambda r: np.array(r[0]),
        cannot=SQUARED,
    ),
    "aeon": Peer(package="aeon", load=_aeon, path=lambda r: np.array(r[0]), cannot=SQUARED),
    "librosa": Peer(package="librosa", load=_librosa, path=lambda r: r[1][::-1]),
    "dtw-python": Peer(
        package="dtw", load=_dtw_python, path=lambda r: np.stack([r.index1, r.index2], axis=1)
    ),
    "pyts": Peer(package="pyts", load=_pyts, path=lambda r: np.asarray(r[1]).T),
    "fastdtw": Peer(
        package="fastdtw",
        load=_fastdtw,
        path=lambda r: np.array(r[1]),
        cannot="approximate: another path, a higher cost",
    ),
    "scipy cdist": Peer(
        package=None,
        load=lambda: lambda s, t: cdist(s, t, "cityblock"),
        path=None,
        cannot="the local costs alone, no alignment",
    ),
}


def price(s: Floats, t: Floats, path: Indices) -> float:
    """Return the L1 cost of a path in float64, whatever its finder makes of it."""
    return float(np.abs(s[path[:, 0]] - t[path[:, 1]]).sum())

"""How long does the first alignment of a fresh process take, once all is compiled?"""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Final

import numpy as np

CODE: Final = """
from time import perf_counter
begun = perf_counter()
import numba
import json, numpy
s = numpy.random.default_rng(0).normal(size=(200, 6))
imported = perf_counter()
from edge.align.dtw import dtw_path
dtw_path(s, s[::-1].copy())
print(json.dumps([imported - begun, perf_counter() - imported]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAlignment:
    """Medians over fresh processes, after one that compiles what is not compiled yet.

    Attributes:
        numba_ms: importing numba.
        beyond_numba_ms: importing the alignment and aligning once.
    """

    numba_ms: float
    beyond_numba_ms: float


def time_first_alignment(processes: int) -> FirstAlignment:
    """Return how long that many fresh processes take until they have aligned two series."""
    taken_s = np.array([_fresh_process_s() for _ in range(1 + processes)][1:])
    numba_ms, beyond_ms = 1e3 * np.median(taken_s, axis=0)
    return FirstAlignment(numba_ms=float(numba_ms), beyond_numba_ms=float(beyond_ms))


def _fresh_process_s() -> list[float]:
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    seconds: list[float] = json.loads(run.stdout)
    return seconds

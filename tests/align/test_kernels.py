"""What the compiled alignment promises beyond the public functions."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from edge.align.dtw import dtw, dtw_path
from edge.core.arrays import Floats
from tests.align.reference import best_path, cost_matrix

ROOT = Path(__file__).parents[2]
MACHINES = {
    "AVX2": ("haswell", "+avx,+avx2,+fma"),
    "128-bit vectors": ("generic", ""),
}


def check_against_the_textbook() -> None:
    """Lengths around the heights of strips, all numbers of axes, both float types, many ties."""
    rng = np.random.default_rng(0)
    lengths = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 70]
    for trial in range(60):
        n, m = rng.choice(lengths, 2)
        axes, dtype = trial % 12 + 1, (np.float32, np.float64)[trial % 2]
        s: Floats = rng.integers(-2, 3, size=(n, axes)).astype(dtype)
        t: Floats = rng.integers(-2, 3, size=(m, axes)).astype(dtype)
        expected = cost_matrix(s, t)
        path, cost = dtw_path(s, t)
        assert [tuple(step) for step in path.tolist()] == best_path(expected)
        assert cost == expected[-1, -1]


def test_strips_equal_the_textbook() -> None:
    check_against_the_textbook()


@pytest.mark.slow
@pytest.mark.timeout(300)  # it compiles everything for that machine
@pytest.mark.parametrize("machine", sorted(MACHINES))
@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the other machines are x86-64 ones")
def test_strips_equal_the_textbook_on_lesser_machines(machine: str, tmp_path: Path) -> None:
    name, features = MACHINES[machine]
    code = (
        "from edge.align.kernels.strip_loop import INSTRUCTION_SET; print(INSTRUCTION_SET)\n"
        "from tests.align.test_kernels import check_against_the_textbook as check; check()"
    )
    environment = os.environ | {
        "NUMBA_CPU_NAME": name,
        "NUMBA_CPU_FEATURES": features,
        "NUMBA_CACHE_DIR": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert (run.returncode, run.stdout.strip()) == (0, machine), run.stderr


def test_cached_code_is_loaded_and_not_compiled() -> None:
    dtw(np.zeros((3, 6)), np.zeros((4, 6)))  # it is in the cache now, if it was not before
    code = (
        "import numpy as np; from edge.align.kernels import exact; from edge.align.dtw import dtw\n"
        "dtw(np.zeros((3, 6)), np.zeros((4, 6)))\n"
        "stats = exact.distance.stats; print(sum(stats.cache_hits.values()), "
        "sum(stats.cache_misses.values()))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    assert run.stdout.split() == ["1", "0"]

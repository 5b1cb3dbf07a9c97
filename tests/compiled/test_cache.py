"""Whatever happens to what Numba keeps on disk, a program goes on and gets the right answer."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.compiled.cache import CheckedFiles

MODULE = """
from edge.compiled.kernel import kernel

@kernel
def twice(x):
    return 2 * x
"""
CALL = """
from toy import twice
print(twice(3), twice(1.5), sum(twice.stats.cache_hits.values()))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "toy.py").write_text(MODULE)
    return tmp_path


def call(folder: Path, code: str = CALL, **environment: str) -> list[str]:
    """Return what a process prints that uses the module there."""
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PATH": "", "PYTHONPATH": ":".join(sys.path), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_damaged_code_is_compiled_again(folder: Path) -> None:
    assert call(folder) == ["6", "3.0", "0"]
    assert call(folder) == ["6", "3.0", "2"]
    whole, other = sorted(folder.rglob("*.nbc"))
    whole.write_bytes(b"")
    other.write_bytes(b"\0" * other.stat().st_size)
    assert call(folder) == ["6", "3.0", "0"]
    assert call(folder) == ["6", "3.0", "2"]


def test_a_loop_of_one_process_never_calls_the_core_of_another(tmp_path: Path) -> None:
    module = """
from edge.compiled.kernel import generalized_kernel, kernel

@generalized_kernel("(float64[:],float64[:])", "(n)->(n)")
def twice(x, out):
    for k in range(x.size):
        out[k] = 2 * x[k]
"""
    (tmp_path / "toy.py").write_text(module)
    used = "from toy import twice; print(twice([3.0])[0])"
    assert call(tmp_path, used) == ["6.0"]
    (core,) = tmp_path.rglob("toy.twice*.nbc")
    core.unlink()  # as where this process kept its loop, and another one a core of another name
    other = f"from numba import njit; njit('f8(f8)')(lambda x: x); {used}"
    assert call(tmp_path, other) == ["6.0"]


def test_where_nothing_can_be_kept_it_is_compiled_each_time(folder: Path) -> None:
    (folder / "__pycache__").write_text("no folder")
    for environment in ({}, {"HOME": "/dev/null"}):
        assert call(folder, **environment) == ["6", "3.0", "0"]
    assert sorted(path.name for path in folder.iterdir()) == ["__pycache__", "toy.py"]


def test_a_full_disk_is_no_error(folder: Path) -> None:
    full = f"""
from edge.compiled.cache import CheckedFiles
def save(self, key, data): raise OSError({errno.ENOSPC}, "No space left on device")
CheckedFiles.save = save
{CALL}"""
    assert call(folder, full) == ["6", "3.0", "0"]


keys = st.tuples(st.text(max_size=5), st.integers(0, 3))


@given(stored=st.dictionaries(keys, st.binary(max_size=50)), damage=st.data())
def test_what_is_found_is_what_was_kept(
    stored: dict[object, bytes], damage: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    files = CheckedFiles(str(folder), "f", ("stamp", 1))
    for key, data in stored.items():
        files.save(key, data)
    assert {key: files.load(key) for key in stored} == stored
    assert CheckedFiles(str(folder), "f", ("stamp", 2)).load("any") is None
    for path in sorted(folder.iterdir()):
        content = bytearray(path.read_bytes())
        place = damage.draw(st.integers(0, len(content) - 1))
        content[place] ^= damage.draw(st.integers(1, 255))
        path.write_bytes(bytes(content) if damage.draw(st.booleans()) else bytes(content[:place]))
    assert all(files.load(key) is None for key in stored)
    files.flush()
    assert not list(folder.iterdir())

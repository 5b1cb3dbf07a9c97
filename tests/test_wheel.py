"""What is built holds what the tree holds, and works where only that is installed."""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from models.inference.catalog import names

ROOT = Path(__file__).parents[1]
PACKAGES = ("edge", "models", "firmware_bridge", "calibration", "benchmarks")
NOT_INSTALLED = {"benchmarks/README.md"}
"""What is read in the tree only."""


def run(*words: object, cwd: Path, **environment: str) -> str:
    """Return what a command writes to standard output."""
    ended = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the tree: building leaves folders behind."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    for name in tracked():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tree / name)
    pip = (sys.executable, "-m", "pip", "wheel", "--disable-pip-version-check", "--quiet")
    run(*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, tree, cwd=folder)
    return next(folder.glob("*.whl"))


def tracked() -> Iterator[str]:
    """Yield the files of the packages, and what building needs beside them."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()
    yield from ("pyproject.toml", "README.md", "LICENSE")


def test_the_wheel_holds_what_the_tree_holds(wheel: Path) -> None:
    built = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    of_tree = {name for name in tracked() if name.split("/")[0] in PACKAGES}
    assert built == of_tree - NOT_INSTALLED


@pytest.mark.slow
def test_what_is_installed_verifies_its_networks_and_holds_a_session(
    wheel: Path, tmp_path: Path
) -> None:
    environment, empty = tmp_path / "environment", tmp_path / "empty"
    empty.mkdir()
    venv.create(environment, symlinks=True)
    packages = next(environment.glob("lib/python*/site-packages"))
    python, physio = environment / "bin" / "python", environment / "bin" / "physio"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", wheel, cwd=empty)
    # The locked packages are seen; the project's own folder, which an .pth file of theirs names, is
    # not, for such files count in the environment's own folder only.
    locked = {path for path in sys.path if path.endswith("site-packages")}
    (packages / "locked.pth").write_text("\n".join(locked))
    take_compiled_kernels(packages)
    where = run(python, "-c", "import models; print(models.__file__)", cwd=empty, PYTHONPATH="")
    assert where.startswith(str(packages))
    own = {"PYTHONPATH": "", "PHYSIO_HOME": str(tmp_path / "home")}
    verified = json.loads(run(physio, "models", "verify", "--json", "-", cwd=empty, **own))
    assert sorted(verified["verified"]) == names()
    demo = (physio, "demo", "--headless", "--seconds", "12", "--json", "-")
    assert json.loads(run(*demo, cwd=empty, **own))["repetitions"]
    assert not list(empty.iterdir())


def take_compiled_kernels(packages: Path) -> None:
    """Take along what Numba compiled in the tree, as it takes a minute to compile it again.

    Numba knows a kernel again by the size and the time of its source file.
    """
    for package in PACKAGES:
        for compiled in (ROOT / package).rglob("__pycache__/*.nbc"):
            target = packages / compiled.relative_to(ROOT)
            target.parent.mkdir(exist_ok=True)
            shutil.copy2(compiled, target)
            for source in compiled.parents[1].glob("*.py"):
                shutil.copystat(source, packages / source.relative_to(ROOT))

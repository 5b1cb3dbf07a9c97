"""The first command of a newcomer says in one sentence what it needs."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("version", ["3.10.13", "3.13.0"])
def test_another_python_is_named_with_what_is_needed(tmp_path: Path, version: str) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "Python {version}" || exit 1\n')
    python.chmod(0o755)
    made = subprocess.run(
        ["make", f"PYTHON={python}", f"VENV={tmp_path / 'environment'}", "setup"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 2
    assert f"needs Python 3.11 or 3.12; found: Python {version}" in made.stderr
    assert not (tmp_path / "environment").exists()

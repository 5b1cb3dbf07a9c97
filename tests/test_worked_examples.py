"""Every worked example of CONTRIBUTING.md is run by a test, and keeps the style of the project."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.worked_examples import DOCUMENT, blocks

TESTS = Path(__file__).parent


def test_every_example_is_run_by_a_test() -> None:
    sources = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")]
    assert len(sources) > 100
    assert len(blocks()) > 2
    assert not [path for path in blocks() if not any(f'"{path}"' in text for text in sources)]


def test_every_example_keeps_the_style_that_the_project_keeps() -> None:
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent))
    assert ruff is not None
    modules = {path: code for path, code in blocks().items() if path.endswith(".py")}
    assert len(modules) > 2
    for path, code in modules.items():
        for check in (("check", "--no-cache"), ("format", "--check")):
            run = subprocess.run(
                [ruff, *check, "--stdin-filename", path, "-"],
                input=code,
                capture_output=True,
                text=True,
                cwd=DOCUMENT.parent,
                check=False,
            )
            assert run.returncode == 0, f"{path}:\n{run.stdout}{run.stderr}"

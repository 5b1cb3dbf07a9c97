"""Under `.ci/run` no test is skipped but those that a file names, with the reason."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.skips import ALLOWED_FILE, VARIABLE, allowed

ROOT = ALLOWED_FILE.parents[1]
CASES = {
    "test_some.py": """
import pytest

def test_runs(): ...

@pytest.mark.skip(reason="the moon is full")
def test_does_not_run(): ...

@pytest.mark.hardware
@pytest.mark.skip(reason="no watch here")
def test_a_real_watch(): ...
""",
    "test_other.py": "import pytest; pytest.importorskip('no_such_package')",
    "pytest.ini": "[pytest]\nmarkers =\n    hardware\n",
}


def ended(folder: Path, all_must_run: str) -> str:
    """Return what pytest says of the cases."""
    for name, text in CASES.items():
        (folder / name).write_text(text, encoding="utf-8")
    options = ("-p", "tests.skips", "-p", "no:cacheprovider", "--continue-on-collection-errors")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), VARIABLE: all_must_run},
    )
    return run.stdout


def test_a_skipped_test_fails_where_every_test_must_run_but_for_real_hardware(
    tmp_path: Path,
) -> None:
    said = ended(tmp_path, "1")
    assert "1 passed, 1 skipped, 2 errors in" in said
    assert f"the moon is full; {ALLOWED_FILE.name} does not name it" in said
    assert "no_such_package" in said


def test_elsewhere_a_skipped_test_is_a_skipped_test(tmp_path: Path) -> None:
    assert "1 passed, 3 skipped in" in ended(tmp_path, "0")


def test_every_skip_that_is_allowed_has_a_reason_and_names_a_file_that_there_is() -> None:
    assert allowed()
    for pattern, reason in allowed().items():
        assert list(ROOT.glob(pattern.split("::")[0]))
        assert len(reason.split()) > 2


def test_every_file_that_is_skipped_without_an_optional_package_is_named() -> None:
    files = (path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__))
    skipped = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if re.search(r"^pytest\.importorskip\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert skipped
    assert skipped <= set(allowed())


def test_the_script_of_the_build_lets_no_test_be_skipped() -> None:
    assert f"{VARIABLE}=1 make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")

"""`physio export` and `physio forget` on what a released version kept."""

import shutil
from io import StringIO
from pathlib import Path

import pytest

from edge.records.patient_lock import only_session_of
from tests.conftest import Physio

RELEASED = Path(__file__).parents[1] / "data/released_0_1/simulated"


@pytest.fixture
def home(physio_home: Path) -> Path:
    shutil.copytree(RELEASED, physio_home / "p001")
    return physio_home


def test_a_patient_is_taken_along_and_forgotten(physio: Physio, home: Path, tmp_path: Path) -> None:
    ended = physio("export", "p001", "--out", tmp_path / "x.zip", "--json", "-")
    assert ended.code == 0
    assert ended.json["sessions"] == ["2026-11-29_02-03-58"]
    assert (tmp_path / "x.zip").is_file()
    forgotten = physio("forget", "p001", "--yes", "--json", "-")
    assert forgotten.json["files"] == ended.json["files"]
    assert not list(home.iterdir())
    again = physio("forget", "p001", "--yes")
    assert (again.code, again.err) == (2, f"physio: nothing is kept of p001 in {home}\n")


def test_nothing_is_removed_without_the_code(
    physio: Physio, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("yes\n"))
    ended = physio("forget", "p001")
    assert ended.code == 2
    assert "nothing was removed" in ended.err
    assert (home / "p001/history.jsonl").is_file()


def test_nobody_is_forgotten_in_the_middle_of_a_session(physio: Physio, home: Path) -> None:
    with only_session_of(home / "p001"):
        ended = physio("forget", "p001", "--yes")
    assert ended.code == 2
    assert "a session of p001 is under way" in ended.err
    assert (home / "p001/history.jsonl").is_file()

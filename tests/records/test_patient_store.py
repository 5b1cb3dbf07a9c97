"""Where a patient's data are kept, and that no session overwrites another."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from edge.records.errors import RecordsError
from edge.records.patient_store import VARIABLE, new_session_dir, patients_dir


def test_home_is_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert patients_dir() == tmp_path
    monkeypatch.setenv(VARIABLE, "")
    assert patients_dir() == Path.home() / ".physio-edge"
    monkeypatch.setenv(VARIABLE, "~/kept")
    assert patients_dir() == Path.home() / "kept"


def test_without_a_home_folder_the_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "~nobody-of-that-name/kept")
    with pytest.raises(RecordsError, match="set PHYSIO_HOME to a folder"):
        patients_dir()


def test_sessions_of_the_same_second_have_folders_of_their_own(tmp_path: Path) -> None:
    folders = {new_session_dir(tmp_path) for _ in range(5)}
    assert len(folders) == 5
    assert all(folder.is_dir() and folder.parent == tmp_path / "sessions" for folder in folders)


def test_the_hour_that_comes_twice_leaves_sessions_in_their_order(tmp_path: Path) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 40, tzinfo=berlin)
    again = datetime(2026, 10, 25, 2, 10, tzinfo=berlin, fold=1)
    names = [new_session_dir(tmp_path, now).name for now in (first, again)]
    assert names == sorted(names) == ["2026-10-25_00-40-00Z", "2026-10-25_01-10-00Z"]

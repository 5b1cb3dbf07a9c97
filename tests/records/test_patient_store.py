"""Where a patient's data are kept, and that no session overwrites another."""

from pathlib import Path

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

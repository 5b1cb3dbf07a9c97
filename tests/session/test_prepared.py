"""What a session computes with is compiled before it begins, wherever that can be kept."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from edge.session.prepared import FOLDER_VARIABLE, note, prepared


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled code is kept in this test."""
    monkeypatch.setattr("edge.session.prepared.folder_of", lambda _: tmp_path)
    return tmp_path


def compiling(folder: Path, times: list[str]) -> Callable[[], None]:
    """Return what notes that it compiled, and leaves the mark that `main` leaves."""

    def compile_all() -> None:
        times.append(os.environ.get(FOLDER_VARIABLE, ""))
        note(folder / "prepared.json", folder.glob("*.py"))

    return compile_all


def test_it_is_compiled_once_and_again_when_a_source_or_the_note_of_it_has_changed(
    folder: Path,
) -> None:
    source = folder / "source.py"
    times: list[str] = []
    changes: tuple[Callable[[], object], ...] = (
        lambda: source.write_text("1"),
        lambda: source.write_text("22"),
        lambda: (folder / "prepared.json").write_text("[]"),
        (folder / "prepared.json").unlink,
    )
    for changed, change in enumerate(changes, start=1):
        change()
        for _ in range(2):
            with prepared(compiling(folder, times)):
                assert len(times) == changed


def test_where_nothing_can_be_kept_it_is_kept_until_the_session_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge.session.prepared.folder_of", lambda _: None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    times: list[str] = []
    with prepared(compiling(tmp_path, times)):
        (folder,) = times
        assert folder == os.environ[FOLDER_VARIABLE]
        assert Path(folder).parent == tmp_path
        assert Path(folder).stat().st_mode & 0o777 == 0o700
    assert not Path(folder).exists()
    assert FOLDER_VARIABLE not in os.environ

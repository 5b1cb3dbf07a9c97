"""What a session computes with is compiled before it begins, wherever that can be kept."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from edge.compiled import cache
from edge.session.prepared import FOLDER_VARIABLE, prepared


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled code is kept in this test."""
    monkeypatch.setattr("edge.session.prepared.folder_of", lambda _: tmp_path)
    return tmp_path


def compiling(folder: Path, times: list[str]) -> Callable[[], None]:
    """Return what notes that it compiled, and leaves the mark that `main` leaves."""

    def compile_all() -> None:
        times.append(os.environ.get(FOLDER_VARIABLE, ""))
        (folder / f"prepared-{cache.stamp_of_sources()}").touch()

    return compile_all


def test_it_is_compiled_once_and_again_when_a_source_has_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = folder / "source.py"
    source.write_text("1")
    monkeypatch.setattr(cache, "_sources", {source})
    times: list[str] = []
    for _ in range(3):
        with prepared(compiling(folder, times)):
            assert len(times) == 1
    source.write_text("22")
    with prepared(compiling(folder, times)):
        assert len(times) == 2


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

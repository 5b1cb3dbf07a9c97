"""What is kept is whole or as it was before, whichever step of its writing fails."""

import os
import shutil
from itertools import count
from pathlib import Path

import pytest

from edge.machine.durable import append_line, make_folders, replace_durably
from edge.machine.growing_file import GrowingFile
from edge.machine.putting_back import HeldFiles
from tests.failing_files import FailingFiles, every_failure


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_replaced_whole_or_not_at_all_whatever_fails(tmp_path: Path) -> None:
    number = count()

    def work(files: FailingFiles) -> None:
        path = tmp_path / f"{next(number)}" / "inner" / "plan.json"
        try:
            replace_durably(path, b"old", files)
            replace_durably(path, b"new", files)
        except OSError:
            assert files.failed
            found = path.read_bytes() if path.exists() else None
            assert found in (None, b"old", b"new")
            assert names(path.parents[1]) <= {"plan.json"}
            files.heal()
            replace_durably(path, b"new", files)
        assert path.read_bytes() == b"new"

    assert len(list(every_failure(work))) > 10


def test_a_line_is_added_whole_or_not_at_all_whatever_fails(tmp_path: Path) -> None:
    number = count()

    def work(files: FailingFiles) -> None:
        path = tmp_path / f"{next(number)}" / "history.jsonl"
        kept: list[bytes] = []
        for line in (b"first", b"second"):
            try:
                append_line(path, line, files)
            except OSError:
                found = path.read_bytes().split() if path.exists() else []
                assert found in (kept, [*kept, line])
                kept = found
            else:
                kept.append(line)
                assert path.read_bytes().split() == kept

    assert len(list(every_failure(work))) > 5


def test_a_growing_file_loses_nothing_whatever_fails_and_however_often(tmp_path: Path) -> None:
    number = count()

    def work(files: FailingFiles) -> None:
        path = tmp_path / f"{next(number)}" / "session" / "part"
        file = GrowingFile(path, files)
        safe = b""
        for round_ in range(6):
            file.write(bytes([round_]) * 100)
            try:
                file.flush()
                file.sync()
            except OSError:
                assert files.failed
            else:
                safe = path.read_bytes()
                assert safe == b"".join(bytes([k]) * 100 for k in range(round_ + 1))
        files.heal()
        file.sync()
        file.close()
        assert path.read_bytes() == b"".join(bytes([k]) * 100 for k in range(6))

    for times in (1, 3):
        assert len(list(every_failure(work, times=times))) > 12


def test_a_file_into_which_nothing_fits_is_not_left_there(tmp_path: Path) -> None:
    files = FailingFiles("write", 0, times=99)
    file = GrowingFile(tmp_path / "part", files)
    file.write(b"header")
    with pytest.raises(OSError, match="No space"):
        file.flush()
    file.close()
    assert names(tmp_path) == set()


def test_a_file_ends_where_it_was_last_whole(tmp_path: Path) -> None:
    files = FailingFiles("write", 1, times=99)
    file = GrowingFile(tmp_path / "part", files)
    file.write(b"whole")
    file.flush()
    file.write(b"cut off")
    with pytest.raises(OSError, match="No space"):
        file.flush()
    file.close()
    assert (tmp_path / "part").read_bytes() == b"whole"


@pytest.mark.parametrize("how", ["removed", "moved away", "another in its place"])
def test_a_file_that_is_taken_away_is_put_back(tmp_path: Path, how: str) -> None:
    path = tmp_path / "home" / "part"
    file = GrowingFile(path)
    file.write(b"before ")
    file.sync()
    path.unlink() if how == "removed" else path.parent.rename(tmp_path / "elsewhere")
    if how == "another in its place":
        path.parent.mkdir()
        path.write_bytes(b"")
    file.write(b"after")
    file.sync()
    file.close()
    assert path.read_bytes() == b"before after"


def test_what_another_process_holds_is_put_back(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("first", "second", "third"):
        (folder / name).write_text(name)
    holder = HeldFiles([folder / "first", folder / "second"])
    (folder / "second").unlink()
    (folder / "second").write_text("in its place")
    holder.hold([folder / "second", folder / "none"])
    shutil.rmtree(folder)
    held = HeldFiles([])
    held.hold_lost(folder, os.getpid())
    assert {path.name for path in held.paths} == {"first", "second"}
    held.put_back()
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "first": "first",
        "second": "in its place",
    }
    assert held.times_put_back == 2
    holder.close()
    held.close()


def test_folders_and_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        replace_durably(tmp_path / "a" / "b" / "c", b"")
        append_line(tmp_path / "a" / "lines", b"")
    finally:
        os.umask(before)
    found = {
        path.relative_to(tmp_path / "a").as_posix(): path.stat().st_mode & 0o777
        for path in (tmp_path / "a").rglob("*")
    }
    assert found == {"b": 0o700, "b/c": 0o600, "lines": 0o600}


def test_a_file_in_a_folders_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError):
        make_folders(tmp_path / "file" / "inner")

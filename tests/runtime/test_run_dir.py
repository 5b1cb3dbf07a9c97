"""The private folder is in memory, and what the dead leave behind is swept."""

import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from edge.runtime import run_dir
from edge.runtime.run_dir import PREFIX, RunDir, is_in_memory, sweep

LEAVE = """
import os
from edge.runtime.run_dir import RunDir
own = RunDir()
(own.path / "pictures").write_bytes(b"somebody")
print(own.path, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the tests sweep folders of their own only."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(run_dir, "MEMORY", tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def test_it_is_this_users_alone_and_gone_when_closed() -> None:
    own = RunDir()
    assert own.path.stat().st_mode & 0o777 == 0o700
    (own.path / "file").write_text("")
    own.close()
    assert not own.path.exists()


def test_what_a_killed_system_leaves_is_swept_and_a_running_ones_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"import pathlib, edge.runtime.run_dir as r; r.MEMORY = pathlib.Path({str(tmp_path)!r})"
    left = subprocess.run(
        [sys.executable, "-c", code + LEAVE], capture_output=True, text=True, check=False
    )
    folder = Path(left.stdout.strip())
    assert (folder / "pictures").exists()
    running = RunDir()
    sweep()
    assert not folder.exists()
    assert running.path.exists()
    running.close()


def test_a_folder_of_an_earlier_version_is_swept_unless_it_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        place = Path(folder)
        monkeypatch.setattr(run_dir, "MEMORY", place)
        dead, alive = place / f"{PREFIX}dead", place / f"{PREFIX}alive"
        dead.mkdir()
        alive.mkdir()
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(alive / "motion.every.sock"))
            sweep()
            assert sorted(path.name for path in place.iterdir()) == [f"{PREFIX}alive"]
        sweep()
        assert list(place.iterdir()) == []


def test_other_folders_and_links_are_left_alone(tmp_path: Path) -> None:
    other, link = tmp_path / "other", tmp_path / f"{PREFIX}link"
    other.mkdir()
    (other / "file").write_text("")
    link.symlink_to(other)
    with_a_word = tmp_path / f"{PREFIX}trace-a8b"
    with_a_word.mkdir()
    (tmp_path / f"{PREFIX}notes.txt").write_text("")
    sweep()
    assert (other / "file").exists()
    assert with_a_word.exists()
    assert (tmp_path / f"{PREFIX}notes.txt").exists()


def test_what_is_in_memory_is_told_by_the_mounts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mounts = tmp_path / "mounts"
    lines = ("/dev/sda / ext4 rw", "shm /shm tmpfs rw", "/dev/sdb /shm/disk ext4 rw")
    mounts.write_text("\n".join(f"{line} 0 0" for line in lines) + "\n")
    monkeypatch.setattr(run_dir, "_MOUNTS", mounts)
    found = {
        place: is_in_memory(Path(place)) for place in ("/shm/a/b", "/shm", "/home", "/shm/disk/a")
    }
    assert found == {"/shm/a/b": True, "/shm": True, "/home": False, "/shm/disk/a": False}

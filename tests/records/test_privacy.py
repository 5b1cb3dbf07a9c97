"""What is kept of patients is closed to other users, and nothing else is."""

from pathlib import Path

from edge.records.privacy import make_private


def open_tree(root: Path) -> None:
    """Make what an earlier version left: readable to everybody."""
    session = root / "p001" / "sessions" / "2026-01-01_10-00-00"
    session.mkdir(parents=True)
    (session / "session-000.mcap").write_bytes(b"")
    (root / "p001" / "history.jsonl").write_text("")
    for path in (root, *root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def modes(root: Path) -> set[int]:
    return {path.stat().st_mode & 0o077 for path in (root, *root.rglob("*"))}


def test_folders_that_were_open_are_closed(tmp_path: Path) -> None:
    root = tmp_path / "home"
    open_tree(root)
    make_private(root)
    assert modes(root) == {0}


def test_a_folder_that_holds_other_things_too_stays_as_it_is(tmp_path: Path) -> None:
    root = tmp_path / "home"
    open_tree(root)
    other = root / "photos" / "holiday.jpg"
    other.parent.mkdir()
    other.write_bytes(b"")
    link = root / "p001" / "anchors"
    link.symlink_to(other.parent)
    before = {path: path.stat().st_mode for path in (root, other.parent, other)}
    make_private(root)
    assert {path: path.stat().st_mode for path in before} == before
    assert modes(root / "p001") <= {0, other.parent.stat().st_mode & 0o077}
    assert (root / "p001").stat().st_mode & 0o077 == 0


def test_a_folder_that_is_not_there_needs_nothing(tmp_path: Path) -> None:
    make_private(tmp_path / "none")
    assert not (tmp_path / "none").exists()

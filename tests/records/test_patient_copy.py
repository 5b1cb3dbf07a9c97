"""All that is kept of a patient goes into one file, and all of it can be removed."""

import shutil
import zipfile
from pathlib import Path

import pytest

from edge.records.errors import RecordsError
from edge.records.patient_copy import export_patient, forget_patient, kept_of, remove_forgotten

RELEASED = Path(__file__).parents[1] / "data/released_0_1/simulated"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The homes of two patients, one of whom wrote something that nobody knows of."""
    for patient in ("p001", "p0012"):
        shutil.copytree(RELEASED, tmp_path / "home" / patient)
    (tmp_path / "home/p001/sessions/2026-01-01_00-00-00").mkdir()
    (tmp_path / "home/p001/unknown.bin").write_bytes(b"\0" * 1000)
    (tmp_path / "home/p001/elsewhere").symlink_to(tmp_path)
    return tmp_path / "home"


def walked(folder: Path) -> dict[str, bytes]:
    """Return what every file below a folder holds, by its place."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and "elsewhere" not in path.parts
    }


def test_the_export_holds_every_file_and_unpacks_to_the_same(root: Path, tmp_path: Path) -> None:
    before = walked(root / "p001")
    kept = kept_of(root, "p001")
    assert (kept.files, kept.bytes) == (len(before), sum(map(len, before.values())))
    assert kept.sessions == ("2026-01-01_00-00-00", "2026-11-29_02-03-58")
    export_patient(kept, tmp_path / "p001.zip")
    assert (tmp_path / "p001.zip").stat().st_mode & 0o077 == 0
    zipfile.ZipFile(tmp_path / "p001.zip").extractall(tmp_path / "other")
    assert walked(tmp_path / "other/p001") == before == walked(root / "p001")
    assert not list(tmp_path.glob("*.part"))


def test_what_is_there_is_not_overwritten(root: Path, tmp_path: Path) -> None:
    kept = kept_of(root, "p001")
    (tmp_path / "p001.zip").write_text("mine")
    with pytest.raises(RecordsError, match="is there already"):
        export_patient(kept, tmp_path / "p001.zip")
    assert (tmp_path / "p001.zip").read_text() == "mine"
    with pytest.raises(RecordsError, match="lies in what is exported"):
        export_patient(kept, root / "p001/copy.zip")


def test_after_forgetting_no_file_and_no_name_is_left(root: Path, tmp_path: Path) -> None:
    others = walked(root / "p0012")
    forget_patient(kept_of(root, "p001"))
    assert [path.name for path in root.iterdir()] == ["p0012"]
    assert walked(root / "p0012") == others
    assert tmp_path.is_dir(), "a link in the folder was not followed"
    with pytest.raises(RecordsError, match="nothing is kept of p001"):
        kept_of(root, "p001")


def test_what_a_power_cut_left_goes_with_the_next_time(root: Path) -> None:
    (root / ".forgotten-p003/sessions").mkdir(parents=True)
    remove_forgotten(root)
    assert sorted(path.name for path in root.iterdir()) == ["p001", "p0012"]


@pytest.mark.parametrize("patient", ["..", "", "a/b", "/", "p001/..", "nobody"])
def test_only_a_patient_is_exported_or_forgotten(root: Path, patient: str) -> None:
    with pytest.raises(RecordsError):
        kept_of(root, patient)

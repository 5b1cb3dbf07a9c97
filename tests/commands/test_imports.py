"""Recordings of other apps, through every command that takes a recording."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import uniform_filter1d

from edge.core.arrays import Floats
from edge.importers.registry import read_watch_recording
from edge.simulation.body import simulate_session
from tests.conftest import Physio
from tests.importers.foreign.catalogue import FOREIGN
from tests.importers.lies import text


@pytest.fixture(scope="module")
def raises() -> tuple[Floats, int]:
    """Return the table of a simulated set and how many repetitions there are."""
    session = simulate_session(
        exercise="elbow_flexion", profile="healthy", duration_s=30.0, rate_hz=50.0, seed=4
    )
    table = np.column_stack([session.t_s, session.accel_m_s2, session.gyro_rad_s])
    return table, len(session.truth)


def written(folder: Path, name: str, table: Floats) -> list[Path]:
    paths = []
    for title, content in FOREIGN[name].write(table).items():
        path = folder / title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        paths.append(path)
    return paths


def test_files_of_one_recording_become_a_watch_csv_and_are_counted(
    physio: Physio, tmp_path: Path, raises: tuple[Floats, int]
) -> None:
    table, count = raises
    files, out = written(tmp_path / "polar", "Polar", table), tmp_path / "recording.csv"
    ended = physio("watch", "import", *files, "--out", out, "--json", "-")
    assert ended.code == 0, ended.err
    assert "Polar Sensor Logger: acceleration in mg" in ended.err
    said = ended.json
    assert (said["format"], said["unit"], said["gyro_unit"]) == (
        "Polar Sensor Logger",
        "mg",
        "deg/s",
    )
    assert said["rate_hz"] == pytest.approx(50.0, abs=0.1)
    assert any("joined" in sentence for sentence in said["changed"])
    back, direct = read_watch_recording(out), read_watch_recording(*files)
    np.testing.assert_array_equal(back.counted_axes(), direct.counted_axes())
    assert physio("count", *files, "--json", "-").json["count"] == count


def test_a_recording_without_a_gyroscope_is_counted_and_makes_no_reference(
    physio: Physio, tmp_path: Path, raises: tuple[Floats, int]
) -> None:
    table, count = raises
    (file,), out = written(tmp_path, "Empatica", table)[:1], tmp_path / "recording.csv"
    assert physio("watch", "import", file, "--out", out, "--json", "-").json["gyroscope"] is False
    assert physio("count", out, "--json", "-").json["count"] == count
    about = ("--patient", "p001", "--exercise", "elbow_flexion")
    for path in (file, out):
        ended = physio("anchor", "import", path, *about)
        assert ended.code == 2
        assert "no gyroscope" in ended.err


def test_an_import_without_gravity_is_refused(
    physio: Physio, tmp_path: Path, raises: tuple[Floats, int]
) -> None:
    file = next(p for p in written(tmp_path, "iPhone", raises[0]) if p.name == "Accelerometer.csv")
    ended = physio("watch", "import", file, "--out", tmp_path / "out.csv")
    assert ended.code == 2
    assert "lacks gravity" in ended.err
    assert not (tmp_path / "out.csv").exists()


def test_what_lacks_gravity_in_our_own_columns_is_neither_counted_nor_kept(
    physio: Physio, tmp_path: Path, raises: tuple[Floats, int]
) -> None:
    table, file = raises[0].copy(), tmp_path / "user.csv"
    table[:, 1:4] -= uniform_filter1d(table[:, 1:4], 30, axis=0, mode="nearest")
    file.write_text(text(table))
    about = ("--patient", "p001", "--exercise", "elbow_flexion")
    for asked in (
        ("count", file),
        ("anchor", "import", file, *about),
        ("anchor", "record", "--watch", f"file:{file}", *about),
    ):
        ended = physio(*asked)
        assert ended.code == 2
        assert "lacks gravity" in ended.err


def test_a_folder_of_recordings_is_judged_by_its_truth(
    physio: Physio, tmp_path: Path, raises: tuple[Floats, int]
) -> None:
    table, count = raises
    written(tmp_path / "in" / "pair", "MetaBase", table)
    written(tmp_path / "in" / "gyro", "Polar", table)
    (tmp_path / "in" / "gyro" / "Polar_Sense_ACC.txt").unlink()
    (tmp_path / "in" / "notes.txt").write_text("nothing of use")
    truth = {
        "pair": {"format": "metabase", "unit": "g", "rate_hz": 50, "count": count},
        "gyro": {"refuse": "no acceleration"},
        "notes.txt": {"refuse": True},
        "missing.csv": {"count": 3},
    }
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    asked = ("evaluate", "imports", "--data", tmp_path / "in", "--truth", tmp_path / "truth.json")
    found = physio(*asked, "--json", "-").json
    assert (found["asked"], found["right"], found["refused"]) == (4, 3, 3)
    files = {one["file"]: one for one in found["files"]}
    assert files["pair"]["count"] == sum(one["count"] for one in files["pair"]["sets"]) == count
    assert files["pair"]["sign"] == "force"
    assert files["missing.csv"]["wrong"] == ["count"]
    assert "there is no file" in files["missing.csv"]["refused"]

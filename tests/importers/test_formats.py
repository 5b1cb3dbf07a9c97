"""What formats leave open is told by physics, and what cannot be told is refused."""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from edge.importers import registry
from edge.importers.errors import ImporterError
from edge.importers.formats.movella_dot import quaternions_of
from edge.importers.head import Head
from edge.importers.registry import FORMATS, format_of, read_watch_recording
from edge.importers.watch_recording import WatchRecording
from tests.importers.foreign import phones
from tests.importers.foreign.catalogue import FOREIGN
from tests.importers.foreign.writing import EPOCH_NS, Files, G
from tests.importers.lies import truth
from tests.worked_examples import block

TABLE = truth(50.0, 3, 12.0)


def read(folder: Path, files: Files) -> WatchRecording:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return read_watch_recording(folder)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("iPhone", ("Accelerometer.csv", "Gyroscope.csv", "Metadata.csv")),
        ("Android", ("Accelerometer.csv",)),
    ],
)
def test_an_acceleration_without_gravity_is_refused_by_its_name(
    tmp_path: Path, name: str, kept: tuple[str, ...]
) -> None:
    files = FOREIGN[name].write(TABLE)
    with pytest.raises(ImporterError, match="lacks gravity"):
        read(tmp_path, {one: files[one] for one in kept})


@pytest.mark.parametrize(
    "content",
    [
        b"time,ax,ay,az,aT\n" + b"".join(b"%d.5,0.1,0.2,0.1,0.2\n" % i for i in range(9)),
        b'"Time (s)","Linear Acceleration x (m/s^2)","Linear Acceleration y (m/s^2)",'
        b'"Linear Acceleration z (m/s^2)"\n0.1,0.1,0.2,0.3\n0.2,0.1,0.2,0.3\n',
    ],
)
def test_an_app_that_takes_gravity_off_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(ImporterError, match="gravity"):
        read_watch_recording(tmp_path / "a.csv")


def test_an_app_that_only_calls_it_so_is_believed_where_gravity_is_in_it(tmp_path: Path) -> None:
    columns = np.column_stack([TABLE[:, :4], np.linalg.norm(TABLE[:, 1:4], axis=1)])
    rows = "\n".join(",".join(map(repr, row)) for row in columns.tolist())
    (tmp_path / "a.csv").write_text("time,ax,ay,az,atotal\n" + rows)
    recording = read_watch_recording(tmp_path / "a.csv")
    assert recording.origin.format == "Physics Toolbox"
    np.testing.assert_allclose(recording.accel_m_s2, TABLE[:, 1:4])


def test_euler_angles_turn_about_x_then_y_then_z() -> None:
    angles = np.random.default_rng(0).uniform(-1.5, 1.5, (50, 3))
    expected = Rotation.from_euler("ZYX", angles[:, ::-1]).as_quat(scalar_first=True)
    same = np.abs(np.sum(quaternions_of(angles) * expected, axis=1))
    np.testing.assert_allclose(same, 1.0)


def test_semicolons_and_decimal_commas_are_read_in_a_table_without_names(tmp_path: Path) -> None:
    (content,) = FOREIGN["ActiGraph, no times"].write(TABLE).values()
    head, rows = content.decode().split("Accelerometer X,Accelerometer Y,Accelerometer Z\n")
    commas = rows.replace(",", ";").replace(".", ",")
    (tmp_path / "a.csv").write_text(f"{head}Accelerometer X;Accelerometer Y\n{commas}")
    recording = read_watch_recording(tmp_path / "a.csv")
    np.testing.assert_allclose(recording.accel_m_s2, TABLE[:, 1:4], atol=0.01)


def test_several_sensors_in_one_table_are_refused(tmp_path: Path) -> None:
    (content,) = FOREIGN["WitMotion device"].write(TABLE).values()
    lines = content.decode("gbk").splitlines()
    lines[2::2] = [line.replace("(ab:cd)", "(ef:01)") for line in lines[2::2]]
    (tmp_path / "a.txt").write_text("\n".join(lines))
    with pytest.raises(ImporterError, match="several sensors"):
        read_watch_recording(tmp_path / "a.txt")


def test_a_gyroscope_alone_is_refused(tmp_path: Path) -> None:
    files = FOREIGN["Polar"].write(TABLE)
    with pytest.raises(ImporterError, match="holds no acceleration"):
        read(tmp_path, {"g.txt": files["Polar_Sense_GYRO.txt"]})


def test_streams_that_do_not_overlap_are_refused(tmp_path: Path) -> None:
    def table(by_s: float, unit: str) -> bytes:
        return (
            b"epoch (ms),elapsed (s),"
            + b",".join(f"{axis}-axis ({unit})".encode() for axis in "xyz")
            + b"".join(b"\n%d,0,0.1,0.2,0.97" % (1e12 + 1e3 * by_s + 20 * i) for i in range(99))
        )

    with pytest.raises(ImporterError, match="do not overlap in time"):
        read(tmp_path, {"a.csv": table(0.0, "g"), "b.csv": table(60.0, "deg/s")})


def test_gravity_wins_over_a_unit_that_is_named_wrongly(tmp_path: Path) -> None:
    files = FOREIGN["Polar"].write(TABLE * [1, 1e-3, 1e-3, 1e-3, 1, 1, 1])  # g, not mg
    recording = read(tmp_path, files)
    assert recording.origin.accel_unit == "g"
    assert "unit_contradicted" in [one.kind for one in recording.remarks]


def test_the_sign_of_a_phone_that_says_nothing_is_assumed_and_said(tmp_path: Path) -> None:
    files = FOREIGN["iPhone"].write(TABLE)
    del files["Metadata.csv"]
    recording = read(tmp_path, files)
    assert recording.origin.points_down
    assert "sign_assumed" in [one.kind for one in recording.remarks]


def test_gravity_tells_which_sensor_a_nameless_file_is_of(tmp_path: Path) -> None:
    content = phones.logged(TABLE[:, 0], TABLE[:, 1:4])
    (tmp_path / "download").write_bytes(content)
    recording = read_watch_recording(tmp_path / "download")
    np.testing.assert_allclose(recording.accel_m_s2, TABLE[:, 1:4])
    (tmp_path / "download").write_bytes(phones.logged(TABLE[:, 0], TABLE[:, 4:]))
    with pytest.raises(ImporterError, match="neither its name nor gravity"):
        read_watch_recording(tmp_path / "download")


def test_a_watch_without_gravity_in_it_is_refused(tmp_path: Path) -> None:
    values = {f"acceleration{axis}": 0.01 for axis in "XYZ"}
    item = {"name": "wrist motion", "time": EPOCH_NS, "values": values}
    (tmp_path / "a.json").write_text(json.dumps({"messageId": 1, "payload": [item]}))
    with pytest.raises(ImporterError, match="lacks gravity"):
        read_watch_recording(tmp_path / "a.json")


def as_counts(table: np.ndarray) -> np.ndarray:
    return np.round(table / [1, G / 2048, G / 2048, G / 2048, 1, 1, 1])


def test_raw_counts_of_a_sensor_are_refused(tmp_path: Path) -> None:
    head = "t_s,ax_m_s2,ay_m_s2,az_m_s2,gx_rad_s,gy_rad_s,gz_rad_s\n"
    counts = as_counts(TABLE)
    counts[:, 0] = TABLE[:, 0]
    rows = "\n".join(",".join(map(repr, row)) for row in counts.tolist())
    (tmp_path / "a.csv").write_text(head + rows)
    with pytest.raises(ImporterError, match="raw counts"):
        read_watch_recording(tmp_path / "a.csv")


def test_times_that_a_spreadsheet_has_cut_in_two_are_named(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("44602,3509318287,56,56,,1076,1088\n" * 5)
    with pytest.raises(ImporterError, match="decimal comma"):
        read_watch_recording(tmp_path / "export.csv")


def test_acceleration_and_rate_in_turn_are_joined(tmp_path: Path) -> None:
    lines = ["t_s,ax_m_s2,ay_m_s2,az_m_s2,gx_rad_s,gy_rad_s,gz_rad_s"]
    for row in TABLE.tolist():
        accel, rate = ",".join(map(repr, row[1:4])), ",".join(map(repr, row[4:]))
        lines += [f"{row[0]!r},{accel},,,", f"{row[0] + 0.01!r},,,,{rate}"]
    (tmp_path / "a.csv").write_text("\n".join(lines))
    recording = read_watch_recording(tmp_path / "a.csv")
    assert {"streams_in_turn", "streams_joined"} <= {one.kind for one in recording.remarks}
    assert recording.gyro_rad_s is not None
    assert len(recording.t_s) == len(TABLE) - 1


@pytest.mark.parametrize("columns", [4, 7])
def test_a_watch_csv_may_lack_the_gyroscope(tmp_path: Path, columns: int) -> None:
    head = ["t_s", "ax_m_s2", "ay_m_s2", "az_m_s2", "gx_rad_s", "gy_rad_s", "gz_rad_s"][:columns]
    empty = [""] * (columns - 4)
    rows = [",".join([*map(repr, row[:4]), *empty]) for row in TABLE.tolist()]
    (tmp_path / "a.csv").write_text("\n".join([",".join(head), *rows]))
    recording = read_watch_recording(tmp_path / "a.csv")
    assert recording.gyro_rad_s is None
    np.testing.assert_array_equal(recording.accel_m_s2, TABLE[:, 1:4])
    with pytest.raises(ImporterError, match="no gyroscope"):
        recording.refuse_misleading("a.csv")


@pytest.mark.parametrize("name", FOREIGN)
def test_one_format_alone_is_surest_of_a_file(name: str) -> None:
    for title, content in FOREIGN[name].write(TABLE).items():
        head = Head(data=content[:8192], title=title.lower())
        sure = sorted((one.recognise(head) for one in FORMATS), reverse=True)
        assert sure[0] == 0 or sure[1] < sure[0]


@pytest.fixture
def another_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], None]]:
    """Return what installs a package whose entry point is the worked example, or worse."""

    def install(what: str) -> None:
        (tmp_path / "their_formats.py").write_text(block("edge/importers/formats/json_lines.py"))
        info = tmp_path / "their_formats-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-formats\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{registry.ENTRY_POINTS}]\nlines = {what}\n")
        monkeypatch.syspath_prepend(tmp_path)
        importlib.invalidate_caches()
        monkeypatch.delitem(sys.modules, "their_formats", raising=False)

    registry.other_formats.cache_clear()
    yield install
    registry.other_formats.cache_clear()


def test_a_format_in_another_package_is_found(
    tmp_path: Path, another_package: Callable[[str], None]
) -> None:
    names = ["t_s", "ax_m_s2", "ay_m_s2", "az_m_s2", "gx_rad_s", "gy_rad_s", "gz_rad_s"]
    rows = [json.dumps(dict(zip(names, row, strict=True))) for row in TABLE.tolist()]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    another_package("their_formats:FORMAT")
    assert read_watch_recording(tmp_path / "a.jsonl").origin.format == "JSON lines"


@pytest.mark.parametrize("what", ["their_formats:NOTHING", "their_formats:HEADER"])
def test_a_package_that_brings_no_format_is_named(
    another_package: Callable[[str], None], what: str
) -> None:
    another_package(what)
    with pytest.raises(ImporterError, match="lines"):
        format_of(Head(data=b"a"))

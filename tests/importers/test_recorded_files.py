"""Files, folders and zips: what is looked at, and what is refused before it takes memory."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from edge.importers import recorded_files
from edge.importers.errors import ImporterError
from edge.importers.formats import acti_graph_gt3x
from edge.importers.recorded_files import gathered
from edge.importers.registry import read_watch_recording
from tests.importers.foreign.catalogue import FOREIGN
from tests.importers.lies import text, truth


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_what_nobody_sees_in_a_zip_or_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / ".DS_Store").write_bytes(b"x")
    zipped(tmp_path / "in" / "a.zip", {"b/c.csv": b"1", "__MACOSX/._c.csv": b"2"})
    (tmp_path / "in" / "d.csv").write_bytes(b"3")
    assert [file.title for file in gathered([tmp_path / "in"])] == ["c.csv", "d.csv"]


def test_a_zip_that_claims_too_much_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"a.csv": b"0" * 200_000})
    assert bomb.stat().st_size < 1000
    monkeypatch.setattr(recorded_files, "LARGEST_UNPACKED", 100_000)
    with pytest.raises(ImporterError, match="unpacks to"):
        read_watch_recording(bomb)


def test_a_zip_that_claims_too_little_gives_no_more_than_it_claims(tmp_path: Path) -> None:
    content = zipped(tmp_path / "a.zip", {"a.csv": b"0" * 200_000}).read_bytes()
    size = (200_000).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content.replace(size, (2000).to_bytes(4, "little")))
    with pytest.raises(ImporterError, match=r"cannot be unpacked|has no column"):
        read_watch_recording(tmp_path / "a.zip")


def test_a_log_of_days_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acti_graph_gt3x, "LARGEST_LOG", 1000)
    files = FOREIGN["gt3x, 16 bits"].write(truth(50.0, 3, 12.0))
    (tmp_path / "a.gt3x").write_bytes(files["a.gt3x"])
    with pytest.raises(ImporterError, match="holds days"):
        read_watch_recording(tmp_path / "a.gt3x")


@pytest.mark.parametrize(
    ("serial", "firmware", "swaps"),
    [("MOS2D11130001", "1.6.0", True), ("MOS2D11130001", "1.9.2", False), ("CLE1", "1.6.0", False)],
)
def test_the_one_firmware_that_takes_x_for_y_is_known(
    tmp_path: Path, serial: str, firmware: str, *, swaps: bool
) -> None:
    table = truth(50.0, 3, 12.0)
    with zipfile.ZipFile(io.BytesIO(FOREIGN["gt3x, 12 bits"].write(table)["a.gt3x"])) as archive:
        log = archive.read("log.bin")
    info = f"Serial Number: {serial}\r\nFirmware: {firmware}\r\nSample Rate: 50\r\n".encode()
    file = zipped(tmp_path / "a.gt3x", {"log.bin": log, "info.txt": info})
    recording = read_watch_recording(file)
    order = [1, 0, 2] if swaps else [0, 1, 2]
    np.testing.assert_allclose(recording.accel_m_s2, table[:, 1:4][:, order], atol=0.05)
    assert ("axes_swapped" in [one.kind for one in recording.remarks]) is swaps


def test_records_that_are_damaged_are_left_out_and_said(tmp_path: Path) -> None:
    table = truth(50.0, 3, 12.0)
    with zipfile.ZipFile(io.BytesIO(FOREIGN["gt3x, 12 bits"].write(table)["a.gt3x"])) as archive:
        log, info = bytearray(archive.read("log.bin")), archive.read("info.txt")
    log[300] ^= 0x10  # in the second record
    damaged = zipped(tmp_path / "a.gt3x", {"log.bin": bytes(log), "info.txt": info})
    recording = read_watch_recording(damaged)
    assert "records_damaged" in [one.kind for one in recording.remarks]
    assert len(recording.t_s) == len(table) - 50


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"[Content_Types].xml": b"", "xl/workbook.xml": b""}, "workbook of Excel"),
        ({"notes.txt": b"nothing of use"}, "has no column"),
        ({}, "holds no files"),
    ],
)
def test_a_zip_without_a_recording_is_refused(
    tmp_path: Path, files: dict[str, bytes], said: str
) -> None:
    with pytest.raises(ImporterError, match=said):
        read_watch_recording(zipped(tmp_path / "a.zip", files))


def test_files_of_no_known_app_are_left_out_and_said(tmp_path: Path) -> None:
    paths = [tmp_path / "x.csv"]
    paths[0].write_text("epoch (ms),elapsed (s),x-axis (T),y-axis (T),z-axis (T)\n1,0,0,0,0\n")
    for title, content in FOREIGN["MetaBase"].write(truth(50.0, 3, 12.0)).items():
        paths.append(tmp_path / title)
        paths[-1].write_bytes(content)
    said = [one.kind for one in read_watch_recording(*paths).remarks]
    assert "files_left_out" in said
    assert "files_left_out" not in [one.kind for one in read_watch_recording(tmp_path).remarks]


def test_recordings_of_two_apps_are_not_joined(tmp_path: Path) -> None:
    table = truth(50.0, 3, 12.0)
    for name in ("SensorLog", "GENEActiv"):
        for file, content in FOREIGN[name].write(table).items():
            (tmp_path / file).write_bytes(content)
    with pytest.raises(ImporterError, match="recordings of SensorLog and of GENEActiv"):
        read_watch_recording(tmp_path)


def test_two_recordings_of_one_app_are_not_joined(tmp_path: Path) -> None:
    table = truth(50.0, 3, 12.0)
    for number in range(2):
        (tmp_path / f"{number}.csv").write_text(text(table))
    with pytest.raises(ImporterError, match="give one at a time"):
        read_watch_recording(tmp_path / "0.csv", tmp_path / "1.csv")
    content = FOREIGN["SensorLog"].write(table)
    for number in range(2):
        (tmp_path / f"log-{number}.csv").write_bytes(next(iter(content.values())))
    with pytest.raises(ImporterError, match="both hold the acceleration"):
        read_watch_recording(tmp_path / "log-0.csv", tmp_path / "log-1.csv")

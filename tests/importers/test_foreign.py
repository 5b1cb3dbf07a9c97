"""What other apps write is read back as it was measured, and told by its content."""

import zipfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.importers.registry import FORMATS, read_watch_recording
from edge.importers.watch_recording import WatchRecording
from tests.importers.foreign.catalogue import FOREIGN
from tests.importers.foreign.writing import Files
from tests.importers.lies import truth

RATE_HZ = 50.0


@cache
def true() -> Floats:
    """Return a simulated exercise of 12 s that begins at 0."""
    table = truth(RATE_HZ, 3, 12.0).copy()
    table[:, 0] -= table[0, 0]
    return table


def written(folder: Path, files: Files) -> Path:
    """Write files and return their folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def between(table: Floats, at_s: Floats, columns: slice) -> Floats:
    return np.column_stack([np.interp(at_s, table[:, 0], axis) for axis in table[:, columns].T])


def accel_off(table: Floats, recording: WatchRecording, shift_s: float) -> Floats:
    """Return by how much (n, 3) the acceleration is another than that at times so much later."""
    off: Floats = between(table, recording.t_s + shift_s, slice(1, 4)) - recording.accel_m_s2
    return np.abs(off)


@pytest.mark.parametrize("name", FOREIGN)
def test_what_an_app_writes_is_read_as_it_was_measured(tmp_path: Path, name: str) -> None:
    foreign, table = FOREIGN[name], true()
    recording = read_watch_recording(written(tmp_path, foreign.write(table)))
    assert recording.origin.format == foreign.format
    assert recording.origin.accel_unit == foreign.unit
    assert recording.origin.points_down == foreign.points_down
    assert len(recording.t_s) > 0.9 * len(table)
    # Where it begins is lost in joining; the best fit tells it.
    shifts = np.arange(-0.1, 0.4, 0.0005)
    shift = min(shifts, key=lambda s: accel_off(table, recording, float(s)).mean())
    inside = slice(10, -10)
    at_s = recording.t_s[inside] + shift
    off = accel_off(table, recording, shift)[inside]
    assert np.quantile(off, 0.98) < foreign.accel_off
    if not foreign.gyro:
        assert recording.gyro_rad_s is None
        return
    assert recording.gyro_rad_s is not None
    off = np.abs(between(table, at_s, slice(4, 7)) - recording.gyro_rad_s[inside])
    assert np.quantile(off, 0.98) < foreign.gyro_off


def test_a_zip_is_read_as_its_folder(tmp_path: Path) -> None:
    files = FOREIGN["phyphox comma, point"].write(true())
    with zipfile.ZipFile(tmp_path / "walk.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    packed = read_watch_recording(tmp_path / "walk.zip")
    plain = read_watch_recording(written(tmp_path / "plain", files))
    np.testing.assert_array_equal(packed.counted_axes(), plain.counted_axes())


def test_every_format_is_written_by_a_test_and_stands_in_the_documents() -> None:
    titles = [one.title for one in FORMATS]
    assert {one.format for one in FOREIGN.values()} == set(titles[1:])
    whole = (Path(__file__).parents[2] / "docs" / "devices.md").read_text(encoding="utf-8")
    text = whole.partition("## Recordings of other apps")[2]
    rows = [line.split(" | ")[0].removeprefix("| ") for line in text.splitlines() if " | " in line]
    assert rows[1:] == titles


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_is_recognised_whatever_its_name(tmp_path: Path, name: str) -> None:
    files = FOREIGN[name].write(true())
    if len(files) == 1:  # which of several is which, their names may have to say
        (content,) = files.values()
        (tmp_path / "download (1)").write_bytes(content)
        assert read_watch_recording(tmp_path / "download (1)").origin.format == FOREIGN[name].format

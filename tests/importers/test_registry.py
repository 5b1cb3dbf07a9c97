"""Files are recognised by their content; one more format is one file, as CONTRIBUTING shows."""

from pathlib import Path

import numpy as np
import pytest

from edge.importers import registry
from edge.importers.errors import ImporterError
from edge.importers.registry import read_watch_recording
from edge.importers.watch_csv import read_watch_csv, write_watch_csv
from edge.simulation.body import simulate_session
from tests.conftest import Physio
from tests.worked_examples import added

EXAMPLE = "edge/importers/semicolon_csv.py"


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """Return a watch CSV of a simulated exercise."""
    session = simulate_session(exercise="elbow_flexion", duration_s=20.0, rate_hz=50.0, seed=3)
    path = tmp_path / "watch.csv"
    write_watch_csv(path, session.t_s, session.accel_m_s2, session.gyro_rad_s)
    return path


@pytest.fixture
def saved_by_a_spreadsheet(recorded: Path) -> Path:
    """Return the same recording as a spreadsheet with decimal commas saves it."""
    text = recorded.read_text(encoding="utf-8").replace(",", ";").replace(".", ",")
    path = recorded.with_name("saved.csv")
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_a_watch_csv_is_read_whatever_its_name(recorded: Path) -> None:
    renamed = recorded.rename(recorded.with_name("noname"))
    np.testing.assert_array_equal(
        read_watch_recording(renamed).gyro_rad_s, read_watch_csv(renamed).gyro_rad_s
    )


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"some words\n"])
def test_what_is_of_no_format_is_told_what_a_watch_csv_looks_like(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "something"
    path.write_bytes(content)
    with pytest.raises(ImporterError, match="CSV"):
        read_watch_recording(path)


def test_the_format_of_the_worked_example_is_read_by_every_command(
    recorded: Path, saved_by_a_spreadsheet: Path, physio: Physio, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert physio("count", saved_by_a_spreadsheet).code == 2
    with added(EXAMPLE) as module:
        monkeypatch.setattr(registry, "FORMATS", (module.FORMAT, *registry.FORMATS))
        read, original = read_watch_recording(saved_by_a_spreadsheet), read_watch_csv(recorded)
        np.testing.assert_array_equal(read.t_s, original.t_s)
        np.testing.assert_array_equal(read.accel_m_s2, original.accel_m_s2)
        np.testing.assert_array_equal(read.gyro_rad_s, original.gyro_rad_s)
        counted = physio("count", saved_by_a_spreadsheet, "--json", "-").json["count"]
        assert counted == physio("count", recorded, "--json", "-").json["count"] > 0
        saved_by_a_spreadsheet.write_text(
            saved_by_a_spreadsheet.read_text(encoding="utf-8") + "1;2;three;4;5;6;7\n"
        )
        with pytest.raises(ImporterError, match="not a number"):
            read_watch_recording(saved_by_a_spreadsheet)

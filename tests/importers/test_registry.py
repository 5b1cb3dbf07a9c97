"""Files are recognised by their content; one more format is one file, as CONTRIBUTING shows."""

import json
from pathlib import Path

import numpy as np
import pytest

from edge.importers import registry
from edge.importers.errors import ImporterError
from edge.importers.registry import read_watch_recording
from edge.importers.watch_csv import write_watch_csv
from edge.simulation.body import simulate_session
from tests.conftest import Physio
from tests.worked_examples import added

EXAMPLE = "edge/importers/formats/json_lines.py"


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """Return a watch CSV of a simulated exercise."""
    session = simulate_session(exercise="elbow_flexion", duration_s=20.0, rate_hz=50.0, seed=3)
    path = tmp_path / "watch.csv"
    write_watch_csv(path, session.t_s, session.accel_m_s2, session.gyro_rad_s)
    return path


@pytest.fixture
def as_json_lines(recorded: Path) -> Path:
    """Return the same recording with one JSON object per sample."""
    head, *rows = recorded.read_text(encoding="utf-8").splitlines()
    names = head.split(",")
    samples = [dict(zip(names, map(float, row.split(",")), strict=True)) for row in rows]
    path = recorded.with_name("saved.jsonl")
    path.write_text("\n".join(map(json.dumps, samples)) + "\n", encoding="utf-8")
    return path


def test_a_watch_csv_is_read_whatever_its_name(recorded: Path) -> None:
    renamed = recorded.rename(recorded.with_name("noname"))
    np.testing.assert_array_equal(
        read_watch_recording(renamed).gyro_rad_s, read_watch_recording(renamed).gyro_rad_s
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
    recorded: Path, as_json_lines: Path, physio: Physio, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert physio("count", as_json_lines).code == 2
    with added(EXAMPLE) as module:
        monkeypatch.setattr(registry, "FORMATS", (module.FORMAT, *registry.FORMATS))
        read, original = read_watch_recording(as_json_lines), read_watch_recording(recorded)
        np.testing.assert_array_equal(read.t_s, original.t_s)
        np.testing.assert_array_equal(read.accel_m_s2, original.accel_m_s2)
        np.testing.assert_array_equal(read.gyro_rad_s, original.gyro_rad_s)
        counted = physio("count", as_json_lines, "--json", "-").json["count"]
        assert counted == physio("count", recorded, "--json", "-").json["count"] > 0
        text = as_json_lines.read_text(encoding="utf-8")
        as_json_lines.write_text(text + '{"t_s": 30}\n')
        with pytest.raises(ImporterError, match="is not a sample"):
            read_watch_recording(as_json_lines)

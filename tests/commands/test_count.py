"""`physio count` on files as people have them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.importers.errors import ImporterError
from edge.importers.registry import read_watch_recording
from edge.importers.repetition_count import counted
from edge.importers.watch_csv import write_watch_csv
from edge.signals.errors import SignalError
from edge.simulation.body import simulate_session
from tests.conftest import Physio


def recorded(path: Path, rate_hz: float = 50.0) -> int:
    """Write a simulated set; return how many repetitions there are."""
    session = simulate_session(
        exercise="elbow_flexion", profile="healthy", duration_s=40, rate_hz=rate_hz, seed=4
    )
    write_watch_csv(path, session.t_s + 1000, session.accel_m_s2, session.gyro_rad_s)
    return len(session.truth)


def result_of(path: Path) -> dict[str, Any]:
    return counted(read_watch_recording(path), str(path))


def edited(path: Path, change: Callable[[Floats], Floats]) -> None:
    header, *_ = path.read_text().splitlines()
    table = change(np.loadtxt(path, delimiter=",", skiprows=1))
    np.savetxt(path, table, delimiter=",", header=header, comments="")


def test_writes_count_and_times(physio: Physio, tmp_path: Path) -> None:
    file, out = tmp_path / "set.csv", tmp_path / "out.json"
    true = recorded(file)
    ended = physio("count", file, "--json", out)
    assert ended.code == 0, ended.err
    result = json.loads(out.read_text())
    assert result["count"] == len(result["repetitions"]) == true
    assert f"{true} repetitions" in ended.out
    assert all(1000 < r["start_s"] < r["end_s"] < 1040 for r in result["repetitions"])


def test_bad_input_is_one_sentence_and_code_2(physio: Physio, tmp_path: Path) -> None:
    ended = physio("count", tmp_path / "nothing.csv")
    assert ended.code == 2
    assert len(ended.err.strip().splitlines()) == 1
    assert "there is no file" in ended.err


@pytest.mark.parametrize("rate_hz", [25.0, 100.0, 208.0])
def test_the_sample_rate_does_not_matter(tmp_path: Path, rate_hz: float) -> None:
    file = tmp_path / "set.csv"
    assert recorded(file, rate_hz) == result_of(file)["count"]


def test_other_units_are_recognised_and_said(tmp_path: Path) -> None:
    file = tmp_path / "set.csv"
    true = recorded(file)
    edited(file, lambda table: np.hstack([table[:, :1], table[:, 1:4] / 9.80665, table[:, 4:]]))
    result = result_of(file)
    assert result["count"] == true
    assert [remark["kind"] for remark in result["remarks"]] == ["accel_in_g"]


def test_a_hole_is_bridged_and_said(tmp_path: Path) -> None:
    file = tmp_path / "set.csv"
    true = recorded(file)
    edited(file, lambda table: np.delete(table, slice(900, 930), axis=0))
    result = result_of(file)
    assert result["count"] == true
    assert [remark["kind"] for remark in result["remarks"]] == ["gaps"]


def test_missing_values_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "set.csv"
    true = recorded(file)

    def holed(table: Floats) -> Floats:
        table[::97, 2] = np.nan
        return table

    edited(file, holed)
    assert result_of(file)["count"] == true


def test_a_sensor_that_never_moved_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "set.csv"
    t_s = np.arange(500) / 50
    write_watch_csv(file, t_s, np.full((500, 3), 5.6), np.zeros((500, 3)))
    with pytest.raises(SignalError, match="never changes"):
        result_of(file)


def test_a_moment_is_no_set(tmp_path: Path) -> None:
    file = tmp_path / "set.csv"
    recorded(file)
    edited(file, lambda table: table[:50])
    with pytest.raises(SignalError, match="record a whole set"):
        result_of(file)
    edited(file, lambda table: table[:1])
    with pytest.raises(ImporterError, match="usable sample"):
        result_of(file)

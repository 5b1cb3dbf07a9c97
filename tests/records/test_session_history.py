import dataclasses
from pathlib import Path

import numpy as np
import pytest

from edge.core.messages.exercise import Summary
from edge.records.errors import HistoryError
from edge.records.session_history import FILE_NAME, HistoryEntry, append_history, entry_of
from edge.records.session_history import read_history as read

ENTRY = HistoryEntry(
    session="20261120-1",
    date="2026-11-20",
    exercise="elbow_flexion",
    side="left",
    prescribed=10,
    done=9,
    correct=7,
    rom_deg=118.25,
    stability=-6.5,
    tempo_s=3.25,
    similarity=0.875,
    pain=None,
    effort=None,
    simulated=True,
)


def test_entries_come_back_as_they_were(tmp_path: Path) -> None:
    later = dataclasses.replace(ENTRY, session="20261121-1", date="2026-11-21", rom_deg=0.1 + 0.2)
    append_history(tmp_path / "p001", ENTRY)
    append_history(tmp_path / "p001", later)
    assert read(tmp_path / "p001") == (ENTRY, later)


def test_nothing_done_yet_is_an_empty_history(tmp_path: Path) -> None:
    assert read(tmp_path) == ()


def test_a_rating_replaces_the_line_of_the_same_session_and_exercise(tmp_path: Path) -> None:
    rated = dataclasses.replace(ENTRY, pain=2, effort=5)
    other = dataclasses.replace(ENTRY, exercise="shoulder_abduction")
    for entry in (ENTRY, other, rated):
        append_history(tmp_path, entry)
    assert set(read(tmp_path)) == {rated, other}


def test_a_line_cut_off_by_a_crash_costs_only_itself(tmp_path: Path) -> None:
    append_history(tmp_path, ENTRY)
    with (tmp_path / FILE_NAME).open("a") as file:
        file.write('{"schema": 1, "session": "2026')
    later = dataclasses.replace(ENTRY, session="20261121-1")
    append_history(tmp_path, later)
    assert read(tmp_path) == (ENTRY, later)


@pytest.mark.parametrize("line", ['{"schema": 2}', '{"schema": 1, "session": "x"}', "[1, 2]"])
def test_a_foreign_line_is_named(tmp_path: Path, line: str) -> None:
    append_history(tmp_path, ENTRY)
    with (tmp_path / FILE_NAME).open("a") as file:
        file.write(line + "\n")
    with pytest.raises(HistoryError, match="line 2 of"):
        read(tmp_path)


def test_means_leave_out_what_could_not_be_judged() -> None:
    values = np.array([1.0, np.nan, 3.0])
    summary = Summary(
        seq=0,
        sensor_ns=0,
        host_ns=0,
        exercise=0,
        name="elbow_flexion",
        prescribed=3,
        done=3,
        correct=1,
        duration_s=9.0,
        rom_deg=values,
        stability=values,
        tempo_s=values,
        similarity=np.full(3, np.nan),
        cue_counts={},
        recurring=(),
        pain=1,
        effort=2,
        words="",
    )
    entry = entry_of(summary, session="s", date="2026-11-20", side="right", simulated=False)
    assert entry.rom_deg == 2.0
    assert entry.similarity is None
    assert (entry.pain, entry.effort, entry.done) == (1, 2, 3)

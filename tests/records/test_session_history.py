import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from edge.core.messages.exercise import Summary
from edge.records.codec import FileCodec
from edge.records.errors import HistoryError
from edge.records.session_history import (
    FILE_NAME,
    HistoryEntry,
    append_history,
    entry_of,
    read_history,
)

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
    assert read_history(tmp_path / "p001").entries == (ENTRY, later)


def test_nothing_done_yet_is_an_empty_history(tmp_path: Path) -> None:
    assert read_history(tmp_path).entries == ()


def test_a_rating_replaces_the_line_of_the_same_session_and_exercise(tmp_path: Path) -> None:
    rated = dataclasses.replace(ENTRY, pain=2, effort=5)
    other = dataclasses.replace(ENTRY, exercise="shoulder_abduction")
    for entry in (ENTRY, other, rated):
        append_history(tmp_path, entry)
    assert set(read_history(tmp_path).entries) == {rated, other}


def test_a_line_cut_off_by_a_crash_costs_only_itself(tmp_path: Path) -> None:
    append_history(tmp_path, ENTRY)
    with (tmp_path / FILE_NAME).open("a") as file:
        file.write('{"schema": 1, "session": "2026')
    later = dataclasses.replace(ENTRY, session="20261121-1")
    append_history(tmp_path, later)
    assert read_history(tmp_path).entries == (ENTRY, later)


GOOD = FileCodec(HistoryEntry, noun="", remedy="", error=HistoryError).row(ENTRY)


@pytest.mark.parametrize(
    "line",
    [
        b'{"schema": 2}',
        b'{"schema": 1, "session": "x"}',
        b"[1, 2]",
        b"\xff\xfe{",
        b"[" * 100_000,
        b"NaN",
        json.dumps(GOOD | {"rom_deg": 1e300}).encode(),
        json.dumps(GOOD | {"done": -1}).encode(),
        json.dumps(GOOD | {"date": "yesterday"}).encode(),
        json.dumps(GOOD).encode().replace(b"118.25", b"Infinity"),
    ],
)
def test_a_line_that_is_no_entry_is_left_out_and_said(tmp_path: Path, line: bytes) -> None:
    append_history(tmp_path, ENTRY)
    with (tmp_path / FILE_NAME).open("ab") as file:
        file.write(line + b"\n")
    later = dataclasses.replace(ENTRY, session="20261121-1")
    append_history(tmp_path, later)
    history = read_history(tmp_path)
    assert history.entries == (ENTRY, later)
    (warning,) = history.warnings
    assert "line 2" in warning


def test_a_history_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    history = read_history(tmp_path)
    assert history.entries == ()
    assert "cannot be read" in history.warnings[0]


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

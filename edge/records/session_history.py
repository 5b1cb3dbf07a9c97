"""Earlier sessions of each exercise, one line of JSON per exercise done, in the patient's folder.

Read for the progress view and the report only. Live cues and scores never depend on it, so that a
recording replays to the same words whatever was done since.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from edge.bus.errors import CodecError
from edge.bus.json_values import parse_json
from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.core.messages.exercise import Summary
from edge.machine.durable import append_line
from edge.machine.file_layer import FILES, FileLayer
from edge.records.codec import FileCodec
from edge.records.errors import HistoryError
from edge.records.plausible import history_fault

FILE_NAME: Final = "history.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One exercise of one session.

    Attributes:
        session: name of the session; a later line of the same session, exercise and side replaces
            the earlier one (the patient's rating comes after the exercise).
        date: day of the session, ISO 8601.
        exercise: name of the exercise.
        side: the side.
        prescribed: repetitions asked for.
        done: repetitions found.
        correct: repetitions like the reference.
        rom_deg: mean range of motion; None when no repetition could be judged, as below.
        stability: mean NJS.
        tempo_s: mean duration of a repetition.
        similarity: mean similarity, 0–1.
        pain: 0–10 or None.
        effort: 0–10 or None.
        simulated: the session was not of a person.
        session_id: UUID of the session; "" in what version 0.1.0 wrote.
    """

    session: str
    date: str
    exercise: str
    side: Side
    prescribed: int
    done: int
    correct: int
    rom_deg: float | None
    stability: float | None
    tempo_s: float | None
    similarity: float | None
    pain: int | None
    effort: int | None
    simulated: bool
    session_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of a patient's earlier sessions.

    Attributes:
        entries: one for each exercise of each session, in the order in which they were made.
        warnings: what could not be read.
    """

    entries: tuple[HistoryEntry, ...] = ()
    warnings: tuple[str, ...] = ()


_CODEC: Final = FileCodec(
    HistoryEntry,
    noun="history entry",
    remedy="remove that line",
    error=HistoryError,
    fault=history_fault,
)


def entry_of(
    summary: Summary,
    *,
    session: str,
    date: str,
    side: Side,
    simulated: bool,
    session_id: str = "",
) -> HistoryEntry:
    """Return what the history keeps of a summary."""
    return HistoryEntry(
        session=session,
        date=date,
        exercise=summary.name,
        side=side,
        prescribed=summary.prescribed,
        done=summary.done,
        correct=summary.correct,
        rom_deg=_mean(summary.rom_deg),
        stability=_mean(summary.stability),
        tempo_s=_mean(summary.tempo_s),
        similarity=_mean(summary.similarity),
        pain=summary.pain,
        effort=summary.effort,
        simulated=simulated,
        session_id=session_id,
    )


def append_history(folder: Path, entry: HistoryEntry, files: FileLayer = FILES) -> None:
    """Add one line to the history in the patient's folder.

    Raises:
        OSError: the history is as it was before, or holds the whole line.
    """
    row = _CODEC.row(entry)
    if not entry.session_id:
        del row["session_id"]  # as version 0.1.0 wrote it, and can read it
    line = json.dumps(row, ensure_ascii=False)
    append_line(folder / FILE_NAME, line.encode(), files)


def read_history(folder: Path) -> History:
    """Return the patient's history in the order in which it was made; empty if there is none.

    Nothing in the file keeps it from being read: what is cut off, damaged or no entry of this
    schema is left out, and that is said.
    """
    path = folder / FILE_NAME
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return History()
    except OSError as error:
        why = error.strerror or error
        return History(warnings=(f"the history {path} cannot be read: {why}",))
    entries: dict[tuple[str, str, str], HistoryEntry] = {}
    bad: list[str] = []
    for number, line in enumerate(lines, start=1):
        try:
            row = parse_json(line)
        except CodecError:
            if line.strip():
                bad.append(f"line {number} is cut off or damaged")
            continue
        try:
            entry = _CODEC.of_row(row)
        except HistoryError as error:
            bad.append(f"line {number}: {error}")
            continue
        entries[entry.session_id or entry.session, entry.exercise, entry.side] = entry
    said = (f"{len(bad)} line(s) of {path} are left out; {bad[0]}",) if bad else ()
    return History(entries=tuple(entries.values()), warnings=said)


def _mean(values: Floats) -> float | None:
    finite = values[np.isfinite(values)]
    return float(np.mean(finite)) if finite.size else None

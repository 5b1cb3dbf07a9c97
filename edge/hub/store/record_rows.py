"""The rows that are made of a session record, one tuple each, in the order of named columns."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, Final

import orjson

from edge.exchange.session_record import ExerciseRecord, Repetitions, SessionRecord

MOST_OFFSET_S: Final = 600.0
"""By which a machine's clock may be wrong; beyond it a day counts once somebody confirms it."""
KEY: Final = ("received_on", "patient_id", "session_id", "revision")
Key = tuple[date, uuid.UUID, uuid.UUID, int]
_OF_SESSION: Final = ("zone", "plan_id", "plan_version", "plan_sha256", "simulated", "software")
_OF_EXERCISE: Final = (
    *("name", "side", "prescribed", "done", "compared", "correct", "held", "over_limit"),
    *("most_over_limit_deg", "mean_rom_deg", "max_rom_deg", "target_rom_deg", "limit_rom_deg"),
    *("duration_s", "pain", "effort", "ended_because", "scored_by", "words"),
)
_OF_FINDING: Final = ("segment", "start", "end", "way", "share", "words")
_FIGURES: Final = tuple(field.name for field in fields(Repetitions))
SESSION_COLUMNS: Final = (
    *(*KEY, "received_at", "began_at", "ended_at", "utc_offset_min", "local_day"),
    *("clock_state", "clock_offset_s", "watch", "language", *_OF_SESSION),
)
EXERCISE_COLUMNS: Final = (*KEY, "position", "cue_counts", "repetitions", *_OF_EXERCISE)
FINDING_COLUMNS: Final = (
    *(*KEY, "position", "number"),
    *("segment", "start_share", "end_share", "way", "share", "words"),
)
_session_values: Final = attrgetter(*_OF_SESSION)
_exercise_values: Final = attrgetter(*_OF_EXERCISE)
_finding_values: Final = attrgetter(*_OF_FINDING)
_figures: Final = attrgetter(*_FIGURES)


def session_row(
    key: Key, record: SessionRecord, received_at: datetime, clock_offset_s: float | None
) -> tuple[Any, ...]:
    """Return the row of a session, in the order of `SESSION_COLUMNS`."""
    is_good = clock_offset_s is not None and abs(clock_offset_s) <= MOST_OFFSET_S
    return (
        *key,
        received_at,
        datetime.fromtimestamp(record.began_ms / 1e3, UTC),
        datetime.fromtimestamp(record.ended_ms / 1e3, UTC),
        record.offset_min,
        date.fromisoformat(record.local_day),
        "good" if is_good else "suspect",
        clock_offset_s,
        record.watch,
        record.language,
        *_session_values(record),
    )


def exercise_rows(key: Key, exercises: Iterable[ExerciseRecord]) -> Iterator[tuple[Any, ...]]:
    """Yield the row of each exercise, in the order of `EXERCISE_COLUMNS`."""
    for one in exercises:
        repetitions = one.repetitions
        yield (
            *key,
            one.index,
            orjson.dumps(one.cue_counts).decode(),
            None
            if repetitions is None
            else orjson.dumps(dict(zip(_FIGURES, _figures(repetitions), strict=True))).decode(),
            *_exercise_values(one),
        )


def finding_rows(key: Key, exercises: Iterable[ExerciseRecord]) -> Iterator[tuple[Any, ...]]:
    """Yield the row of each finding, in the order of `FINDING_COLUMNS`."""
    for one in exercises:
        for number, found in enumerate(one.recurring):
            yield (*key, one.index, number, *_finding_values(found))

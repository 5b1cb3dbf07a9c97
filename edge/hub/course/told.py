"""What the records of a patient tell, session by session; figures that nobody knows are None."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

Part = tuple[str, str]
"""An exercise and its side: what is followed from session to session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTold:
    """What recurred in an exercise; the fields are those of the record.

    Attributes:
        segment: micro-segment of the reference.
        start_share: its start as a fraction of the reference's duration.
        end_share: its end.
        way: outward or returning.
        share: of the compared repetitions, 0–1.
        words: the sentence of the patient's machine.
    """

    segment: int
    start_share: float
    end_share: float
    way: str
    share: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseTold:
    """An exercise of a session; the fields are those of the record.

    Attributes:
        repetitions: a list for each figure; None where the record left them out.
        findings: in the movement's order.
    """

    position: int
    name: str
    side: str
    prescribed: int
    done: int
    compared: int
    correct: int
    held: int | None
    over_limit: int
    most_over_limit_deg: float
    mean_rom_deg: float | None
    max_rom_deg: float | None
    target_rom_deg: float
    limit_rom_deg: float | None
    duration_s: float
    pain: int | None
    effort: int | None
    ended_because: str
    scored_by: str | None
    cue_counts: Mapping[str, int]
    words: str
    repetitions: Mapping[str, Sequence[Any]] | None
    findings: tuple[FindingTold, ...] = ()

    @property
    def part(self) -> Part:
        """What it is followed by."""
        return self.name, self.side

    @property
    def ranges_deg(self) -> tuple[float, ...]:
        """Range of motion of each repetition that was compared."""
        each = () if self.repetitions is None else self.repetitions["rom_deg"]
        return tuple(value for value in each if value is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTold:
    """A session in its newest revision.

    Attributes:
        session_id: of the session.
        revision: from 1.
        received_at: when this revision reached the hub.
        began_at: by the patient's machine.
        ended_at: in the same way.
        utc_offset_min: minutes by which the patient's clock was ahead of UTC.
        local_day: on which it began, as the patient's machine reckoned it.
        plan_id: name of the plan; "" for one without.
        plan_version: of the plan; 0 in the same case.
        simulated: it was nobody's.
        clock_state: good, suspect or confirmed.
        clock_offset_s: the hub's clock less the machine's; None where that is not known.
        software: of the patient's machine.
        watch: as the machine named it.
        exercises: in the order of the plan.
    """

    session_id: uuid.UUID
    revision: int
    received_at: datetime
    began_at: datetime
    ended_at: datetime
    utc_offset_min: int
    local_day: date
    plan_id: str
    plan_version: int
    simulated: bool
    clock_state: str
    clock_offset_s: float | None
    software: str
    watch: str
    exercises: tuple[ExerciseTold, ...]

    @property
    def at(self) -> datetime:
        """When it was: its beginning, or its arrival where the machine's clock was wrong."""
        return self.received_at if self.clock_state == "suspect" else self.began_at

    @property
    def local_at(self) -> datetime:
        """`at` by the patient's clock; the zone says UTC, the hands are the patient's."""
        return self.at + timedelta(minutes=self.utc_offset_min)

    @property
    def minutes(self) -> float:
        """How long it took."""
        return (self.ended_at - self.began_at) / timedelta(minutes=1)

    @property
    def has_repetitions(self) -> bool:
        """Whether a repetition was finished."""
        return any(one.done >= 1 for one in self.exercises)

    @property
    def pain(self) -> int | None:
        """The worst pain that the patient told of."""
        return max((one.pain for one in self.exercises if one.pain is not None), default=None)

    @property
    def effort(self) -> int | None:
        """The greatest effort that the patient told of."""
        return max((one.effort for one in self.exercises if one.effort is not None), default=None)


def parts_of(sessions: Sequence[SessionTold]) -> tuple[Part, ...]:
    """Return what was exercised, that of the newest session first.

    Args:
        sessions: the oldest first.
    """
    newest_first = (one.part for session in reversed(sessions) for one in session.exercises)
    return tuple(dict.fromkeys(newest_first))

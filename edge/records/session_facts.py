"""What the record of a session is made of, kept while the session runs and until it is settled.

Figures and words alone: the signals stay in the recording. Each is a line of JSON in the outbox.
"""

from dataclasses import dataclass
from typing import Final

from edge.core.findings import Departure
from edge.core.messages.exercise import CueKind, EndedBecause, Judge
from edge.records.codec import FileCodec
from edge.records.errors import OutboxError


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionHead:
    """What is known of a session when it begins.

    Attributes:
        session_id: UUID.
        simulated: it is not of a person.
        began_ms: UTC, milliseconds since 1970.
        offset_min: minutes by which the patient's clock is ahead of UTC.
        zone: IANA name of the patient's time zone; "" where the machine does not know it.
        local_day: ISO 8601 day by the patient's clock.
        plan: its text.
        plan_sha256: of the text of the plan as it came, in hexadecimal.
        software: version of the program.
        watch: the source of the signals as it was named.
    """

    session_id: str
    simulated: bool
    began_ms: int
    offset_min: int
    zone: str
    local_day: str
    plan: str
    plan_sha256: str
    software: str
    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentDeparture:
    """How a repetition departed from the reference in a micro-segment that mattered.

    Attributes:
        segment: index of the micro-segment.
        start: its start as a fraction of the reference's duration.
        end: its end.
        departure: how.
    """

    segment: int
    start: float
    end: float
    departure: Departure


@dataclass(frozen=True, slots=True, kw_only=True)
class RepetitionFacts:
    """One repetition; what could not be told is None.

    Attributes:
        start_ns: first sample, on the host's clock.
        end_ns: last sample.
        rom_deg: range of motion.
        rom_difference_deg: minus the reference's.
        stability: NJS.
        tempo_s: duration of the movement.
        similarity: 0–1.
        held_s: how long the end was held.
        cue_kind: what the cue was about.
        scored_by: what compared it; None where it was not compared.
        departures: where it departed, the most important first.
    """

    start_ns: int
    end_ns: int
    rom_deg: float | None
    rom_difference_deg: float | None
    stability: float | None
    tempo_s: float
    similarity: float | None
    held_s: float | None
    cue_kind: CueKind
    scored_by: Judge | None
    departures: tuple[SegmentDeparture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseEnd:
    """What was said at an exercise's end.

    Attributes:
        pain: 0–10, None where not answered.
        effort: 0–10, None where not answered.
        ended_because: why it ended.
        words: what the patient was told.
    """

    pain: int | None
    effort: int | None
    ended_because: EndedBecause
    words: str


HEADS: Final = FileCodec(
    SessionHead,
    noun="beginning of a session",
    remedy="the outbox is damaged",
    error=OutboxError,
)
REPETITIONS: Final = FileCodec(
    RepetitionFacts, noun="repetition", remedy="the outbox is damaged", error=OutboxError
)
ENDS: Final = FileCodec(
    ExerciseEnd, noun="end of an exercise", remedy="the outbox is damaged", error=OutboxError
)

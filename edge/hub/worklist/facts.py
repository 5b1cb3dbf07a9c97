"""What the worklist's rules look at: plain facts of a patient, his sessions, machine and plan."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from edge.hub.worklist.rhythm import Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFacts:
    """What recurred in an exercise.

    Attributes:
        segment: micro-segment of the reference.
        way: outward or returning.
        share: of the compared repetitions, 0–1.
        words: the sentence of the patient's machine.
    """

    segment: int
    way: str
    share: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseFacts:
    """An exercise of a session; the fields are those of the record."""

    name: str
    side: str
    over_limit: int = 0
    most_over_limit_deg: float = 0.0
    mean_rom_deg: float | None = None
    target_rom_deg: float
    pain: int | None = None
    ended_because: str = "done"
    findings: tuple[FindingFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """A session that a person did.

    Attributes:
        at: when it began; where the machine's clock is not to be believed, when it reached the hub.
        exercises: in the order of the plan.
    """

    at: datetime
    exercises: tuple[ExerciseFacts, ...]

    @property
    def pain(self) -> int | None:
        """The worst pain that the patient told of, None where no question was answered."""
        return max((one.pain for one in self.exercises if one.pain is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """How things stand with a patient's plan.

    Attributes:
        rhythm: of the plan in force; None where none was accepted.
        accepted_on: day on which it was.
        refused_at: when the newest version was refused; None where it was not.
        reason: why, as the patient's machine says.
        waiting_since: from when on the newest version waits for an answer; None where it does not.
    """

    rhythm: Rhythm | None = None
    accepted_on: date | None = None
    refused_at: datetime | None = None
    reason: str = ""
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineFacts:
    """The machine of a patient that reported last.

    Attributes:
        seen_at: when; where it never did, when it was paired.
        clock_offset_s: by which its clock is behind the hub's.
        paused_at: since when a machine is paused because another has the same key; None of none.
    """

    seen_at: datetime
    clock_offset_s: float | None = None
    paused_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFacts:
    """How things stand with a patient now.

    Attributes:
        patient_id: of the patient.
        state: invited, active or ended.
        state_since: since when.
        today: the patient's day.
        last_day: of the last session; None before the first.
        plan: how things stand with the plan.
        machine: None where none is paired.
        pain_message_at: when the oldest unread message about pain was written; None of none.
        conflict_at: when the first record came that contradicts another; None of none.
    """

    patient_id: uuid.UUID
    state: str
    state_since: datetime
    today: date
    last_day: date | None = None
    plan: PlanFacts = PlanFacts()
    machine: MachineFacts | None = None
    pain_message_at: datetime | None = None
    conflict_at: datetime | None = None

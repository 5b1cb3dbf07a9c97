"""What a bundle is made of: a session as the hub holds it, and whose it is."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from edge.exchange.session_record import SessionRecord
from edge.records.planned_exercise import PlannedExercise


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A patient as others may know him.

    Attributes:
        clinic_id: of the clinic, which gives the code its meaning.
        pseudonym: the clinic's code for the patient.
        simulated: there is no such person.
        name: of the person, "" where it is not to be told.
    """

    clinic_id: uuid.UUID
    pseudonym: str
    simulated: bool
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan:
    """The version of a plan by which a session went, as the clinic wrote it.

    Attributes:
        exercises: that it prescribes.
        first: first day, None without one.
        last: last day, None without one.
        superseded: another version has taken its place.
    """

    exercises: tuple[PlannedExercise, ...]
    first: date | None
    last: date | None
    superseded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A session as the hub holds it, in its newest revision.

    Attributes:
        record: what the patient's machine told.
        received_at: by the hub's clock.
        clock_offset_s: that clock less the machine's; None where it is not known.
        device_id: of the machine; None where it is not known any more.
        device_label: how the machine is called, "" in the same case.
        plan: by which it went; None where the hub does not hold it.
    """

    record: SessionRecord
    received_at: datetime
    clock_offset_s: float | None
    device_id: uuid.UUID | None
    device_label: str
    plan: StoredPlan | None

"""A session's resources in the making: whose they are, and their numbers, which never change.

A number follows from what a resource is about (RFC 4122, version 5). So who sends a session again,
or its later revision, changes what is there and doubles nothing.
"""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from edge.core.exercises import EXERCISES
from edge.exchange.session_record import SessionRecord
from edge.hub.fhir.codes import TEST_DATA
from edge.hub.fhir.stored_session import StoredSession, Subject

Resource = dict[str, Any]
MOST_OFFSET_MIN: Final = 14 * 60
"""By which a time of FHIR may be ahead of UTC, or behind it."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A session's resources in the making.

    Attributes:
        subject: whose session it is.
        session: as the hub holds it.
        with_snomed: whether parts of the body have codes of SNOMED CT too.
    """

    subject: Subject
    session: StoredSession
    with_snomed: bool = False

    @property
    def record(self) -> SessionRecord:
        """What the patient's machine told."""
        return self.session.record

    @property
    def is_simulated(self) -> bool:
        """Whether it is of no person."""
        return self.record.simulated or self.subject.simulated

    @property
    def patient_url(self) -> str:
        """Full URL of the patient."""
        return url_of(self._patient)

    @property
    def _patient(self) -> uuid.UUID:
        return uuid.uuid5(self.subject.clinic_id, f"patient/{self.subject.pseudonym}")

    @property
    def device_url(self) -> str:
        """Full URL of the machine: a hash of its number, which stays at the hub."""
        which = self.session.device_id or f"unknown of {self.subject.pseudonym}"
        return url_of(uuid.uuid5(self.subject.clinic_id, f"device/{which}"))

    @property
    def plan_name(self) -> str:
        """Name and version of the plan; its hash where nobody named it."""
        record = self.record
        return f"{record.plan_id}/{record.plan_version}" if record.plan_id else record.plan_sha256

    @property
    def plan_url(self) -> str:
        """Full URL of the plan's version."""
        return url_of(uuid.uuid5(self.subject.clinic_id, self.plan_identifier))

    def observation_url(self, what: str) -> str:
        """Return the full URL of something that was observed in the session."""
        # Machines choose the number of a session: another patient's must not be overwritten by it.
        return url_of(uuid.uuid5(self._patient, f"{self.record.session_id}/{what}"))

    @property
    def plan_identifier(self) -> str:
        """The clinic's name of the plan's version."""
        # Two patients may have plans of one name, and each is to have his own.
        return f"{self.subject.pseudonym}/{self.plan_name}"

    @property
    def clinic_system(self) -> str:
        """System of the clinic's own names of patients and plans."""
        return url_of(self.subject.clinic_id)

    def meta(self) -> Resource:
        """Return what every resource says of itself: that it is nobody's, where that is so."""
        return {"meta": {"security": [TEST_DATA.coding()]}} if self.is_simulated else {}

    def local(self, at_ms: int) -> str:
        """Return a moment by the patient's clock; in UTC where FHIR has no such clock."""
        at = _EPOCH + timedelta(milliseconds=at_ms)
        if abs(self.record.offset_min) <= MOST_OFFSET_MIN:
            with suppress(OverflowError):  # the last day of the calendar
                at = at.astimezone(timezone(timedelta(minutes=self.record.offset_min)))
        return instant(at)


def title_of(exercise: str) -> str:
    """Return how an exercise is called, of an unknown one its name."""
    known = EXERCISES.get(exercise)
    return exercise.replace("_", " ") if known is None else known.words["en"].title


def instant(at: datetime) -> str:
    """Return a moment as FHIR writes it."""
    return at.isoformat(timespec="milliseconds")


def url_of(number: uuid.UUID) -> str:
    """Return a number as a URL."""
    return f"urn:uuid:{number}"


def identifier(system: str, value: str) -> Resource:
    """Return an Identifier."""
    return {"system": system, "value": value}


def clean(text: str) -> str:
    """Return a text with plain spaces alone, as FHIR takes it."""
    return " ".join(text.split())

"""All that a patient's page shows of the course of an exercise plan, in one transaction."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from edge.hub.course.days import Prescription
from edge.hub.course.told import SessionTold
from edge.hub.planning.versions import PlanVersion
from edge.hub.store.course import prescriptions_of, sessions_of
from edge.hub.store.patient_header import PatientHeader, header_of
from edge.hub.store.plans import versions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientView:
    """A patient as of one moment.

    Attributes:
        header: how the patient stands.
        versions: of the plan, the newest first.
        sessions: the oldest first, at most `edge.hub.store.course.MOST_SESSIONS` of the newest.
        prescriptions: days of the plans that were accepted, the oldest first.
    """

    header: PatientHeader
    versions: tuple[PlanVersion, ...]
    sessions: tuple[SessionTold, ...]
    prescriptions: tuple[Prescription, ...]

    @property
    def done_days(self) -> frozenset[date]:
        """Days with a finished repetition."""
        return frozenset(each.local_day for each in self.sessions if each.has_repetitions)


def view_of(connection: sa.Connection, patient_id: uuid.UUID, now: datetime) -> PatientView:
    """Return what is shown of a patient whose standing is as new as the records (`catch_up`)."""
    return PatientView(
        header=header_of(connection, patient_id, now),
        versions=versions_of(connection, patient_id),
        sessions=sessions_of(connection, patient_id),
        prescriptions=prescriptions_of(connection, patient_id),
    )

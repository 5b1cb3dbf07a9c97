"""What stands at the top of a patient's page: why to look, the plan, the machine, the consent."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from edge.hub.store.people_tables import device, patient
from edge.hub.store.worklist import row_of
from edge.hub.worklist.row import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineTold:
    """A machine of a patient.

    Attributes:
        label: what the clinic calls it.
        state: pending, active, paused or revoked.
        seen_at: when it reported last; None if it never did.
        clock_offset_s: the hub's clock less the machine's; None where that is not known.
    """

    label: str
    state: str
    seen_at: datetime | None
    clock_offset_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientHeader:
    """How a patient stands now.

    Attributes:
        row: the patient's row of the worklist.
        state: invited, active or ended.
        simulated: nobody's records.
        zone: of the patient.
        today: the patient's day.
        consent_at: when the patient agreed; None where the clinic has not noted it.
        machines: the one that reported last first.
    """

    row: Row
    state: str
    simulated: bool
    zone: str
    today: date
    consent_at: datetime | None
    machines: tuple[MachineTold, ...]


def header_of(connection: sa.Connection, patient_id: uuid.UUID, now: datetime) -> PatientHeader:
    """Return the header of a patient whose standing is as new as the records (`catch_up`)."""
    columns = (patient.c.state, patient.c.simulated, patient.c.zone, patient.c.consent_at)
    about = connection.execute(sa.select(*columns).where(patient.c.patient_id == patient_id)).one()
    told = (device.c.label, device.c.state, device.c.seen_at, device.c.clock_offset_s)
    machines = connection.execute(
        sa.select(*told)
        .where(device.c.patient_id == patient_id)
        .order_by(device.c.seen_at.is_(None), device.c.seen_at.desc(), device.c.made_at.desc())
    )
    return PatientHeader(
        row=row_of(connection, patient_id, now),
        state=about.state,
        simulated=about.simulated,
        zone=about.zone,
        today=now.astimezone(ZoneInfo(about.zone)).date(),
        consent_at=about.consent_at,
        machines=tuple(MachineTold(**row._mapping) for row in machines),
    )

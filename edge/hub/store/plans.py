"""Versions of patients' plans: read, and made on their way to the patient's machine."""

import hashlib
import uuid
from dataclasses import replace
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from edge.exchange.session_record import MOST_RECORD_BYTES
from edge.hub.errors import HubError
from edge.hub.planning.versions import PlanVersion
from edge.hub.store import audit
from edge.hub.store.downlink_queue import enqueue
from edge.hub.store.people_tables import patient, staff
from edge.hub.store.work_tables import plan, plan_version
from edge.hub.worklist.rhythm import schedule_table
from edge.records.plan import Plan

MOST_VERSIONS: Final = 50


def versions_of(
    connection: sa.Connection, patient_id: uuid.UUID, most: int = MOST_VERSIONS
) -> tuple[PlanVersion, ...]:
    """Return the versions of a patient's plans, the newest first."""
    table = plan_version
    columns = (
        *(table.c.plan_id, table.c.version, table.c.toml, table.c.sha256, table.c.made_at),
        *(table.c.sent_at, table.c.answered_at, table.c.answer, table.c.superseded_at),
        sa.func.coalesce(table.c.reason, "").label("reason"),
        sa.func.coalesce(staff.c.name, "").label("author"),
    )
    chosen = (
        sa.select(*columns)
        .outerjoin(staff, staff.c.staff_id == table.c.author_id)
        .where(table.c.patient_id == patient_id)
        .order_by(table.c.made_at.desc(), table.c.version.desc())
        .limit(most)
    )
    return tuple(PlanVersion(**row._mapping) for row in connection.execute(chosen))


def next_version(connection: sa.Connection, patient_id: uuid.UUID) -> tuple[str, int]:
    """Return the name of a patient's plan and the number of its next version.

    A plan is named when the patient gets the first one from the hub.
    """
    newest = versions_of(connection, patient_id, 1)
    if not newest:
        return str(uuid.uuid4()), 1
    return newest[0].plan_id, newest[0].version + 1


def send_plan(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    written: Plan,
    *,
    author_id: uuid.UUID | None,
    actor: str,
    now: datetime,
) -> PlanVersion:
    """Return a plan as a new version that waits for the patient's machine; the audit tells of it.

    Nothing is final before the commit. The plan in force stays so until the machine accepts.

    Args:
        connection: in whose transaction it happens.
        patient_id: of the patient.
        written: the plan; its name and version say what it follows, as `next_version` told.
        author_id: whose account wrote it.
        actor: name of that account.
        now: the hub's time.

    Raises:
        HubError: the treatment has ended, somebody else has sent a version meanwhile, nothing
            differs from the newest version, or it is too large.
    """
    chosen = patient.c.patient_id == patient_id
    # Held until the commit, so that two who send at once come one after the other.
    about = connection.execute(
        sa.select(patient.c.state, patient.c.pseudonym).where(chosen).with_for_update()
    ).one()
    if about.state == "ended":
        raise HubError("the treatment has ended", remedy="no plan can be sent", cause="ended")
    newest = next(iter(versions_of(connection, patient_id, 1)), None)
    expected = 1 if newest is None else newest.version + 1
    if written.version != expected or (newest and written.plan_id != newest.plan_id):
        raise HubError(
            "somebody has sent another version meanwhile",
            remedy="look at it, and write yours anew",
            cause="newer_version",
        )
    whole = replace(written, patient=about.pseudonym)
    if newest is not None and newest.answer != "refused":
        before = newest.plan()
        if before is not None and replace(before, version=whole.version) == whole:
            raise HubError("nothing differs from the newest version", cause="no_difference")
    toml = whole.to_toml()
    if len(toml.encode()) > MOST_RECORD_BYTES:
        raise HubError("the plan is too large to be sent", remedy="leave exercises out")
    sha256 = hashlib.sha256(toml.encode()).hexdigest()
    of = {"patient_id": patient_id, "plan_id": whole.plan_id}
    if newest is None:
        connection.execute(sa.insert(plan).values(**of, made_at=now))
    row = of | {"version": whole.version, "author_id": author_id, "toml": toml, "sha256": sha256}
    schedule = schedule_table(whole.schedule)
    connection.execute(sa.insert(plan_version).values(**row, schedule=schedule, made_at=now))
    told = {"plan_id": whole.plan_id, "version": whole.version}
    enqueue(connection, patient_id, "plan", told, now)
    entry = audit.Entry(
        actor=actor, action="plan", patient_id=patient_id, detail=told | {"sha256": sha256}
    )
    audit.record(connection, entry, now)
    return versions_of(connection, patient_id, 1)[0]

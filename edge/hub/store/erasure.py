"""Erasing a patient for good: every row, in one transaction, and in every backup restored later."""

import uuid

import sqlalchemy as sa

from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.journal import Journal
from edge.hub.store.patients import key_hash
from edge.hub.store.people_tables import barred_key, device, device_key, patient
from edge.hub.store.schema import owned
from edge.hub.store.work_tables import audit as audit_table


def erase(store: Store, journal: Journal, patient_id: uuid.UUID, actor: str) -> dict[str, int]:
    """Return how many rows of each table were erased with a patient; nothing of them is left.

    The journal comes first: should this be cut off, `erase_again` ends what was begun. What the
    patient's own machine keeps is not touched; the machine's key is refused from now on.
    """
    journal.add(patient_id)
    with store.writing() as connection:
        erased = erase_rows(connection, patient_id, actor)
    store.tidy()
    return erased


def erase_again(connection: sa.Connection, journal: Journal, actor: str) -> int:
    """Return how many patients were there whom the journal calls erased; they are gone now."""
    found = connection.execute(sa.select(patient.c.patient_id)).scalars()
    returned = [patient_id for patient_id in found if journal.holds(patient_id)]
    for patient_id in returned:
        erase_rows(connection, patient_id, actor)
    return len(returned)


def erase_rows(connection: sa.Connection, patient_id: uuid.UUID, actor: str) -> dict[str, int]:
    """Return how many rows of each table were deleted, in the connection's transaction."""
    counts = {
        table.name: connection.execute(
            sa.select(sa.func.count()).select_from(table).where(chosen)
        ).scalar_one()
        for table, chosen in owned(sa.literal(patient_id, sa.Uuid()))
        if table is not audit_table
    }
    of_patient = sa.select(device.c.device_id).where(device.c.patient_id == patient_id)
    texts = sa.select(device_key.c.public_key).where(device_key.c.device_id.in_(of_patient))
    barred = {key_hash(text) for text in connection.execute(texts).scalars()}
    known = sa.select(barred_key.c.key_sha256).where(barred_key.c.key_sha256.in_(barred))
    barred -= set(connection.execute(known).scalars())
    if barred:
        rows = [{"key_sha256": each} for each in sorted(barred)]
        connection.execute(sa.insert(barred_key), rows)
    audit.record(connection, audit.Entry(actor=actor, action="erase", patient_id=patient_id))
    connection.execute(sa.delete(patient).where(patient.c.patient_id == patient_id))
    return {name: count for name, count in counts.items() if count}

"""What waits for a patient's machine: plans and messages, each with the next number."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from edge.hub.store.people_tables import patient
from edge.hub.store.work_tables import outgoing


def enqueue(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    kind: Literal["plan", "message"],
    body: Mapping[str, object],
    now: datetime,
) -> int:
    """Return the number under which something waits from now on, higher than all before it.

    Args:
        connection: in whose transaction it happens.
        patient_id: of the patient.
        kind: plan or message.
        body: plan_id and version of a plan; text and message_id of a message.
        now: the hub's time.
    """
    chosen = patient.c.patient_id == patient_id
    raised = sa.update(patient).where(chosen).values(last_seq=patient.c.last_seq + 1)
    seq: int = connection.execute(raised.returning(patient.c.last_seq)).scalar_one()
    row = {"patient_id": patient_id, "seq": seq, "kind": kind, "body": dict(body), "made_at": now}
    connection.execute(sa.insert(outgoing).values(row))
    return seq

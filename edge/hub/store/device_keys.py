"""New keys of patients' machines: told over the old one, which holds on until the new is used."""

import uuid
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from edge.hub.store import audit
from edge.hub.store.patients import is_of_a_hub, key_hash
from edge.hub.store.people_tables import barred_key, device_key

BOTH_HOLD: Final = timedelta(days=30)
"""For so long a machine's old key holds beside its new one, which may not be used at once."""


def add_key(
    connection: sa.Connection,
    *,
    patient_id: uuid.UUID,
    device_id: uuid.UUID,
    old_key: str,
    new_key: str,
    now: datetime,
) -> bool:
    """Return whether a machine has the new key now; told again it has it once.

    A new key that was told before and never used is void. One that another machine or a
    clinic's hub has, or a machine had whose patient was erased, is not taken.

    Args:
        connection: in whose transaction it happens.
        patient_id: whose machine it is.
        device_id: of the machine.
        old_key: with which it was told.
        new_key: the key.
        now: the hub's time.
    """
    known = sa.select(device_key.c.device_id, device_key.c.state)
    found = connection.execute(known.where(device_key.c.public_key == new_key)).first()
    if found is not None:
        return bool(found.device_id == device_id and found.state == "active")
    barred = sa.select(barred_key).where(barred_key.c.key_sha256 == key_hash(new_key))
    if connection.execute(barred).first() is not None or is_of_a_hub(connection, new_key):
        return False
    mine = (device_key.c.device_id == device_id) & (device_key.c.state == "active")
    unused = mine & (device_key.c.public_key != old_key)
    connection.execute(sa.update(device_key).where(unused).values(state="revoked"))
    ends = mine & device_key.c.valid_until.is_(None)
    connection.execute(sa.update(device_key).where(ends).values(valid_until=now + BOTH_HOLD))
    row = {
        "public_key": new_key,
        "device_id": device_id,
        "valid_from": now,
        "state": "active",
    }
    connection.execute(sa.insert(device_key).values(row))
    _tell(connection, patient_id, device_id, "new_key", now)
    return True


def retire_older(
    connection: sa.Connection,
    *,
    patient_id: uuid.UUID,
    device_id: uuid.UUID,
    used_key: str,
    now: datetime,
) -> None:
    """Let the key alone hold with which a machine has come; the old one is refused from now on."""
    others = (
        (device_key.c.device_id == device_id)
        & (device_key.c.public_key != used_key)
        & (device_key.c.state == "active")
    )
    connection.execute(sa.update(device_key).where(others).values(state="retired"))
    _tell(connection, patient_id, device_id, "old_key_retired", now)


def _tell(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    device_id: uuid.UUID,
    what: str,
    now: datetime,
) -> None:
    detail = {"device": str(device_id), "what": what}
    entry = audit.Entry(actor="hub", action="rotate", patient_id=patient_id, detail=detail)
    audit.record(connection, entry, now)

"""Who a machine is: its counter only rises, two with one key are found out, its key changes."""

import uuid
from datetime import datetime

import sqlalchemy as sa

from edge.exchange.messages import Hello, Refused, Rotate, Rotated
from edge.hub.ingress.callers import Caller
from edge.hub.store import audit
from edge.hub.store.device_keys import add_key, retire_older
from edge.hub.store.people_tables import device
from edge.hub.store.work_tables import flag


def greet(
    connection: sa.Connection,
    caller: Caller,
    key: str,
    hello: Hello,
    *,
    at: datetime,
    clock_offset_s: float,
) -> bool:
    """Return whether the machine is the one that the hub knows; else it is paused, with its copy.

    A copy has the same key and another installation, or a counter that was used already. With the
    first hello under a new key the old one ends.
    """
    is_same = (device.c.install_id.is_(None)) | (device.c.install_id == hello.install_id)
    chosen = (device.c.device_id == caller.device_id) & (device.c.state == "active")
    values = {
        "install_id": hello.install_id,
        "counter": hello.counter,
        "seen_at": at,
        "clock_offset_s": clock_offset_s,
    }
    fits = chosen & is_same & (device.c.counter < hello.counter)
    if connection.execute(sa.update(device).where(fits).values(values)).rowcount:
        if caller.replaces:
            retire_older(
                connection,
                patient_id=caller.patient_id,
                device_id=caller.device_id,
                used_key=key,
                now=at,
            )
        return True
    paused = sa.update(device).where(chosen).values(state="paused", seen_at=at)
    if connection.execute(paused).rowcount:
        _raise_flag(connection, caller.patient_id, at)
        entry = audit.Entry(
            actor="hub",
            action="revoke",
            patient_id=caller.patient_id,
            detail={"device": str(caller.device_id), "reason": "copied"},
        )
        audit.record(connection, entry)
    return False


def change_key(
    connection: sa.Connection, caller: Caller, key: str, asked: Rotate, at: datetime
) -> Rotated | Refused:
    """Return the answer to a machine that came with a key and tells of a new one."""
    if caller.standing == "paused":
        return Refused(reason="copied", final=False)
    has_it = add_key(
        connection,
        patient_id=caller.patient_id,
        device_id=caller.device_id,
        old_key=key,
        new_key=asked.new_key,
        now=at,
    )
    return Rotated(new_key=asked.new_key) if has_it else Refused(reason="known_key", final=False)


def _raise_flag(connection: sa.Connection, patient_id: uuid.UUID, at: datetime) -> None:
    row: dict[str, object] = {
        "flag_id": uuid.uuid4(),
        "patient_id": patient_id,
        "rule": "copied_machine",
        "severity": "red",
        "words": "Two machines send with one key: both are paused. Revoke it and invite anew.",
        "raised_at": at,
    }
    connection.execute(sa.insert(flag).values(row))

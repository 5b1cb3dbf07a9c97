"""Who may speak to the hub: keys in memory, as the database has them.

The thread that lets connections in reads them, and every message is looked up anew: a connection
outlives the moment in which its key is revoked.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa

from edge.hub.store.members import Member, members
from edge.hub.store.patients import key_hash
from edge.hub.store.people_tables import barred_key, device, device_key
from edge.hub.store.work_tables import audit

Standing = Literal["active", "paused", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A machine that is known by its key.

    Attributes:
        patient_id: whose machine it is.
        device_id: of the machine.
        standing: whether it may send: paused where two machines have its key.
        clock_offset_s: the hub's clock less the machine's when it last said hello; None before.
        valid_until: when its key ends, as a newer one has been told; None where there is none.
        replaces: older keys of the machine hold until this one is used.
    """

    patient_id: uuid.UUID
    device_id: uuid.UUID
    standing: Standing
    clock_offset_s: float | None
    valid_until: datetime | None = None
    replaces: bool = False


class Callers:
    """All keys, replaced as a whole, so that another thread may read them at any time."""

    def __init__(self) -> None:
        self._callers: Mapping[str, Caller] = {}
        self._members: Mapping[str, Member] = {}
        self._erased: frozenset[str] = frozenset()
        self._as_of: int | None = None

    def refresh(self, connection: sa.Connection) -> None:
        """Read the keys anew if anything happened; whoever pairs or revokes tells the audit."""
        newest = connection.execute(sa.select(sa.func.max(audit.c.number))).scalar() or 0
        if newest == self._as_of:
            return
        columns = (
            *(device_key.c.public_key, device_key.c.state.label("key_state")),
            *(device_key.c.valid_until, device_key.c.valid_from),
            *(device.c.device_id, device.c.patient_id, device.c.state, device.c.clock_offset_s),
        )
        rows: Iterable[sa.Row[Any]] = connection.execute(
            sa.select(*columns).join(device).order_by(device_key.c.valid_from)
        )
        self._callers = _callers(row for row in rows if row.state != "pending")
        self._members = members(connection)
        self._erased = frozenset(connection.execute(sa.select(barred_key.c.key_sha256)).scalars())
        self._as_of = newest

    def find(self, public_key: str, at: datetime | None = None) -> Caller | None:
        """Return who has a key at a time, or whatever the time is; None of a stranger."""
        caller = self._callers.get(public_key)
        if caller is None or caller.valid_until is None or at is None or at < caller.valid_until:
            return caller
        return replace(caller, standing="revoked")

    def member(self, public_key: str) -> Member | None:
        """Return which clinic's hub has a key; None where none has."""
        return self._members.get(public_key)

    def was_erased(self, public_key: str) -> bool:
        """Tell whether a key was that of a machine of an erased patient."""
        return bool(self._erased) and key_hash(public_key) in self._erased

    def admits(self, public_key: str) -> bool:
        """Tell whether a key gets a connection; that of an erased patient is told so there."""
        caller = self.find(public_key, datetime.now(UTC))
        if caller is not None:
            return caller.standing != "revoked"
        return public_key in self._members or self.was_erased(public_key)

    def note_clock(self, public_key: str, offset_s: float) -> None:
        """Keep by how much a machine's clock differs, as it was just told and stored."""
        if (caller := self.find(public_key)) is not None:
            changed = replace(caller, clock_offset_s=offset_s)
            self._callers = {**self._callers, public_key: changed}


def _callers(rows: Iterable[sa.Row[Any]]) -> dict[str, Caller]:
    """Return the callers of keys that come in the order in which they were told."""
    callers: dict[str, Caller] = {}
    holding: set[uuid.UUID] = set()
    for row in rows:
        caller = _caller(row)
        callers[row.public_key] = replace(caller, replaces=row.device_id in holding)
        if row.key_state == "active":
            holding.add(row.device_id)
    return callers


def _caller(row: sa.Row[Any]) -> Caller:
    may_send = row.key_state == "active"
    return Caller(
        patient_id=row.patient_id,
        device_id=row.device_id,
        standing=row.state if may_send else "revoked",
        clock_offset_s=row.clock_offset_s,
        valid_until=row.valid_until,
    )

"""Which machines patients have, and whether one is invited."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from edge.hub.store.people_tables import device, invite


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A patient's machine.

    Attributes:
        label: what it is called.
        state: pending, active or paused; one that was revoked is none.
        seen_at: when it reported last; None if it never did.
    """

    label: str
    state: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """What a patient's machines are.

    Attributes:
        machines: the one that reported last first.
        invited_until: for how long an invitation holds that no machine has used; None without one.
    """

    machines: tuple[Machine, ...] = ()
    invited_until: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether a machine waits to be confirmed."""
        return any(one.state == "pending" for one in self.machines)


def machines_of(
    connection: sa.Connection, patients: Collection[uuid.UUID], now: datetime
) -> dict[uuid.UUID, Machines]:
    """Return what machines each of these patients has."""
    columns = (device.c.patient_id, device.c.label, device.c.state, device.c.seen_at)
    known = sa.select(*columns).where(device.c.state != "revoked").order_by(device.c.made_at.desc())
    found: dict[uuid.UUID, list[Machine]] = {number: [] for number in patients}
    for row in connection.execute(known):
        if row.patient_id in found:
            machine = Machine(label=row.label, state=row.state, seen_at=row.seen_at)
            found[row.patient_id].append(machine)
    is_open = (invite.c.expires_at > now) & (invite.c.tries_left > 0) & invite.c.device_id.is_(None)
    chosen = sa.select(invite.c.patient_id, invite.c.expires_at).where(is_open)
    invited = {row.patient_id: row.expires_at for row in connection.execute(chosen)}
    return {
        number: Machines(machines=tuple(machines), invited_until=invited.get(number))
        for number, machines in found.items()
    }

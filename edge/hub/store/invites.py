"""Invitations of machines: made, answered by a machine, confirmed by two people, revoked."""

import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from zmq.utils import z85

from edge.exchange.invitation import (
    SECRET_BYTES,
    Invitation,
    four_words,
    proof,
    secret_hash,
)
from edge.exchange.pairing_messages import Pair
from edge.hub.errors import HubError
from edge.hub.store import audit
from edge.hub.store.patients import add_device, revoke_devices
from edge.hub.store.people_tables import device, device_key, invite, patient

NEAR: Final = timedelta(minutes=60)
REMOTE: Final = timedelta(days=7)
TRIES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a machine that shows an invitation is told.

    Attributes:
        standing: pending or active, or why it is refused.
        pseudonym: the clinic's code for the patient; "" where it is refused.
    """

    standing: str
    pseudonym: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A machine that waits to be confirmed.

    Attributes:
        device_id: of the machine.
        label: what it calls itself.
        words: four words that stand on its screen too.
    """

    device_id: uuid.UUID
    label: str
    words: str


def make_invite(
    connection: sa.Connection,
    *,
    patient_id: uuid.UUID,
    address: str,
    hub_key: bytes,
    now: datetime,
    lasts: timedelta = NEAR,
    actor: str,
) -> Invitation:
    """Return a new invitation of a patient's machine; an older one of the patient is void.

    Args:
        connection: in whose transaction it happens.
        patient_id: whose machine is invited.
        address: host and port at which the machine reaches the hub.
        hub_key: the hub's public key, its 40 signs.
        now: when it begins.
        lasts: for how long.
        actor: who invites.
    """
    open_ones = (invite.c.patient_id == patient_id) & invite.c.used_at.is_(None)
    unused = open_ones & invite.c.device_id.is_(None)
    connection.execute(sa.delete(invite).where(unused))
    invitation = Invitation(
        address=address,
        hub_key=z85.decode(hub_key),
        invite_id=uuid.uuid4(),
        secret=secrets.token_bytes(SECRET_BYTES),
    )
    connection.execute(
        sa.insert(invite).values(
            invite_id=invitation.invite_id,
            patient_id=patient_id,
            secret_sha256=secret_hash(invitation.secret).hex(),
            tries_left=TRIES,
            made_at=now,
            expires_at=now + lasts,
        )
    )
    audit.record(connection, audit.Entry(actor=actor, action="invite", patient_id=patient_id))
    return invitation


def is_any_open(connection: sa.Connection, now: datetime) -> bool:
    """Tell whether a machine may make itself known, or waits for its answer."""
    chosen = (invite.c.expires_at > now) & (invite.c.tries_left > 0)
    found = connection.execute(sa.select(invite.c.invite_id).where(chosen).limit(1))
    return found.first() is not None


def is_proven(
    connection: sa.Connection,
    invited: sa.Table,
    row: sa.Row[Any],
    pair: Pair,
    *,
    machine_key: str,
    hub_key: bytes,
) -> bool:
    """Tell whether who shows an invitation knows its secret; if not, it has one try less.

    Args:
        connection: in whose transaction it happens.
        invited: the table of the invitation.
        row: its row there.
        pair: what was shown.
        machine_key: by which who shows it is known.
        hub_key: this hub's public key.
    """
    expected = proof(
        bytes.fromhex(row.secret_sha256),
        machine_key=z85.decode(machine_key.encode()),
        hub_key=z85.decode(hub_key),
        invite_id=row.invite_id,
    )
    if hmac.compare_digest(expected, pair.proof):
        return True
    less = {"tries_left": invited.c.tries_left - 1}
    connection.execute(sa.update(invited).where(invited.c.invite_id == row.invite_id).values(less))
    return False


def answer_pair(
    connection: sa.Connection, pair: Pair, *, machine_key: str, hub_key: bytes, now: datetime
) -> Answered:
    """Return what a machine is told that shows an invitation; its device waits to be confirmed.

    The same machine may ask as often as it likes, another one cannot use the invitation again, and
    five wrong proofs void it.
    """
    chosen = invite.c.invite_id == uuid.UUID(pair.invite_id)
    columns = (invite, patient.c.pseudonym)
    row = connection.execute(sa.select(*columns).join(patient).where(chosen)).first()
    if row is None or row.expires_at <= now or row.tries_left == 0:
        return Answered(standing="invitation_expired")
    if not is_proven(connection, invite, row, pair, machine_key=machine_key, hub_key=hub_key):
        return Answered(standing="invitation_wrong")
    if row.device_id is None:
        return _make_known(connection, row.invite_id, row.patient_id, pair, machine_key)
    mine = (device_key.c.device_id == row.device_id) & (device_key.c.public_key == machine_key)
    state = connection.execute(
        sa.select(device.c.state).join(device_key).where(mine)
    ).scalar_one_or_none()
    if state is None:
        return Answered(standing="invitation_used")
    return Answered(standing=state, pseudonym=row.pseudonym)


def candidate_of(
    connection: sa.Connection, patient_id: uuid.UUID, hub_key: bytes
) -> Candidate | None:
    """Return the patient's machine that waits to be confirmed; None where there is none."""
    mine = (device.c.patient_id == patient_id) & (device.c.state == "pending")
    columns = (device.c.device_id, device.c.label, device_key.c.public_key, invite.c.invite_id)
    joined = device.join(device_key).join(invite, invite.c.device_id == device.c.device_id)
    newest = sa.select(*columns).select_from(joined).where(mine).order_by(device.c.made_at.desc())
    row = connection.execute(newest).first()
    if row is None:
        return None
    words = four_words(
        machine_key=z85.decode(row.public_key.encode()),
        hub_key=z85.decode(hub_key),
        invite_id=row.invite_id,
    )
    return Candidate(device_id=row.device_id, label=row.label, words=words)


def confirm(
    connection: sa.Connection,
    *,
    patient_id: uuid.UUID,
    candidate: Candidate,
    now: datetime,
    actor: str,
) -> None:
    """Let a machine send whose four words two people have compared.

    Raises:
        HubError: it waits no longer.
    """
    chosen = (device.c.device_id == candidate.device_id) & (device.c.state == "pending")
    if connection.execute(sa.update(device).where(chosen).values(state="active")).rowcount == 0:
        raise HubError("the machine waits no longer", remedy="invite it anew")
    used = sa.update(invite).where(invite.c.device_id == candidate.device_id)
    connection.execute(used.values(used_at=now))
    audit.record(connection, audit.Entry(actor=actor, action="pair", patient_id=patient_id))


def revoke(connection: sa.Connection, *, patient_id: uuid.UUID, actor: str) -> int:
    """Return how many machines of a patient may send no more; invitations are void, too."""
    revoked = revoke_devices(connection, patient_id)
    connection.execute(sa.delete(invite).where(invite.c.patient_id == patient_id))
    audit.record(connection, audit.Entry(actor=actor, action="revoke", patient_id=patient_id))
    return revoked


def _make_known(
    connection: sa.Connection,
    invite_id: uuid.UUID,
    patient_id: uuid.UUID,
    pair: Pair,
    machine_key: str,
) -> Answered:
    try:
        device_id = add_device(
            connection,
            patient_id=patient_id,
            label=pair.label,
            public_key=machine_key.encode(),
            state="pending",
        )
    except HubError as error:
        return Answered(standing=error.cause)
    chosen = (invite.c.invite_id == invite_id) & invite.c.device_id.is_(None)
    connection.execute(sa.update(invite).where(chosen).values(device_id=device_id))
    name = sa.select(patient.c.pseudonym).where(patient.c.patient_id == patient_id)
    return Answered(standing="pending", pseudonym=connection.execute(name).scalar_one())

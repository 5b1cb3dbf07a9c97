"""Clinics whose hubs send to this one: invited, compared, let in, shut out.

Such a hub is known by one key for all of its clinic's patients, whom it names by pseudonyms.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from zmq.utils import z85

from edge.exchange.invitation import SECRET_BYTES, Invitation, four_words, secret_hash
from edge.exchange.pairing_messages import Pair
from edge.hub.errors import HubError
from edge.hub.store import audit
from edge.hub.store.group_tables import member
from edge.hub.store.ingest import own_insert
from edge.hub.store.invites import TRIES, Answered, is_proven
from edge.hub.store.patients import PSEUDONYM, add_clinic, is_of_a_hub
from edge.hub.store.people_tables import clinic, device, device_key, patient


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A clinic's hub that may send.

    Attributes:
        member_id: of the hub.
        clinic_id: of its clinic here.
        zone: of the clinic.
        standing: paused where two hubs have its key.
    """

    member_id: uuid.UUID
    clinic_id: uuid.UUID
    zone: str
    standing: Literal["active", "paused"]


def invite_member(
    connection: sa.Connection,
    *,
    code: str,
    zone: str,
    address: str,
    hub_key: bytes,
    now: datetime,
    lasts: timedelta,
    actor: str,
) -> Invitation:
    """Return a new invitation of a clinic's hub; an older one, and the hub known so far, is void.

    Args:
        connection: in whose transaction it happens.
        code: of the clinic; made here where it is not known.
        zone: of a new clinic.
        address: host and port of this hub's pairing port.
        hub_key: this hub's public key, its 40 signs.
        now: when it begins.
        lasts: for how long.
        actor: who invites.

    Raises:
        HubError: the code is none, or is a clinic of this hub itself.
    """
    if PSEUDONYM.fullmatch(code) is None:
        raise HubError(f"{code!r} cannot be a clinic's code", remedy="letters, digits, - and _")
    columns = sa.select(clinic.c.clinic_id, member.c.member_id).outerjoin(member)
    found = connection.execute(columns.where(clinic.c.name == code)).first()
    if found is not None and found.member_id is None:
        raise HubError(f"{code} is a clinic of this hub itself", remedy="choose another code")
    clinic_id = found.clinic_id if found else add_clinic(connection, name=code, zone=zone)
    connection.execute(sa.delete(member).where(member.c.clinic_id == clinic_id))
    made = Invitation(
        address=address,
        hub_key=z85.decode(hub_key),
        invite_id=uuid.uuid4(),
        secret=secrets.token_bytes(SECRET_BYTES),
    )
    row = {
        "member_id": uuid.uuid4(),
        "clinic_id": clinic_id,
        "label": "",
        "state": "invited",
        "counter": 0,
        "invite_id": made.invite_id,
        "secret_sha256": secret_hash(made.secret).hex(),
        "tries_left": TRIES,
        "expires_at": now + lasts,
        "made_at": now,
    }
    connection.execute(sa.insert(member).values(row))
    audit.record(connection, audit.Entry(actor=actor, action="invite", detail={"clinic": code}))
    return made


def is_member_invited(connection: sa.Connection, now: datetime) -> bool:
    """Tell whether a clinic's hub may make itself known, or waits for its answer."""
    chosen = (member.c.expires_at > now) & (member.c.tries_left > 0)
    return (
        connection.execute(sa.select(member.c.member_id).where(chosen).limit(1)).first() is not None
    )


def answer_member(
    connection: sa.Connection, pair: Pair, *, machine_key: str, hub_key: bytes, now: datetime
) -> Answered | None:
    """Return what a clinic's hub is told that shows an invitation; None where it is no such one."""
    chosen = member.c.invite_id == uuid.UUID(pair.invite_id)
    columns = sa.select(member, clinic.c.name).join(clinic)
    row = connection.execute(columns.where(chosen)).first()
    if row is None:
        return None
    if row.expires_at <= now or row.tries_left == 0:
        return Answered(standing="invitation_expired")
    if not is_proven(connection, member, row, pair, machine_key=machine_key, hub_key=hub_key):
        return Answered(standing="invitation_wrong")
    if row.public_key is None:
        if _is_taken(connection, machine_key):
            return Answered(standing="known_key")
        values = {"public_key": machine_key, "label": pair.label, "state": "pending"}
        connection.execute(sa.update(member).where(chosen).values(values))
        return Answered(standing="pending", pseudonym=row.name)
    is_same = row.public_key == machine_key
    return Answered(
        standing=row.state if is_same else "invitation_used", pseudonym=row.name if is_same else ""
    )


def member_words(connection: sa.Connection, code: str, hub_key: bytes) -> str:
    """Return the four words of a clinic's hub that waits to be let in.

    Raises:
        HubError: none waits.
    """
    row = _waiting(connection, code)
    return four_words(
        machine_key=z85.decode(row.public_key.encode()),
        hub_key=z85.decode(hub_key),
        invite_id=row.invite_id,
    )


def confirm_member(connection: sa.Connection, code: str, actor: str) -> None:
    """Let a clinic's hub send whose four words two people have compared.

    Raises:
        HubError: none waits.
    """
    row = _waiting(connection, code)
    chosen = member.c.member_id == row.member_id
    connection.execute(sa.update(member).where(chosen).values(state="active"))
    audit.record(connection, audit.Entry(actor=actor, action="pair", detail={"clinic": code}))


def revoke_member(connection: sa.Connection, code: str, actor: str) -> None:
    """Shut a clinic's hub out; what it has sent stays.

    Raises:
        HubError: there is no such hub.
    """
    of = sa.select(clinic.c.clinic_id).where(clinic.c.name == code)
    changed = sa.update(member).where(member.c.clinic_id.in_(of)).values(state="revoked")
    if connection.execute(changed).rowcount == 0:
        raise HubError(f"no hub of a clinic {code} is known here", cause="unknown_clinic")
    audit.record(connection, audit.Entry(actor=actor, action="revoke", detail={"clinic": code}))


def members(connection: sa.Connection) -> dict[str, Member]:
    """Return the clinics' hubs that may come, by their keys."""
    columns = (member.c.public_key, member.c.member_id, member.c.state, clinic.c.clinic_id)
    chosen = sa.select(*columns, clinic.c.zone).join(clinic)
    rows = connection.execute(chosen.where(member.c.state.in_(("active", "paused"))))
    return {
        row.public_key: Member(
            member_id=row.member_id, clinic_id=row.clinic_id, zone=row.zone, standing=row.state
        )
        for row in rows
    }


def greet_member(
    connection: sa.Connection, known: Member, install_id: str, counter: int, at: datetime
) -> bool:
    """Return whether a clinic's hub is the one that is known; else it is paused, with its copy."""
    mine = (member.c.member_id == known.member_id) & (member.c.state == "active")
    is_same = member.c.install_id.is_(None) | (member.c.install_id == install_id)
    values: dict[str, Any] = {"install_id": install_id, "counter": counter, "seen_at": at}
    fits = mine & is_same & (member.c.counter < counter)
    if connection.execute(sa.update(member).where(fits).values(values)).rowcount:
        return True
    if connection.execute(sa.update(member).where(mine).values(state="paused")).rowcount:
        detail = {"member": str(known.member_id), "reason": "copied"}
        audit.record(connection, audit.Entry(actor="hub", action="revoke", detail=detail))
    return False


def patient_of_member(
    connection: sa.Connection,
    known: Member,
    pseudonym: str,
    *,
    zone: str,
    simulated: bool,
    at: datetime,
) -> tuple[uuid.UUID, uuid.UUID]:
    """Return a clinic's patient, and what stands for the machine; made when first heard of.

    Args:
        connection: in whose transaction it happens.
        known: the clinic's hub.
        pseudonym: the clinic's code for the patient.
        zone: of the patient; "" where nobody knows it.
        simulated: it is no person.
        at: the hub's time.
    """
    row = {
        "patient_id": uuid.uuid4(),
        "clinic_id": known.clinic_id,
        "pseudonym": pseudonym,
        "zone": zone or known.zone,
        "state": "active",
        "simulated": simulated,
        "last_seq": 0,
        "audit_subject": uuid.uuid4(),
        "made_at": at,
    }
    connection.execute(own_insert(connection, patient).on_conflict_do_nothing(), [row])
    same = (patient.c.clinic_id == known.clinic_id) & (patient.c.pseudonym == pseudonym)
    patient_id = connection.execute(sa.select(patient.c.patient_id).where(same)).scalar_one()
    # The same number whoever makes it first, so that two processes make one.
    device_id = uuid.uuid5(patient_id, "hub")
    machine = {
        "device_id": device_id,
        "patient_id": patient_id,
        "label": "the clinic's hub",
        "counter": 0,
        "seen_at": at,
        "state": "active",
        "made_at": at,
    }
    connection.execute(own_insert(connection, device).on_conflict_do_nothing(), [machine])
    seen = sa.update(device).where(device.c.device_id == device_id).values(seen_at=at)
    connection.execute(seen)
    return patient_id, device_id


def _is_taken(connection: sa.Connection, public_key: str) -> bool:
    """Tell whether a hub has a key, or a patient's machine."""
    of_a_machine = sa.select(device_key.c.device_id).where(device_key.c.public_key == public_key)
    return is_of_a_hub(connection, public_key) or (
        connection.execute(of_a_machine).first() is not None
    )


def _waiting(connection: sa.Connection, code: str) -> sa.Row[Any]:
    chosen = (clinic.c.name == code) & (member.c.state == "pending")
    row = connection.execute(sa.select(member).join(clinic).where(chosen)).first()
    if row is None:
        raise HubError(f"no hub of {code} waits", remedy="invite it, and let it join")
    return row

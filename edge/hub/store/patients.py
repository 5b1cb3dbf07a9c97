"""Clinics, patients and their machines: made, found, ended."""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa

from edge.hub.errors import HubError
from edge.hub.secret import Keys
from edge.hub.store.group_tables import member
from edge.hub.store.people_tables import barred_key, clinic, device, device_key, patient, person

PSEUDONYM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
KEEP_DAYS: Final = 3_650
"""For how long a clinic keeps a patient's records after the end, unless it says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A patient of the hub.

    Attributes:
        patient_id: the hub's own name of the patient.
        clinic_id: of the clinic.
        pseudonym: the clinic's name of the patient; never the person's.
        state: invited, active or ended.
        simulated: nobody's records.
    """

    patient_id: uuid.UUID
    clinic_id: uuid.UUID
    pseudonym: str
    state: str
    simulated: bool


FOUND_COLUMNS: Final = (
    *(patient.c.patient_id, patient.c.clinic_id, patient.c.pseudonym),
    *(patient.c.state, patient.c.simulated),
)
"""What a `Found` is made of."""


def add_clinic(
    connection: sa.Connection, *, name: str, zone: str, keep_days: int = KEEP_DAYS
) -> uuid.UUID:
    """Return the number of a new clinic.

    Raises:
        HubError: there is no such time zone.
    """
    _require_zone(zone)
    row: dict[str, Any] = {
        "clinic_id": uuid.uuid4(),
        "name": name,
        "zone": zone,
        "keep_days": keep_days,
        "thresholds": {},
        "made_at": datetime.now(UTC),
    }
    connection.execute(sa.insert(clinic).values(row))
    number: uuid.UUID = row["clinic_id"]
    return number


def only_clinic(connection: sa.Connection) -> sa.Row[Any]:
    """Return the clinic of a hub that has one, beside those whose own hubs send to it.

    Raises:
        HubError: it has none, or several.
    """
    others = sa.select(member.c.clinic_id)
    rows = connection.execute(sa.select(clinic).where(clinic.c.clinic_id.not_in(others))).all()
    if len(rows) != 1:
        raise HubError(f"the hub has {len(rows)} clinics", remedy="name one with --clinic")
    return rows[0]


def add_patient(
    connection: sa.Connection,
    keys: Keys,
    *,
    clinic_id: uuid.UUID,
    pseudonym: str,
    zone: str,
    identity: Mapping[str, str] | None = None,
    simulated: bool = False,
) -> uuid.UUID:
    """Return the number of a new patient, who is invited.

    Args:
        connection: in whose transaction it happens.
        keys: of the hub.
        clinic_id: of the clinic.
        pseudonym: a code, not the name; one of a kind in the clinic.
        zone: of the patient.
        identity: name, telephone and the like; kept sealed.
        simulated: nobody's records, shown as such.

    Raises:
        HubError: the code is none, or is taken, or there is no such time zone.
    """
    if PSEUDONYM.fullmatch(pseudonym) is None:
        raise HubError(
            f"{pseudonym!r} cannot be a patient's code", remedy="use letters, digits, - and _"
        )
    _require_zone(zone)
    same = (patient.c.clinic_id == clinic_id) & (patient.c.pseudonym == pseudonym)
    if connection.execute(sa.select(patient.c.patient_id).where(same)).first():
        raise HubError(f"there is a patient {pseudonym} already", remedy="choose another code")
    patient_id = uuid.uuid4()
    connection.execute(
        sa.insert(patient).values(
            patient_id=patient_id,
            clinic_id=clinic_id,
            pseudonym=pseudonym,
            zone=zone,
            state="invited",
            simulated=simulated,
            last_seq=0,
            audit_subject=uuid.uuid4(),
            made_at=datetime.now(UTC),
        )
    )
    if identity:
        sealed = keys.seal(json.dumps(dict(identity), ensure_ascii=False), patient_id.bytes)
        connection.execute(sa.insert(person).values(patient_id=patient_id, sealed=sealed))
    return patient_id


def find_patient(connection: sa.Connection, code: str) -> Found:
    """Return the patient with a code; where several clinics have one of it, with CLINIC/CODE.

    Raises:
        HubError: there is none, or one in each of several clinics.
    """
    clinic_name, _, pseudonym = code.rpartition("/")
    chosen = sa.select(*FOUND_COLUMNS).where(patient.c.pseudonym == pseudonym)
    if clinic_name:
        chosen = chosen.join(clinic).where(clinic.c.name == clinic_name)
    rows = connection.execute(chosen).all()
    if len(rows) > 1:
        raise HubError(
            f"{len(rows)} clinics have a patient {code}",
            remedy=f"name one of them, as in CLINIC/{code}",
            cause="unknown_patient",
        )
    if not rows:
        raise HubError(f"there is no patient {code}", cause="unknown_patient")
    return Found(**rows[0]._mapping)


def consent_of(connection: sa.Connection, patient_id: uuid.UUID) -> tuple[datetime | None, str]:
    """Return when a patient agreed, None where that is not noted, and the patient's time zone."""
    columns = (patient.c.consent_at, patient.c.zone)
    chosen = sa.select(*columns).where(patient.c.patient_id == patient_id)
    row = connection.execute(chosen).one()
    return row.consent_at, row.zone


def end_patient(connection: sa.Connection, patient_id: uuid.UUID, now: datetime) -> None:
    """Note that a patient's treatment is over; records are kept for as long as the clinic says."""
    chosen = patient.c.patient_id == patient_id
    keep = sa.select(clinic.c.keep_days).join(patient).where(chosen)
    until = (now + timedelta(days=connection.execute(keep).scalar_one())).date()
    values = {"state": "ended", "ended_at": now, "keep_until": until}
    connection.execute(sa.update(patient).where(chosen).values(values))


def note_agreement(
    connection: sa.Connection, patient_id: uuid.UUID, at: datetime | None, text: bytes = b""
) -> None:
    """Note when a patient agreed that the sessions are used for groups; None: no longer.

    Args:
        connection: in whose transaction it happens.
        patient_id: of the patient.
        at: when it was.
        text: what was agreed to, of which the hash is kept.
    """
    values = {
        "consent_at": at,
        "consent_sha256": hashlib.sha256(text).hexdigest() if at is not None and text else None,
    }
    chosen = patient.c.patient_id == patient_id
    connection.execute(sa.update(patient).where(chosen).values(values))


def add_device(
    connection: sa.Connection,
    *,
    patient_id: uuid.UUID,
    label: str,
    public_key: bytes,
    state: Literal["pending", "active"] = "active",
) -> uuid.UUID:
    """Return the number of a new machine of a patient.

    Args:
        connection: in whose transaction it happens.
        patient_id: of the patient.
        label: how the machine is called.
        public_key: its key, 40 signs of Z85.
        state: whether it may send at once, or waits to be confirmed.

    Raises:
        HubError: its key is known already, is a hub's, or was that of an erased patient.
    """
    text = public_key.decode("ascii")
    barred = sa.select(barred_key).where(barred_key.c.key_sha256 == key_hash(text))
    known = sa.select(device_key.c.device_id).where(device_key.c.public_key == text)
    if (
        connection.execute(known).first()
        or connection.execute(barred).first()
        or is_of_a_hub(connection, text)
    ):
        raise HubError(
            "the machine's key is known already",
            remedy="let the machine make a new one",
            cause="known_key",
        )
    device_id, now = uuid.uuid4(), datetime.now(UTC)
    connection.execute(
        sa.insert(device).values(
            device_id=device_id,
            patient_id=patient_id,
            label=label,
            counter=0,
            state=state,
            made_at=now,
        )
    )
    connection.execute(
        sa.insert(device_key).values(
            public_key=text, device_id=device_id, valid_from=now, state="active"
        )
    )
    chosen = (patient.c.patient_id == patient_id) & (patient.c.state == "invited")
    connection.execute(sa.update(patient).where(chosen).values(state="active"))
    return device_id


def revoke_devices(connection: sa.Connection, patient_id: uuid.UUID) -> int:
    """Return how many machines of a patient may send no more, now that none may."""
    chosen = (device.c.patient_id == patient_id) & (device.c.state != "revoked")
    return connection.execute(sa.update(device).where(chosen).values(state="revoked")).rowcount


def is_of_a_hub(connection: sa.Connection, public_key: str) -> bool:
    """Tell whether a key is that of a clinic's hub, for which no machine may speak."""
    chosen = sa.select(member.c.member_id).where(member.c.public_key == public_key)
    return connection.execute(chosen).first() is not None


def key_hash(public_key: str) -> str:
    """Return what a key of an erased patient's machine is remembered by."""
    return hashlib.sha256(public_key.encode()).hexdigest()


def _require_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise HubError(f"there is no time zone {zone!r}", remedy="such as Europe/Zurich") from error

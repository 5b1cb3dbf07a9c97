"""A hub with many simulated patients and their machines, entered by a few statements."""

import itertools
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa
import zmq

from edge.hub.place import HubSettings
from edge.hub.setting_up import read_curve_key, set_up
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.patients import only_clinic
from edge.hub.store.people_tables import device, device_key, patient

ZONE: Final = "Europe/Zurich"
_COUNT: Final = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMachine:
    """A patient's machine.

    Attributes:
        public: its public key, 40 signs of Z85.
        secret: the key that goes with it.
        patient_id: whose it is; None of a stranger.
        device_id: of the machine; None of a stranger.
    """

    public: bytes
    secret: bytes
    patient_id: uuid.UUID | None = None
    device_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeHub:
    """A hub that a benchmark has made.

    Attributes:
        folder: of the hub.
        key: its public key.
    """

    folder: Path
    key: bytes


def made_hub(folder: Path, *, database: str = "", listen: str = "tcp://127.0.0.1:5571") -> MadeHub:
    """Return a new hub in a folder.

    Args:
        folder: must not be there.
        database: postgresql://…; empty for a file of its own.
        listen: where it shall listen.
    """
    place = set_up(
        folder,
        HubSettings(database=database, listen=listen, pairing="tcp://127.0.0.1:*"),
        clinic="simulated",
        zone=ZONE,
    )
    return MadeHub(folder=folder, key=read_curve_key(place.curve_key)[0])


def strangers(number: int) -> list[KnownMachine]:
    """Return machines that no hub knows."""
    return [KnownMachine(public=public, secret=secret) for public, secret in _keys(number)]


def paired_machines(store: Store, number: int) -> list[KnownMachine]:
    """Return the machines of so many new simulated patients, which the hub knows from now on."""
    now = datetime.now(UTC)
    machines = [
        KnownMachine(public=public, secret=secret, patient_id=uuid.uuid4(), device_id=uuid.uuid4())
        for public, secret in _keys(number)
    ]
    with store.writing() as connection:
        clinic_id = only_clinic(connection).clinic_id
        connection.execute(
            sa.insert(patient),
            [
                {
                    "patient_id": each.patient_id,
                    "clinic_id": clinic_id,
                    "pseudonym": f"sim{next(_COUNT):06d}",
                    "zone": ZONE,
                    "state": "active",
                    "simulated": True,
                    "last_seq": 0,
                    "audit_subject": uuid.uuid4(),
                    "made_at": now,
                }
                for each in machines
            ],
        )
        connection.execute(
            sa.insert(device),
            [
                {
                    "device_id": each.device_id,
                    "patient_id": each.patient_id,
                    "label": "simulated",
                    "counter": 0,
                    "state": "active",
                    "made_at": now,
                }
                for each in machines
            ],
        )
        connection.execute(
            sa.insert(device_key),
            [
                {
                    "public_key": each.public.decode(),
                    "device_id": each.device_id,
                    "valid_from": now,
                    "state": "active",
                }
                for each in machines
            ],
        )
        # The port reads the keys anew once the audit has grown.
        entry = audit.Entry(actor="hub", action="pair", detail={"machines": number})
        audit.record(connection, entry, now)
    return machines


def _keys(number: int) -> list[tuple[bytes, bytes]]:
    return [zmq.curve_keypair() for _ in range(number)]

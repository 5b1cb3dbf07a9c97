"""A patient's machine as the hub's port meets it: a socket with a key, and nothing else."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
import zmq

from edge.exchange.message_codec import decode, encode
from edge.exchange.messages import PROTOCOL, ExchangeMessage, Hello
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.patients import add_device, add_patient, only_clinic
from tests.hub.people import KEYS, NOW, Patient, a_clinic

_COUNTER = itertools.count(1)
_NAMES = itertools.count(1)
INSTALL = "0b6f5f0e-7f3c-4d2a-9a63-3c1f4f6f9a02"


def hello(waiting: int = 0, **changed: Any) -> Hello:
    values: dict[str, Any] = {
        "protocol": PROTOCOL,
        "install_id": INSTALL,
        "counter": next(_COUNTER),
        "sent_at_ms": int(NOW.timestamp() * 1e3),
        "have_plan": 0,
        "have_message": 0,
        "waiting": waiting,
        "software": "0.2.0",
    }
    return Hello(**(values | changed))


class Machine:
    """A machine with a key of its own."""

    def __init__(self) -> None:
        self.public, self.secret = zmq.curve_keypair()

    def joins(self, store: Store) -> Patient:
        """Return the new patient whose machine this is from now on."""
        with store.writing() as connection:
            clinics = connection.execute(sa.text("SELECT count(*) FROM clinic")).scalar_one()
            clinic = only_clinic(connection).clinic_id if clinics else a_clinic(connection)
            name = f"m{next(_NAMES)}"
            patient = add_patient(
                connection, KEYS, clinic_id=clinic, pseudonym=name, zone="Europe/Zurich"
            )
            device = add_device(
                connection, patient_id=patient, label="Laptop", public_key=self.public
            )
            audit.record(connection, audit.Entry(actor="a", action="pair", patient_id=patient))
        return Patient(patient, device, name, self.public.decode())

    @contextmanager
    def connected(
        self, endpoint: str, hub_key: bytes, routing_id: bytes | None = None
    ) -> Iterator["Line"]:
        """Yield a connection, made anew."""
        with zmq.Context() as context, context.socket(zmq.DEALER) as socket:
            socket.linger = 0
            socket.set(zmq.RECONNECT_IVL, 50)
            socket.curve_serverkey = hub_key
            socket.curve_publickey, socket.curve_secretkey = self.public, self.secret
            if routing_id is not None:
                socket.routing_id = routing_id
            socket.connect(endpoint)
            yield Line(socket)


class Line:
    """What is said and heard over a connection."""

    def __init__(self, socket: "zmq.Socket[bytes]") -> None:
        self.socket = socket

    def says(self, message: ExchangeMessage | bytes) -> None:
        self.socket.send(message if isinstance(message, bytes) else encode(message))

    def hears(self, timeout_s: float = 10.0) -> ExchangeMessage | None:
        """Return the next answer, None where none comes."""
        return decode(self.socket.recv()) if self.socket.poll(round(timeout_s * 1e3)) else None

    def asks(self, message: ExchangeMessage | bytes) -> ExchangeMessage | None:
        self.says(message)
        return self.hears()

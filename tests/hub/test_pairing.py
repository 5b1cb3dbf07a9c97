"""An invited machine comes in once two people have compared four words, and no other one does."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import zmq
from zmq.utils import z85

from edge.exchange.invitation import Invitation, four_words, proof, secret_hash
from edge.exchange.messages import PROTOCOL, Refused, Welcome
from edge.exchange.pairing_messages import PAIRING, Pair, Paired, PairingMessage, Pending
from edge.hub.errors import HubError
from edge.hub.ingress.port import Port
from edge.hub.place import Place
from edge.hub.store.engines import Store
from edge.hub.store.invites import (
    REMOTE,
    answer_pair,
    candidate_of,
    confirm,
    is_any_open,
    make_invite,
    revoke,
)
from edge.hub.store.patients import add_patient
from edge.hub.store.people_tables import device
from tests.conftest import Physio
from tests.hub.machine import Machine, hello
from tests.hub.people import KEYS, NOW, a_clinic

HUB_KEY, HUB_SECRET = zmq.curve_keypair()


def shown(invitation: Invitation, machine: Machine, **changed: Any) -> Pair:
    """Return what a machine says that has an invitation."""
    shows = proof(
        secret_hash(invitation.secret),
        machine_key=z85.decode(machine.public),
        hub_key=invitation.hub_key,
        invite_id=invitation.invite_id,
    )
    values: dict[str, Any] = {
        "protocol": PROTOCOL,
        "invite_id": str(invitation.invite_id),
        "proof": shows,
        "label": "Laptop",
    }
    return Pair(**(values | changed))


class Clinic:
    """A clinic that invites a machine of one patient."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.writing() as connection:
            clinic = a_clinic(connection)
            self.patient = add_patient(
                connection, KEYS, clinic_id=clinic, pseudonym="p001", zone="Europe/Zurich"
            )

    def invites(self, **options: Any) -> Invitation:
        with self.store.writing() as connection:
            return make_invite(
                connection,
                patient_id=self.patient,
                address="127.0.0.1:5572",
                hub_key=HUB_KEY,
                actor="a",
                **({"now": NOW} | options),
            )

    def told(self, pair: Pair, machine: Machine, after: timedelta = timedelta(0)) -> str:
        with self.store.writing() as connection:
            key = machine.public.decode()
            at = NOW + after
            return answer_pair(connection, pair, machine_key=key, hub_key=HUB_KEY, now=at).standing

    def confirms(self) -> str:
        """Return the four words of the machine that waits, which is let in."""
        with self.store.writing() as connection:
            waiting = candidate_of(connection, self.patient, HUB_KEY)
            assert waiting is not None
            confirm(connection, patient_id=self.patient, candidate=waiting, now=NOW, actor="a")
        return waiting.words


@pytest.fixture
def clinic(store: Store) -> Clinic:
    return Clinic(store)


def test_a_machine_is_pending_until_the_words_are_compared(clinic: Clinic) -> None:
    machine, invitation = Machine(), clinic.invites()
    pair = shown(invitation, machine)
    assert [clinic.told(pair, machine) for _ in range(3)] == ["pending"] * 3
    words = clinic.confirms()
    assert words == four_words(
        machine_key=z85.decode(machine.public),
        hub_key=z85.decode(HUB_KEY),
        invite_id=invitation.invite_id,
    )
    assert clinic.told(pair, machine) == "active"
    with clinic.store.reading() as connection:
        assert connection.execute(sa.select(device.c.state)).scalars().all() == ["active"]
        assert candidate_of(connection, clinic.patient, HUB_KEY) is None


def test_another_machine_cannot_use_the_invitation_again(clinic: Clinic) -> None:
    first, second, invitation = Machine(), Machine(), clinic.invites()
    assert clinic.told(shown(invitation, first), first) == "pending"
    assert clinic.told(shown(invitation, second), second) == "invitation_used"
    assert clinic.told(shown(invitation, first), second) == "invitation_wrong"


def test_five_wrong_proofs_void_an_invitation(clinic: Clinic) -> None:
    machine, invitation = Machine(), clinic.invites()
    wrong = shown(invitation, machine, proof=b"x" * 32)
    assert [clinic.told(wrong, machine) for _ in range(5)] == ["invitation_wrong"] * 5
    assert clinic.told(shown(invitation, machine), machine) == "invitation_expired"


def test_an_invitation_ends_by_time_by_a_newer_one_and_by_revocation(clinic: Clinic) -> None:
    machine = Machine()
    first = clinic.invites()
    assert clinic.told(shown(first, machine), machine, timedelta(hours=1)) == "invitation_expired"
    second = clinic.invites(lasts=REMOTE)
    assert clinic.told(shown(first, machine), machine) == "invitation_expired"
    unknown = shown(second, machine, invite_id=str(uuid.uuid4()))
    assert clinic.told(unknown, machine) == "invitation_expired"
    assert clinic.told(shown(second, machine), machine, timedelta(days=6)) == "pending"
    with clinic.store.writing() as connection:
        assert is_any_open(connection, NOW)
        assert revoke(connection, patient_id=clinic.patient, actor="a") == 1
        assert not is_any_open(connection, NOW)
    assert clinic.told(shown(second, machine), machine) == "invitation_expired"
    third = clinic.invites()
    assert clinic.told(shown(third, machine), machine) == "known_key"
    other = Machine()
    assert clinic.told(shown(third, other), other) == "pending"


def test_a_machine_that_was_revoked_meanwhile_is_not_let_in(clinic: Clinic) -> None:
    machine, invitation = Machine(), clinic.invites()
    clinic.told(shown(invitation, machine), machine)
    with clinic.store.writing() as connection:
        waiting = candidate_of(connection, clinic.patient, HUB_KEY)
        assert waiting is not None
        revoke(connection, patient_id=clinic.patient, actor="a")
        with pytest.raises(HubError, match="waits no longer"):
            confirm(connection, patient_id=clinic.patient, candidate=waiting, now=NOW, actor="a")


def opened_at(port: Port) -> str | None:
    """Return where the pairing port is open now, None where it is closed."""
    port._refresh()
    pairing = port._pairing
    assert pairing is not None
    if pairing.socket is None:
        return None
    return pairing.socket.getsockopt_string(zmq.LAST_ENDPOINT)


@contextmanager
def asking(machine: Machine, endpoint: str, port: Port) -> Iterator[Any]:
    """Yield a function that asks at the pairing port and serves it meanwhile."""
    with machine.connected(endpoint, HUB_KEY) as line:

        def ask(message: bytes, steps: int = 100) -> PairingMessage | None:
            line.says(message)
            for _ in range(steps):
                port.step()
                if line.socket.poll(10):
                    return PAIRING.decode(line.socket.recv())
            return None

        yield ask


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_whole_way_over_real_sockets(clinic: Clinic) -> None:
    keys = (HUB_KEY, HUB_SECRET)
    with Port(clinic.store, keys, "tcp://127.0.0.1:*", pairing="tcp://127.0.0.1:*") as port:
        assert opened_at(port) is None, "nobody is invited"
        invitation = clinic.invites(now=datetime.now(UTC))
        at = opened_at(port)
        assert at is not None
        machine, stranger = Machine(), Machine()
        with asking(stranger, at, port) as ask:
            assert ask(b"\xc1") == Refused(reason="malformed", final=True)
            told = [ask(PAIRING.encode(shown(invitation, machine))) for _ in range(5)]
            assert {one.reason for one in told if isinstance(one, Refused)} == {"invitation_wrong"}
            assert ask(b"x" * 5_000, steps=3) is None, "too long"
        invitation = clinic.invites(now=datetime.now(UTC))
        at = opened_at(port)
        assert at is not None
        pair = PAIRING.encode(shown(invitation, machine))
        with asking(machine, at, port) as ask:
            assert ask(pair) == Pending(patient="p001")
            clinic.confirms()
            assert ask(pair) == Paired(patient="p001", endpoints=(port.endpoint,))
            port._refresh()
        with machine.connected(port.endpoint, HUB_KEY) as line:
            line.says(hello())
            while not line.socket.poll(10):
                port.step()
            assert isinstance(line.hears(), Welcome)
        with asking(stranger, at, port) as ask:
            for _ in range(12):
                last = ask(PAIRING.encode(shown(invitation, stranger, invite_id=str(uuid.uuid4()))))
            assert last == Refused(reason="too_many", final=False)


def test_invite_confirm_and_revoke_at_the_terminal(
    physio: Physio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHYSIO_HUB", str(tmp_path / "hub"))
    physio("hub", "init", "--clinic", "Praxis am See")
    physio("hub", "patient", "add", "p001")
    assert "how patients' machines reach" in physio("hub", "invite", "p001").err
    made = physio("hub", "invite", "p001", "--address", "hub.example:5572", "--json", "-")
    read = Invitation.read(made.json["invitation"])
    assert read.endpoint == "tcp://hub.example:5572"
    assert "no machine of p001 waits" in physio("hub", "confirm", "p001", "--words", "a").err
    place = Place.of(tmp_path / "hub")
    store = place.open(place.keys())
    machine = Machine()
    with store.writing() as connection:
        key = z85.encode(read.hub_key)
        shows = shown(read, machine)
        answer_pair(
            connection,
            shows,
            machine_key=machine.public.decode(),
            hub_key=key,
            now=datetime.now(UTC),
        )
    store.close()
    words = four_words(
        machine_key=z85.decode(machine.public), hub_key=read.hub_key, invite_id=read.invite_id
    )
    assert "other words" in physio("hub", "confirm", "p001", "--words", "babab " * 4).err
    let_in = physio("hub", "confirm", "p001", "--words", words.upper(), "--json", "-")
    assert let_in.json["machine"] == "Laptop"
    assert physio("hub", "revoke", "p001", "--json", "-").json["revoked"] == 1

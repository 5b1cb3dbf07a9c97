"""A clinic's hub sends on to its group's: once, under pseudonyms, and only where it has agreed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from zmq.utils import z85

from edge.exchange.invitation import Invitation, proof, secret_hash
from edge.exchange.message_codec import sent_record
from edge.exchange.messages import (
    FromHub,
    Known,
    Refused,
    Rotate,
    Stored,
    ToHub,
    Welcome,
)
from edge.exchange.pairing_messages import Pair
from edge.hub.errors import HubError
from edge.hub.group.forwarding import CONSENT, forward
from edge.hub.ingress.port import Port
from edge.hub.place import Place
from edge.hub.setting_up import read_curve_key
from edge.hub.store.engines import Store
from edge.hub.store.group_tables import forwarded
from edge.hub.store.invites import NEAR
from edge.hub.store.members import answer_member, confirm_member, invite_member
from edge.hub.store.patients import add_device
from edge.hub.store.people_tables import clinic, patient, person
from edge.hub.store.record_tables import session
from edge.records.consent import consent_now, keep_consent
from edge.records.hub_link import HubLink
from edge.uplink.dealer import Dealer
from edge.uplink.pairing import pair_machine
from edge.uplink.sending import SendResult
from tests.conftest import Physio
from tests.hub.machine import Machine, hello
from tests.hub.people import NOW, of_a_person
from tests.hub.test_desk import Hub
from tests.hub.test_hub_key import comes, free_port, joined

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Serving:
    """A hub that is made by the commands and served by a thread."""

    def __init__(self, physio: Physio, folder: Path, name: str) -> None:
        made = physio("hub", "init", "--clinic", name, "--hub", str(folder))
        assert made.code == 0, made.err
        self.folder = folder
        self.place = Place.of(folder)
        self.at = f"tcp://127.0.0.1:{free_port()}"
        self.pairing = f"127.0.0.1:{free_port()}"
        self.store: Store = self.place.open(self.place.keys())
        self.begin()

    def begin(self) -> None:
        self._stop = threading.Event()
        keys = read_curve_key(self.place.curve_key)
        self.port = Port(self.store, keys, self.at, pairing=f"tcp://{self.pairing}")
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def end(self) -> None:
        self._stop.set()
        self._thread.join()
        self.port.close()

    def rows(self, *columns: Any) -> list[tuple[Any, ...]]:
        with self.store.reading() as connection:
            return [tuple(row) for row in connection.execute(sa.select(*columns))]

    def _serve(self) -> None:
        while not self._stop.is_set():
            self.port.step()


@pytest.fixture
def hubs(physio: Physio, tmp_path: Path) -> Iterator[tuple[Serving, Serving]]:
    """A clinic's hub and its group's, which know each other."""
    made = [Serving(physio, tmp_path / name, name) for name in ("clinic", "group")]
    ours, group = made
    words = ("hub", "group", "invite", "C7", "--address", group.pairing, "--json", "-")
    text = physio(*words, "--hub", str(group.folder)).json["invitation"]
    ours.place.group.mkdir()

    def show(words: str, _: str) -> None:
        wrong = physio("hub", "group", "confirm", "C7", "--words", "a", "--hub", str(group.folder))
        assert wrong.code == 2
        told = physio("hub", "group", "confirm", "C7", "--words", words, "--hub", str(group.folder))
        assert told.code == 0, told.err

    pair_machine(ours.place.group, Invitation.read(text), "hub", show, ask_again_s=0.01)
    yield ours, group
    for each in made:
        each.end()
        each.store.close()


class Cut:
    """Connections over which the answer to a record is lost, or ends this side, so many times."""

    def __init__(self, how: str, times: int) -> None:
        self.how, self.left = how, times

    @contextmanager
    def connect(self, link: HubLink, endpoint: str) -> Iterator["Cut"]:
        with Dealer.to(link, endpoint) as self._dealer:
            yield self

    def send(self, message: ToHub) -> None:
        self._dealer.send(message)

    def receive(self, timeout_s: float) -> FromHub:
        heard = self._dealer.receive(timeout_s)
        if isinstance(heard, Stored) and self.left:
            self.left -= 1
            if self.how == "killed":
                raise KilledError
            return self._dealer.receive(0.2)
        return heard


class KilledError(BaseException):
    """The clinic's hub ends here."""


def sent_on(ours: Serving, connect: Callable[..., Any] = Dealer.to) -> SendResult:
    return forward(ours.store, ours.place.group, connect=connect)


def test_sessions_reach_the_groups_hub_once_under_pseudonyms_whatever_is_cut_off(
    physio: Physio, hubs: tuple[Serving, Serving], tmp_path: Path
) -> None:
    ours, group = hubs
    home = joined(ours.place, tmp_path / "p001", ours.at)
    ours.end()
    ours.begin()  # it looks who may come once a second, and when it begins
    ours_codes = {row[0] for row in ours.rows(patient.c.pseudonym)}
    comes(home, 1)
    assert sent_on(ours).cause == "no_consent", "off until the clinic agrees"
    keep_consent(ours.place.group, consent_now(CONSENT, "en", LONG_AGO))
    for number in (2, 3, 4):
        comes(home, number)
    lost = sent_on(ours, Cut("lost", 1).connect)
    assert (lost.sent, lost.cause) == (0, "no_answer")
    with pytest.raises(KilledError):
        sent_on(ours, Cut("killed", 2).connect)
    group.end()
    group.begin()
    result = sent_on(ours)
    assert (result.problem, result.waiting) == ("", 0)
    assert sent_on(ours).sent == 0
    comes(home, 5)
    assert sent_on(ours).sent == 1
    known = sorted(group.rows(session.c.session_id))
    assert known == sorted(ours.rows(session.c.session_id))
    assert len(known) == len(set(known)) == 5
    assert {row[0] for row in ours.rows(forwarded.c.answer)} == {"stored", "known"}
    assert {row[0] for row in group.rows(patient.c.pseudonym)} == ours_codes
    with group.store.reading() as connection:
        whose = sa.select(clinic.c.name).join(patient)
        assert set(connection.execute(whose).scalars()) == {"C7"}
    assert group.rows(person) == []
    named = (session.c.watch, session.c.plan_id)
    assert ("", "") not in ours.rows(*named)
    assert set(group.rows(*named)) == {("", "")}
    shown = physio("hub", "worklist", "--all", "--json", "-", "--hub", str(group.folder)).json
    assert {row["patient"] for row in shown} == ours_codes
    assert physio("hub", "group", "revoke", "C7", "--hub", str(group.folder)).code == 0
    comes(home, 6)
    assert sent_on(ours).cause in ("key_refused", "no_answer", "unknown_key")
    assert physio("hub", "patient", "add", "g1", "--hub", str(group.folder)).code == 0


def pairing_of(connection: sa.Connection, hub: Hub, code: str, key: str) -> Pair:
    """Return what the hub of a clinic that is invited now shows, with its key."""
    made = invite_member(
        connection,
        code=code,
        zone="Europe/Zurich",
        address="group.example:5572",
        hub_key=hub.machine.public,
        now=NOW,
        lasts=NEAR,
        actor="a",
    )
    shown = proof(
        secret_hash(made.secret),
        machine_key=z85.decode(key.encode()),
        hub_key=made.hub_key,
        invite_id=made.invite_id,
    )
    return Pair(protocol=1, invite_id=str(made.invite_id), proof=shown, label="hub")


def answered(connection: sa.Connection, hub: Hub, pair: Pair, key: str) -> str:
    """Return what such a hub is told that comes with a key."""
    told = answer_member(connection, pair, machine_key=key, hub_key=hub.machine.public, now=NOW)
    assert told is not None
    return told.standing


def answered_as(connection: sa.Connection, hub: Hub, key: str) -> str:
    """Return what the hub of an invited clinic C8 is told that comes with a key."""
    return answered(connection, hub, pairing_of(connection, hub, "C8", key), key)


def test_a_clinics_hub_names_its_patients_and_a_copy_of_it_is_paused(store: Store) -> None:
    hub, clinic_hub = Hub(store), Machine()
    key = clinic_hub.public.decode()
    with store.writing() as connection:
        assert answered_as(connection, hub, hub.machine.public.decode()) == "known_key"
        pair = pairing_of(connection, hub, "C7", key)
        wrong = replace(pair, proof=b"0" * 32)
        assert answered(connection, hub, wrong, key) == "invitation_wrong"
        assert answered(connection, hub, pair, key) == "pending"
        confirm_member(connection, "C7", "a")
        assert answered_as(connection, hub, key) == "known_key", "of another clinic too"
        with pytest.raises(HubError, match="known already"):
            add_device(
                connection, patient_id=hub.patient.patient_id, label="x", public_key=key.encode()
            )
    no_other = Refused(reason="known_key", final=False)
    assert hub.asks(Rotate(new_key=key)) == [no_other], "it would take that hub's records"
    sent = sent_record(of_a_person(1))
    number = sent.session_id
    assert isinstance(hub.asks(hello(), key=key)[0], Welcome)
    assert hub.asks(sent, key=key) == [
        Refused(reason="no_subject", final=True, session_id=number, revision=1)
    ]
    named = replace(sent, subject="p9")
    other = replace(sent_record(of_a_person(2)), subject="p8")
    assert hub.asks(named, other, key=key)[0] == Stored(session_id=number, revision=1)
    assert hub.asks(named, key=key) == [Known(session_id=number, revision=1)]
    codes = {row.pseudonym for row in hub.rows(patient)}
    assert {"p8", "p9"} < codes
    assert hub.asks(hello(counter=1), key=key) == [Refused(reason="copied", final=False)]
    assert hub.asks(named, key=key) == [Refused(reason="copied", final=False)]

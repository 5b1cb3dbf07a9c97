"""The hub's port as machines, strangers and disturbers meet it: real sockets, real keys."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
import zmq

from edge.exchange.message_codec import MOST_MESSAGE_BYTES, sent_record
from edge.exchange.messages import Known, Refused, SentRecord, Stored, Welcome
from edge.hub.errors import HubError
from edge.hub.ingress.doorkeeper import Doorkeeper, require_closed_to_strangers
from edge.hub.ingress.port import DOMAIN, Port
from edge.hub.place import HubSettings
from edge.hub.setting_up import read_curve_key, set_up
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.patients import revoke_devices
from edge.hub.store.record_tables import session
from tests.hub.machine import Machine, hello
from tests.hub.people import of_a_person

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


class Running:
    """A port that is served by a thread."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.key, secret = zmq.curve_keypair()
        self.port = Port(store, (self.key, secret), "tcp://127.0.0.1:*")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while not self._stop.is_set():
            self.port.step()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self.port.close()


@pytest.fixture
def running(store: Store) -> Iterator[Running]:
    made = Running(store)
    yield made
    made.close()


def sessions(store: Store) -> list[tuple[str, int]]:
    with store.reading() as connection:
        rows = connection.execute(sa.select(session.c.session_id, session.c.revision))
        return sorted((str(row.session_id), row.revision) for row in rows)


def paired(running: Running) -> Machine:
    """Return a machine that the port knows, now and not only after its next look."""
    machine = Machine()
    machine.joins(running.store)
    deadline = time.monotonic() + 20
    while not running.port._callers.admits(machine.public.decode()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return machine


def test_a_machine_is_served_and_a_stranger_and_a_revoked_one_are_not(running: Running) -> None:
    machine, stranger = paired(running), Machine()
    record = sent_record(of_a_person(1))
    with machine.connected(running.port.endpoint, running.key) as line:
        assert isinstance(line.asks(hello(waiting=1)), Welcome)
        assert line.asks(record) == Stored(session_id=record.session_id, revision=1)
        assert line.asks(record) == Known(session_id=record.session_id, revision=1)
        with stranger.connected(running.port.endpoint, running.key) as out:
            out.says(hello())
            assert out.hears(0.5) is None
        with running.store.writing() as connection:
            patient = connection.execute(sa.select(session.c.patient_id)).scalar_one()
            revoke_devices(connection, patient)
            audit.record(connection, audit.Entry(actor="a", action="revoke"))
        assert line.asks(sent_record(of_a_person(2))) == Refused(reason="revoked", final=False)
    assert len(sessions(running.store)) == 1
    with machine.connected(running.port.endpoint, running.key) as line:
        line.says(hello())
        assert line.hears(0.5) is None, "the next handshake is refused"


def test_a_claimed_routing_id_takes_over_nothing(running: Running) -> None:
    honest, thief = paired(running), paired(running)
    at, key = running.port.endpoint, running.key
    record = sent_record(of_a_person(1))
    with honest.connected(at, key, routing_id=b"same") as line:
        assert isinstance(line.asks(hello()), Welcome)
        with thief.connected(at, key, routing_id=b"same") as other:
            other.says(sent_record(of_a_person(9)))
            assert other.hears(0.3) is None
            assert line.asks(record) == Stored(session_id=record.session_id, revision=1)
    assert sessions(running.store) == [(record.session_id, 1)]


def test_what_is_too_large_or_no_message_harms_nobody(running: Running) -> None:
    machine, other = paired(running), paired(running)
    at, key = running.port.endpoint, running.key
    with machine.connected(at, key) as line, other.connected(at, key) as second:
        line.says(b"x" * (MOST_MESSAGE_BYTES + 1))
        assert line.hears(0.3) is None
        assert line.asks(b"\xc1") == Refused(reason="malformed", final=True)
        second.socket.send_multipart([b"a", b"b", b"c"])
        assert second.hears() == Refused(reason="malformed", final=True)
        record = sent_record(of_a_person(1))
        assert second.asks(record) == Stored(session_id=record.session_id, revision=1)


def test_silent_peers_keep_an_honest_machine_out_for_seconds_at_most(running: Running) -> None:
    place = urlsplit(running.port.endpoint)
    assert place.hostname == "127.0.0.1"
    machine = paired(running)
    with ExitStack() as silent:
        for _ in range(200):
            peer = socket.create_connection((place.hostname or "", place.port or 0))
            silent.enter_context(peer)
        with machine.connected(running.port.endpoint, running.key) as line:
            assert isinstance(line.asks(hello()), Welcome)


def test_the_port_is_closed_where_nobody_watches_the_door(running: Running) -> None:
    running._stop.set()
    running._thread.join()
    running.port._door.close()
    with pytest.raises(HubError, match="nobody watches"):
        running.port.step()


def test_a_port_that_lets_strangers_in_is_found_out(store: Store) -> None:
    public, secret = zmq.curve_keypair()
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    with Doorkeeper(context, {DOMAIN: lambda _: True}), context.socket(zmq.ROUTER) as door:
        door.linger = 0
        door.curve_server = True
        door.curve_secretkey = secret
        door.zap_domain = DOMAIN.encode()
        door.set(zmq.ZAP_ENFORCE_DOMAIN, 1)
        door.bind("tcp://127.0.0.1:*")
        at = door.getsockopt_string(zmq.LAST_ENDPOINT)
        with pytest.raises(HubError, match="does not refuse strangers"):
            require_closed_to_strangers(context, at, public)
    context.term()


def test_a_port_that_is_taken_is_told_in_one_sentence(running: Running) -> None:
    with pytest.raises(HubError, match="cannot be opened") as told:
        Port(running.store, zmq.curve_keypair(), running.port.endpoint)
    assert told.value.cause == "port_in_use"


def test_a_key_file_that_is_none_is_told(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "curve.key"
    with pytest.raises(HubError, match="there is no key"):
        read_curve_key(path)
    public, _ = zmq.curve_keypair()
    _, secret = zmq.curve_keypair()
    for text in (b"", b"x", public + b"\n" + secret, public + b"\n" + b"!" * 40):
        path.write_bytes(text)
        path.chmod(0o600)
        with pytest.raises(HubError, match="holds no key"):
            read_curve_key(path)


def test_a_hub_that_is_killed_under_load_has_in_the_end_what_was_sent_once(
    engine: str, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        at = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    folder = tmp_path / "hub"
    place = set_up(folder, HubSettings(listen=at), clinic="Clinic", zone="Europe/Zurich")
    hub_key, _ = read_curve_key(place.curve_key)
    store = place.open(place.keys())
    machines = [Machine() for _ in range(3)]
    for machine in machines:
        machine.joins(store)
    chance = random.Random(14)
    waiting = {
        machine: [sent_record(of_a_person(number)) for number in range(20)] for machine in machines
    }
    acknowledged = []
    hub = started(folder)
    for machine in machines:
        with machine.connected(at, hub_key) as line:
            assert isinstance(line.asks(hello()), Welcome)
            until = chance.randrange(2, 8)
            for record in waiting[machine][:until]:
                assert isinstance(line.asks(record), Stored | Known)
                acknowledged.append((record.session_id, record.revision))
            waiting[machine] = waiting[machine][until - 1 :]  # the last one's answer is lost
            line.says(waiting[machine][1])
    hub.send_signal(signal.SIGKILL)
    hub.wait()
    hub = started(folder)
    for machine in machines:
        with machine.connected(at, hub_key) as line:
            for record in waiting[machine]:
                assert isinstance(line.asks(record), Stored | Known)
    hub.send_signal(signal.SIGTERM)
    assert hub.wait(20) == 0
    sent = [sent_record(of_a_person(number)) for number in range(20)]
    assert sessions(store) == sorted((one.session_id, 1) for one in sent for _ in machines)
    assert acknowledged
    store.close()


def started(folder: Path) -> "subprocess.Popen[str]":
    """Return a hub that serves, as a process of its own."""
    words = [sys.executable, "-c", "from edge.cli import main; main()", "hub", "serve", "--hub"]
    hub = subprocess.Popen(
        [*words, folder], stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."}
    )
    assert hub.stderr is not None
    assert "Listening" in hub.stderr.readline()
    hub.stderr.close()
    return hub


def test_many_machines_and_strangers_at_once(running: Running) -> None:
    machines = [Machine() for _ in range(30)]
    for machine in machines:
        machine.joins(running.store)
    strangers = [Machine() for _ in range(5)]
    sent: list[SentRecord] = [sent_record(of_a_person(number)) for number in (1, 2, 1)]
    time.sleep(1.2)  # until the port has looked for new keys
    with ExitStack() as stack:
        place = (running.port.endpoint, running.key)
        lines = [stack.enter_context(one.connected(*place)) for one in machines]
        others = [stack.enter_context(one.connected(*place)) for one in strangers]
        for line in others:
            line.says(sent[0])
        for record in sent:
            for line in lines:
                line.says(record)
            assert all(isinstance(line.hears(20), Stored | Known) for line in lines)
        assert all(line.hears(0.05) is None for line in others)
    assert len(sessions(running.store)) == 60
    assert running.port.counts.batches < running.port.counts.messages == 90

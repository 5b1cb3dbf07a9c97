"""The hub's key is changed while machines come: none is lost, whenever it comes."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import zmq

from edge.hub.errors import HubError
from edge.hub.ingress.next_key import NextKey
from edge.hub.ingress.port import Port
from edge.hub.place import Place
from edge.hub.setting_up import read_curve_key, read_next_key
from edge.records.consent import consent_now, keep_consent
from edge.records.hub_link import HubLink, keep_link, link_of
from edge.uplink.sending import send_waiting
from tests.conftest import Physio
from tests.hub.machine import Machine
from tests.uplink.exchanges import fill
from tests.uplink.fake_hub import NOON


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def serving(place: Place, at: str, second: int) -> Iterator[Port]:
    store = place.open(place.keys())
    stop = threading.Event()
    coming = NextKey(
        read=partial(read_next_key, place.next_curve_key),
        listen=f"tcp://127.0.0.1:{second}",
        endpoints=(f"tcp://0.0.0.0:{second}",),
    )
    port = Port(store, read_curve_key(place.curve_key), at, coming=coming)

    def serve() -> None:
        while not stop.is_set():
            port.step()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield port
    finally:
        stop.set()
        thread.join()
        port.close()
        store.close()


def joined(place: Place, folder: Path, at: str) -> Path:
    """Return the folder of a patient whose machine the hub knows."""
    machine = Machine()
    store = place.open(place.keys())
    machine.joins(store)
    store.close()
    folder.mkdir(parents=True)
    link = HubLink(
        endpoints=(at,),
        hub_key=read_curve_key(place.curve_key)[0].decode(),
        public_key=machine.public.decode(),
        secret_key=machine.secret.decode(),
    )
    keep_link(folder, link)
    keep_consent(folder, consent_now("I agree", "en", NOON))
    return folder


def known_as(folder: Path) -> tuple[str, str]:
    link = link_of(folder)
    assert link is not None
    return link.hub_key, link.next_hub_key


def comes(folder: Path, number: int) -> None:
    """Send a session; a place where nobody answers is given up soon, and all are tried again."""
    fill(folder, number)
    deadline = time.monotonic() + 20
    while (result := send_waiting(folder, reply_s=0.3)).waiting:
        assert time.monotonic() < deadline, result.problem
        time.sleep(0.05)
    assert result.problem == ""


def test_machines_change_over_to_the_next_key_or_find_it_when_they_come_late(
    physio: Physio, hub: Path, tmp_path: Path
) -> None:
    place, second = Place.of(hub), free_port()
    at = f"tcp://127.0.0.1:{free_port()}"
    early, late = (joined(place, tmp_path / name, at) for name in ("e001", "l001"))
    old = read_curve_key(place.curve_key)[0].decode()
    with serving(place, at, second) as port:
        comes(early, 1)
        assert known_as(early) == (old, "")
        began = physio("hub", "rotate-key", "--json", "-").json
        new = began["key"]
        deadline = time.monotonic() + 20
        while port._next is None or not port._next.told:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        for folder in (early, late):
            comes(folder, 2)
            assert known_as(folder) == (old, new)
        comes(early, 3)
        assert known_as(early) == (new, "")
        comes(early, 4)
    ended = physio("hub", "rotate-key", "--finish")
    assert (ended.code, "say --early" in ended.err) == (2, True)
    assert physio("hub", "rotate-key", "--finish", "--early").code == 0
    assert read_curve_key(place.curve_key)[0].decode() == new
    assert not place.next_curve_key.exists()
    with serving(place, at, second):
        for folder in (early, late):
            comes(folder, 5)
            assert known_as(folder) == (new, "")


def test_a_next_key_that_cannot_be_read_keeps_nobody_out(hub: Path, tmp_path: Path) -> None:
    place = Place.of(hub)
    place.next_curve_key.write_bytes(b"cut")
    with pytest.raises(HubError):
        read_next_key(place.next_curve_key)
    at = f"tcp://127.0.0.1:{free_port()}"
    folder = joined(place, tmp_path / "p001", at)
    with serving(place, at, free_port()):
        comes(folder, 1)
    assert known_as(folder)[1] == ""
    assert zmq.curve_public(read_curve_key(place.curve_key)[1]).decode() == known_as(folder)[0]

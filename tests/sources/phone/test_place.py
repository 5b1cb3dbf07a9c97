"""Where the phone's page is served: where a phone can open it, and no stranger."""

import pytest

from edge.sources.errors import SourceError
from edge.sources.phone import place
from edge.sources.phone.pairing import new_secret
from edge.sources.phone.place import PORT, Place
from edge.sources.watch import open_source, settled, told_watch, watch_name
from tests.sources.phone.phones import nobody


@pytest.mark.parametrize(
    ("text", "host", "port", "netloc"),
    [
        ("192.168.1.5", "192.168.1.5", PORT, "192.168.1.5:8443"),
        ("192.168.1.5:9000", "192.168.1.5", 9000, "192.168.1.5:9000"),
        ("laptop.local", "laptop.local", PORT, "laptop.local:8443"),
        ("[fd00::5]:9000", "fd00::5", 9000, "[fd00::5]:9000"),
        ("fd00::5", "fd00::5", PORT, "[fd00::5]:8443"),
    ],
)
def test_an_address_is_read_and_settled(text: str, host: str, port: int, netloc: str) -> None:
    found = Place.of(text)
    assert (found.host, found.port, found.netloc) == (host, port, netloc)
    assert found.url == f"https://{netloc}/"
    assert Place.of(found.text) == found


def test_without_an_address_it_is_the_machines_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "network_address", lambda: "192.168.7.9")
    assert Place.of("").netloc == "192.168.7.9:8443"
    assert Place.of(":9000").netloc == "192.168.7.9:9000"


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("127.0.0.1", "this machine is in no network, so no phone reaches it; join the Wi-Fi"),
        ("8.8.8.8", "8.8.8.8 can be reached from the internet; join a home network"),
    ],
)
def test_no_address_is_chosen_that_is_no_homes(
    monkeypatch: pytest.MonkeyPatch, own: str, said: str
) -> None:
    monkeypatch.setattr(place, "network_address", lambda: own)
    with pytest.raises(SourceError, match=said):
        Place.of("")


@pytest.mark.parametrize("text", ["0.0.0.0", "0.0.0.0:8443", "::", "[::]:8443"])
def test_all_addresses_at_once_are_refused(text: str) -> None:
    with pytest.raises(SourceError, match="name one address of this machine, or none"):
        Place.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "a:b",
        "192.168.1.5:99999",
        "192.168.1.5/x",
        "me@192.168.1.5",
        "10.0.0.1#no",
        "10.0.0.1#0011",
        "[::",
    ],
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="is no place for a phone; use phone:"):
        Place.of(text)


def test_each_settling_has_a_secret_of_its_own_and_no_record_holds_one() -> None:
    first, second = settled("phone:127.0.0.1"), settled("phone:127.0.0.1")
    assert first != second
    assert settled(first) == first
    assert open_source(first, nobody) == open_source(first, nobody)
    assert told_watch(first) == "phone:"
    assert watch_name(first) == watch_name(second) == "phone"
    assert new_secret() not in told_watch(first)


def test_a_name_without_an_address_is_told() -> None:
    with pytest.raises(SourceError, match="has no address here"):
        Place.of("no-such-host.invalid").address()

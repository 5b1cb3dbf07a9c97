"""A patient's machine and a hub, both whole: invited, compared, paired, and what waits is sent."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from edge.exchange.invitation import Invitation
from edge.hub.ingress.port import Port
from edge.hub.place import Place
from edge.hub.setting_up import read_curve_key
from edge.records.hub_link import link_of
from edge.records.hub_pairing import pairing_of
from edge.sources.qr_reading import qr_text_of_file
from edge.uplink.errors import UplinkError
from edge.uplink.pairing import pair_machine
from tests.conftest import Physio
from tests.uplink.exchanges import fill


def _free_place() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"127.0.0.1:{free.getsockname()[1]}"


PLACE = _free_place()


@pytest.fixture
def hub(physio: Physio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A hub of one patient, which serves."""
    folder = tmp_path / "hub"
    monkeypatch.setenv("PHYSIO_HUB", str(folder))
    physio("hub", "init", "--clinic", "Praxis am See")
    physio("hub", "patient", "add", "h001")
    with serving(Place.of(folder)):
        yield folder


@contextmanager
def serving(place: Place) -> Iterator[None]:
    stop = threading.Event()
    store = place.open(place.keys())
    keys = read_curve_key(place.curve_key)
    port = Port(store, keys, "tcp://0.0.0.0:*", pairing=f"tcp://{PLACE}")

    def serve() -> None:
        while not stop.is_set():
            port.step()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        port.close()
        store.close()


def invited(physio: Physio) -> str:
    text: str = physio("hub", "invite", "h001", "--address", PLACE, "--json", "-").json[
        "invitation"
    ]
    return text


def test_an_invitation_is_drawn_as_a_code_that_reads_as_its_text(
    physio: Physio, hub: Path, tmp_path: Path
) -> None:
    file = tmp_path / "code.png"
    words = ("hub", "invite", "h001", "--address", PLACE, "--json", "-")
    text = physio(*words, "--qr", str(file)).json["invitation"]
    assert qr_text_of_file(file) == text
    assert "\u2580" in physio(*words, "--qr", "-").err
    ended = physio(*words, "--qr", str(tmp_path / "code.txt"))
    assert (ended.code, "such as invitation.png" in ended.err) == (2, True)


def pair(folder: Path, text: str, show: "Showing") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pair_machine(folder, Invitation.read(text), "Laptop", show, ask_again_s=0.01)


class Showing:
    """Compares the words at the hub as soon as they are shown, or is interrupted by them."""

    def __init__(self, physio: Physio, *, interrupted: bool = False) -> None:
        self.words = ""
        self.code = ""
        self._physio = physio
        self._interrupted = interrupted

    def __call__(self, words: str, code: str) -> None:
        self.words, self.code = words, code
        if self._interrupted:
            raise KeyboardInterrupt
        let_in = self._physio("hub", "confirm", "h001", "--words", words, "--json", "-")
        assert let_in.json["machine"] == "Laptop"


def test_a_paired_machine_sends_what_waits_and_a_revoked_one_keeps_it(
    physio: Physio, physio_home: Path, hub: Path
) -> None:
    folder, text = physio_home / "p001", invited(physio)
    first = Showing(physio, interrupted=True)
    with pytest.raises(KeyboardInterrupt):
        pair(folder, text, first)
    assert link_of(folder) is None
    again = Showing(physio)
    pair(folder, text, again)
    assert (again.words, again.code) == (first.words, "h001")
    assert pairing_of(folder) is None
    link = link_of(folder)
    assert link is not None
    assert link.endpoints[0].startswith("tcp://127.0.0.1:"), "not all addresses of this machine"
    assert oct((folder / "hub_link.json").stat().st_mode & 0o777) == "0o600"

    fill(folder, 1, 2)
    physio("uplink", "consent", "p001", "--yes")
    (row,) = physio("uplink", "--once", "--json", "-").json["patients"]
    assert (row["sent"], row["waiting"], row["problem"]) == (2, 0, "")

    fill(folder, 3)
    assert physio("hub", "revoke", "h001", "--json", "-").json["revoked"] == 1
    ended = physio("uplink", "--once", "--json", "-")
    (row,) = ended.json["patients"]
    assert (ended.code, row["sent"], row["waiting"]) == (1, 0, 1)
    assert row["cause"] in ("revoked", "key_refused")


def test_a_copied_machine_and_its_original_are_paused_until_one_is_invited_anew(
    physio: Physio, physio_home: Path, hub: Path
) -> None:
    folder = physio_home / "p001"
    pair(folder, invited(physio), Showing(physio))
    physio("uplink", "consent", "p001", "--yes")
    fill(folder, 1)
    copy = physio_home / "p002"
    shutil.copytree(folder, copy)
    assert physio("hub", "resolve", "h001", "--address", PLACE).code == 2, "none was copied"

    def tried(*names: str) -> list[str]:
        words = ("uplink", "--once", "--json", "-")
        return [physio(*words, "--patient", name).json["patients"][0]["cause"] for name in names]

    assert tried("p001", "p002", "p001") == ["", "copied", "copied"]
    (row,) = physio("hub", "worklist", "--all", "--json", "-").json
    assert "copied_machine" in {hit["rule"] for hit in row["hits"]}
    fill(folder, 2)
    told = physio("hub", "resolve", "h001", "--address", PLACE, "--json", "-").json
    assert told["revoked"] == 1
    pair(folder, told["invitation"], Showing(physio))
    (sent,) = physio("uplink", "--once", "--patient", "p001", "--json", "-").json["patients"]
    assert (sent["sent"], sent["waiting"], sent["problem"]) == (1, 0, "")
    assert tried("p002")[0] in ("revoked", "key_refused")
    (row,) = physio("hub", "worklist", "--all", "--json", "-").json
    assert "copied_machine" not in {hit["rule"] for hit in row["hits"]}


def test_an_invitation_that_another_machine_used_is_refused_in_a_sentence(
    physio: Physio, physio_home: Path, hub: Path
) -> None:
    text = invited(physio)
    with pytest.raises(KeyboardInterrupt):
        pair(physio_home / "p001", text, Showing(physio, interrupted=True))
    with pytest.raises(UplinkError, match="another machine has used") as raised:
        pair(physio_home / "p002", text, Showing(physio))
    assert raised.value.cause == "invitation_used"
    assert link_of(physio_home / "p002") is None


def test_the_command_reads_an_invitation_and_says_what_is_wrong_with_it(
    physio: Physio, physio_home: Path, tmp_path: Path
) -> None:
    ended = physio("uplink", "pair", "p001", "physio-hub:1:a.example:5572:ABC")
    assert (ended.code, "mistyped" in ended.err) == (2, True)
    ended = physio("uplink", "pair", "p001", "--file", str(tmp_path / "none"))
    assert (ended.code, "no invitation that can be read" in ended.err) == (2, True)
    ended = physio("uplink", "pair", "p001", "--qr", str(tmp_path / "none.png"))
    assert (ended.code, "none.png cannot be read" in ended.err) == (2, True)
    ended = physio("uplink", "pair", "../p001", "text")
    assert (ended.code, "no patient's code" in ended.err) == (2, True)
    assert not physio_home.exists() or not list(physio_home.glob("*/hub_pairing.json"))

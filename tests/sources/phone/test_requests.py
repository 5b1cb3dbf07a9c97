"""What answers over TLS beside the socket: the page, the certificates, and who is refused."""

import asyncio
import http.client
import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from websockets.exceptions import InvalidStatus

from edge.sources.errors import SourceError
from edge.sources.phone import desk
from edge.sources.phone.certificate import FOLDER
from edge.sources.phone.place import Place
from edge.sources.phone.source import PhoneSource
from tests.sources.phone.phones import Heard, free_port, listening, phone_at, trusting


def asked(place: Place, path: str = "/", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return the answer to a request: status, headers, body."""
    connection = http.client.HTTPSConnection(
        "127.0.0.1", place.port, context=trusting(), timeout=10
    )
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


async def ask(place: Place, path: str = "/", **headers: str) -> tuple[int, dict[str, str], bytes]:
    return await asyncio.to_thread(asked, place, path, **headers)


@pytest.mark.parametrize("origin", [None, "https://evil.example"])
async def test_a_socket_of_another_page_is_refused(tmp_path: Path, origin: str | None) -> None:
    async with listening(tmp_path) as heard:
        with pytest.raises(InvalidStatus):
            async with phone_at(heard.place, heard.token, origin=origin):
                pass


async def test_the_page_and_what_it_may_do(tmp_path: Path) -> None:
    async with listening(tmp_path) as heard:
        status, headers, body = await ask(heard.place)
        assert status == 200
        policy = headers["content-security-policy"]
        assert f"connect-src 'self' wss://{heard.place.netloc}" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert heard.token.encode() not in body
        assert (await ask(heard.place, "/nothing"))[0] == 404
        for host in ("evil.example", f"{heard.place.netloc}; script-src *", "evil@127.0.0.1"):
            assert (await ask(heard.place, Host=host))[0] == 421
        status, headers, body = await ask(heard.place, "/authority.crt")
        assert headers["content-type"] == "application/x-x509-ca-cert"
        authority = x509.load_der_x509_certificate(body)
        status, headers, body = await ask(heard.place, "/authority.mobileconfig")
        assert headers["content-type"] == "application/x-apple-aspen-config"
        assert authority.public_bytes(Encoding.PEM) in (tmp_path / FOLDER / "leaf.pem").read_bytes()


async def test_where_the_way_to_the_page_ends_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "OPENS_NS", 200_000_000)
    async with listening(tmp_path) as heard:
        with pytest.raises(ssl.SSLCertVerificationError):
            await asyncio.to_thread(refuses, heard)
        await heard.until("scanning", "phone_certificate")
        assert heard.token
        await ask(heard.place)  # the page, and then no socket
        await heard.until("scanning", "phone_socket")


def refuses(heard: Heard) -> None:
    """Come as a phone that does not trust the page."""
    context = ssl.create_default_context()
    connection = http.client.HTTPSConnection("127.0.0.1", heard.place.port, context=context)
    connection.request("GET", "/")


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    port = free_port()
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(SourceError, match="name an address of this machine and a free port"),
    ):
        PhoneSource(place=Place.of(f"127.0.0.1:{port}"), root=tmp_path).check()


def test_the_notice_holds_the_code_and_the_address(tmp_path: Path) -> None:
    source = PhoneSource(place=Place.of("192.168.1.5"), root=tmp_path)
    assert "https://192.168.1.5:8443/#" in source.notice
    assert "█" in source.notice
    assert "\x1b[30;107m" in source.notice  # else it would be light on dark at a dark terminal

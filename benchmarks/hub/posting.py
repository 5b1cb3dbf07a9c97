"""Clients that post records over TLS, each over one connection that it keeps."""

import asyncio
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvloop

from benchmarks.errors import HubBenchError

_UP_S: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """What clients are to send.

    Attributes:
        port: of the server on this machine.
        certificate: that it shows.
        bodies: of each client, in JSON.
        tokens: of each client.
    """

    port: int
    certificate: Path
    bodies: tuple[tuple[bytes, ...], ...]
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came of it.

    Attributes:
        stored: answers that a record was new.
        seconds: from the first request to the last answer, once all are connected.
    """

    stored: int
    seconds: float


def post_all(posts: Posts) -> Posted:
    """Return how it went once everything is answered.

    Raises:
        HubBenchError: nobody answers.
    """
    return uvloop.run(_post_all(posts))


async def _post_all(posts: Posts) -> Posted:
    context = ssl.create_default_context(cafile=str(posts.certificate))
    lines = [await _connected(posts.port, context) for _ in posts.tokens]
    begun_s = time.perf_counter()
    stored = await asyncio.gather(
        *(
            _client(line, _requests(token, bodies))
            for line, token, bodies in zip(lines, posts.tokens, posts.bodies, strict=True)
        )
    )
    return Posted(stored=sum(stored), seconds=time.perf_counter() - begun_s)


async def _connected(
    port: int, context: ssl.SSLContext
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    until_s = time.monotonic() + _UP_S
    while True:
        try:
            return await asyncio.open_connection(
                "127.0.0.1", port, ssl=context, server_hostname="localhost"
            )
        except OSError as error:
            if time.monotonic() > until_s:
                raise HubBenchError("the peer does not come up") from error
            await asyncio.sleep(0.1)


async def _client(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter], requests: Sequence[bytes]
) -> int:
    reader, writer = line
    stored = 0
    for request in requests:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        stored += b"stored" in await reader.readexactly(length)
    writer.close()
    return stored


def _requests(token: str, bodies: Sequence[bytes]) -> list[bytes]:
    return [
        b"POST /records HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Authorization: %b\r\nContent-Length: %d\r\n\r\n%b" % (token.encode(), len(body), body)
        for body in bodies
    ]

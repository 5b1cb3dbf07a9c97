"""A piece of network between a phone and this machine that can be cut."""

import asyncio
from contextlib import suppress
from typing import Final

CHUNK_BYTES: Final = 65_536


class Relay:
    """Hands on what comes over TCP to a port of this machine, unless it is cut.

    Attributes:
        port: on which it listens, 0 before `open`.
    """

    def __init__(self, to_port: int) -> None:
        """Prepare to hand on to `to_port` of this machine."""
        self.port = 0
        self._to_port = to_port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._joints: set[asyncio.Task[None]] = set()
        self._whole = asyncio.Event()
        self._whole.set()

    async def open(self) -> None:
        """Listen on any port of this machine that is free."""
        self._server = await asyncio.start_server(self._joined, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """End all connections, and let none be made."""
        self._whole.clear()
        for writer in self._writers:
            writer.transport.abort()

    def fall_silent(self) -> None:
        """Let nothing through any more, and tell nobody."""
        self._whole.clear()

    def mend(self) -> None:
        """Hand on again; what was kept back meanwhile comes now, as TCP sends it again."""
        self._whole.set()

    async def close(self) -> None:
        """End all."""
        if self._server is not None:
            self._server.close()
        self.cut()
        self._whole.set()
        await asyncio.gather(*self._joints)

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        joint = asyncio.current_task()
        assert joint is not None
        self._joints.add(joint)
        joint.add_done_callback(self._joints.discard)
        if not self._whole.is_set():
            writer.transport.abort()
            return
        with suppress(OSError):
            further, onward = await asyncio.open_connection("127.0.0.1", self._to_port)
            self._writers |= {writer, onward}
            await asyncio.gather(self._pass(reader, onward), self._pass(further, writer))
            self._writers -= {writer, onward}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK_BYTES):
                await self._whole.wait()
                writer.write(data)
                await writer.drain()
        writer.close()

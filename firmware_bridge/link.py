"""The link to one watch: found, connected, started, and all of it again when it is lost."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Literal

from firmware_bridge.adapter import Adapter
from firmware_bridge.adapters import ADAPTERS, kind_of
from firmware_bridge.connection import Notification, connected
from firmware_bridge.discovery import Backends, Found, find
from firmware_bridge.errors import FATAL_CAUSES, LinkError

Phase = Literal["scanning", "connecting", "streaming", "lost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """How patient the link is.

    Attributes:
        scan_s: one attempt to find the watch.
        connect_s: one attempt to connect, services included.
        operation_s: one read, write or subscription.
        silence_s: a connected watch that says nothing for this long counts as lost.
        retry_s: wait before the first new attempt; it doubles …
        retry_limit_s: … up to this, and starts over once data flow.
        waits_for_help: a cause that only a person can cure, such as a radio that is switched off,
            is told and waited out instead of raised.
    """

    scan_s: float = 10.0
    connect_s: float = 15.0
    operation_s: float = 5.0
    silence_s: float = 5.0
    retry_s: float = 0.25
    retry_limit_s: float = 5.0
    waits_for_help: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChange:
    """The link has come into another phase.

    Attributes:
        phase: where it stands now.
        device: the watch's name, or the one that is looked for.
        error: why it was lost.
    """

    phase: Phase
    device: str
    error: LinkError | None = None


class GattLink:
    """Follows one watch through all its connections.

    Attributes:
        adapter: the watch's adapter, the same over all connections; None until it was found.
    """

    def __init__(
        self,
        name: str,
        *,
        now_ns: Callable[[], int],
        settings: LinkSettings | None = None,
        backends: Backends | None = None,
    ) -> None:
        """Prepare to follow a watch.

        Args:
            name: its advertised name or address; '' is the first one that can be read.
            now_ns: the host clock that stamps arrivals.
            settings: how patient to be.
            backends: bleak's, in place of the platform's own.
        """
        self.adapter: Adapter | None = None
        self._name = name
        self._now_ns = now_ns
        self._settings = settings or LinkSettings()
        self._backends = backends or Backends()

    async def events(self) -> AsyncGenerator[PhaseChange | Notification]:
        """Yield phases and notifications for ever; close it to stop and disconnect.

        A watch that is not heard is looked for again, however long it takes.

        Raises:
            LinkError: for a cause in `FATAL_CAUSES`, unless the link waits for help.
        """
        retry_s = self._settings.retry_s
        while True:
            try:
                async with aclosing(self._one_connection()) as connection:
                    async for event in connection:
                        if isinstance(event, Notification):
                            retry_s = self._settings.retry_s
                        yield event
            except LinkError as error:
                if error.cause in FATAL_CAUSES and not self._settings.waits_for_help:
                    raise
                if error.cause != "not_found":
                    yield PhaseChange(phase="lost", device=self._name, error=error)
            await asyncio.sleep(retry_s)
            retry_s = min(2 * retry_s, self._settings.retry_limit_s)

    async def _one_connection(self) -> AsyncGenerator[PhaseChange | Notification]:
        settings = self._settings
        yield PhaseChange(phase="scanning", device=self._name)
        found = await find(self._name, settings.scan_s, self._backends)
        adapter = self._adapter_for(found)
        yield PhaseChange(phase="connecting", device=found.name)
        async with connected(
            found.device,
            connect_s=settings.connect_s,
            operation_s=settings.operation_s,
            now_ns=self._now_ns,
            backend=self._backends.client,
        ) as connection:
            await adapter.start(connection)
            yield PhaseChange(phase="streaming", device=found.name)
            try:
                silence_s = None if adapter.silent_when_still else settings.silence_s
                async for notification in connection.notifications(silence_s):
                    yield notification
            finally:
                with suppress(LinkError):
                    await adapter.stop(connection)

    def _adapter_for(self, found: Found) -> Adapter:
        if self.adapter is None:
            kind = kind_of(found.name, found.service_uuids)
            if kind is None:
                known = ", ".join(kind.title for kind in ADAPTERS)
                raise LinkError(
                    "wrong_device",
                    f"{found.name!r} is no watch that this program can read ({known})",
                    remedy="'physio watch scan' shows which are in reach",
                )
            self.adapter = kind()
            self._name = found.name
        return self.adapter

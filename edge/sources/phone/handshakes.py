"""Who came as far as TLS and no farther: a phone that does not trust the page yet."""

import asyncio
import ssl
from collections.abc import Callable
from typing import Final

GRACE_S: Final = 2.0
"""Within which a handshake in a home network is done."""


def watch_handshakes(context: ssl.SSLContext, refused: Callable[[], None]) -> None:
    """Have `refused` called when a handshake has begun and is not done in time.

    A browser that does not trust a certificate ends the handshake at once, and begins another when
    the person goes on all the same.

    Args:
        context: of a server in the running loop.
        refused: is called in that loop.
    """
    loop = asyncio.get_running_loop()

    def begun(session: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
        def look() -> None:
            if session.version() is None:  # no handshake that is done
                refused()

        loop.call_later(GRACE_S, look)

    context.sni_callback = begun  # called with every greeting, also one that names nobody

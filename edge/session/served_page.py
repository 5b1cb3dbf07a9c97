"""How a session's page is served, and where it is: what all commands with a page share."""

import os
import socket
import ssl
import webbrowser
from pathlib import Path

from edge.core.messages.status import PageAddress
from edge.page.errors import PageError
from edge.page.settings import PageSettings, new_code
from edge.runtime.supervisor import Supervisor
from edge.terminal.output import say


def page_settings(
    *, port: int = 0, lan: bool = False, certificate: Path | None = None, key: Path | None = None
) -> PageSettings:
    """Return how the page is served, checked as far as it can be before anything is started.

    Announces the code for the first browser where there is one.

    Args:
        port: 0 is any free one.
        lan: open it to the home network, with a code.
        certificate: TLS certificate chain (PEM).
        key: its private key.

    Raises:
        PageError: the page could not be served like that.
    """
    code = new_code() if lan else ""
    settings = PageSettings(port=port, lan=lan, code=code, certificate=certificate, key=key)
    _check_page(settings)
    if code:
        say(f"Code for the first browser: {code}")
        if certificate is None:
            say("Open to your home network without encryption: no picture will be shown.")
    return settings


def _check_page(settings: PageSettings) -> None:
    """Refuse what the page would fail on, before anything is started."""
    if settings.certificate is not None:
        try:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(settings.certificate, settings.key)
        except OSError as error:
            raise PageError(
                f"{settings.certificate} and {settings.key} are no certificate with its key "
                f"({error.strerror or error})"
            ) from error
    try:
        socket.create_server((settings.address, settings.port)).close()
    except OSError as error:
        raise PageError(
            f"port {settings.port} cannot be used ({os.strerror(error.errno or 0)})",
            remedy="choose another with --port, or 0 for any that is free",
        ) from error


def page_url(supervisor: Supervisor) -> str | None:
    """Return the page's address once it can be opened."""
    address = supervisor.newest(PageAddress)
    return None if address is None else address.url


class PageOpener:
    """Says where the page is and opens it, once, as soon as it can be opened.

    Args:
        settings: how the page is served.
        words: that are said, with `{url}` where its address belongs.
        browser: whether a browser is to open it.
    """

    def __init__(self, settings: PageSettings, words: str, *, browser: bool) -> None:
        self._settings = settings
        self._words = words
        self._browser = browser
        self._opened = False

    def __call__(self, supervisor: Supervisor) -> None:
        """Open it if that can be done and was not."""
        if self._opened or (url := page_url(supervisor)) is None:
            return
        self._opened = True
        say(self._words.format(url=url))
        if self._browser:
            webbrowser.open(self._settings.opening_url(url))

"""Where the page is served, and to whom."""

import ipaddress
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from edge.machine.network import network_address
from edge.page.errors import PageError

CODE_DIGITS: Final = 8
KEY: Final = "key"
"""Name of the key in the page's address."""

Network = Literal["none", "open", "encrypted"]
"""The network that a page is served to: none beyond this machine, or one without or with TLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettings:
    """Where the page is served; on this machine alone unless `lan` is set.

    Attributes:
        host: address to listen on without `lan`; of this machine itself.
        port: port to listen on; 0 takes any that is free.
        lan: listen on all addresses and ask every browser for a code.
        code: the code for the first browser that comes over the network.
        certificate: TLS certificate chain (PEM), None for a page without TLS.
        key: its private key.
        state: file that keeps who was let in while the page is restarted; None to forget.
        address_key: what the page's address holds without `lan`, so that nobody else on this
            machine can open it.
        opening_key: the same, but it lets one browser in. What is opened for a person stands in
            the browser's command line, which every user of the machine can read.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    lan: bool = False
    code: str = ""
    certificate: Path | None = None
    key: Path | None = None
    state: Path | None = None
    address_key: str = field(default_factory=secrets.token_urlsafe, repr=False)
    opening_key: str = field(default_factory=secrets.token_urlsafe, repr=False)

    def __post_init__(self) -> None:
        """Refuse what would open the page without a code.

        Raises:
            PageError: `host` is not of this machine, a code is missing, or half a certificate.
        """
        if not self.lan and not _is_local(self.host):
            raise PageError(
                f"{self.host} is reachable from the network",
                remedy="ask for the home network instead (lan), which protects the page with a "
                "code",
            )
        if self.lan and len(self.code) < CODE_DIGITS:
            raise PageError(f"the home network needs a code of at least {CODE_DIGITS} digits")
        if (self.certificate is None) != (self.key is None):
            raise PageError("TLS needs both a certificate and its key")

    @property
    def address(self) -> str:
        """The address to listen on."""
        return "0.0.0.0" if self.lan else self.host

    @property
    def network(self) -> Network:
        """Who could read along."""
        if not self.lan:
            return "none"
        return "open" if self.certificate is None else "encrypted"

    def url(self, port: int) -> str:
        """Return the page's address for a browser; with `lan` one that other devices know too."""
        host = network_address() if self.lan else self.host
        shown = f"[{host}]" if ":" in host else host
        query = "" if self.lan else f"?{KEY}={self.address_key}"
        return f"{'http' if self.certificate is None else 'https'}://{shown}:{port}/{query}"

    def opening_url(self, url: str) -> str:
        """Return the page's address, as `url` gives it, for one browser that is to be opened."""
        return url.replace(self.address_key, self.opening_key)


def new_code() -> str:
    """Return a random code of `CODE_DIGITS` digits."""
    return "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""Where the dashboard is served, and what keeps others from reading along."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from edge.hub.errors import HubError
from edge.hub.place import Place

CERTIFICATE = "certificate.pem"
CERTIFICATE_KEY = "certificate.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardSettings:
    """Where the dashboard is served, and to whom.

    Attributes:
        address: to listen at; beyond this machine only with a certificate.
        port: to listen on; 0 takes any that is free.
        certificate: TLS certificate chain (PEM); None without TLS.
        key: its private key.
        name: host name under which browsers open it, beside addresses and the machine's own name;
            behind a proxy the only one.
        proxy: address of a proxy, the only one that is answered; None without a proxy.
    """

    address: str = "127.0.0.1"
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None
    name: str = ""
    proxy: str | None = None

    def __post_init__(self) -> None:
        """Refuse what would let others read along or take the place of the dashboard.

        Raises:
            HubError: the address is reachable from the network without a certificate; half a
                certificate; or a proxy without the name under which browsers open it.
        """
        if (self.certificate is None) != (self.key is None):
            raise HubError("TLS needs both a certificate and its key", cause="half_certificate")
        if self.certificate is None and not _is_loopback(self.address):
            raise HubError(
                f"{self.address} is reachable from the network, and there is no certificate",
                remedy="'physio hub certificate' makes one; or listen at 127.0.0.1",
                cause="no_certificate",
            )
        if self.proxy is not None:
            if not _is_address(self.proxy):
                raise HubError(f"{self.proxy!r} is no address of a proxy", cause="bad_proxy")
            if not self.name:
                raise HubError(
                    "behind a proxy the dashboard must know the name under which browsers open it",
                    remedy="set `dashboard_name` in hub.toml, such as hub.clinic.example",
                    cause="no_name",
                )

    @classmethod
    def of(cls, place: Place) -> Self:
        """Return the settings of a hub.

        Raises:
            HubError: they would let others read along, or an address is none.
        """
        told = place.settings
        address, _, port = told.dashboard.rpartition(":")
        address = address.removeprefix("[").removesuffix("]")
        if not port.isdecimal() or int(port) > 65_535 or not address:
            raise HubError(
                f"{told.dashboard!r} is no address and port", remedy="such as 127.0.0.1:5580"
            )
        own, own_key = place.folder / CERTIFICATE, place.folder / CERTIFICATE_KEY
        return cls(
            address=address,
            port=int(port),
            certificate=_given(told.certificate, own),
            key=_given(told.certificate_key, own_key),
            name=told.dashboard_name.lower(),
            proxy=told.dashboard_proxy or None,
        )

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers reach it over TLS: its own, or that of the proxy."""
        return self.certificate is not None or self.proxy is not None

    def url(self, port: int) -> str:
        """Return the address for a browser, where the dashboard listens on that port."""
        if self.proxy is not None:
            return f"https://{self.name}/"
        shown = f"[{self.address}]" if ":" in self.address else self.address
        scheme = "http" if self.certificate is None else "https"
        return f"{scheme}://{self.name or shown}:{port}/"


def _given(told: str, own: Path) -> Path | None:
    if told:
        return Path(told).expanduser()
    return own if own.is_file() else None


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_loopback(address: str) -> bool:
    return address == "localhost" or (
        _is_address(address) and ipaddress.ip_address(address).is_loopback
    )

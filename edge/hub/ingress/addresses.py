"""Where several ports of one hub listen, and how patients' machines reach each."""

import ipaddress
from dataclasses import dataclass

from edge.hub.errors import HubError
from edge.hub.place import HubSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Of one port.

    Attributes:
        listen: endpoint on the hub's machine.
        public: how patients' machines reach it; "" where nobody has said so.
    """

    listen: str
    public: str


def addresses_of(settings: HubSettings, number: int) -> tuple[Address, ...]:
    """Return the addresses of so many ports: as in the settings, and on the ports that follow.

    The pairing port is passed over. A port that is reached through another number from elsewhere is
    as far from that of `public` as the port itself is from that of `listen`.

    Raises:
        HubError: the settings do not say which ports follow, or how machines reach them.
    """
    if number == 1:
        return (Address(listen=settings.listen, public=settings.public),)
    host, first = _split(settings.listen, "listen")
    if not settings.public and _is_anywhere(host):
        raise HubError(
            "nobody has said how patients' machines reach several ports of this hub",
            remedy="set `public` in hub.toml",
            cause="no_address",
        )
    public_host, public_first = _split(settings.public or settings.listen, "public")
    taken = settings.pairing.rpartition(":")[2]
    ports = [port for port in range(first, first + number + 1) if str(port) != taken][:number]
    if max(ports[-1], public_first + ports[-1] - first) > 65_535:
        raise HubError("the ports of several ingress processes go beyond 65535")
    return tuple(
        Address(
            listen=f"tcp://{host}:{port}",
            public=f"tcp://{public_host}:{public_first + port - first}",
        )
        for port in ports
    )


def _split(endpoint: str, name: str) -> tuple[str, int]:
    host, _, port = endpoint.removeprefix("tcp://").rpartition(":")
    if not host or not port.isdecimal() or int(port) == 0:
        raise HubError(
            f"several ingress processes need a port's number in `{name}`, not {endpoint!r}",
            remedy="such as tcp://0.0.0.0:5571",
        )
    return host, int(port)


def _is_anywhere(host: str) -> bool:
    if host == "*":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False

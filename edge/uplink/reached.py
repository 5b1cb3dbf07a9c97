"""Where a hub can be reached, by which of its keys, and what of that is kept after an exchange."""

import ipaddress
from collections.abc import Iterator
from dataclasses import replace

from edge.exchange.messages import Welcome
from edge.records.hub_link import HubLink


def hubs_to_try(link: HubLink) -> Iterator[HubLink]:
    """Yield the link as it is with each key that the hub may have now, the likely one first.

    A hub that changes its key has the new one at a second place first, and later where it has
    always been.
    """
    changed = replace(link, hub_key=link.next_hub_key, next_hub_key="", next_endpoints=())
    if link.next_hub_key and link.next_endpoints:
        yield replace(changed, endpoints=link.next_endpoints)
    yield link
    if link.next_hub_key:
        yield changed


def with_news(link: HubLink, used: HubLink, endpoint: str, welcome: Welcome) -> HubLink:
    """Return a link after the hub has welcomed this machine.

    Args:
        link: as it was before.
        used: with which hub key and endpoints that happened.
        endpoint: that answered.
        welcome: what the hub said.
    """
    told = tuple(lead_somewhere(welcome.endpoints, endpoint))
    coming = tuple(lead_somewhere(welcome.next_endpoints, endpoint))
    if welcome.next_hub_key and welcome.next_hub_key != used.hub_key:
        return replace(
            link,
            hub_key=used.hub_key,
            endpoints=told or _unique(endpoint, *used.endpoints),
            next_hub_key=welcome.next_hub_key,
            next_endpoints=coming,
        )
    is_changing = bool(welcome.next_hub_key)
    places = (*coming, *(told or link.endpoints)) if is_changing else told
    return replace(
        link,
        hub_key=used.hub_key,
        endpoints=_unique(*(places or (endpoint, *used.endpoints))),
        next_hub_key="" if is_changing else used.next_hub_key,
        next_endpoints=() if is_changing else used.next_endpoints,
    )


def lead_somewhere(endpoints: tuple[str, ...], reached: str) -> Iterator[str]:
    """Yield endpoints that lead to the hub.

    A hub that listens at all addresses of its machine may not know any by which it is reached; it
    was reached by one.

    Args:
        endpoints: as the hub knows them.
        reached: host and port, or an endpoint, where it was reached.
    """
    host = reached.removeprefix("tcp://").rpartition(":")[0]
    for endpoint in endpoints:
        own_host, _, port = endpoint.removeprefix("tcp://").rpartition(":")
        yield f"tcp://{host}:{port}" if _is_anywhere(own_host) else endpoint


def _unique(*endpoints: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(endpoints))


def _is_anywhere(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_unspecified

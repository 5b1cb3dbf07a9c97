"""This machine's key to a hub, changed once a year or when it is asked for.

The new key is on the disk before the hub is told of it. Told, both hold for thirty days; with the
first use of the new one the old one is refused for ever. Whenever this is ended in between, the
next exchange goes on with what both sides know.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import zmq

from edge.records.hub_link import HubLink, keep_link, link_of
from edge.records.patient_lock import only_sender_of
from edge.uplink.errors import UplinkError

YEAR_MS: Final = 365 * 86_400_000


def begin_key_change(patient_dir: Path) -> None:
    """Make a new key for a patient's machine, which the next exchange tells the hub.

    One that was made before and is not used yet is kept.

    Raises:
        UplinkError: the machine is not paired.
        RecordsError: another process speaks with the hub, or the link is damaged.
        OSError: the link cannot be kept; it is as it was.
    """
    with only_sender_of(patient_dir):
        link = link_of(patient_dir)
        if link is None:
            raise UplinkError(
                "this machine is not paired with a hub",
                remedy="'physio uplink pair'",
                cause="not_paired",
            )
        if not link.new_public_key:
            keep_link(patient_dir, with_new_key(link))


def with_new_key(link: HubLink) -> HubLink:
    """Return a link with a new key beside its own."""
    public, secret = zmq.curve_keypair()
    return replace(
        link,
        new_public_key=public.decode(),
        new_secret_key=secret.decode(),
        new_key_told=False,
    )


def due(link: HubLink, now_ms: int) -> HubLink:
    """Return a link that is to be used now: with a new key where its own is a year old."""
    if link.key_made_ms == 0:
        return replace(link, key_made_ms=now_ms)
    if not link.new_public_key and now_ms - link.key_made_ms > YEAR_MS:
        return with_new_key(link)
    return link


def keys_to_try(link: HubLink) -> Iterator[HubLink]:
    """Yield the link with each of this machine's keys that the hub may know, the likely one first.

    The one behind it is for a hub that has not heard of the new key, or whose answer was lost
    until the old one had expired.
    """
    if not link.new_public_key:
        yield link
        return
    new = replace(link, public_key=link.new_public_key, secret_key=link.new_secret_key)
    yield from (new, link) if link.new_key_told else (link, new)


def after(link: HubLink, used: HubLink, *, told: bool, now_ms: int) -> HubLink:
    """Return a link after an exchange.

    Args:
        link: as it was before it.
        used: with which the hub has welcomed this machine.
        told: the hub has said that it has the new key.
        now_ms: the clock on the wall, UTC.
    """
    if used.public_key != link.public_key:
        return replace(
            link,
            public_key=used.public_key,
            secret_key=used.secret_key,
            new_public_key="",
            new_secret_key="",
            new_key_told=False,
            key_made_ms=now_ms,
        )
    return replace(link, new_key_told=link.new_key_told or told)

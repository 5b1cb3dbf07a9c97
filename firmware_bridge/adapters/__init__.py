"""The kinds of watches the project can read, one file each; a new kind is one more line here."""

from collections.abc import Sequence
from typing import Final

from firmware_bridge.adapter import Adapter
from firmware_bridge.adapters.house import HouseAdapter

ADAPTERS: Final[tuple[type[Adapter], ...]] = (HouseAdapter,)


def adapter_for(name: str, service_uuids: Sequence[str]) -> Adapter | None:
    """Return a fresh adapter for a device by its advertisement, None when none fits."""
    for kind in ADAPTERS:
        if kind.recognises(name, service_uuids):
            return kind()
    return None

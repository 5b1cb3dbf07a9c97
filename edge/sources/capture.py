"""The raw packets of a watch, in the form that `physio evaluate decoders` reads."""

import asyncio
import json
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any, Final

from edge.bus.clock import now_ns
from edge.sources.errors import SourceError
from firmware_bridge.adapters.boards import MicrobitAdapter, ThingyAdapter
from firmware_bridge.adapters.bosch_hub import NiclaAdapter, OpenEarable2Adapter
from firmware_bridge.adapters.espruino import BangleAdapter, PuckAdapter
from firmware_bridge.adapters.house import HouseAdapter
from firmware_bridge.adapters.infinitime import InfiniTimeAdapter
from firmware_bridge.adapters.movella_dot import DotAdapter
from firmware_bridge.adapters.movesense import REFERENCE, MovesenseAdapter
from firmware_bridge.connection import Notification
from firmware_bridge.discovery import Backends
from firmware_bridge.link import GattLink
from firmware_bridge.protocols.espruino import BANGLE, PUCK, LineForm
from firmware_bridge.protocols.movesense import Resource


def _lines(form: LineForm) -> dict[str, Any]:
    return {"line": ",".join([form.tag, *form.fields]), "unit": form.unit}


FAMILIES: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    HouseAdapter.title: ("house", {}),
    BangleAdapter.title: ("bangle", _lines(BANGLE)),
    PuckAdapter.title: ("puck", _lines(PUCK)),
    MovesenseAdapter.title: ("movesense", {"resource": Resource().path, "reference": REFERENCE}),
    NiclaAdapter.title: ("nicla", {}),
    OpenEarable2Adapter.title: ("openearable2", {}),
    DotAdapter.title: ("dot", {"mode": 21}),
    ThingyAdapter.title: ("thingy52", {}),
    MicrobitAdapter.title: ("microbit", {}),
    InfiniTimeAdapter.title: ("pinetime", {}),
}
"""Family and settings of a vector by the adapter's title, where it is not that in small letters."""


async def capture(name: str, backends: Backends, seconds: float, patience_s: float) -> list[Any]:
    """Return what a watch sends for a while, as vectors: one per characteristic.

    Args:
        name: advertised name or address; '' is the first one that can be read.
        backends: bleak's, of a simulated watch.
        seconds: for how long, from its first packet on.
        patience_s: how long to wait for that.

    Raises:
        SourceError: it has sent nothing.
        LinkError: the radio cannot be used, or the device is no watch.
    """
    link = GattLink(name, now_ns=now_ns, backends=backends)
    heard: list[Notification] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(patience_s) as limit, aclosing(link.events()) as events:
            async for event in events:
                if isinstance(event, Notification):
                    if not heard:
                        limit.reschedule(asyncio.get_running_loop().time() + seconds)
                    heard.append(event)
    if link.adapter is None or not heard:
        raise SourceError("the watch has sent nothing", remedy="switch it on and bring it closer")
    title = link.adapter.title
    family, setup = FAMILIES.get(title, (title.lower(), {}))
    return [
        {
            "id": f"captured-{family}-{number}",
            "family": family,
            "kind": "notifications",
            "characteristic": characteristic,
            "notifications": [one.data.hex() for one in own],
            "arrivals_ns": [one.arrival_ns for one in own],
            "setup": setup,
            "expected": {},
        }
        for number, (characteristic, own) in enumerate(_by_characteristic(heard), start=1)
    ]


def _by_characteristic(heard: list[Notification]) -> list[tuple[str, list[Notification]]]:
    found: dict[str, list[Notification]] = {}
    for one in heard:
        found.setdefault(one.characteristic, []).append(one)
    return list(found.items())


def write_capture(path: Path, vectors: list[Any]) -> None:
    """Write vectors to a file.

    Raises:
        SourceError: it cannot be written.
    """
    try:
        path.write_text(json.dumps(vectors, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error}") from error

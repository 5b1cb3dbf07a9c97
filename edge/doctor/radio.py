"""Bluetooth, from the switch on the case to the service that answers."""

import asyncio
import sys
from pathlib import Path
from typing import Final

from edge.doctor.finding import Finding, limited, ok
from firmware_bridge.discovery import check_radio
from firmware_bridge.errors import LinkError

RFKILL: Final = Path("/sys/class/rfkill")
ADAPTERS: Final = Path("/sys/class/bluetooth")
WITHOUT: Final = "until then the simulated watch and recordings work"


def radio_switch(rfkill: Path = RFKILL) -> Finding:
    """Tell whether a switch of the case or of the system keeps Bluetooth off."""
    for switch in sorted(rfkill.glob("rfkill*")):
        if _text(switch / "type") != "bluetooth":
            continue
        if _text(switch / "hard") == "1":
            return limited("Radio switch", f"Bluetooth is off by a switch of the case; {WITHOUT}")
        if _text(switch / "soft") == "1":
            return limited(
                "Radio switch", f"Bluetooth is blocked: rfkill unblock bluetooth; {WITHOUT}"
            )
    return ok("Radio switch", "Bluetooth is not blocked")


def bluetooth(adapters: Path = ADAPTERS) -> Finding:
    """Tell whether a real watch can be looked for, by beginning to."""
    if not sys.platform.startswith("linux"):
        return limited("Bluetooth", "only tried on Linux")
    found = ", ".join(sorted(path.name for path in adapters.glob("hci*")))
    if not found:
        return limited("Bluetooth", f"no adapter: plug in a Bluetooth dongle; {WITHOUT}")
    try:
        asyncio.run(check_radio())
    except LinkError as error:
        return limited("Bluetooth", f"{found}: {error}; {WITHOUT}")
    return ok("Bluetooth", found)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""

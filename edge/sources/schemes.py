"""The ways to hear a watch; a new one is one file and one row here."""

from dataclasses import dataclass
from importlib import import_module
from typing import Final

from edge.sources.errors import SourceError
from edge.sources.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A scheme that is imported when it is used.

    Attributes:
        written: how a user writes it.
        says: what that means, for a list of all.
        module: holds the `Scheme`, as `SCHEME`.
    """

    written: str
    says: str
    module: str


SCHEMES: Final = {
    "ble": Row(
        written="ble:NAME",
        says="a watch over Bluetooth; 'ble:' is the first that can be read",
        module="edge.sources.ble",
    ),
    "file": Row(
        written="file:PATH",
        says="a recording, played at its own pace",
        module="edge.sources.file",
    ),
    "hid": Row(
        written="hid:NAME",
        says="a game controller with a motion sensor; 'hid:' is the first that there is",
        module="edge.sources.hid",
    ),
    "phone": Row(
        written="phone:[ADDRESS]",
        says="a phone whose browser opens a page of this machine (docs/phone.md)",
        module="edge.sources.phone.source",
    ),
    "virtual": Row(
        written="virtual[:NAME]",
        says="a simulated watch",
        module="edge.sources.virtual",
    ),
    "wifi": Row(
        written="wifi:APP@ADDRESS",
        says="an app in the network, as wearmocap, sensorlogger or sensorlog (docs/wifi.md)",
        module="edge.sources.wifi.scheme",
    ),
}
WRITTEN: Final = ", ".join(row.written for row in SCHEMES.values())
"""How a user may write a watch."""
HELP: Final = f"{'; '.join(f'{row.written}: {row.says}' for row in SCHEMES.values())}."
"""The same with what it means, for an option's help."""


def scheme_of(text: str) -> tuple[Scheme, str]:
    """Return the scheme of `SCHEME:REST`, and what stands after the colon.

    Raises:
        SourceError: there is no such scheme.
    """
    kind, _, rest = text.partition(":")
    row = SCHEMES.get(kind)
    if row is None:
        raise names_no_watch(text)
    scheme: Scheme = import_module(row.module).SCHEME
    return scheme, rest


def names_no_watch(text: str) -> SourceError:
    """Return the error of a text that names no source."""
    return SourceError(f"{text!r} names no watch", remedy=f"use {WRITTEN}")

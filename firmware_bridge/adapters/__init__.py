"""The kinds of watches that the project can read; a new kind is one more line here.

An adapter in somebody's own package is found by the entry point `physio_edge.adapters`.
"""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Final

from firmware_bridge.adapter import Adapter
from firmware_bridge.adapters.boards import MicrobitAdapter, ThingyAdapter
from firmware_bridge.adapters.bosch_hub import NiclaAdapter, OpenEarable2Adapter, OpenEarableAdapter
from firmware_bridge.adapters.esense import EsenseAdapter
from firmware_bridge.adapters.espruino import BangleAdapter, PuckAdapter
from firmware_bridge.adapters.house import HouseAdapter
from firmware_bridge.adapters.infinitime import InfiniTimeAdapter
from firmware_bridge.adapters.metamotion import MetaMotionAdapter
from firmware_bridge.adapters.movella_dot import DotAdapter
from firmware_bridge.adapters.movesense import MovesenseAdapter
from firmware_bridge.adapters.polar import PolarAdapter
from firmware_bridge.adapters.witmotion import WitMotionAdapter
from firmware_bridge.errors import LinkError

ADAPTERS: Final[tuple[type[Adapter], ...]] = (
    HouseAdapter,
    MovesenseAdapter,
    PolarAdapter,
    MetaMotionAdapter,
    WitMotionAdapter,
    BangleAdapter,
    PuckAdapter,
    NiclaAdapter,
    OpenEarableAdapter,
    OpenEarable2Adapter,
    EsenseAdapter,
    DotAdapter,
    ThingyAdapter,
    MicrobitAdapter,
    InfiniTimeAdapter,
)


ENTRY_POINTS: Final = "physio_edge.adapters"


def kind_of(name: str, service_uuids: Sequence[str]) -> type[Adapter] | None:
    """Return the adapter that recognises this advertisement, None when none does.

    Raises:
        LinkError: what another package names as an adapter cannot be loaded.
    """
    kinds = (*other_adapters(), *ADAPTERS)
    return next((kind for kind in kinds if kind.recognises(name, service_uuids)), None)


@cache
def other_adapters() -> tuple[type[Adapter], ...]:
    """Return the adapters that other packages bring along.

    Raises:
        LinkError: one cannot be loaded, or what a package names there is no adapter.
    """
    found: list[type[Adapter]] = []
    for point in entry_points(group=ENTRY_POINTS):
        try:
            loaded = point.load()
        except Exception as error:
            raise LinkError(
                "failed",
                f"the adapter {point.name} of another package cannot be loaded: {error!r}",
                remedy="mend or uninstall that package",
            ) from error
        needed = ("title", "silent_when_still", "recognises", "start", "stop", "decode")
        if not isinstance(loaded, type) or not all(hasattr(loaded, name) for name in needed):
            raise LinkError(
                "failed", f"{point.value}, named as the adapter {point.name}, is no adapter"
            )
        found.append(loaded)
    return tuple(found)

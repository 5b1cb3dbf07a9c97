"""The kinds of watches the project can read, one file each; a new kind is one more line here."""

from collections.abc import Sequence
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


def kind_of(name: str, service_uuids: Sequence[str]) -> type[Adapter] | None:
    """Return the adapter that recognises this advertisement, None when none does."""
    return next((kind for kind in ADAPTERS if kind.recognises(name, service_uuids)), None)

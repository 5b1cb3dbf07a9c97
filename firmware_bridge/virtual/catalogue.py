"""The virtual devices by the names that `--watch virtual:NAME` takes."""

from collections.abc import Callable
from typing import Final

from firmware_bridge.errors import PlaybackError
from firmware_bridge.virtual import plain
from firmware_bridge.virtual.espruino import bangle, puck
from firmware_bridge.virtual.metamotion import MetaMotionModel
from firmware_bridge.virtual.model import Model
from firmware_bridge.virtual.polar import PolarModel
from firmware_bridge.virtual.witmotion import WitMotionModel

HOUSE: Final = "house"
MODELS: Final[dict[str, Callable[[], Model]]] = {
    "polar": PolarModel,
    "metamotion": MetaMotionModel,
    "witmotion": WitMotionModel,
    "bangle": bangle,
    "puck": puck,
    "movesense": plain.movesense_sensor,
    "nicla": plain.nicla,
    "openearable": plain.openearable,
    "openearable2": plain.openearable2,
    "esense": plain.earbud,
    "dot": plain.dot,
    "thingy52": plain.thingy,
    "microbit": plain.micro_bit,
    "pinetime": plain.pinetime,
}
FAMILIES: Final = (HOUSE, *MODELS)


def model_of(name: str) -> Model | None:
    """Return a new device of that name, None for the house profile.

    Raises:
        PlaybackError: there is none of that name.
    """
    if name in ("", HOUSE):
        return None
    try:
        return MODELS[name]()
    except KeyError:
        raise PlaybackError(
            f"there is no virtual watch {name!r}", remedy=f"known are {', '.join(FAMILIES)}"
        ) from None

"""The sensors of Sensor Logger: names, columns, units and signs, in files and in messages.

Android and "standardised" recordings have the sign of the force; an iPhone's have that of gravity,
and so have an Apple Watch's, which then are in g.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.composition import gravity_unit
from edge.importers.json_text import numbers_in
from edge.importers.stream import Quantity, Stream

WATCH: Final[tuple[tuple[Quantity, str, tuple[str, ...]], ...]] = (
    ("angular rate", "rotationRate{}", ("rad/s",)),
    ("gravity", "gravity{}", ("g", "m/s²")),
    ("linear acceleration", "acceleration{}", ("g", "m/s²")),
)
PHONE: Final[dict[str, tuple[Quantity, tuple[str, ...]]]] = {
    "totalacceleration": ("acceleration", ("m/s²",)),
    "accelerometer": ("linear acceleration", ("m/s²",)),
    "gravity": ("gravity", ("m/s²",)),
    "gyroscope": ("angular rate", ("rad/s",)),
    "accelerometeruncalibrated": ("acceleration", ("m/s²", "g")),
    "gyroscopeuncalibrated": ("angular rate", ("rad/s",)),
}
"""Sensors of the phone, in the order in which one is taken instead of a later one."""
OTHERS: Final = (
    "magnetometer",
    "magnetometeruncalibrated",
    "watchmagnetometer",
    "compass",
    "headphone",
)
"""Sensors with three axes that tell nothing of a movement of an arm."""


_RAW: Final = "accelerometeruncalibrated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneSensors:
    """How the sensors of a phone are to be read.

    Attributes:
        kinds: what each of them measures, and in which units; those that are not needed are left
            out.
        points_down: their accelerations have the sign of gravity.
        is_assumed: the platform was not said, matters, and has been taken from which sensors
            there are.
    """

    kinds: dict[str, tuple[Quantity, tuple[str, ...]]]
    points_down: bool
    is_assumed: bool

    def signed(self, sensor: str, stream: Stream) -> Stream:
        """Return the stream of one of the `kinds` with its quantity, its unit and its sign.

        A raw acceleration in g is an iPhone's: no other phone has one in that unit.
        """
        quantity, units = self.kinds[sensor]
        points_down = self.points_down
        if sensor == _RAW:
            units = (gravity_unit(finite_rows(stream.values), units),)
            points_down = units == ("g",)
        return replace(stream, quantity=quantity, units=units, points_down=points_down)


def phone_sensors(
    known: Collection[str], platform: str = "", *, standard: bool = False
) -> PhoneSensors:
    """Return how to read the sensors of a phone that are there, by the keys of `PHONE`.

    Args:
        known: which there are.
        platform: "ios", "android", or "" where it is not said.
        standard: the app was told to write the same units and signs on all platforms.
    """
    is_assumed = not platform and not standard and "totalacceleration" not in known
    if is_assumed:
        platform = "ios" if {"accelerometer", "gravity"} <= set(known) else "android"
    kinds: dict[str, tuple[Quantity, tuple[str, ...]]] = {}
    for one, (quantity, units) in PHONE.items():
        has = {quantity for quantity, _ in kinds.values()}
        is_over = quantity == "acceleration" and {"linear acceleration", "gravity"} <= has
        if one in known and not is_over and quantity not in has:
            kinds[one] = quantity, units
    return PhoneSensors(
        kinds=kinds,
        points_down=platform == "ios" and not standard,
        is_assumed=is_assumed and not {"accelerometer", "gravity"}.isdisjoint(kinds),
    )


def phone_sensor(name: str) -> str:
    """Return the key of `PHONE` that a sensor's or a file's name begins with, "" for none."""
    own = letters(name.removesuffix(".csv"))
    return max((one for one in PHONE if own.startswith(one)), key=len, default="")


def signed_watch(streams: Sequence[Stream]) -> list[Stream]:
    """Return the streams of a watch with their sign, which its unit of gravity tells."""
    gravity = [one for one in streams if one.quantity == "gravity"]
    unit = gravity_unit(finite_rows(gravity[0].values), ("g", "m/s²")) if gravity else "g"
    return [replace(one, points_down=unit == "g") for one in streams]


def letters(name: str) -> str:
    """Return the letters of a name, all small."""
    return re.sub(r"[^a-z]", "", name.lower())


def numbered_messages(values: Iterable[object]) -> list[tuple[float, list[Any]]]:
    """Return the rows of every message with its number; an export is one message."""
    found: list[tuple[float, list[Any]]] = []
    for value in values:
        rows = []
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and isinstance(one.get("payload"), list):
                number = numbers_in(one, ("messageId",)) or [float(len(found))]
                found.append((number[0], one["payload"]))
            else:
                rows.append(one)
        found.append((float(len(found)), rows))
    return found


def sensors_in(rows: Sequence[Any], source: str) -> Iterable[tuple[str, list[Stream]]]:
    """Yield name and streams of every sensor in rows of JSON."""
    by_name: dict[str, list[tuple[float, dict[str, Any]]]] = {}
    for row in rows:
        if not isinstance(row, dict):
            continue
        name = row.get("name", row.get("sensor"))
        values = row.get("values", row)
        time = numbers_in(row, ("time",))
        if isinstance(name, str) and isinstance(values, dict) and time:
            by_name.setdefault(name, []).append((time[0] * 1e-9, values))
    for name, found in by_name.items():
        if letters(name).startswith(OTHERS):
            continue
        kinds = [(quantity, names, units) for quantity, names, units in WATCH]
        kinds.append(("acceleration", "{}", ("m/s²",)))
        streams = [
            stream
            for quantity, names, units in kinds
            if (stream := _stream(found, quantity, names, units, source)) is not None
        ]
        if streams:
            yield name, streams


def _stream(
    rows: Sequence[tuple[float, dict[str, Any]]],
    quantity: Quantity,
    names: str,
    units: tuple[str, ...],
    source: str,
) -> Stream | None:
    letters = "xyz" if names == "{}" else "XYZ"
    keys = tuple(names.format(letter) for letter in letters)
    known = [(t, v) for t, values in rows if (v := numbers_in(values, keys)) is not None]
    if not known:
        return None
    return Stream(
        quantity=quantity,
        times=np.array([t for t, _ in known]),
        values=np.array([v for _, v in known]),
        units=units,
        source=source,
    )


def finite_rows(values: Floats) -> Floats:
    """Return the rows (m, 3) in which no number is missing."""
    whole: Floats = values[np.isfinite(values).all(axis=1)]
    return whole

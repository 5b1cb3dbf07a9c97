"""Sensor Logger, an app for iPhone, Android and their watches: CSV, JSON, or messages it pushed.

All files of a sensor but those of the watch have the same columns, of which z stands first: the
file's name says which sensor it is, and gravity where it does not. Android and "standardised"
recordings have the sign of the force; an iPhone's have that of gravity, and so have an Apple
Watch's, which then are in g. Gravity and acceleration stand apart, but for Android's total
acceleration.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.importers.composition import gravity_unit
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.head import HEAD_BYTES, Head
from edge.importers.json_text import json_values, numbers_in
from edge.importers.named_table import Axes, axes, read_axes
from edge.importers.recorded_files import RecordedFile
from edge.importers.remark import Remark
from edge.importers.stream import Quantity, Readings, Stream

_TIMES: Final = ("seconds_elapsed",)
_WATCH: Final[tuple[tuple[Quantity, str, tuple[str, ...]], ...]] = (
    ("angular rate", "rotationRate{}", ("rad/s",)),
    ("gravity", "gravity{}", ("g", "m/s²")),
    ("linear acceleration", "acceleration{}", ("g", "m/s²")),
)
_PHONE: Final[dict[str, tuple[Quantity, tuple[str, ...]]]] = {
    "totalacceleration": ("acceleration", ("m/s²",)),
    "accelerometer": ("linear acceleration", ("m/s²",)),
    "gravity": ("gravity", ("m/s²",)),
    "gyroscope": ("angular rate", ("rad/s",)),
    "accelerometeruncalibrated": ("acceleration", ("m/s²", "g")),
    "gyroscopeuncalibrated": ("angular rate", ("rad/s",)),
}
"""Sensors of the phone, in the order in which one is taken instead of a later one."""
_OTHERS: Final = ("magnetometer", "magnetometeruncalibrated", "watchmagnetometer", "compass")
"""Sensors with three axes that tell nothing of a movement."""
_MOST_VARIES: Final = 0.02
"""The length of gravity alone varies by less of itself, that of an acceleration by more."""


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


@dataclass(slots=True)
class _Recording:
    """What the files of one recording hold.

    Attributes:
        watch: streams of the watch.
        phone: streams of the phone by the names of their sensors; what cannot be told is "".
        about: of the recording, by the names of Metadata.csv.
        remarks: of their readers.
    """

    watch: list[Stream] = field(default_factory=list)
    phone: dict[str, Stream] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def take(self, name: str, streams: Sequence[Stream]) -> None:
        """Take in the streams of one sensor."""
        if len(streams) != 1 or streams[0].quantity != "acceleration":
            self.watch += streams
            return
        letters = _letters(name.removesuffix(".csv"))
        known = max((one for one in _PHONE if letters.startswith(one)), key=len, default="")
        self.phone.setdefault(known, streams[0])


def _recognise(head: Head) -> float:
    text = head.text.lstrip()
    if text[:1] in ("{", "["):
        lower = text.lower()
        is_push = '"payload"' in lower and ('"messageid"' in lower or '"sessionid"' in lower)
        return float(is_push or ('"sensor"' in lower and '"seconds_elapsed"' in lower))
    names = {name for line in head.lines[:1] for name in Head(data=line.encode()).names}
    if names >= {"platform", "appversion"} or names >= {"version", "device name"}:
        return 0.8
    if not names >= {"time", "seconds_elapsed"}:
        return 0.0
    is_motion = names >= {"x", "y", "z"} and not _letters(head.title).startswith(_OTHERS)
    return 1.0 if is_motion or {"gravityx", "rotationratex"} & names else 0.0


def _read(files: Sequence[RecordedFile]) -> Readings:
    recording = _Recording()
    messages: list[tuple[float, Any]] = []
    for file in files:
        head = Head(data=file.head(HEAD_BYTES), title=file.title)
        if head.text.lstrip()[:1] in ("{", "["):
            messages += _messages(json_values(file))
        elif head.has("seconds_elapsed"):
            streams, remarks = read_axes(file, _wanted())
            recording.take(file.title, streams)
            recording.remarks += remarks
        else:
            recording.about.update(_metadata(head))
    rows = [row for _, message in sorted(messages, key=lambda one: one[0]) for row in message]
    for name, streams in _sensors(rows, files[0].name):
        recording.take(name, streams)
    return _chosen(recording, files[0].name)


def _wanted() -> list[Axes]:
    watch = [
        Axes(quantity=quantity, names=axes(name.lower()), times=_TIMES, units=units)
        for quantity, name, units in _WATCH
    ]
    return [*watch, Axes(quantity="acceleration", names=axes("{}"), times=_TIMES, units=("m/s²",))]


def _metadata(head: Head) -> dict[str, str]:
    """Return what Metadata.csv says, by its names in small letters."""
    rows = list(csv.reader(head.lines[:2]))
    if len(rows) < 2:
        return {}
    return {name.strip().lower(): cell.strip().lower() for name, cell in zip(*rows, strict=False)}


def _messages(values: Iterable[object]) -> list[tuple[float, list[Any]]]:
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


def _sensors(rows: Sequence[Any], source: str) -> Iterable[tuple[str, list[Stream]]]:
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
        if _letters(name).startswith(_OTHERS):
            continue
        kinds = [(quantity, names, units) for quantity, names, units in _WATCH]
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


def _chosen(recording: _Recording, name: str) -> Readings:
    """Return the streams of the watch, or of the phone where there is no watch."""
    if recording.watch:
        gravity = [one for one in recording.watch if one.quantity == "gravity"]
        unit = gravity_unit(_finite(gravity[0].values), ("g", "m/s²")) if gravity else "g"
        streams = [replace(one, points_down=unit == "g") for one in recording.watch]
        said = [Remark(kind="phone_left_out")] if recording.phone else []
        return Readings(streams=streams, remarks=[*recording.remarks, *said])
    streams, said = _of_phone(recording, name)
    return Readings(streams=streams, remarks=[*recording.remarks, *said])


def _of_phone(recording: _Recording, name: str) -> tuple[list[Stream], list[Remark]]:
    """Return the streams of a phone with their sign, and what had to be assumed."""
    if not recording.phone:
        raise ImporterError(
            f"{name} holds no motion", remedy="record acceleration with gravity and the gyroscope"
        )
    known = {one: stream for one, stream in recording.phone.items() if one}
    if (unknown := recording.phone.get("")) is not None:
        known.setdefault(_told(unknown), unknown)
    platform = recording.about.get("platform", "")
    is_standard = recording.about.get("standardisation", "") == "true"
    said = []
    if not platform and not is_standard and not {"totalacceleration"} & known.keys():
        platform = "ios" if {"accelerometer", "gravity"} <= known.keys() else "android"
        if known.keys() & {"accelerometer", "gravity", "accelerometeruncalibrated"}:
            facts = {"platform": "iPhone" if platform == "ios" else "Android"}
            said = [Remark(kind="sign_assumed", facts=facts)]
    points_down = platform == "ios" and not is_standard
    streams: dict[Quantity, Stream] = {}
    for one, (quantity, units) in _PHONE.items():
        has_both = {"linear acceleration", "gravity"} <= streams.keys()
        if one in known and not (quantity == "acceleration" and has_both):
            stream = replace(known[one], quantity=quantity, units=units, points_down=points_down)
            streams.setdefault(quantity, stream)
    return list(streams.values()), said


def _told(stream: Stream) -> str:
    """Return which sensor of the phone a table is of whose name does not say it.

    Raises:
        ImporterError: gravity does not tell it.
    """
    length = np.linalg.norm(_finite(stream.values), axis=1)
    usual = float(np.median(length)) if len(length) else 0.0
    if not 0.6 <= usual / STANDARD_GRAVITY_M_S2 <= 1.6:
        raise ImporterError(
            f"{stream.source}: neither its name nor gravity tells of which sensor it is",
            remedy="give it the name that the app gave it, as Accelerometer.csv",
        )
    varies = float(np.std(length)) / usual
    return "gravity" if varies < _MOST_VARIES and len(length) > 10 else "totalacceleration"


def _finite(values: Floats) -> Floats:
    whole: Floats = values[np.isfinite(values).all(axis=1)]
    return whole


FORMAT: Final = Format(title="Sensor Logger", recognise=_recognise, read=_read)

"""Sensor Logger, an app for iPhone, Android and their watches: CSV, JSON, or messages it pushed.

All files of a sensor but those of the watch have the same columns, of which z stands first: the
file's name says which sensor it is, and gravity where it does not. Android and "standardised"
recordings have the sign of the force; an iPhone's have that of gravity, and so have an Apple
Watch's, which then are in g. Gravity and acceleration stand apart, but for Android's total
acceleration.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.formats.sensor_logger_sensors import (
    OTHERS,
    WATCH,
    finite_rows,
    letters,
    numbered_messages,
    phone_sensor,
    phone_sensors,
    sensors_in,
    signed_watch,
)
from edge.importers.head import HEAD_BYTES, Head
from edge.importers.json_text import json_values
from edge.importers.named_table import Axes, axes, read_axes
from edge.importers.recorded_files import RecordedFile
from edge.importers.remark import Remark
from edge.importers.stream import Readings, Stream

_TIMES: Final = ("seconds_elapsed",)
_MOST_VARIES: Final = 0.02
"""The length of gravity alone varies by less of itself, that of an acceleration by more."""


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
        self.phone.setdefault(phone_sensor(name), streams[0])


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
    is_motion = names >= {"x", "y", "z"} and not letters(head.title).startswith(OTHERS)
    return 1.0 if is_motion or {"gravityx", "rotationratex"} & names else 0.0


def _read(files: Sequence[RecordedFile]) -> Readings:
    recording = _Recording()
    messages: list[tuple[float, Any]] = []
    for file in files:
        head = Head(data=file.head(HEAD_BYTES), title=file.title)
        if head.text.lstrip()[:1] in ("{", "["):
            messages += numbered_messages(json_values(file))
        elif head.has("seconds_elapsed"):
            streams, remarks = read_axes(file, _wanted())
            recording.take(file.title, streams)
            recording.remarks += remarks
        else:
            recording.about.update(_metadata(head))
    rows = [row for _, message in sorted(messages, key=lambda one: one[0]) for row in message]
    for name, streams in sensors_in(rows, files[0].name):
        recording.take(name, streams)
    return _chosen(recording, files[0].name)


def _wanted() -> list[Axes]:
    watch = [
        Axes(quantity=quantity, names=axes(name.lower()), times=_TIMES, units=units)
        for quantity, name, units in WATCH
    ]
    return [*watch, Axes(quantity="acceleration", names=axes("{}"), times=_TIMES, units=("m/s²",))]


def _metadata(head: Head) -> dict[str, str]:
    """Return what Metadata.csv says, by its names in small letters."""
    rows = list(csv.reader(head.lines[:2]))
    if len(rows) < 2:
        return {}
    return {name.strip().lower(): cell.strip().lower() for name, cell in zip(*rows, strict=False)}


def _chosen(recording: _Recording, name: str) -> Readings:
    """Return the streams of the watch, or of the phone where there is no watch."""
    if recording.watch:
        streams = signed_watch(recording.watch)
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
    found = phone_sensors(
        known,
        recording.about.get("platform", ""),
        standard=recording.about.get("standardisation", "") == "true",
    )
    said = []
    if found.is_assumed:
        facts = {"platform": "iPhone" if found.points_down else "Android"}
        said = [Remark(kind="sign_assumed", facts=facts)]
    return [found.signed(one, known[one]) for one in found.kinds], said


def _told(stream: Stream) -> str:
    """Return which sensor of the phone a table is of whose name does not say it.

    Raises:
        ImporterError: gravity does not tell it.
    """
    length = np.linalg.norm(finite_rows(stream.values), axis=1)
    usual = float(np.median(length)) if len(length) else 0.0
    if not 0.6 <= usual / STANDARD_GRAVITY_M_S2 <= 1.6:
        raise ImporterError(
            f"{stream.source}: neither its name nor gravity tells of which sensor it is",
            remedy="give it the name that the app gave it, as Accelerometer.csv",
        )
    varies = float(np.std(length)) / usual
    return "gravity" if varies < _MOST_VARIES and len(length) > 10 else "totalacceleration"


FORMAT: Final = Format(title="Sensor Logger", recognise=_recognise, read=_read)

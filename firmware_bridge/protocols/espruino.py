"""Bangle.js and Puck.js: lines of text over the Nordic UART service, from a program we upload.

The service is a console of JavaScript: prompts, echoes and escape codes stand between the lines,
which end in CR LF and are cut anywhere. A line is a tag and its values, separated by commas. On a
Bangle.js the acceleration is in g with the sign of gravity (face up reads −1 g), so it is negated.

Source: EspruinoDocs, "Bangle.js Data Streaming"; BangleApps.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import G_M_S2, Samples, Vectors

SERVICE_UUID: Final = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
WRITE_UUID: Final = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
NOTIFY_UUID: Final = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"

LONGEST_LINE: Final = 512
COUNTS_PER_G: Final = 8192.0
PUCK_DPS_PER_COUNT: Final = 0.00875
"""Of a Puck.js at its ±245 deg/s."""
_NOISE: Final = re.compile(rb"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")
_PROMPT: Final = re.compile(rb"^[>:\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineForm:
    """How the lines of samples are written.

    Attributes:
        fields: after the tag: "x", "y", "z", then "gx", "gy", "gz", and "n" (counter) or "t" (ms);
            others are passed over.
        tag: what a line of a sample begins with.
        unit: of the acceleration.
        points_down: it has the sign of gravity.
    """

    fields: tuple[str, ...]
    tag: str = "A"
    unit: Literal["g", "mg", "m/s²", "counts"] = "g"
    points_down: bool = True

    @property
    def m_s2(self) -> float:
        """Return what one unit is as a specific force."""
        size = {"g": G_M_S2, "mg": G_M_S2 / 1000, "m/s²": 1.0, "counts": G_M_S2 / COUNTS_PER_G}
        return -size[self.unit] if self.points_down else size[self.unit]


PLAIN: Final = LineForm(fields=("x", "y", "z"))
BANGLE: Final = LineForm(fields=("n", "t", "x", "y", "z"), tag="B", unit="counts")
PUCK: Final = LineForm(
    fields=("n", "t", "x", "y", "z", "gx", "gy", "gz"), tag="P", unit="counts", points_down=False
)


def encode_line(form: LineForm, values: Sequence[float]) -> bytes:
    """Return a line with its values, each in whole counts or with two decimals."""
    digits = 0 if form.unit == "counts" else 2
    return (",".join([form.tag, *(f"{one:.{digits}f}" for one in values)]) + "\r\n").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The values of one line, by field."""

    values: dict[str, float]


class LineReader:
    """Finds the lines of samples in what a console sends."""

    def __init__(self, form: LineForm) -> None:
        """Prepare for lines of that form."""
        self._tag = f"{form.tag},".encode()
        self._fields = form.fields
        self._pending = b""

    def reset(self) -> None:
        """Forget what was begun, as after a disconnection."""
        self._pending = b""

    def feed(self, data: bytes) -> list[Line]:
        """Return the lines that these bytes complete; what is no sample is passed over.

        Raises:
            PacketError: a line of samples is damaged, or no line ends for long.
        """
        *lines, self._pending = (self._pending + data).split(b"\n")
        if len(self._pending) > LONGEST_LINE:
            self._pending = b""
            raise PacketError(f"no line ends within {LONGEST_LINE} bytes", data)
        found = [self._line(line, data) for line in lines]
        return [line for line in found if line is not None]

    def _line(self, line: bytes, data: bytes) -> Line | None:
        text = _PROMPT.sub(b"", _NOISE.sub(b"", line))
        if not text.startswith(self._tag):
            return None
        parts = text[len(self._tag) :].split(b",")
        try:
            numbers = [float(part.decode("ascii")) for part in parts]
        except ValueError:
            numbers = []
        if len(numbers) != len(self._fields) or not all(map(_is_plausible, numbers)):
            raise PacketError(f"a line of samples has {len(self._fields)} numbers", data)
        return Line(values=dict(zip(self._fields, numbers, strict=True)))


def _is_plausible(value: float) -> bool:
    return math.isfinite(value) and abs(value) < 1e15


class EspruinoDecoder:
    """A `Decoder` of a console that sends lines of one form.

    Attributes:
        lines: those of the newest notification.
    """

    def __init__(self, form: LineForm = PLAIN) -> None:
        """Prepare for lines of that form."""
        self.lines: list[Line] = []
        self._form = form
        self._reader = LineReader(form)

    def reset(self) -> None:
        """Forget what was begun, as after a disconnection."""
        self._reader.reset()

    def take(self, data: bytes) -> list[Samples]:
        """Return the samples of the lines that this notification completes, in one piece."""
        self.lines = self._reader.feed(data)
        lines = [line.values for line in self.lines if {"x", "y", "z"} <= set(line.values)]
        if not lines:
            return []
        accel: Vectors = np.array([[line[axis] for axis in "xyz"] for line in lines])
        gyro: Vectors | None = None
        if "gx" in lines[0]:
            dps = [[line[axis] for axis in ("gx", "gy", "gz")] for line in lines]
            gyro = np.radians(np.array(dps) * PUCK_DPS_PER_COUNT)
        times = tuple(round(line["t"] * 1e6) for line in lines) if "t" in lines[0] else None
        return [Samples(accel_m_s2=accel * self._form.m_s2, gyro_rad_s=gyro, t_ns=times)]

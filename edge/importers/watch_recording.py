"""What every format of recordings becomes: a watch's axes in SI units, repaired and checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.alignment import Aligned, aligned, too_few
from edge.importers.composition import from_world, gravity_unit, needed, rate_of, with_gravity
from edge.importers.errors import ImporterError
from edge.importers.pace import pace_remarks, usual_rate_hz
from edge.importers.remark import CHANGES, MISLEADING, Remark
from edge.importers.sensor_check import impossible_rows, sensor_remarks
from edge.importers.stream import Quantity, Readings, Stream
from edge.importers.units import recognise_units
from edge.wording.language import Language
from edge.wording.languages import ENGLISH

WATCH_CSV: Final = "watch CSV"
"""The title of this program's own format, whose units and sign go without saying."""
WILD_SHARE: Final = 0.1
"""With more of the rows impossible, the sensor measured something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How a recording was written.

    Attributes:
        format: what the format is called.
        accel_unit: of the acceleration, as "m/s²".
        gyro_unit: of the angular rate, "" without a gyroscope.
        points_down: the acceleration had the sign of gravity.
        rate_hz: of the samples; what the program says, where it says something.
    """

    format: str
    accel_unit: str
    gyro_unit: str
    points_down: bool
    rate_hz: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WatchRecording:
    """A recording in SI units.

    Attributes:
        t_s: (n,) strictly increasing times, n ≥ 2.
        accel_m_s2: (n, 3) specific force.
        gyro_rad_s: (n, 3) angular rate, None where there was no gyroscope.
        remarks: what was repaired or looks wrong.
        origin: how it was written.
    """

    t_s: Floats
    accel_m_s2: Floats
    gyro_rad_s: Floats | None
    remarks: tuple[Remark, ...]
    origin: Origin

    @property
    def rate_hz(self) -> float:
        """Return the usual sample rate."""
        return float(1.0 / np.median(np.diff(self.t_s)))

    @property
    def changed(self) -> list[str]:
        """Return what is another way than in the files, as sentences."""
        return [one.sentence() for one in self.remarks if one.kind in CHANGES]

    def sentence(self, language: Language = ENGLISH) -> str:
        """Return format, unit, sign, rate and what was changed, without a full stop."""
        origin = self.origin
        changes = [one.sentence(language) for one in self.remarks if one.kind in CHANGES]
        gyro = "import.rate" if origin.gyro_unit else "import.no_gyroscope"
        return language.say(
            "import.read",
            format=origin.format,
            unit=origin.accel_unit,
            sign=language.say("import.down" if origin.points_down else "import.up"),
            gyro=language.say(gyro, unit=origin.gyro_unit),
            rate=origin.rate_hz,
            changed=language.say("import.changed", changes="; ".join(changes))
            if changes
            else language.say("import.unchanged"),
        )

    def spoken(self) -> list[str]:
        """Return the sentences that a person is told: of another app's files what they are."""
        if self.origin.format in ("", WATCH_CSV):
            return [one.sentence() for one in self.remarks]
        rest = [one.sentence() for one in self.remarks if one.kind not in CHANGES]
        return [self.sentence(), *rest]

    def refuse_misleading(self, name: str) -> Floats:
        """Return the six axes (n, 6), acceleration first, of a recording whose angles are right.

        Args:
            name: of the recording, for the sentence.

        Raises:
            ImporterError: a sensor is missing, was dead, stuck or cut off, or gravity was taken
                off.
        """
        for remark in self.remarks:
            if remark.kind in MISLEADING:
                raise ImporterError(
                    f"{name}: {remark.sentence()}",
                    remedy="angles would be wrong, record it once more",
                )
        assert self.gyro_rad_s is not None  # "no_gyroscope" is among them
        return np.hstack([self.accel_m_s2, self.gyro_rad_s])

    def refuse_without_gravity(self, name: str) -> None:
        """Refuse a recording whose acceleration lacks gravity.

        Raises:
            ImporterError: it does.
        """
        for remark in self.remarks:
            if remark.kind == "no_gravity":
                raise ImporterError(f"{name}: {remark.sentence()}", remedy="record it with gravity")

    def counted_axes(self) -> Floats:
        """Return the six axes (n, 6) as repetitions are counted in them: no gyroscope reads 0."""
        gyro = self.gyro_rad_s
        still = np.zeros_like(self.accel_m_s2)
        return np.hstack([self.accel_m_s2, still if gyro is None else gyro])


def recording_of(readings: Readings, path: Path | str, format_title: str = "") -> WatchRecording:
    """Return the recording that a format's reader has found, in SI units whatever it was in.

    Args:
        readings: what stands in its files.
        path: where it comes from, for the sentences.
        format_title: what its format is called.

    Raises:
        ImporterError: fewer than two samples can be used, the times make no sense, or the
            acceleration lacks gravity for good.
    """
    name = str(path)
    streams = needed(readings.streams, name)
    by_quantity = {stream.quantity: stream for stream in streams}
    found = aligned(streams, name)
    force = _force(found, by_quantity)
    gyro = found.values.get("angular rate")
    remarks = list(force.remarks)
    gyro_units = by_quantity["angular rate"].units if gyro is not None else ("rad/s",)
    units = recognise_units(
        found.t_s, force.accel, gyro, accel_units=force.units, gyro_units=gyro_units
    )
    for remark in units.remarks:
        if remark.kind == "raw_counts":
            raise ImporterError(f"{name}: {remark.sentence()}", remedy="convert them to SI units")
    remarks += units.remarks
    accel = force.accel * units.to_m_s2
    if force.points_down:
        accel = -accel
        remarks.append(Remark(kind="sign_reversed"))
    if gyro is not None:
        gyro = gyro * units.to_rad_s
    elif "orientation" in found.values:
        gyro = rate_of(found.t_s, found.values["orientation"])
        remarks.append(Remark(kind="gyro_from_orientation"))
    t_s, accel, gyro, wild = _possible(found.t_s, accel, gyro, name)
    if not readings.own_times:
        t_s = t_s - t_s[0]
    unit = force.unit or units.accel
    return WatchRecording(
        t_s=np.ascontiguousarray(t_s),
        accel_m_s2=np.ascontiguousarray(accel),
        gyro_rad_s=None if gyro is None else np.ascontiguousarray(gyro),
        remarks=(
            *readings.remarks,
            *found.remarks,
            *wild,
            *pace_remarks(t_s),
            *remarks,
            *sensor_remarks(t_s, accel, gyro),
        ),
        origin=Origin(
            format=format_title,
            accel_unit=unit,
            gyro_unit=units.gyro if gyro is not None else "",
            points_down=force.points_down,
            rate_hz=readings.rate_hz or usual_rate_hz(t_s),
        ),
    )


def described(recording: WatchRecording) -> dict[str, Any]:
    """Return what JSON says of where a recording comes from.

    "sign" is "force" where a watch that lies face up reads +1 g, "gravity" where it reads −1 g.
    """
    origin = recording.origin
    return {
        "format": origin.format,
        "unit": origin.accel_unit,
        "gyro_unit": origin.gyro_unit or None,
        "sign": "gravity" if origin.points_down else "force",
        "rate_hz": round(origin.rate_hz, 3),
        "changed": recording.changed,
    }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Force:
    """A specific force, or what becomes one by its unit and sign.

    Attributes:
        accel: (n, 3).
        units: of which its unit is one.
        points_down: it has the sign of gravity.
        unit: in which it was written, where it is in m/s² already; else "".
        remarks: how it was made.
    """

    accel: Floats
    units: tuple[str, ...]
    points_down: bool = False
    unit: str = ""
    remarks: Sequence[Remark] = ()


def _force(found: Aligned, streams: dict[Quantity, Stream]) -> _Force:
    values = found.values
    if "acceleration" in streams:
        one = streams["acceleration"]
        return _Force(accel=values["acceleration"], units=one.units, points_down=one.points_down)
    if "gravity" in streams:
        linear, gravity = streams["linear acceleration"], streams["gravity"]
        unit = gravity_unit(values["gravity"], gravity.units)
        accel, remarks = with_gravity(
            values["linear acceleration"], linear.units, values["gravity"], unit
        )
        return _Force(
            accel=accel,
            units=("m/s²",),
            points_down=gravity.points_down,
            unit=unit,
            remarks=remarks,
        )
    accel, remarks = from_world(values["free acceleration"], values["orientation"])
    return _Force(accel=accel, units=("m/s²",), unit="m/s²", remarks=remarks)


def _possible(
    t_s: Floats, accel: Floats, gyro: Floats | None, name: str
) -> tuple[Floats, Floats, Floats | None, list[Remark]]:
    """Return the rows that a watch can have measured."""
    rate = np.zeros_like(accel) if gyro is None else gyro
    possible = ~impossible_rows(accel, rate)
    wild = int(np.sum(~possible))
    if wild > WILD_SHARE * len(t_s):
        raise ImporterError(
            f"{name} reaches {np.abs(accel).max():.3g} m/s² and {np.abs(rate).max():.3g} rad/s, "
            f"and {wild} of {len(t_s)} rows are beyond what a watch measures",
            remedy="are the columns in order?",
        )
    if not wild:
        return t_s, accel, gyro, []
    if len(t_s) - wild < 2:
        raise too_few(len(t_s) - wild, name)
    kept = None if gyro is None else gyro[possible]
    said = [Remark(kind="rows_impossible", facts={"n": wild})]
    return t_s[possible], accel[possible], kept, said

"""Recordings as other apps write them, made of a simulated exercise by the facts of each format."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats

G: Final = 9.80665
Files = dict[str, bytes]
"""Content by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """One way to write a recording.

    Attributes:
        format: what the format is called.
        write: returns the files of a true table (n, 7).
        unit: of the acceleration.
        points_down: it has the sign of gravity.
        gyro: whether there is a gyroscope in it.
        accel_off: by how much the acceleration may differ, in m/s².
        gyro_off: by how much the angular rate may differ, in rad/s.
        late: by how much times may differ, in seconds.
    """

    format: str
    write: Callable[[Floats], Files]
    unit: str = "g"
    points_down: bool = False
    gyro: bool = True
    accel_off: float = 0.02
    gyro_off: float = 0.02
    late: float = 0.001


def rows(columns: list[Floats], separator: str = ",", digits: str = ".6f", head: str = "") -> bytes:
    """Return a table as text."""
    lines = [separator.join(f"{v:{digits}}" for v in row) for row in zip(*columns, strict=True)]
    return "\n".join([head, *lines, ""] if head else [*lines, ""]).encode()


def split_gravity(table: Floats) -> tuple[Floats, Floats]:
    """Return gravity and the rest of the acceleration, as a phone tells them apart."""
    direction = table[:, 1:4] / np.linalg.norm(table[:, 1:4], axis=1, keepdims=True)
    gravity = G * direction
    return gravity, table[:, 1:4] - gravity


def sensor_log(table: Floats) -> Files:
    """Return a SensorLog table; acceleration and motion of one row are 15 ms apart."""
    rng = np.random.default_rng(0)
    t_s = table[:, 0]
    head = (
        "loggingTime(txt),loggingSample(N),accelerometerTimestamp_sinceReboot(s),"
        + ",".join(f"accelerometerAcceleration{axis}(G)" for axis in "XYZ")
        + ",motionTimestamp_sinceReboot(s),motionYaw(rad),"
        + ",".join(f"motionRotationRate{axis}(rad/s)" for axis in "XYZ")
        + ",pedometerStartDate(txt),label(N)"
    )
    gyro = np.column_stack([np.interp(t_s - 0.015, t_s, axis) for axis in table[:, 4:].T])
    lines = [head]
    for i, (at, accel, rate) in enumerate(zip(t_s, table[:, 1:4] / -G, gyro, strict=True)):
        seconds = at + rng.uniform(0.0, 0.016)
        cells = [f"2023-01-02T09:{int(seconds // 60):02}:{seconds % 60:06.3f}+02:00", str(i + 1)]
        cells += [f"{405121.25 + at:.6f}", *(f"{v:.6f}" for v in accel)]
        cells += [f"{405121.235 + at:.6f}", "0.1", *(f"{v:.6f}" for v in rate), "", "0"]
        lines.append(",".join(cells))
    return {"2023-01-02_09_06_03_Apple Watch.csv": "\n".join(lines).encode()}


def phyphox(separator: str, comma: str) -> Callable[[Floats], Files]:
    """Return a writer of one of phyphox's spellings."""

    def table_of(name: str, unit: str, t_s: Floats, values: Floats) -> bytes:
        names = [f'"{name} {axis} ({unit})"' for axis in "xyz"]
        head = separator.join(['"Time (s)"', *names])
        written = rows([t_s, *values.T], "\0", ".9E").decode()
        return (head + "\n" + written.replace(".", comma).replace("\0", separator)).encode()

    def write(table: Floats) -> Files:
        t_s = table[:, 0]
        later_s = t_s[5:-3] + 0.0041  # its own start and its own end
        gyro = np.column_stack([np.interp(later_s, t_s, axis) for axis in table[:, 4:].T])
        return {
            "Accelerometer.csv": table_of("Acceleration", "m/s^2", t_s, table[:, 1:4]),
            "Gyroscope.csv": table_of("Gyroscope", "rad/s", later_s, gyro),
            "meta/device.csv": b'"property","value"\n"version","1.1.9"\n',
        }

    return write


FOREIGN: Final[dict[str, Foreign]] = {
    "SensorLog": Foreign(format="SensorLog", write=sensor_log, points_down=True),
    **{
        f"phyphox {name}": Foreign(format="phyphox", write=phyphox(separator, comma), unit="m/s²")
        for name, separator, comma in (
            ("comma, point", ",", "."),
            ("semicolon, point", ";", "."),
            ("tab, point", "\t", "."),
            ("semicolon, comma", ";", ","),
            ("tab, comma", "\t", ","),
        )
    },
}
"""All that is read, by a name for the test."""

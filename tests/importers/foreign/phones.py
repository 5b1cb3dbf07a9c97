"""Apps for phones and their watches: what they write of a true table (n, 7)."""

import json
from collections.abc import Callable

import numpy as np

from edge.core.arrays import Floats
from tests.importers.foreign.writing import (
    EPOCH_NS,
    Files,
    G,
    dated,
    later,
    named_rows,
    rows,
    split_gravity,
)


def sensor_log(table: Floats) -> Files:
    """Return a SensorLog table: acceleration and motion of a row are 15 ms apart."""
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
        cells = [f"2.1.23 kl. 09.{int(seconds // 60):02}.{seconds % 60:06.3f}", str(i + 1)]
        cells += [f"{405121.25 + at:.6f}", *(f"{v:.6f}" for v in accel)]
        cells += [f"{405121.235 + at:.6f}", "0.1", *(f"{v:.6f}" for v in rate), "", "0"]
        lines.append(",".join(cells))
    return {"2023-01-02_09_06_03_Apple Watch.csv": "\n".join(lines).encode()}


def sensor_log_motion(table: Floats) -> Files:
    """Return a SensorLog table of motion alone, whose own times were not kept."""
    gravity, linear = split_gravity(table)
    names = [
        f"motion{sensor}{axis}({unit})"
        for sensor, unit in (("RotationRate", "rad/s"), ("UserAcceleration", "G"), ("Gravity", "G"))
        for axis in "XYZ"
    ]
    head = ",".join(["loggingTime(txt)", "motionYaw(rad)", *names])
    times = [f"{one}+02:00,0.5" for one in dated(table[:, 0], "%Y-%m-%d %H:%M:%S.%f")]
    columns = [*table[:, 4:].T, *(-linear / G).T, *(-gravity / G).T]
    return {"stream.csv": named_rows(head, times, columns).encode()}


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


def logged(t_s: Floats, values: Floats) -> bytes:
    """Return a Sensor Logger table of one sensor: z first, elapsed time that starts below 0."""
    lines = ["time,seconds_elapsed,z,y,x"]
    for at, (x, y, z) in zip((t_s - 0.03).tolist(), values.tolist(), strict=True):
        lines.append(f"{EPOCH_NS + round(at * 1e9)},{at!r},{z!r},{y!r},{x!r}")
    return "\n".join(lines).encode()


def metadata(platform: str, standardised: bool = False) -> bytes:
    """Return Sensor Logger's Metadata.csv."""
    names = (
        "version,device name,recording epoch time,recording time,recording timezone,platform,"
        "appVersion,device id,sensors,sampleRateMs,standardisation,platform version"
    )
    row = f"3,My phone,{EPOCH_NS // 10**6},2024-10-02_23-59-55,Europe/Berlin,{platform},1.64,abc,"
    return f"{names}\n{row}Accelerometer|Gyroscope,20|20,{str(standardised).lower()},17".encode()


def android(table: Floats) -> Files:
    """Return Sensor Logger's files of an Android phone."""
    gravity, linear = split_gravity(table)
    return {
        "TotalAcceleration.csv": logged(table[:, 0], table[:, 1:4]),
        "Accelerometer.csv": logged(table[:, 0], linear),
        "Gravity.csv": logged(table[:, 0], gravity),
        "Gyroscope.csv": logged(*later(table, 0.0067, slice(3, -2))),
        "Magnetometer.csv": logged(table[:, 0], table[:, 1:4]),
        "Barometer.csv": b"time,seconds_elapsed,relativeAltitude,pressure\n1,0.1,0,990\n",
        "Metadata.csv": metadata("android"),
    }


def iphone(table: Floats) -> Files:
    """Return Sensor Logger's files of an iPhone: no total acceleration, Apple's sign."""
    gravity, linear = split_gravity(table)
    return {
        "Accelerometer.csv": logged(table[:, 0], -linear),
        "Gravity.csv": logged(table[:, 0], -gravity),
        "Gyroscope.csv": logged(*later(table, 0.0067, slice(3, -2))),
        "Metadata.csv": metadata("ios"),
    }


def wrist_motion(table: Floats, scale: float) -> bytes:
    """Return WristMotion.csv: times the scale, which Apple has at −1/9.80665."""
    gravity, linear = split_gravity(table)
    head = "time,seconds_elapsed,"
    head += ",".join(f"{name}{axis}" for name in ("rotationRate", "gravity") for axis in "XYZ")
    head += ",accelerationX,accelerationY,accelerationZ,quaternionW"
    columns = [*table[:, 4:].T, *(scale * gravity).T, *(scale * linear).T, np.ones(len(table))]
    times = [f"{EPOCH_NS + round(at * 1e9)},{at:.9f}" for at in table[:, 0] - 0.03]
    return named_rows(head, times, columns).encode()


def apple_watch(table: Floats) -> Files:
    """Return Sensor Logger's files of an Apple Watch, with the phone's own beside them."""
    return iphone(table[:200] * [1, 1, 1, 1, 0, 0, 0]) | {
        "WristMotion.csv": wrist_motion(table, -1 / G)
    }


def standardised_watch(table: Floats) -> Files:
    """Return the same in m/s² with the sign of the force."""
    return {
        "WristMotion.csv": wrist_motion(table, 1.0),
        "Metadata.csv": metadata("ios", standardised=True),
    }


def pushed(table: Floats) -> Files:
    """Return messages that Sensor Logger pushed, the last one first."""
    gravity, linear = split_gravity(table)
    items = []
    for row, down, rest in zip(table, -gravity / G, -linear / G, strict=True):
        values = {f"rotationRate{axis}": v for axis, v in zip("XYZ", row[4:].tolist(), strict=True)}
        values |= {f"gravity{axis}": v for axis, v in zip("XYZ", down.tolist(), strict=True)}
        values |= {f"acceleration{axis}": v for axis, v in zip("XYZ", rest.tolist(), strict=True)}
        time = EPOCH_NS + round(row[0] * 1e9)
        items.append({"name": "wrist motion", "time": time, "values": values})
        items.append({"name": "battery", "time": time, "values": {"batteryLevel": 0.5}})
    messages = [
        {"messageId": i, "sessionId": "s", "deviceId": "d", "payload": items[k : k + 100]}
        for i, k in enumerate(range(0, len(items), 100))
    ]
    return {f"push_{i}.json": json.dumps(one).encode() for i, one in enumerate(messages[::-1])}


def exported(table: Floats) -> Files:
    """Return Sensor Logger's JSON, in which all numbers are text."""
    found: list[dict[str, str]] = []
    for name, t_s, values in (
        ("TotalAcceleration", table[:, 0], table[:, 1:4]),
        ("Gyroscope", *later(table, 0.0067, slice(3, -2))),
    ):
        for at, (x, y, z) in zip(t_s, values.tolist(), strict=True):
            times = {"time": str(EPOCH_NS + round(at * 1e9)), "seconds_elapsed": str(at)}
            found.append({"sensor": name, **times, "z": str(z), "y": str(y), "x": str(x)})
    return {"walk.json": json.dumps(found).encode()}


def physics_toolbox(table: Floats) -> Files:
    """Return Physics Toolbox's table in seconds."""
    force = table[:, 1:4] / G
    head = "time,gFx,gFy,gFz,TgF,wx,wy,wz"
    columns = [table[:, 0], *force.T, np.linalg.norm(force, axis=1), *table[:, 4:].T]
    return {"toolbox.csv": rows(columns, head=head)}


def toolbox_minutes(table: Floats) -> Files:
    """Return the same with semicolons, decimal commas, and minutes whose tenths rows share."""
    force = table[:, 1:4] / G
    times = [f"{int(at // 60):02}:{at % 60 // 0.1 / 10:04.1f}" for at in table[:, 0] + 55.0]
    head = "time;gFx;gFy;gFz;TgF;wx;wy;wz"
    columns = [*force.T, np.linalg.norm(force, axis=1), *table[:, 4:].T]
    return {"t.csv": named_rows(head, times, columns, ";").replace(".", ",").encode()}


def andro_sensor(table: Floats) -> Files:
    """Return AndroSensor's table in Windows' letters."""
    gravity, linear = split_gravity(table)
    names = [
        f"{sensor} {axis} ({unit})"
        for sensor, unit in (
            ("ACCELEROMETER", "m/s²"),
            ("GRAVITY", "m/s²"),
            ("LINEAR ACCELERATION", "m/s²"),
            ("GYROSCOPE", "rad/s"),
        )
        for axis in "XYZ"
    ]
    head = ";".join([*names, "SOUND LEVEL (dB)", "Time since start in ms ", "YYYY-MO-DD"])
    columns = [*table[:, 1:4].T, *gravity.T, *linear.T, *table[:, 4:].T]
    columns += [np.zeros(len(table)), np.round(1e3 * table[:, 0]), np.full(len(table), 2024.0)]
    return {"Sensor_record.csv": head.encode("cp1252") + b"\n" + rows(columns, ";")}

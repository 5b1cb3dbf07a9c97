"""Programs of sensors to be worn: what they write of a true table (n, 7)."""

import json
import struct
from collections.abc import Callable
from datetime import timedelta

import numpy as np

from edge.core.arrays import Floats
from tests.importers.foreign.writing import BEGAN, EPOCH_NS, Files, G, dated, later, named_rows


def polar(table: Floats) -> Files:
    """Return Polar Sensor Logger's two files; the header of one ends in a blank."""

    def table_of(unit: str, t_s: Floats, values: Floats, end: str) -> bytes:
        head = f"Phone timestamp;sensor timestamp [ns];X [{unit}];Y [{unit}];Z [{unit}]{end}"
        phone = dated(t_s, "%Y-%m-%dT%H:%M:%S.%f")
        times = [
            f"{one[:-3]};{599616065136175104 + round(at * 1e9)}"
            for one, at in zip(phone, t_s, strict=True)
        ]
        lines = [
            f"{at};{';'.join(f'{v:.2f}' for v in row)}"
            for at, row in zip(times, values.tolist(), strict=True)
        ]
        return "\n".join([head, *lines]).encode()

    gyro_s, gyro = later(table, 0.011, slice(4, -1))
    return {
        "Polar_Sense_ACC.txt": table_of("mg", table[:, 0], table[:, 1:4] * 1e3 / G, " "),
        "Polar_Sense_GYRO.txt": table_of("dps", gyro_s, np.degrees(gyro), ""),
    }


def wit_motion(layout: str) -> Callable[[Floats], Files]:
    """Return a writer of one of WitMotion's layouts."""

    def write(table: Floats) -> Files:
        t_s = table[:, 0]
        columns = [*(table[:, 1:4] / G).T, *np.degrees(table[:, 4:]).T]
        names = "ax(g)\tay(g)\taz(g)\twx(deg/s)\twy(deg/s)\twz(deg/s)"
        other = "AccX(g)\tAccY(g)\tAccZ(g)\tAsX(°/s)\tAsY(°/s)\tAsZ(°/s)"
        chip = dated(t_s, "%Y-%m-%d %H:%M:%S.%f")
        if layout == "chip":
            times = [f"{at:.3f}\t{one[:-3]}" for at, one in zip(t_s, chip, strict=True)]
            text = named_rows(f"Time(s)\tChipTime\t{names}", times, columns, "\t")
            return {"1.txt": text.replace(".", ",").encode()}
        if layout == "seconds":
            times = [f"{at:.3f}" for at in t_s]
            return {"1.txt": named_rows(f"Time(s)\t{names}", times, columns, "\t").encode()}
        if layout == "device":
            times = [f"{one[:-3].replace(' ', 'T')}\tWT901(ab:cd)\tnull" for one in chip]
            head = f"time\tDeviceName\tChipTime()\t{other}"
            return {"1.txt": named_rows(head, times, columns, "\t").encode("gbk")}
        if layout == "loose":
            moments = [BEGAN + timedelta(seconds=float(at)) for at in t_s]
            times = [
                f"{m.year}-{m.month}-{m.day} {m.hour}:{m.minute}:{m.second}:{m.microsecond // 1000}"
                for m in moments
            ]
            return {"1.txt": named_rows(f"time\t{other}", times, columns, "\t").encode()}
        if layout == "blanks":
            times = [one[:-3] for one in chip]
            head = "Start time:2024-10-02 23:59:55\nDate  Time  ax  ay  az  wx  wy  wz"
            return {"1.txt": named_rows(head, times, columns, "  ").encode()}
        times = [one[:-3].replace(" ", "\t") for one in chip]
        head = "Date\tTime\tax\tay\taz\twx\twy\twz"
        return {"1.txt": named_rows(head, times, columns, "\t").encode()}

    return write


def wit_packets(table: Floats) -> Files:
    """Return the packets of a WitMotion sensor, of which one is damaged."""
    data = bytearray()
    accel = np.round(table[:, 1:4] / G / 16 * 32768).astype(int).tolist()
    gyro = np.round(np.degrees(table[:, 4:]) / 2000 * 32768).astype(int).tolist()
    for at, force, rate in zip(table[:, 0].tolist(), accel, gyro, strict=True):
        m = BEGAN + timedelta(seconds=at)
        clock = (m.year - 2000, m.month, m.day, m.hour, m.minute, m.second, m.microsecond // 1000)
        bodies = {0x50: struct.pack("<6BH", *clock)}
        bodies |= {0x51: struct.pack("<4h", *force, 2500), 0x52: struct.pack("<4h", *rate, 2500)}
        for kind, body in bodies.items():
            packet = bytes([0x55, kind]) + body
            data += packet + bytes([sum(packet) & 0xFF])
    data[33 * 100 + 15] ^= 0x40
    return {"log.bin": bytes(data)}


def movesense(table: Floats) -> Files:
    """Return a Movesense JSON: four samples with one stamp."""
    samples: list[dict[str, object]] = []
    for i in range(0, len(table) - 3, 4):
        stamp = 190000 + round(1e3 * table[i, 0])
        for name, array, values in (
            ("MeasAcc", "ArrayAcc", table[i : i + 4, 1:4]),
            ("MeasGyro", "ArrayGyro", np.degrees(table[i : i + 4, 4:])),
        ):
            points = [dict(zip("xyz", row, strict=True)) for row in values.tolist()]
            samples.append({name: {"Timestamp": stamp, array: points}})
    samples.append({"TimeDetailed": {"relativeTime": 1, "utcTime": 2}})
    return {"log.json": json.dumps({"Samples": samples}).encode()}


def meta_base(table: Floats) -> Files:
    """Return MetaBase's two files; the accelerometer has half the rate."""

    def table_of(unit: str, t_s: Floats, values: Floats) -> bytes:
        head = (
            f"epoch (ms),time (01:00),elapsed (s),x-axis ({unit}),y-axis ({unit}),z-axis ({unit})"
        )
        stamps = dated(t_s, "%Y-%m-%dT%H:%M:%S.%f")
        times = [
            f"{EPOCH_NS // 10**6 + round(at * 1e3)},{one[:-3]},{at - t_s[0]:.3f}"
            for at, one in zip(t_s, stamps, strict=True)
        ]
        return named_rows(head, times, list(values.T)).encode()

    gyro_s, gyro = later(table, 0.0, slice(13, None))
    return {
        "a.csv": table_of("g", table[::2, 0], table[::2, 1:4] / G),
        "b.csv": table_of("deg/s", gyro_s, np.degrees(gyro)),
    }


def dot(table: Floats, columns: dict[str, Floats]) -> Files:
    """Return a Movella DOT's table; its clock wraps in the middle."""
    micros = (np.round(table[:, 0] * 1e6) + 2**32 - 5_000_000) % 2**32
    head = (
        "sep=,\nDeviceTag:,sensor-1\nFirmwareVersion:,2.0.0\nAppVersion:,2021.0\n"
        "SyncStatus:,Synced\nOutputRate:,60Hz\nFilterProfile:,General\n"
        "Measurement Mode:,Some\nStartTime: ,2021-08-20_20:21:13_829 GMT+8\n© Xsens\n\n"
        "PacketCounter,SampleTimeFine," + ",".join(columns) + ",Status"
    )
    times = [f"{i + 1},{at:.0f}" for i, at in enumerate(micros)]
    written = [*columns.values(), np.zeros(len(table))]
    return {"SENSOR1.csv": named_rows(head, times, written).encode()}


def dot_rates(table: Floats) -> Files:
    """Return the mode that has acceleration and angular rate."""
    names = ("Acc_X", "Acc_Y", "Acc_Z", "Gyr_X", "Gyr_Y", "Gyr_Z")
    values = np.hstack([table[:, 1:4], np.degrees(table[:, 4:])])
    return dot(table, dict(zip(names, values.T, strict=True)))


def orientations(table: Floats) -> Floats:
    """Return (n, 4) orientations to which the gyroscope's turns lead, upright at first."""
    q = np.array([1.0, 0.0, 0.0, 0.0])
    down = table[0, 1:4] / np.linalg.norm(table[0, 1:4])
    half = np.cross(down, [0.0, 0.0, 1.0])
    q = np.array([1.0 + down[2], *half])
    found = [q / np.linalg.norm(q)]
    step_s = np.diff(table[:, 0])
    for rate, step in zip(0.5 * (table[1:, 4:] + table[:-1, 4:]), step_s, strict=True):
        w, v = found[-1][0], found[-1][1:]
        angle = float(np.linalg.norm(rate)) * step
        axis = rate / max(float(np.linalg.norm(rate)), 1e-12)
        tw, tv = np.cos(angle / 2), np.sin(angle / 2) * axis
        found.append(np.array([w * tw - v @ tv, *(w * tv + tw * v + np.cross(v, tv))]))
    return np.array(found)


def turned(q: Floats, vectors: Floats) -> Floats:
    """Return the vectors in the frame of the world."""
    twice = 2.0 * np.cross(q[:, 1:], vectors)
    out: Floats = vectors + q[:, :1] * twice + np.cross(q[:, 1:], twice)
    return out


def dot_fusion(table: Floats) -> Files:
    """Return the mode that has an orientation and an acceleration without gravity in the world."""
    q = orientations(table)
    free = turned(q, table[:, 1:4]) - [0.0, 0.0, G]
    names = ("Quat_W", "Quat_X", "Quat_Y", "Quat_Z", "FreeAcc_X", "FreeAcc_Y", "FreeAcc_Z")
    return dot(table, dict(zip(names, np.hstack([q, free]).T, strict=True)))


def mtw(table: Floats) -> Files:
    """Return an Xsens MTw's table: no times, and a counter that wraps."""
    head = (
        "// Start Time: Unknown\n// Update Rate: 50.0Hz\n// Filter Profile: human (46.1)\n"
        "PacketCounter\tSampleTimeFine\tAcc_X\tAcc_Y\tAcc_Z\tGyr_X\tGyr_Y\tGyr_Z"
    )
    times = [f"{(65300 + i) % 65536:05}\t" for i in range(len(table))]
    return {"MT_1.txt": named_rows(head, times, list(table[:, 1:].T), "\t").encode()}


def bangle(scale: float, digits: str) -> Callable[[Floats], Files]:
    """Return a writer of accellog: counts or g, without some events."""

    def write(table: Floats) -> Files:
        kept = np.random.default_rng(1).random(len(table)) > 0.03
        kept[:20] = True
        lines = ["Time (ms),X,Y,Z"]
        for at, row in zip(table[kept, 0], -table[kept, 1:4] / G * scale, strict=True):
            lines.append(f"{85 + 1e3 * at:.0f}," + ",".join(f"{v:{digits}}" for v in row))
        return {"accellog.0.csv": "\n".join(lines).encode()}

    return write

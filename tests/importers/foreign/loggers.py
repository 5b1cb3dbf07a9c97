"""Loggers of science, most without a gyroscope: what they write of a true table (n, 7)."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import reduce
from operator import xor

import numpy as np

from edge.core.arrays import Floats
from tests.importers.foreign.writing import (
    BEGAN,
    EPOCH_NS,
    Files,
    G,
    dated,
    named_rows,
)


def acti_graph(stamp: str, header: str) -> Callable[[Floats], Files]:
    """Return a writer of ActiGraph's RAW CSV."""

    def write(table: Floats) -> Files:
        told = "dd/MM/yyyy" if stamp.startswith("%d") else "M/d/yyyy"
        lines = [
            f"------ Data File Created By ActiGraph GT9X ActiLife v6.13.3 Firmware v1.7.1 "
            f"date format {told} at 50 Hz  Filter Normal -----------",
            *("Serial Number: TAS1", "Start Time 23:59:55", "Start Date 2/10/2024"),
            *("Epoch Period (hh:mm:ss) 00:00:00", "Download Time 14:52:19"),
            *("Download Date 16/12/2024", "Current Memory Address: 0"),
            *("Current Battery Voltage: 3.743     Mode = 12", "-" * 50),
        ]
        lines += [header] if header else []
        times = (
            [f"{one[:-3]}," for one in dated(table[:, 0], stamp)] if stamp else [""] * len(table)
        )
        for at, row in zip(times, table[:, 1:4] / G, strict=True):
            lines.append(at + ",".join(f"{v:.3f}" for v in row))
        return {"RAW.csv": "\n".join(lines).encode()}

    return write


def acti_graph_imu(table: Floats) -> Files:
    """Return the IMU file of a GT9X, which has a gyroscope."""
    (content,) = acti_graph("", "")(table[:1]).values()
    names = [f"{sensor} {axis}" for sensor in ("Accelerometer", "Gyroscope") for axis in "XYZ"]
    head = "\n".join(content.decode().splitlines()[:10])
    head += "\n" + ",".join(["Timestamp", *names[:3], "Temperature", *names[3:]])
    times = [one[:-3] for one in dated(table[:, 0], "%m/%d/%Y %H:%M:%S.%f")]
    warm = np.full(len(table), 21.5)
    columns = [*(table[:, 1:4] / G).T, warm, *np.degrees(table[:, 4:]).T]
    return {"IMU.csv": named_rows(head, times, columns).encode()}


def gt3x(kind: int) -> Callable[[Floats], Files]:
    """Return a writer of gt3x files with records of 12 or 16 bits."""

    def write(table: Floats) -> Files:
        scale = 341.0 if kind == 0 else 256.0
        counts = np.round(table[:, 1:4] / G * scale).astype(int)
        log = bytearray()
        for second in range(len(counts) // 50 + 1):
            part = counts[50 * second : 50 * second + 50]
            if kind == 0:
                bits = "".join(
                    f"{v & 0xFFF:012b}" for y, x, z in part[:, [1, 0, 2]] for v in (y, x, z)
                )
                bits += "0" * (-len(bits) % 8)
                payload = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
            else:
                payload = part.astype("<i2").tobytes()
            stamp = int(BEGAN.timestamp()) + second
            record = struct.pack("<BBIH", 0x1E, kind, stamp, len(payload)) + payload
            log += record + bytes([~reduce(xor, record) & 0xFF]) + b"\0" * (second % 2)
            if not second:
                plugged = struct.pack("<BBIHB", 0x1E, kind, stamp, 1, 0)
                log += plugged + bytes([~reduce(xor, plugged) & 0xFF])
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("info.txt", "Serial Number: X\r\nSample Rate: 50\r\nUnits: g\r\n")
            archive.writestr("log.bin", bytes(log))
        return {"a.gt3x": file.getvalue()}

    return write


def axivity(*, gyro: bool) -> Callable[[Floats], Files]:
    """Return a writer of OmGui's CSV; that of an AX6 with a header."""

    def write(table: Floats) -> Files:
        times = [one[:-3] for one in dated(table[:, 0], "%Y-%m-%d %H:%M:%S.%f")]
        columns = [*(table[:, 1:4] / G).T, *(np.degrees(table[:, 4:]).T if gyro else ())]
        head = (
            "Time,Accel-X (g), Accel-Y (g), Accel-Z (g), Gyro-X (d/s), Gyro-Y (d/s), Gyro-Z (d/s)"
        )
        return {"ax.csv": named_rows(head if gyro else "", times, columns).encode()}

    return write


def cwa(*, gyro: bool) -> Callable[[Floats], Files]:
    """Return a writer of CWA files: packed words of an AX3, or six axes of an AX6."""

    def write(table: Floats) -> Files:
        each = 40 if gyro else 120
        blocks = [b"MD".ljust(1024, b"\xff")]
        for number, begin in enumerate(range(0, len(table), each)):
            part = table[begin : begin + each]
            at = BEGAN + timedelta(seconds=float(part[0, 0]))
            stamp = (at.year - 2000) << 26 | at.month << 22 | at.day << 17 | at.hour << 12
            stamp |= at.minute << 6 | at.second
            fraction = at.microsecond * 32768 // 1_000_000
            offset = -int((fraction << 1) / 65536.0 * 50.0)
            force = part[:, 1:4] / G
            if gyro:
                data = np.hstack([np.degrees(part[:, 4:]) * 32768 / 2000, force * 2048])
                body = np.round(data).astype("<i2").tobytes()
            else:
                small = np.round(force * 256 / 4).astype(int) & 0x3FF
                words = small[:, 0] | small[:, 1] << 10 | small[:, 2] << 20 | 2 << 30
                body = words.astype("<u4").tobytes()
            scales = (3 << 13 | 2 << 10) if gyro else 0
            head = struct.pack(
                "<2sHHIIIHHBBBBhH",
                *(b"AX", 508, fraction | 0x8000, 1, number, stamp, scales, 0, 0, 0),
                *(0x49, 0x62 if gyro else 0x30, offset, len(part)),
            )
            block = (head + body).ljust(510, b"\0")
            total = int(np.frombuffer(block, "<u2").sum()) & 0xFFFF
            blocks.append(block + struct.pack("<H", -total & 0xFFFF))
        return {"a.cwa": b"".join(blocks)}

    return write


def empatica(table: Floats) -> Files:
    """Return an E4's ACC.csv, and another file of its zip."""
    counts = np.round(table[:, 1:4] / G * 64).astype(int)
    start, rate = ", ".join([f"{EPOCH_NS / 1e9:.6f}"] * 3), ", ".join(["50.000000"] * 3)
    lines = [start, rate, *(",".join(map(str, row)) for row in counts)]
    return {"ACC.csv": "\n".join(lines).encode(), "HR.csv": b"1544027337.0\n1.0\n60\n61\n"}


def gene_activ(table: Floats) -> Files:
    """Return GENEActiv's CSV."""
    head = ["Device Type,GENEActiv", "Device Model,1.1", *[""] * 8, "Measurement Frequency,50 Hz"]
    head += [f"Start Time,{BEGAN:%Y-%m-%d %H:%M:%S}:000", *[""] * 88]
    times = [f"{one[:-7]}:{one[-6:-3]}" for one in dated(table[:, 0], "%Y-%m-%d %H:%M:%S.%f")]
    rest = [np.zeros(len(table)), np.zeros(len(table)), np.full(len(table), 24.5)]
    text = named_rows("\n".join(head), times, [*(table[:, 1:4] / G).T, *rest])
    return {"ga.csv": text.encode()}

"""The file form of vectors, on bytes and files made for these tests."""

import base64
import json
import struct
from pathlib import Path
from typing import Any

import pytest

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.decoding.decoder_vectors import DecoderVectors
from benchmarks.question import ignored

LEVEL = {"accel_m_s2": [0.0, 0.0, 9.80665], "gyro_rad_s": None}


def expected(samples: int, **facts: Any) -> dict[str, Any]:
    return {"samples": samples, "first": LEVEL, "last": LEVEL, "device_time_ns": None} | facts


def vector(name: str, **facts: Any) -> dict[str, Any]:
    return {"id": name, "family": name, "kind": "notifications", "setup": {}} | facts


def judged(tmp_path: Path, *vectors: dict[str, Any]) -> dict[str, bool]:
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps(vectors))
    answer = DecoderVectors(data=path).run(ignored)
    assert answer.table()
    return {one.id: one.ok for one in answer.vectors}


def test_vectors_of_any_family_are_judged_by_what_they_expect(tmp_path: Path) -> None:
    phone = "time,seconds_elapsed,z,y,x\n1700000000500000000,0.5,9.80665,0,0\n"
    push = {"platform": "android"}
    assert judged(
        tmp_path,
        vector("microbit", notifications=["0000000018fc"] * 2, expected=expected(2)),
        vector("pinetime", notifications=["0000000000fc"], expected=expected(2)),
        vector("esense", notifications=["55"], expected={"refuse": "length"}),
        vector("metamotion", notifications=["038004"], expected={"no_samples": True}),
        vector("thingy52", notifications=["00"], expected={"no_samples": True}),
        vector("shoe", notifications=["00"], expected=expected(1)),
        vector(
            "polar",
            notifications=["020010a5d4e800000001" + "00000000e803" + "00000000ce03"],
            setup={"type": "ACC", "rate_hz": 50},
            expected=expected(
                2,
                last={"accel_m_s2": [0.0, 0.0, 9.551677], "gyro_rad_s": None},
                device_time_ns=[999_980_000_000, 1_000_000_000_000],
                rate_hz=50,
            ),
        ),
        vector(
            "sensor_logger",
            kind="file",
            file_name="TotalAcceleration.csv",
            text=phone,
            setup=push,
            expected=expected(1, device_time_ns=[1_700_000_000_500_000_000] * 2),
        ),
    ) == {
        "microbit": True,
        "pinetime": False,
        "esense": True,
        "metamotion": True,
        "thingy52": False,
        "shoe": False,
        "polar": True,
        "sensor_logger": True,
    }


def test_records_of_both_kinds_and_devices_without_movement_are_judged(tmp_path: Path) -> None:
    record = base64.b64encode(struct.pack("<6h", 0, 0, 256, 0, 0, 256)).decode()
    magnet = struct.pack("<BQB", 6, 5, 0x80) + bytes(6)
    counts = vector("actigraph", kind="file", file_name="log.bin", base64=record)
    none: dict[str, Any] = {"no_samples": True}
    found = judged(
        tmp_path,
        {**counts, "setup": {"record_type": 26}, "expected": expected(2)},
        vector("polar", notifications=[magnet.hex()], setup={"type": "MAG"}, expected=none),
        vector("dot", notifications=["00" * 44], setup={"mode": 26}, expected={"refuse": "mode"}),
    )
    assert found == {"actigraph": True, "polar": True, "dot": True}


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vectors.json"
    for text in ("", '{"id": 1}', "[1]"):
        path.write_text(text)
        with pytest.raises(EvaluationError, match="vectors"):
            DecoderVectors(data=path).run(ignored)

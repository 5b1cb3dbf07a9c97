"""A session's figures are what the heartbeats of all processes said, warm-up and restarts apart."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.core.messages.status import Heartbeat
from edge.processes.graph import MEASURES
from edge.runtime.latency import LatencyBook, StreamRate
from edge.signals.filters import group_delay_s

MS = 1_000_000
SECOND = 1_000 * MS


def beat(seq: int, at_s: float, name: str = "motion", **changed: Any) -> Heartbeat:
    fields: dict[str, Any] = {
        "drops": {},
        "queue": 1,
        "warm": True,
        "measured_ns": {},
        "taken": {},
        "sent": {},
        "cpu_ns": 0,
        "memory_bytes": 1,
    }
    at_ns = round(at_s * SECOND)
    return Heartbeat(seq=seq, sensor_ns=at_ns, host_ns=at_ns, name=name, **fields | changed)


def book(*beats: Heartbeat) -> LatencyBook:
    latency = LatencyBook(MEASURES)
    for each in beats:
        latency.add(each)
    return latency


def test_the_ends_of_all_processes_are_one_distribution() -> None:
    figures = book(
        beat(0, 0, measured_ns={"end/progress": (1 * MS, 3 * MS), "work": (1 * MS,)}),
        beat(0, 0, "page", measured_ns={"end/page": (4 * MS,)}),
        beat(1, 1, measured_ns={"end/progress": (2 * MS,)}),
    ).figures()
    assert set(figures["end_to_end"]) == {latency.name for latency in MEASURES.latencies}
    assert figures["end_to_end"]["progress"]["n"] == 3
    assert figures["end_to_end"]["progress"]["p50"] == pytest.approx(2, rel=1e-3)
    assert figures["end_to_end"]["page"]["p50"] == pytest.approx(4, rel=1e-3)
    assert figures["end_to_end"]["pose"] is None
    assert set(figures["stages"]) == {"motion", "page"}


def test_what_is_measured_while_warming_up_stands_apart() -> None:
    figures = book(
        beat(0, 0, warm=False, measured_ns={"work": (90 * MS,), "end/progress": (95 * MS,)}),
        beat(1, 1, measured_ns={"work": (1 * MS,)}),
    ).figures()
    assert figures["stages"]["motion"]["work"]["max"] == pytest.approx(1, rel=1e-3)
    assert figures["stages"]["motion"]["warm_up"]["work"]["n"] == 1
    assert figures["end_to_end"]["progress"] is None
    assert figures["warm_up"]["progress"]["max"] == pytest.approx(95, rel=1e-3)


def test_rates_and_processor_time_are_those_of_normal_work() -> None:
    figures = book(
        beat(0, 0, warm=False, cpu_ns=700 * MS, taken={"Imu": 100}),
        beat(1, 1, cpu_ns=900 * MS, taken={"Imu": 12}, sent={"Progress": 12}),
        beat(2, 2, cpu_ns=1000 * MS, taken={"Imu": 13}, sent={"Progress": 13}, queue=4),
        beat(3, 3, cpu_ns=1000 * MS, taken={"Imu": 12}, sent={"Progress": 10}),
        beat(4, 4, cpu_ns=1000 * MS, taken={"Imu": 3}),
    ).figures()["stages"]["motion"]
    assert figures["rate_in_hz"] == {"Imu": 12.5}
    assert figures["rate_out_hz"] == {"Progress": 13.0}
    assert figures["cpu_percent"] == pytest.approx(7.5)
    assert figures["queue_high_water"] == 4


@given(
    counts=st.lists(st.integers(0, 20), max_size=12),
    before=st.integers(0, 5),
    after=st.integers(0, 5),
)
def test_a_rate_is_that_of_the_stream_and_not_of_its_process(
    counts: list[int], before: int, after: int
) -> None:
    rate, inside = StreamRate(), StreamRate()
    for count in (*(0,) * before, *counts, *(0,) * after):
        rate.add(count, 10**9)
    for count in counts:
        inside.add(count, 10**9)
    assert rate.hz == inside.hz
    came = [place for place, count in enumerate(counts) if count]
    if len(came) < 3:
        return
    whole = counts[came[0] + 1 : came[-1]]
    assert rate.hz == pytest.approx(sum(whole) / len(whole))


def test_drops_of_all_lives_of_a_process_are_counted_once() -> None:
    figures = book(
        beat(0, 0, drops={"queue": 1}),
        beat(1, 1, drops={"queue": 3}),
        beat(0, 2, drops={"gap": 2}, cpu_ns=1),
        beat(1, 3, drops={"gap": 2, "queue": 1}, cpu_ns=2),
    ).figures()
    assert figures["stages"]["motion"]["drops"] == {"queue": 4, "gap": 2}


def test_delays_by_design_are_lines_of_their_own() -> None:
    figures = book(
        beat(0, 0, "watch", measured_ns={"period/Imu": (80 * MS,) * 3, "jitter/Imu": (2 * MS,) * 3})
    ).figures()
    delays = {delay["name"]: delay["ms"] for delay in figures["algorithmic_delay"]}
    assert delays["filter before the alignment"] == pytest.approx(1e3 * group_delay_s(50.0))
    assert delays["radio packet"] == pytest.approx(80, rel=1e-3)
    assert delays["camera frame"] is None
    assert figures["stages"]["watch"]["jitter"]["Imu"]["p50"] == pytest.approx(2, rel=1e-3)


def test_the_file_holds_figures_and_histograms(tmp_path: Path) -> None:
    latency = book(beat(0, 0, measured_ns={"work": (1 * MS,)}))
    latency.write(tmp_path / "latency.json")
    written = json.loads((tmp_path / "latency.json").read_text())
    assert set(written["histograms"]) == {"motion/work"}
    assert written["stages"]["motion"]["work"]["p99.9"] is None
    assert any("10,000" in note for note in written["notes"])

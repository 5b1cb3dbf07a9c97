from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from benchmarks.evaluations.clock_errors import ClockErrors, MappedStream, figures_of, simulate
from benchmarks.question import ignored
from calibration.arrival_floor import FloorEvidence, Point, lower_line
from calibration.clock import ClockSettings, DeviceClock

Packets = list[tuple[int, int]]


def packets(
    *,
    seconds: float = 60.0,
    device_s: float = 10.0,
    host_s: float = 1000.0,
    drift_ppm: float = 0.0,
    late: Callable[[int], float] = lambda i: 0.0,
) -> Packets:
    """Return 50 Hz (device µs, arrival ns) with the lateness of each packet in seconds."""
    made = []
    for i in range(round(seconds * 50)):
        true_s = i / 50
        device_us = round((device_s + true_s * (1 + drift_ppm * 1e-6)) * 1e6)
        made.append((device_us, round((host_s + true_s + late(i)) * 1e9)))
    return made


def feed(clock: DeviceClock, stream: Packets) -> list[int]:
    mapped = []
    for device_us, arrival_ns in stream:
        clock.observe(device_us, arrival_ns)
        mapped.append(int(clock.to_host_ns(np.array([device_us]))[0]))
    return mapped


def slow_lower_line(points: list[Point], slope_limit: float) -> float:
    """Return the smallest mean distance of any line through two points, or at the limit."""
    slopes = [-slope_limit, slope_limit]
    for i, (x0, y0) in enumerate(points):
        for x1, y1 in points[i + 1 :]:
            if x1 > x0 and abs((y1 - y0) / (x1 - x0)) <= slope_limit:
                slopes.append((y1 - y0) / (x1 - x0))
    best = np.inf
    for slope in [*slopes, 0.0]:
        rest = [y - slope * x for x, y in points]
        best = min(best, float(np.mean(rest)) - min(rest))
    return best


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 100)), min_size=1, max_size=12),
    st.sampled_from([0.5, 2.0, 100.0]),
)
def test_the_line_is_the_closest_one_below_all_points(
    cells: list[tuple[int, int]], slope_limit: float
) -> None:
    points = sorted((float(x), float(y)) for x, y in dict(cells).items())
    intercept, slope = lower_line(points, slope_limit)
    rest = [y - intercept - slope * x for x, y in points]
    assert abs(slope) <= slope_limit
    assert min(rest) >= -1e-9
    assert np.mean(rest) <= slow_lower_line(points, slope_limit) + 1e-9


@pytest.mark.parametrize("radio", ["jitter", "bursts"])
@pytest.mark.parametrize("drift_ppm", [-100.0, 100.0])
def test_ten_minutes_with_bursts_and_a_gap_stay_within_two_milliseconds(
    radio: str, drift_ppm: float
) -> None:
    outcome = simulate(radio=radio, rate_hz=50.0, drift_ppm=drift_ppm, duration_s=600.0, seed=77)
    assert outcome.settled_after_s is not None
    assert outcome.settled_after_s < 90.0
    assert np.percentile(np.abs(outcome.error_ms), 99) < 2.0
    assert abs(outcome.drift_error_ppm) < 2.0


def test_a_sensor_locked_to_the_radio_is_not_called_settled() -> None:
    outcome = simulate(radio="locked", rate_hz=50.0, drift_ppm=0.0, duration_s=300.0, seed=5)
    assert outcome.settled_after_s is None
    assert len(outcome.error_ms) == 0


@hypothesis_settings(max_examples=30, deadline=None)
@given(
    late_ms=st.lists(st.integers(0, 2000), min_size=50, max_size=200),
    drift_ppm=st.integers(-200, 200),
    size=st.integers(1, 8),
)
def test_mapped_times_always_increase(late_ms: list[int], drift_ppm: int, size: int) -> None:
    stream = packets(
        seconds=len(late_ms) / 50, drift_ppm=drift_ppm, late=lambda i: late_ms[i] * 1e-3
    )
    clock = DeviceClock()
    mapped: list[int] = []
    for start in range(0, len(stream) - size + 1, size):
        part = stream[start : start + size]
        clock.observe(part[-1][0], part[-1][1])
        mapped += clock.to_host_ns(np.array([device for device, _ in part])).tolist()
    assert all(a < b for a, b in pairwise(mapped))


def test_offset_and_drift_are_told_once_settled() -> None:
    clock = DeviceClock()
    assert clock.offset_ms is None
    feed(clock, packets(seconds=60.0, drift_ppm=50.0))
    assert clock.drift_ppm == pytest.approx(50.0, abs=0.5)
    assert clock.offset_ms == pytest.approx(-990_000.0 + 60.0 * 50e-3, abs=0.1)


def test_one_wrong_stamp_moves_nothing() -> None:
    def late(i: int) -> float:
        return -0.1 if i == 1500 else 0.002 * (i % 3)

    clock = DeviceClock()
    stream = packets(late=late)
    mapped = feed(clock, stream)
    errors_ms = [(m - round((1000.0 + i / 50) * 1e9)) * 1e-6 for i, m in enumerate(mapped)]
    assert max(map(abs, errors_ms[1600:])) < 0.1
    assert clock.restarts == 0


@pytest.mark.parametrize("uptime_s", [0.0, 3.0, 5.5])
def test_a_restarted_device_is_recognised(uptime_s: float) -> None:
    """Before, its clock stood at 10 + 60 s; then it was away for 6 s."""
    clock = DeviceClock()
    before = feed(clock, packets(seconds=60.0))
    after = feed(clock, packets(seconds=60.0, device_s=uptime_s, host_s=1066.0))
    assert clock.restarts == 1
    assert before[-1] < after[0]
    assert after[-1] == pytest.approx((1066.0 + 59.98) * 1e9, abs=1e6)


@pytest.mark.parametrize("ahead_s", [1.0, 600.0])
def test_a_clock_that_jumps_ahead_is_recognised(ahead_s: float) -> None:
    clock = DeviceClock()
    feed(clock, packets(seconds=60.0))
    after = feed(clock, packets(seconds=10.0, device_s=70.0 + ahead_s, host_s=1060.0))
    assert clock.restarts == 1
    assert after[-1] == pytest.approx((1060.0 + 9.98) * 1e9, abs=1e6)


def test_a_quick_restart_that_looks_like_lateness_is_recognised_after_a_while() -> None:
    clock = DeviceClock()
    feed(clock, packets(seconds=3.0, device_s=0.0))
    after = feed(clock, packets(seconds=30.0, device_s=4.0, host_s=1010.0))
    assert clock.restarts == 1
    assert after[-1] == pytest.approx((1010.0 + 29.98) * 1e9, abs=1e6)


def test_a_stall_of_the_radio_is_no_restart() -> None:
    """For two seconds nothing comes, then everything at once."""

    def late(i: int) -> float:
        return max(0.0, 32.0 - i / 50) if i >= 1500 else 0.0

    clock = DeviceClock()
    mapped = feed(clock, packets(late=late))
    assert clock.restarts == 0
    assert mapped[1550] == pytest.approx((1000.0 + 31.0) * 1e9, abs=1e5)


def test_a_late_start_is_caught_up_with_smoothly() -> None:
    """The first packets are 45 ms late: later times come closer, and no step is far off."""
    clock = DeviceClock()
    mapped = feed(clock, packets(seconds=5.0, late=lambda i: 0.045 if i < 3 else 0.0))
    assert mapped[0] == pytest.approx((1000.0 + 0.045) * 1e9)
    assert mapped[-1] == pytest.approx((1000.0 + 4.98) * 1e9, abs=1e4)
    steps_ms = np.diff(mapped) * 1e-6
    slew = ClockSettings().early_slew
    assert steps_ms.min() >= 20.0 * (1 - slew) - 1e-3
    assert steps_ms.max() <= 20.0 * (1 + slew) + 1e-3


def test_evidence_doubts_a_floor_that_few_packets_form() -> None:
    apart, together, fresh = FloorEvidence(), FloorEvidence(), FloorEvidence()
    for i in range(900):
        apart.add(0.005 * (i % 9))
        together.add(0.00005 * (i % 900))
        fresh.add(0.04 if i % 5 == 0 else 0.0)
    assert apart.is_doubtful(0.002)
    assert not together.is_doubtful(0.002)
    assert not fresh.is_doubtful(0.002)


def test_the_evaluation_gives_figures_and_a_verdict() -> None:
    question = ClockErrors(seeds=1, duration_s=120.0, rates_hz=(50.0,), drifts_ppm=(100.0,))
    result = question.run(ignored)
    assert result.simulated is True
    assert result.passed is True
    figures = result.radios["bursts"]["50_hz"]
    assert figures.settled == figures.streams == 1
    assert 0 < figures.error_p50_ms <= figures.error_p99_ms <= figures.error_max_ms
    assert replace(question, limit_ms=0.0).run(ignored).passed is False


def test_figures_of_streams_that_never_settled_are_no_numbers() -> None:
    never = MappedStream(settled_after_s=None, error_ms=np.empty(0), drift_error_ppm=np.nan)
    figures = figures_of([never])
    assert (figures.streams, figures.settled) == (1, 0)
    assert np.isnan(figures.error_p99_ms)

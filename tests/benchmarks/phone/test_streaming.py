"""What is told of a phone's stream, against events that are made up; and a whole run in little."""

import numpy as np
import pytest

from benchmarks.phone.served_phone import Emitted
from benchmarks.phone.streaming import (
    RATE_HZ,
    STEP_M_S2,
    WRAP,
    PhoneFigures,
    PhoneStreaming,
    told,
)
from benchmarks.question import ignored
from edge.core.messages.imu import Imu
from tests.benchmarks.shown import compared_figures, shown

MS = 1_000_000


def chunk(n: int, at_ns: int, **more: object) -> Emitted:
    """Return event `n` as it is handed on then."""
    fields: dict[str, object] = {"lost": 0, "gap": False} | more
    values = np.array([[n % WRAP * STEP_M_S2, n // WRAP * STEP_M_S2, 9.8]], dtype=np.float32)
    imu = Imu(
        seq=n,
        sensor_ns=event_ns(n),
        host_ns=at_ns,
        t_ns=np.array([event_ns(n)]),
        accel_m_s2=values.astype(np.float64),
        gyro_rad_s=None,
        **fields,  # type: ignore[arg-type]
    )
    return Emitted(at_ns, imu)


def event_ns(n: int) -> int:
    return 20 * MS * n


def test_the_figures_are_those_of_the_events() -> None:
    begin, end = WRAP - 50, WRAP + 150
    missed = {WRAP + 3, WRAP + 4}
    late_ms = {n: 5 + n % 10 for n in range(begin, end)}
    before = [
        chunk(n, event_ns(n) + late_ms[n] * MS, lost=2 * (n == WRAP + 5))
        for n in range(begin, WRAP + 100)
        if n not in missed
    ]
    after = [chunk(n, event_ns(n) + MS, gap=n == WRAP + 140) for n in range(WRAP + 140, end)]
    cut_ns = event_ns(WRAP + 100)
    figures = told([*before, *after], [event_ns(n) for n in range(end)], cut_ns)
    assert figures["events"] == 140  # without what may have been in flight
    assert figures["received"] == 138
    assert figures["lost"] == 2
    assert figures["rate_hz"] == pytest.approx(50.0, rel=0.02)
    assert figures["delay_ms"].p50 == pytest.approx(9.5, abs=0.6)
    assert figures["delay_ms"].max == pytest.approx(14.0)
    assert figures["gap_s"] == pytest.approx(41 * 0.02)
    assert figures["gaps"] == 1


@pytest.mark.slow
def test_a_phone_streams_is_cut_off_and_goes_on() -> None:
    figures = PhoneStreaming(seconds=3.0, cut_s=1.0).run(ignored)
    assert figures.simulated
    assert figures.received == figures.events > 100
    assert figures.rate_hz == pytest.approx(RATE_HZ, rel=0.1)
    assert figures.gap_s > 1.0
    assert figures.gaps == 1
    assert figures.back_after_s is not None
    assert "p95 ms" in shown(figures)
    assert "delay_ms.p95" in compared_figures(figures)


def test_what_never_came_back_is_shown_as_such() -> None:
    begun = told([chunk(0, MS), chunk(1, 21 * MS)], [0, 20 * MS, 40 * MS], 10**9)
    figures = PhoneFigures(**begun, told_delay_ms=None, cut_s=5.0, back_after_s=None)
    assert "–" in shown(figures)

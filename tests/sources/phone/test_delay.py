"""The delay of a phone's events, against clocks that are known."""

import numpy as np
import pytest

from edge.sources.phone.delay import SocketDelay
from firmware_bridge.adapter import Packet

S_NS = 1_000_000_000
AHEAD_NS = 1_790_000_000 * S_NS


def packet(event_ns: int) -> Packet:
    t_us = np.array([(event_ns + AHEAD_NS) // 1000], dtype=np.int64)
    return Packet(seq=0, t_us=t_us, period_us=16e3, accel_m_s2=np.ones((1, 3)), gyro_rad_s=None)


def test_the_quickest_answer_tells_the_clocks_apart() -> None:
    delay = SocketDelay()
    assert delay.median_ms is None
    for i, there_and_back_ns in enumerate((80_000_000, 4_000_000, 300_000_000)):
        asked_ns = i * S_NS
        # The way back takes longer than the way there.
        answered_ns = asked_ns + there_and_back_ns // 4
        delay.answered(asked_ns, (answered_ns + AHEAD_NS) * 1e-6, asked_ns + there_and_back_ns)
    for i in range(50):
        event_ns = 4 * S_NS + i * 16_000_000
        delay.heard(packet(event_ns), event_ns + 25_000_000)
    assert delay.median_ms == pytest.approx(25.0, abs=2.0)  # half of the quickest way and back


def test_before_the_first_answer_nothing_is_known_and_old_delays_are_forgotten() -> None:
    delay = SocketDelay()
    delay.heard(packet(0), 1_000_000)
    assert delay.median_ms is None
    delay.answered(0, AHEAD_NS * 1e-6, 0)
    delay.heard(packet(0), 500_000_000)
    assert delay.median_ms == pytest.approx(500.0, abs=0.01)
    delay.heard(packet(20 * S_NS), 20 * S_NS + 10_000_000)
    assert delay.median_ms == pytest.approx(10.0, abs=0.01)

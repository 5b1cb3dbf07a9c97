"""A simulated patient whose watch is a phone: rounded by the browser, late by the network."""

from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose

from edge.core.messages.imu import Imu
from edge.sources.assembler import PacketAssembler
from edge.sources.phone.motion import MotionDecoder, encode
from firmware_bridge.adapter import Packet
from tests.stages.playing import (
    PATIENT,
    START,
    at_times,
    command,
    given,
    repetitions,
    session_of,
    summaries,
)

ROUNDED_M_S2 = ROUNDED_DEG_S = 0.1
"""What browsers round to, so that nobody is known by their sensors (W3C, DeviceOrientation)."""


@cache
def chunks_of(*, with_rates: bool, cut: tuple[float, float] = (0.0, 0.0)) -> tuple[Imu, ...]:
    """Return what arrives of a session; nothing does while the connection is cut."""
    session = session_of(PATIENT)
    rng = np.random.default_rng(5)
    assembler = PacketAssembler(MotionDecoder().decode)
    accel = np.round(session.accel_m_s2 / ROUNDED_M_S2) * ROUNDED_M_S2
    rates_deg_s = np.round(np.degrees(session.gyro_rad_s) / ROUNDED_DEG_S) * ROUNDED_DEG_S
    chunks: list[Imu] = []
    was_cut = False
    for i, t_s in enumerate(session.t_s.tolist()):
        if cut[0] <= t_s < cut[1]:
            if not was_cut:
                chunks += assembler.interrupted()
            was_cut = True
            continue
        event_us = np.array([round((1.7e9 + t_s) * 1e6)], dtype=np.int64)
        packet = Packet(
            seq=i,
            t_us=event_us,
            period_us=0.0,
            accel_m_s2=accel[i : i + 1],
            gyro_rad_s=np.radians(rates_deg_s[i : i + 1]) if with_rates else None,
        )
        arrival_ns = round((t_s + 0.002 + rng.exponential(0.008)) * 1e9)
        chunks += assembler.take(encode(packet, apples_sign=i % 2 == 1), arrival_ns)
    return tuple(chunks)


def test_every_repetition_is_found_with_its_range() -> None:
    end = command("finish", PATIENT.seconds + 1.0)
    (summary,) = summaries(given(at_times(chunks_of(with_rates=True), START, end)))
    wanted_deg = [true.rom_deg for true in session_of(PATIENT).truth]
    assert_allclose(summary.rom_deg, wanted_deg, atol=5.0)


@pytest.mark.slow
def test_without_a_gyroscope_every_repetition_is_counted() -> None:
    told = given(at_times(chunks_of(with_rates=False), START))
    assert len(repetitions(told)) == len(session_of(PATIENT).truth)


@pytest.mark.slow
def test_a_connection_that_is_cut_for_five_seconds_costs_what_was_done_then() -> None:
    truth = session_of(PATIENT).truth
    middle_s = (truth[1].start_s + truth[1].end_s) / 2
    cut = (middle_s - 2.5, middle_s + 2.5)
    chunks = chunks_of(with_rates=True, cut=cut)
    assert [chunk.gap for chunk in chunks].count(True) == 2  # the first, and after the cut
    spared = [true for true in truth if true.end_s < cut[0] or true.start_s > cut[1]]
    found = repetitions(given(at_times(chunks, START)))
    assert len(spared) <= len(found) <= len(truth)

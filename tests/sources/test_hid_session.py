"""Sessions with a game controller, from the kernel's events to what the stages find."""

import numpy as np
import pytest

from edge.core.messages.imu import Imu
from edge.simulation.patient import pair_up
from edge.sources.hid import GATHER_S, PadReader
from firmware_bridge.protocols.hid_motion import (
    NINTENDO,
    SONY,
    PadEvent,
    encode_sample,
    scales_of,
)
from tests.stages.playing import PATIENT, START, feedbacks, given, session_of

NOTHING_TOLD = (0,) * 6
BEGIN_S = 1.0
"""When the session begins on the clock of the events."""


def events_of(vendor: int, rate_hz: float, together: int, lost: float) -> list[PadEvent]:
    """Return the events of the patient's session, in reports that are late by up to 4 ms."""
    rng, told = np.random.default_rng(3), scales_of(vendor, NOTHING_TOLD)
    session = session_of(PATIENT, rate_hz)
    values: list[int] | None = None
    events: list[PadEvent] = []
    arrival_s = 0.0
    for start in range(0, len(session.t_s) - together, together):
        due_s = float(session.t_s[start + together - 1]) + BEGIN_S + rng.uniform(0.0, 4e-3)
        arrival_s = max(due_s, arrival_s + 2e-5)
        if rng.random() < lost:
            continue
        for i in range(start, start + together):
            sent, values = encode_sample(
                told,
                values,
                session.accel_m_s2[i],
                session.gyro_rad_s[i],
                arrival_ns=round(arrival_s * 1e9) + 1000 * (i - start),
                stamp_us=2**32 - 9_000_000 + round(float(session.t_s[i]) * 1e6),
            )
            events += sent
    return events


def chunks_of(vendor: int, events: list[PadEvent]) -> list[Imu]:
    """Return what a reader makes of events that it fetches now and then."""
    reader = PadReader()
    reader.connected(vendor, NOTHING_TOLD, lambda: NOTHING_TOLD)
    reads: dict[int, list[PadEvent]] = {}
    for event in events:
        reads.setdefault(int((event.sec + event.usec * 1e-6) / GATHER_S), []).append(event)
    return [chunk for read in reads.values() for chunk in reader.take(read)]


@pytest.mark.parametrize(
    ("vendor", "rate_hz", "together"),
    [
        pytest.param(NINTENDO, 3 / 11.2e-3, 3, id="Pro Controller"),
        pytest.param(NINTENDO, 200.0, 3, id="Joy-Con", marks=pytest.mark.slow),
        pytest.param(SONY, 250.0, 1, id="DualSense by cable", marks=pytest.mark.slow),
        pytest.param(SONY, 800.0, 1, id="DualSense by radio", marks=pytest.mark.slow),
    ],
)
def test_every_repetition_is_found_whatever_is_late_or_lost(
    vendor: int, rate_hz: float, together: int
) -> None:
    chunks = chunks_of(vendor, events_of(vendor, rate_hz, together, lost=0.02))
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    assert np.all(np.diff(t_ns) > 0)
    # on a clock that is right within the radio's delays, however the driver stamps its reports
    assert t_ns[-1] - t_ns[0] == pytest.approx(PATIENT.seconds * 1e9, rel=2e-3)
    true = session_of(PATIENT).truth
    found = pair_up(feedbacks(given([START, *chunks])), true, round(BEGIN_S * 1e9))
    assert [pair.truth for pair in found] == list(true)

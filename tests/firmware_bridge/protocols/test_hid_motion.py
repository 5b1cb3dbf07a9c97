"""What a controller measures is read back from the events that the kernel makes of it."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.errors import LinkError
from firmware_bridge.protocols.hid_motion import (
    EV_ABS,
    EV_SYN,
    NINTENDO,
    SONY,
    SYN_DROPPED,
    SYN_REPORT,
    PadDecoder,
    PadEvent,
    PadScales,
    Report,
    encode_sample,
    scales_of,
)

G = 9.80665
ABS_X, ABS_Z, ABS_RY = 0, 2, 4
NOTHING_TOLD = (0,) * 6
COUNTS = st.integers(-32768, 32767)


def scales(vendor: int) -> PadScales:
    return scales_of(vendor, NOTHING_TOLD)


def decoder(vendor: int, values: Sequence[int] = NOTHING_TOLD) -> PadDecoder:
    return PadDecoder(scales(vendor), lambda: values)


def event(at_ms: float, kind: int, code: int, value: int = 0) -> PadEvent:
    return PadEvent(7, round(at_ms * 1e3), kind, code, value)


def merged(reports: list[Report]) -> tuple[list[list[float]], list[int]]:
    """Return all samples in counts, and all stamps in microseconds."""
    rows = [
        np.hstack([one.samples.accel_m_s2 / G, np.degrees(one.samples.gyro_rad_s)])
        for one in reports
        if one.samples.accel_m_s2 is not None and one.samples.gyro_rad_s is not None
    ]
    stamps = [ns // 1000 for one in reports for ns in one.samples.t_ns or ()]
    return np.vstack(rows).tolist(), stamps


def test_a_joy_con_at_rest_and_turning_by_the_numbers_of_its_driver() -> None:
    # 4096 counts are a g, 14247 a deg/s; three samples of one report come at once
    events = []
    for turn in (0, 14247, 28494):
        events += [event(15.0, EV_ABS, ABS_Z, 4096), event(15.0, EV_ABS, ABS_RY, turn)]
        events += [event(15.001, EV_SYN, SYN_REPORT)]
    ((samples, arrival_ns),) = decoder(NINTENDO).take(events)
    assert samples.accel_m_s2 is not None
    assert samples.gyro_rad_s is not None
    np.testing.assert_allclose(samples.accel_m_s2, [[0, 0, G]] * 3)
    np.testing.assert_allclose(np.degrees(samples.gyro_rad_s), [[0, 0, 0], [0, 1, 0], [0, 2, 0]])
    assert samples.t_ns is None  # the driver's stamps are of no clock
    assert arrival_ns == 7_015_001_000


@pytest.mark.parametrize("vendor", [NINTENDO, SONY])
@given(
    rows=st.lists(st.tuples(*[COUNTS] * 6), min_size=1, max_size=12),
    cut=st.integers(0, 100),
    start_us=st.integers(0, 2**32 - 1),
)
def test_samples_are_read_as_they_were_measured_however_the_events_are_cut(
    vendor: int, rows: list[tuple[int, ...]], cut: int, start_us: int
) -> None:
    told = scales(vendor)
    unit = np.array([*told.per_g, *told.per_dps])
    values: list[int] | None = None
    events: list[PadEvent] = []
    for i, row in enumerate(rows):
        axes = np.array(row) / unit
        sent, values = encode_sample(
            told,
            values,
            axes[:3] * G,
            np.radians(axes[3:]),
            arrival_ns=10**9 + 5_000_000 * i,
            stamp_us=start_us + 5_000 * i,
        )
        events += sent
    one = decoder(vendor)
    found, stamps = merged(one.take(events[:cut]) + one.take(events[cut:]))
    np.testing.assert_allclose(np.array(found) * unit, rows, atol=1e-6)
    wanted = [(start_us + 5_000 * i) % 2**32 for i in range(len(rows))]
    assert stamps == (wanted if vendor == SONY else [])


def test_after_lost_events_the_axes_are_asked_and_what_was_cut_off_is_no_sample() -> None:
    axes = [0, 0, 4096, 0, 0, 0]
    one = decoder(NINTENDO, axes)
    (before,) = one.take([event(0.0, EV_SYN, SYN_REPORT)])
    assert before.samples.accel_m_s2 is not None
    events = [
        event(5.0, EV_ABS, ABS_X, 1),
        event(5.0, EV_SYN, SYN_DROPPED),
        event(5.0, EV_ABS, ABS_X, 2),
    ]
    assert one.take(events) == []
    axes[0] = 8192  # what the device says when it is asked
    after = one.take([event(9.0, EV_SYN, SYN_REPORT), event(14.0, EV_SYN, SYN_REPORT)])
    (found,), _ = merged(after)
    assert found[:3] == [2.0, 0.0, 1.0]


def test_a_report_that_comes_again_is_one_and_a_clock_that_began_anew_stands_apart() -> None:
    told = scales(SONY)
    events = []
    for at_ms, stamp_us in ((0, 900_000_000), (0.4, 900_000_000), (0.8, 904), (1.2, 4904)):
        sent, _ = encode_sample(
            told,
            None,
            np.array([0, G, 0]),
            np.zeros(3),
            arrival_ns=round(at_ms * 1e6),
            stamp_us=stamp_us,
        )
        events += sent
    reports = decoder(SONY).take(events)
    assert [one.samples.t_ns for one in reports] == [(900_000_000_000,), (904_000, 4_904_000)]


def test_the_driver_is_believed_before_the_vendors_usual_numbers_and_nothing_is_guessed() -> None:
    told = scales_of(SONY, (8192, 8192, 8190, 0, 0, 1000))
    assert (told.per_g, told.per_dps) == ((8192, 8192, 8190), (1024, 1024, 1000))
    assert scales_of(0x1234, (1, 2, 3, 4, 5, 6)).per_dps == (4, 5, 6)
    with pytest.raises(LinkError, match="does not tell what its numbers mean"):
        scales_of(0x1234, NOTHING_TOLD)

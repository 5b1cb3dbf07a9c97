from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from firmware_bridge.adapters.house import HouseAdapter
from firmware_bridge.errors import PacketError, PlaybackError
from firmware_bridge.house_control import HouseSettings
from firmware_bridge.house_profile import Flag, HousePacket, decode_notification
from firmware_bridge.playback import Dropout, Faults, Motion, WatchSettings, schedule

HOUSE = HouseSettings()


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    faults=st.builds(
        Faults,
        seed=st.integers(0, 2**31),
        loss=st.floats(0, 0.5),
        duplicate=st.floats(0, 0.5),
        reorder=st.floats(0, 0.5),
    ),
    size=st.integers(1, 19),
)
def test_every_sample_is_either_sent_or_counted_as_lost(
    motion: Callable[..., Motion], faults: Faults, size: int
) -> None:
    watch = WatchSettings(samples_per_packet=size)
    plan = schedule(motion(), HOUSE, watch, faults)
    again = schedule(motion(), HOUSE, watch, faults)
    assert plan == again
    sent = {i for delivery in plan.deliveries for i in delivery.samples}
    lost = {i for samples in plan.lost for i in samples}
    assert sent | lost == set(range(100))
    assert not sent & lost
    times = [delivery.at_s for delivery in plan.deliveries]
    assert times == sorted(times)


def test_nothing_is_sent_before_it_was_measured(motion: Callable[..., Motion]) -> None:
    moving = motion()
    plan = schedule(moving, HOUSE, WatchSettings(samples_per_packet=4), Faults(interval_s=0.045))
    for delivery in plan.deliveries:
        assert delivery.at_s >= moving.t_s[delivery.samples[-1]]
        assert delivery.at_s / 0.045 == pytest.approx(round(delivery.at_s / 0.045))


def test_counter_and_clock_pass_their_ends_unnoticed(motion: Callable[..., Motion]) -> None:
    watch = WatchSettings(seq=65530, clock_us=2**32 - 500_000, drift_ppm=100.0)
    moving = motion()
    adapter = HouseAdapter()
    packets = [
        packet
        for delivery in schedule(moving, HOUSE, watch, Faults()).deliveries
        for packet in adapter.decode(delivery.data, round(delivery.at_s * 1e9))
    ]
    assert [packet.seq for packet in packets] == list(range(65530, 65630))
    elapsed_us = np.array([int(packet.t_us[0]) for packet in packets]) - watch.clock_us
    np.testing.assert_allclose(elapsed_us, moving.t_s * (1e6 + 100.0), atol=1.0)


def test_samples_survive_within_half_a_count(motion: Callable[..., Motion]) -> None:
    moving = motion()
    adapter = HouseAdapter()
    [delivery, *_] = schedule(
        moving, HOUSE, WatchSettings(samples_per_packet=19), Faults()
    ).deliveries
    [packet] = adapter.decode(delivery.data, 0)
    half_accel, half_gyro = HOUSE.accel_lsb_m_s2 / 2, HOUSE.gyro_lsb_rad_s / 2
    np.testing.assert_allclose(packet.accel_m_s2, moving.accel_m_s2[:19], atol=half_accel * 1.001)
    assert packet.gyro_rad_s is not None
    np.testing.assert_allclose(packet.gyro_rad_s, moving.gyro_rad_s[:19], atol=half_gyro * 1.001)


def test_what_is_beyond_the_range_is_clipped_and_said(motion: Callable[..., Motion]) -> None:
    moving = motion()
    loud = Motion(
        t_s=moving.t_s, accel_m_s2=moving.accel_m_s2 * 100.0, gyro_rad_s=moving.gyro_rad_s
    )
    plan = schedule(loud, HOUSE, WatchSettings(), Faults())
    packet = decode_notification(plan.deliveries[50].data)
    assert isinstance(packet, HousePacket)
    assert packet.flags == Flag.RANGE
    assert np.abs(packet.counts[0, :3].astype(int)).max() >= 32767


def test_a_restart_begins_clock_and_counter_anew(motion: Callable[..., Motion]) -> None:
    faults = Faults(dropouts=(Dropout(at_s=1.0, for_s=0.2, restarts=True),))
    plan = schedule(motion(), HOUSE, WatchSettings(seq=7), faults)
    packets = [decode_notification(delivery.data) for delivery in plan.deliveries]
    first = packets[50]
    assert isinstance(first, HousePacket)
    assert (first.seq, first.t_first_us) == (0, 0)
    last = packets[-1]
    assert isinstance(last, HousePacket)
    assert (last.seq, last.t_first_us) == (49, 980_000)


def test_what_cannot_be_played_is_said(motion: Callable[..., Motion]) -> None:
    slow = motion(rate_hz=10.0)
    assert schedule(slow, HOUSE, WatchSettings(), Faults()).deliveries
    with pytest.raises(PlaybackError, match="16 Hz"):
        schedule(slow, HOUSE, WatchSettings(samples_per_packet=2), Faults())
    with pytest.raises(PlaybackError, match="do not fit"):
        schedule(motion(), HOUSE, WatchSettings(samples_per_packet=20), Faults())
    with pytest.raises(PlaybackError, match="two samples"):
        Motion(t_s=np.zeros(1), accel_m_s2=np.zeros((1, 3)), gyro_rad_s=np.zeros((1, 3)))
    with pytest.raises(PlaybackError, match="increase"):
        Motion(t_s=np.zeros(2), accel_m_s2=np.zeros((2, 3)), gyro_rad_s=np.zeros((2, 3)))


def test_what_the_settings_do_not_say_is_refused_by_the_adapter() -> None:
    with pytest.raises(PacketError, match="other sensors"):
        HouseAdapter().decode(bytes([1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 0, *[0] * 6]), 0)


def test_a_rest_before_a_movement_goes_over_into_it_and_moves_what_goes_wrong_with_it(
    motion: Callable[..., Motion],
) -> None:
    moving = motion(2.0)
    rested = moving.after_rest(3.0)
    assert rested.t_s[0] == moving.t_s[0] - 3.0
    assert np.allclose(np.diff(rested.t_s), 0.02)
    assert np.array_equal(rested.accel_m_s2[150:], moving.accel_m_s2)
    assert np.array_equal(rested.gyro_rad_s[150:], moving.gyro_rad_s)
    assert np.array_equal(rested.accel_m_s2[149], moving.accel_m_s2[1])
    assert rested.gyro_rad_s[:150].max() <= moving.gyro_rad_s[:26].max()
    faults = Faults(seed=4, dropouts=(Dropout(at_s=1.0, for_s=0.5),))
    assert faults.later(3.0) == Faults(seed=4, dropouts=(Dropout(at_s=4.0, for_s=0.5),))

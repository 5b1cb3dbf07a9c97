"""The assembler over what a virtual watch sends, without the Bluetooth stack between them."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from edge.core.messages.imu import Imu
from edge.sources.assembler import PacketAssembler
from firmware_bridge.adapters.house import HouseAdapter
from firmware_bridge.house_control import HouseSettings
from firmware_bridge.playback import (
    Delivery,
    Dropout,
    Faults,
    Motion,
    Schedule,
    WatchSettings,
    schedule,
)

MakeMotion = Callable[..., Motion]

HOST_START_NS = 5_000_000_000


def play(
    plan: Schedule, cut: Callable[[Delivery], bool] = lambda _: False
) -> tuple[PacketAssembler, list[Imu]]:
    """Return what becomes of the deliveries, those that `cut` names left out as a disconnection."""
    assembler = PacketAssembler(HouseAdapter().decode)
    chunks: list[Imu] = []
    connected = True
    for delivery in plan.deliveries:
        if cut(delivery):
            if connected:
                chunks += assembler.interrupted()
            connected = False
            continue
        connected = True
        arrival_ns = HOST_START_NS + round(delivery.at_s * 1e9)
        chunks += assembler.take(delivery.data, arrival_ns)
    return assembler, chunks + assembler.interrupted()


def match(moving: Motion, chunks: list[Imu]) -> list[int]:
    """Return the index of each sample given out in what was played, checked on all six axes."""
    played = {
        tuple(row): i
        for i, row in enumerate(np.hstack([moving.accel_m_s2, moving.gyro_rad_s]).round(9).tolist())
    }
    rows = np.vstack([chunk.six_axes for chunk in chunks]).round(9)
    return [played[tuple(row)] for row in rows.tolist()]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    faults=st.builds(
        Faults,
        seed=st.integers(0, 2**31),
        loss=st.sampled_from([0.0, 0.05, 0.4]),
        duplicate=st.sampled_from([0.0, 0.2]),
        reorder=st.sampled_from([0.0, 0.2]),
        interval_s=st.sampled_from([0.0, 0.045]),
    ),
    watch=st.builds(
        WatchSettings,
        samples_per_packet=st.integers(1, 5),
        drift_ppm=st.sampled_from([-100.0, 0.0, 100.0]),
        clock_us=st.sampled_from([0, 2**32 - 1_000_000]),
        seq=st.sampled_from([0, 65500]),
    ),
)
def test_any_fault_leaves_the_samples_right_and_the_losses_counted(
    motion: MakeMotion, faults: Faults, watch: WatchSettings
) -> None:
    moving = motion(4.0)
    assembler, chunks = play(schedule(moving, HouseSettings(), watch, faults))
    if not chunks:
        return
    indices = match(moving, chunks)
    assert indices == sorted(set(indices))
    holes = np.diff(indices) - 1
    assert assembler.counts.lost == sum(chunk.lost for chunk in chunks) == holes.sum()
    assert [chunk.seq for chunk in chunks] == list(range(len(chunks)))
    assert chunks[0].gap
    assert not any(chunk.gap for chunk in chunks[1:] if chunk.lost <= 12)
    assert all(chunk.gap for chunk in chunks if chunk.lost > 12)
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    assert np.all(np.diff(t_ns) > 0)
    assert all(chunk.sensor_ns == chunk.t_ns[-1] for chunk in chunks)


def test_without_faults_every_sample_arrives_at_its_time(motion: MakeMotion) -> None:
    moving = motion(4.0)
    _, chunks = play(schedule(moving, HouseSettings(), WatchSettings(), Faults()))
    assert match(moving, chunks) == list(range(200))
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    np.testing.assert_allclose(t_ns, HOST_START_NS + moving.t_s * 1e9, atol=2000.0)


def test_a_disconnection_is_a_gap_with_its_losses(motion: MakeMotion) -> None:
    moving = motion(4.0)
    plan = schedule(moving, HouseSettings(), WatchSettings(), Faults())
    assembler, chunks = play(plan, cut=lambda delivery: 60 <= delivery.samples.start < 62)
    assert [(chunk.seq, chunk.lost) for chunk in chunks if chunk.gap] == [(0, 0), (60, 2)]
    assert assembler.counts.samples == 198


def test_a_packet_held_when_the_connection_breaks_is_not_lost(motion: MakeMotion) -> None:
    moving = motion(1.0)
    plan = schedule(moving, HouseSettings(), WatchSettings(), Faults())
    deliveries = tuple(d for d in plan.deliveries if d.samples.start != 19)
    broken = Schedule(deliveries=deliveries)
    _, chunks = play(broken, cut=lambda delivery: 21 <= delivery.samples.start < 30)
    indices = match(moving, chunks)
    assert 20 in indices
    assert [chunk.lost for chunk in chunks if chunk.lost] == [1, 9]


@pytest.mark.parametrize("clock_us", [77_000_000, 2**32 - 3_000_000])
def test_a_restarted_watch_goes_on_after_a_gap(motion: MakeMotion, clock_us: int) -> None:
    moving = motion(8.0)
    faults = Faults(dropouts=(Dropout(at_s=2.0, for_s=3.0, restarts=True),))
    plan = schedule(moving, HouseSettings(), WatchSettings(clock_us=clock_us), faults)
    assembler, chunks = play(plan, cut=lambda delivery: 100 <= delivery.samples.start < 250)
    assert assembler.counts.restarts == 1
    assert [(chunk.seq, chunk.lost) for chunk in chunks if chunk.gap] == [(0, 0), (100, 0)]
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    assert np.all(np.diff(t_ns) > 0)
    assert t_ns[-1] == pytest.approx(HOST_START_NS + moving.t_s[-1] * 1e9, abs=1e4)


def test_a_malformed_notification_is_counted_and_nothing_else(
    motion: MakeMotion, caplog: pytest.LogCaptureFixture
) -> None:
    moving = motion(1.0)
    plan = schedule(moving, HouseSettings(), WatchSettings(), Faults())
    assembler = PacketAssembler(HouseAdapter().decode)
    chunks: list[Imu] = []
    for delivery in plan.deliveries:
        chunks += assembler.take(delivery.data, round(delivery.at_s * 1e9))
        assert assembler.take(delivery.data[:-1], round(delivery.at_s * 1e9)) == []
    assert assembler.counts.malformed == 50
    assert len(chunks) == 50
    assert "malformed packet" in caplog.text


def test_samples_that_the_device_itself_lost_are_counted(motion: MakeMotion) -> None:
    plan = schedule(motion(1.0), HouseSettings(), WatchSettings(), Faults())
    assembler = PacketAssembler(HouseAdapter().decode)
    first, later = bytearray(plan.deliveries[0].data), bytearray(plan.deliveries[5].data)
    later[2:4] = (1).to_bytes(2, "little")
    later[11] = 1
    assert len(assembler.take(bytes(first), 0)) == 1
    [chunk] = assembler.take(bytes(later), 100_000_000)
    assert chunk.lost == 4

"""Every family's virtual device through the whole Bluetooth stack, as a session reads it."""

import asyncio
from collections.abc import Callable

import numpy as np
import pytest

from edge.bus.stop import Stop
from edge.core.errors import NoGyroscopeError
from edge.core.messages.imu import Imu, LinkStatus
from edge.sources.errors import SourceError
from edge.sources.inspection import inspect
from edge.sources.virtual import VirtualSource, check_virtual
from edge.sources.watch import open_source, stream
from firmware_bridge.discovery import Backends
from firmware_bridge.playback import Dropout, Faults, Motion
from firmware_bridge.virtual.catalogue import MODELS
from firmware_bridge.virtual_radio import VirtualRadio
from firmware_bridge.virtual_watch import BATTERY_PERCENT, VirtualWatch

ACCEL_ONLY = {"bangle", "microbit", "pinetime"}
MakeMotion = Callable[..., Motion]


OFTEN = ("polar", "metamotion", "nicla", "pinetime", "puck")


def small(moving: Motion) -> Motion:
    """Return the same within ±2 g and ±250 deg/s."""
    return Motion(
        t_s=moving.t_s, accel_m_s2=0.8 * moving.accel_m_s2, gyro_rad_s=0.6 * moving.gyro_rad_s
    )


async def received(source: VirtualSource) -> tuple[list[Imu], list[LinkStatus]]:
    chunks: list[Imu] = []
    links: list[LinkStatus] = []

    def emit(message: Imu | LinkStatus) -> None:
        (chunks if isinstance(message, Imu) else links).append(message)  # type: ignore[arg-type]

    await asyncio.wait_for(stream(source, emit, Stop()), 60)
    return chunks, links


@pytest.mark.parametrize(
    "family",
    [
        # Each waits for its device in real time: the others are asked by `make test-slow`.
        name if name in OFTEN else pytest.param(name, marks=pytest.mark.slow)
        for name in MODELS
    ],
)
async def test_what_was_measured_arrives_in_si_units_at_its_rate(
    motion: MakeMotion, family: str
) -> None:
    moving = small(motion(3.0 if family == "polar" else 1.5))
    chunks, links = await received(VirtualSource(motion=moving, family=family))
    accel = np.vstack([chunk.accel_m_s2 for chunk in chunks])
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    assert np.all(np.diff(t_ns) > 0)
    assert links[-1].rate_hz is not None
    assert len(accel) >= 0.6 * moving.t_s[-1] * links[-1].rate_hz
    seen = np.hstack([moving.accel_m_s2, moving.gyro_rad_s]).T
    fine = np.arange(0.0, moving.t_s[-1], 1e-3)
    truth = np.column_stack([np.interp(fine, moving.t_s, column) for column in seen])
    nearest = [int(np.argmin(np.abs(truth[:, :3] - row).sum(axis=1))) for row in accel]
    np.testing.assert_allclose(accel, truth[nearest, :3], atol=0.05)
    assert np.all(np.diff(nearest) > 0)
    if family in ACCEL_ONLY:
        with pytest.raises(NoGyroscopeError):
            _ = chunks[0].six_axes
        return
    gyro = np.vstack([chunk.six_axes for chunk in chunks])[:, 3:]
    np.testing.assert_allclose(gyro, truth[nearest, 3:], atol=0.06)


@pytest.mark.parametrize(
    "family",
    [
        "witmotion",
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("metamotion", "bangle")),
    ],
)
async def test_a_lost_device_is_found_and_started_again(motion: MakeMotion, family: str) -> None:
    faults = Faults(dropouts=(Dropout(at_s=0.6, for_s=0.6),))
    source = VirtualSource(motion=small(motion(2.6)), family=family, faults=faults)
    chunks, links = await received(source)
    assert [link.state for link in links if link.state != "streaming"] == [
        "scanning",
        "connecting",
        "lost",
        "scanning",
        "connecting",
        "ended",
    ]
    assert [chunk.gap for chunk in chunks].count(True) == 2


async def test_a_device_that_gathers_is_said_to_do_so(motion: MakeMotion) -> None:
    _, links = await received(VirtualSource(motion=small(motion(3.0)), family="polar"))
    assert links[-1].gathers_ms > 500.0


async def test_a_device_is_looked_at_with_its_battery(motion: MakeMotion) -> None:
    radio = VirtualRadio()
    async with VirtualWatch(radio, motion(0.4), model=MODELS["witmotion"]()):
        backends = Backends(scanner=radio.scanner_backend, client=radio.client_backend)
        details = await inspect("", backends)
    assert (details["kind"], details["battery_percent"]) == ("WitMotion", BATTERY_PERCENT)
    assert details["ping_p50_ms"] > 0


def test_simulated_devices_are_named_on_the_command_line(motion: MakeMotion) -> None:
    source = open_source("virtual:polar", lambda: VirtualSource(motion=motion()))
    assert isinstance(source, VirtualSource)
    assert source.family == "polar"
    check_virtual("virtual:polar")
    for wrong in ("virtual:shoe", "ble:polar"):
        with pytest.raises(SourceError, match="no simulated watch"):
            check_virtual(wrong)

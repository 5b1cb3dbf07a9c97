"""Movements that apps have sent, and whether what was read of them is right."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from edge.core.arrays import Floats
from firmware_bridge.adapter import Packet
from tests.importers.foreign.writing import EPOCH_NS

RATE_HZ = 50.0
EPOCH_S = EPOCH_NS * 1e-9
REBOOT_S = 405121.25
"""What the clock of `sensor_log` shows at the beginning."""
DOWN = np.array([0.0, 0.0, 9.80665])


def moved(seconds: float = 3.0) -> Floats:
    """Return (n, 7) a smooth movement."""
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    accel = DOWN + np.column_stack([np.sin(t_s + k) for k in range(3)])
    gyro = np.column_stack([np.cos(t_s + k) for k in range(3)])
    return np.column_stack([t_s, accel, gyro])


def whole(packets: Sequence[Packet]) -> Floats:
    """Return (n, 7) device times in s and the six axes."""
    rows = []
    for packet in packets:
        assert packet.gyro_rad_s is not None
        rows.append(np.column_stack([packet.t_us * 1e-6, packet.accel_m_s2, packet.gyro_rad_s]))
    return np.vstack(rows)


def agree(packets: Sequence[Packet], true: Floats, began_s: float) -> None:
    """Assert that a movement has been read that began when the device's clock showed this."""
    got = whole(packets)
    assert len(got) > 0.5 * len(true)
    t_s = got[:, 0] - began_s
    assert np.all(np.diff(t_s) > 0)
    read = np.column_stack([np.interp(t_s, true[:, 0], axis) for axis in true.T[1:]])
    np.testing.assert_allclose(got[:, 1:], read, atol=2e-3)


def fed(decoder: Any, parts: Sequence[bytes]) -> list[Packet]:
    """Return all packets of parts that arrive one after the other."""
    return [packet for number, part in enumerate(parts) for packet in decoder(part, number)]

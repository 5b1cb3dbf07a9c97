"""What a radio loses is counted where somebody sees it: in the state of the link."""

import numpy as np

from edge.core.messages.imu import Imu, LinkStatus
from edge.processes.watch import losses_of
from edge.sources.assembler import PacketAssembler
from edge.sources.link_report import LinkReport
from firmware_bridge.adapter import Packet
from firmware_bridge.errors import PacketError

PERIOD_US = 10_000.0


def decode(data: bytes, arrival_ns: int) -> list[Packet]:
    """Read a packet's number and its time in hundredths of a second."""
    if not data:
        raise PacketError("it is empty", data)
    t_us = np.array([data[1] * 10_000], dtype=np.int64)
    still = np.zeros((1, 3))
    return [Packet(seq=data[0], t_us=t_us, accel_m_s2=still, gyro_rad_s=still, period_us=PERIOD_US)]


def test_what_the_radio_lost_is_in_the_state_of_the_link() -> None:
    emitted: list[Imu | LinkStatus] = []
    report = LinkReport("toy", simulated=True, emit=emitted.append)
    report.tell("connecting")
    assembler = report.assembler = PacketAssembler(decode)
    for data in (b"", b"\x00\x00", b"\x00\x00", b"\x02\x02", b"\x03\x03", b"\x01\x01"):
        at_s = 1 + 0.01 * (data[1] if data else 0)
        assembler.take(data, round(at_s * 1e9))
    report.tell("streaming")
    before, after = emitted
    assert isinstance(before, LinkStatus)
    assert isinstance(after, LinkStatus)
    assert losses_of(before) == {}
    assert losses_of(after) == {"malformed": 1, "duplicates": 1, "late": 1}

"""What apps send over the network as targets, up to the samples on the host's clock."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from edge.sources.assembler import PacketAssembler
from edge.sources.wifi.intake import Decode
from edge.sources.wifi.place import Place
from edge.sources.wifi.sensor_log_lines import LineDecoder
from edge.sources.wifi.sensor_logger_messages import MessageDecoder
from edge.sources.wifi.wear_mocap import DatagramDecoder
from firmware_bridge.errors import PacketError
from tests.fuzz.target import Target
from tests.fuzz.watches import CUT
from tests.sources.wifi.senders import batches, datagrams, log_lines, phone_rows, wrist_rows

_T_S: Final = np.arange(80) / 20.0
_TABLE: Final = np.column_stack(
    [
        _T_S,
        *(np.sin(_T_S + k) for k in range(2)),
        9.8 + np.sin(_T_S),
        *(np.cos(_T_S + k) for k in range(3)),
    ]
)


def _sent(make: Callable[[], Decode], *seeds: list[bytes]) -> Target:
    """Return a target for what reads an app, whose messages are given one by one."""

    def read(data: bytes, _: Path) -> object:
        decode = make()
        assembler = PacketAssembler(decode, earlier=decode.order)
        found = [
            chunk
            for number, part in enumerate(data.split(CUT))
            for chunk in assembler.take(part, 10**13 + 10**8 * number)
        ]
        for chunk in found:
            assert np.isfinite(chunk.accel_m_s2).all()
            assert chunk.gyro_rad_s is None or np.isfinite(chunk.gyro_rad_s).all()
        if assembler.counts.malformed:
            raise PacketError("some were malformed", data)
        return found

    return Target(seeds=lambda _: [CUT.join(one) for one in seeds], read=read, share=2)


def _read_place(data: bytes, _: Path) -> object:
    return Place.of(data.decode("utf-8", "replace"), port=1).text


NETWORK: Final = {
    "wifi WearMoCap": _sent(DatagramDecoder, list(datagrams(_TABLE[:10]))),
    "wifi Sensor Logger": _sent(
        MessageDecoder, batches(wrist_rows(_TABLE)), batches(phone_rows(_TABLE, android=True))
    ),
    "wifi SensorLog": _sent(LineDecoder, log_lines(_TABLE)),
    "wifi place": Target(
        seeds=lambda _: [b"192.168.1.5:46000/a-token-for-this-session", b"[::1]:7"],
        read=_read_place,
    ),
}

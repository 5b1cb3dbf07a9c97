"""What a phone sends as targets; the messages of an input are given one by one."""

from pathlib import Path
from typing import Final

import numpy as np

from edge.sources.assembler import PacketStream
from edge.sources.phone.greeting import STEPS, read_text
from edge.sources.phone.motion import MotionDecoder, encode
from edge.sources.phone.place import Place
from firmware_bridge.adapter import Packet
from firmware_bridge.errors import PacketError
from tests.fuzz.target import Target
from tests.fuzz.watches import CUT


def _messages(_: Path) -> list[bytes]:
    def packet(i: int, with_rates: bool) -> Packet:
        values = np.arange(6.0).reshape(2, 3)
        return Packet(
            seq=i,
            t_us=np.array([16_000 * i, 16_000 * i + 8_000], dtype=np.int64) + 10**15,
            period_us=0.0,
            accel_m_s2=values,
            gyro_rad_s=values if with_rates else None,
        )

    return [CUT.join(encode(packet(i, rates)) for i in range(4)) for rates in (True, False)]


def _read_motion(data: bytes, _: Path) -> object:
    decoder, stream, error, chunks = MotionDecoder(), PacketStream(), None, []
    for i, part in enumerate(data.split(CUT)):
        try:
            chunks += stream.accept(decoder.decode(part, 16_000_000 * i), 16_000_000 * i)
        except PacketError as refused:
            error = refused  # the phone goes on
    if error is not None:
        raise error
    return chunks


PHONES: Final[dict[str, Target]] = {
    "phone": Target(seeds=_messages, read=_read_motion, share=2),
    "phone's texts": Target(
        seeds=lambda _: [
            b'{"token": "0b2ca5bc9447edaea229eb", "key": "1.0b2ca5bc9447edaea229eb"}',
            b'{"pong": 17, "ms": 1790000000123.5}',
            b'{"step": "%s"}' % STEPS[0].encode(),
        ],
        read=lambda data, _: read_text(data.decode("latin-1")),
        share=4,
    ),
    "phone's place": Target(
        seeds=lambda _: [
            b"192.168.1.5:9000#00112233445566778899aabbccddeeff",
            b"[fd00::5]:8443",
            b"laptop.local",
        ],
        read=lambda data, _: Place.of(data.decode("latin-1")),
        share=4,
    ),
}

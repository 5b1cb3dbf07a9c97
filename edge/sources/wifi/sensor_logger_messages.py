"""The messages that Sensor Logger pushes: put in order, and read as its recordings are."""

from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from edge.importers.formats.sensor_logger_sensors import (
    letters,
    phone_sensor,
    phone_sensors,
    sensors_in,
    signed_watch,
)
from edge.importers.stream import Stream
from edge.sources.wifi.live_streams import LiveStreams
from firmware_bridge.adapter import Packet
from firmware_bridge.errors import PacketError
from firmware_bridge.reassembly import WINDOW_PACKETS, Reassembler

_LAST_NUMBER: Final = 2**53
_WRIST: Final = "wristmotion"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """A message, by its number among those of its session."""

    seq: int
    session: str
    device: str
    rows: list[Any]


class MessageDecoder:
    """A `Decode` of messages, each the body of one request.

    Attributes:
        order: puts them in the order of their numbers.
    """

    def __init__(self, platform: str = "") -> None:
        """Start with nothing heard.

        Args:
            platform: "ios" or "android", of a phone whose sign is to be; "" tells it from which
                sensors it sends.
        """
        self.order: Reassembler[_Message] = Reassembler()
        self._platform = platform
        self._streams = LiveStreams()
        self._device = ""
        self._session = ""
        self._phone: set[str] = set()
        self._has_watch = False

    def __call__(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the packets of the messages whose turn has come with this one.

        Raises:
            PacketError: it is none, is of a second device, or the app sends no motion at all.
        """
        message = _read(data)
        if self._device not in ("", message.device):
            raise PacketError("another device sends as well and is not listened to", data)
        if message.session != self._session:
            self._session = message.session
            # Numbers begin at 0, also where a later message overtakes the first.
            self.order.reset(first=0 if message.seq < WINDOW_PACKETS else None)
            self._streams.restart()
            self._phone, self._has_watch = set(), False
        turns = self.order.push(message, arrival_ns)
        packets = [packet for turn in turns for packet in self._packets(turn.packet)]
        if turns and message.rows and not (self._has_watch or self._phone):
            raise PacketError(
                "no motion is in it: switch on wrist motion, or accelerometer, gravity and "
                "gyroscope",
                data,
            )
        # They have come together, whenever they were sent.
        newest_us = max((int(packet.t_us[-1]) for packet in packets), default=None)
        return [replace(packet, newest_us=newest_us) for packet in packets]

    def _packets(self, message: _Message) -> list[Packet]:
        streams = self._motion(message.rows)
        if streams:
            self._device = message.device
        return self._streams.take(streams)

    def _motion(self, rows: list[Any]) -> list[Stream]:
        """Return the streams of the watch, or of the phone where no watch ever sent."""
        watch: list[Stream] = []
        phone: dict[str, Stream] = {}
        for name, streams in sensors_in(rows, ""):
            if letters(name) == _WRIST:
                watch += streams
            elif one := phone_sensor(name):
                phone.setdefault(one, streams[0])
        self._has_watch |= bool(watch)
        self._phone |= phone.keys()
        if self._has_watch:
            return signed_watch(watch) if watch else []
        found = phone_sensors(self._phone, self._platform)
        return [found.signed(one, phone[one]) for one in found.kinds if one in phone]


def _read(data: bytes) -> _Message:
    """Return the message in a request.

    Raises:
        PacketError: it holds none.
    """
    try:
        found = orjson.loads(data)
    except ValueError as error:
        raise PacketError("it is no JSON", data) from error
    if not isinstance(found, dict) or not isinstance(found.get("payload"), list):
        raise PacketError("it is no message of Sensor Logger", data)
    number = found.get("messageId")
    if not isinstance(number, int) or not 0 <= number < _LAST_NUMBER:
        raise PacketError("it has no number", data)
    return _Message(
        seq=number,
        session=str(found.get("sessionId", ""))[:100],
        device=str(found.get("deviceId", ""))[:100],
        rows=found["payload"],
    )

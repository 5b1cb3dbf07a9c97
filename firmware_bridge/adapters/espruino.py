"""Bangle.js and Puck.js: a program of ours, sent to the watch, sends lines with counter and time.

A Bangle.js has no gyroscope: repetitions are counted with it, angles cannot be judged. Our program
is gone when the watch is reset. Not tried on a real watch.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar, Final

from firmware_bridge.adapter import Gatt, Packet
from firmware_bridge.protocols.espruino import (
    BANGLE,
    NOTIFY_UUID,
    PUCK,
    WRITE_UUID,
    EspruinoDecoder,
    LineForm,
)
from firmware_bridge.sample_adapter import SampleAdapter
from firmware_bridge.unwrap import unwrap

RATE_HZ: Final = 50
RESET: Final = b"\x03\x10reset();\n"
RESET_S: Final = 1.5
"""A watch that does not say so has been reset after this time."""
PROMPT: Final = b">"
PIECE: Final = 100
"""Bytes that fit into one write of every such watch."""
COUNTER_BITS: Final = 16
_SEND: Final = (
    'var n=0;function s(a,g){Bluetooth.println("%s,"+n+","+Math.round(getTime()*1000)+","+'
    "[a.x,a.y,a.z].map(function(v){return Math.round(v*k)}).join()+"
    '(g?","+[g.x,g.y,g.z].join():""));'
    "n=(n+1)&65535}"
)
BANGLE_PROGRAM: Final = (
    f"\x10(function(){{var k=8192;{_SEND % BANGLE.tag}"
    "Bangle.accelWr(0x1B,0x42);Bangle.setPollInterval(20);"
    'Bangle.on("accel",function(a){s(a)})})();\n'
).encode()
PUCK_PROGRAM: Final = (
    f"\x10(function(){{var k=1;{_SEND % PUCK.tag}"
    'Puck.accelOn(52);Puck.on("accel",function(a){s(a.acc,a.gyro)})})();\n'
).encode()


class _ConsoleAdapter(SampleAdapter):
    """What both have in common."""

    program: ClassVar[bytes]

    def __init__(self, form: LineForm, rate_hz: float) -> None:
        """Prepare for a watch whose program sends such lines."""
        self._console = EspruinoDecoder(form)
        super().__init__(self._console, rate_hz)
        self._seq: int | None = None

    async def start(self, gatt: Gatt) -> None:
        """Reset the watch and send it the program."""
        self._console.reset()
        self._seq = None
        await gatt.subscribe(NOTIFY_UUID)
        with suppress(TimeoutError):  # some print no prompt then
            async with asyncio.timeout(RESET_S):
                await gatt.ask(WRITE_UUID, RESET, lambda data: PROMPT in data)
        for at in range(0, len(self.program), PIECE):
            await gatt.write(WRITE_UUID, self.program[at : at + PIECE])

    async def stop(self, gatt: Gatt) -> None:
        """Take the program off the watch."""
        await gatt.write(WRITE_UUID, RESET)

    def decode(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return a packet for every line."""
        (*joined,) = super().decode(data, arrival_ns)
        if not joined:
            return []
        (packet,) = joined
        packets = []
        for i, line in enumerate(self._console.lines):
            raw = round(line.values["n"]) & 0xFFFF
            expected = raw if self._seq is None else self._seq + 1
            self._seq = unwrap(raw, bits=COUNTER_BITS, expected=expected)
            gyro = packet.gyro_rad_s
            packets.append(
                replace(
                    packet,
                    seq=self._seq,
                    t_us=packet.t_us[i : i + 1],
                    accel_m_s2=packet.accel_m_s2[i : i + 1],
                    gyro_rad_s=None if gyro is None else gyro[i : i + 1],
                )
            )
        return packets


class BangleAdapter(_ConsoleAdapter):
    """An `Adapter` for Bangle.js, without a gyroscope."""

    title: ClassVar[str] = "Bangle.js"
    names: ClassVar[tuple[str, ...]] = ("Bangle.js",)
    program: ClassVar[bytes] = BANGLE_PROGRAM

    def __init__(self) -> None:
        """Prepare for a watch."""
        super().__init__(BANGLE, RATE_HZ)


class PuckAdapter(_ConsoleAdapter):
    """An `Adapter` for Puck.js from version 2 on."""

    title: ClassVar[str] = "Puck.js"
    names: ClassVar[tuple[str, ...]] = ("Puck.js",)
    program: ClassVar[bytes] = PUCK_PROGRAM

    def __init__(self) -> None:
        """Prepare for one of them."""
        super().__init__(PUCK, 52.0)

"""Virtual Bangle.js and Puck.js: consoles that echo, and send lines once our program is there."""

from typing import Final

import numpy as np

from firmware_bridge.playback import Faults, Motion, Schedule, faulty
from firmware_bridge.protocols.espruino import (
    BANGLE,
    NOTIFY_UUID,
    PUCK,
    PUCK_DPS_PER_COUNT,
    SERVICE_UUID,
    WRITE_UUID,
    LineForm,
    encode_line,
)
from firmware_bridge.virtual.model import Reaction, Spec, at_rate, one_by_one

BANGLE_RATE_HZ: Final = 50
PUCK_RATE_HZ: Final = 52
CLOCK_MS: Final = 1_795_996_000_000
NOISE: Final = b"\x1b[J>"
"""The prompt that a console prints between lines."""


class ConsoleModel:
    """A `Model` of a watch that runs what is written to it."""

    advertised: tuple[str, ...] = ()
    service = SERVICE_UUID
    specs = (Spec(uuid=NOTIFY_UUID, notifies=True), Spec(uuid=WRITE_UUID, takes=True))

    def __init__(self, name: str, form: LineForm, rate_hz: int) -> None:
        """Prepare a watch that runs nothing."""
        self.name = name
        self._form = form
        self._rate_hz = rate_hz
        self._typed = b""

    def read(self, uuid: str) -> bytes:
        """Return nothing: no characteristic tells anything."""
        del uuid
        return b""

    def written(self, uuid: str, data: bytes) -> Reaction:
        """Return what follows once a line is whole: it runs, or everything is reset."""
        del uuid
        self._typed += data
        if not self._typed.endswith(b"\n"):
            return Reaction()
        line, self._typed = self._typed, b""
        runs = b"println" in line and f'"{self._form.tag},"'.encode() in line
        return Reaction(
            answers=lambda _elapsed_s: [(NOTIFY_UUID, b"=undefined\r\n" + NOISE)],
            sends=runs if runs or b"reset()" in line else None,
        )

    def schedule(self, motion: Motion, faults: Faults) -> Schedule:
        """Return a line for every sample, the prompt before every tenth."""
        measured = at_rate(motion, self._rate_hz)
        accel = measured.accel_m_s2 / self._form.m_s2
        gyro = np.degrees(measured.gyro_rad_s) / PUCK_DPS_PER_COUNT
        ms = CLOCK_MS + np.rint((measured.t_s - measured.t_s[0]) * 1e3)

        def encode(i: int) -> list[bytes]:
            (x, y, z), (gx, gy, gz) = accel[i], gyro[i]
            known = {"x": x, "y": y, "z": z, "gx": gx, "gy": gy, "gz": gz}
            known |= {"n": i % 65536, "t": ms[i]}
            line = encode_line(self._form, [known[name] for name in self._form.fields])
            return [NOISE * (i % 10 == 0) + line]

        return faulty(one_by_one(measured, NOTIFY_UUID, encode), faults)


def bangle() -> ConsoleModel:
    """Return a Bangle.js 2, which has no gyroscope."""
    return ConsoleModel("Bangle.js virtual", BANGLE, BANGLE_RATE_HZ)


def puck() -> ConsoleModel:
    """Return a Puck.js 2."""
    return ConsoleModel("Puck.js virtual", PUCK, PUCK_RATE_HZ)

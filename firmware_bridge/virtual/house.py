"""The virtual device that speaks the house profile."""

import numpy as np

from firmware_bridge.errors import PacketError
from firmware_bridge.house_control import (
    Control,
    HouseSettings,
    Operation,
    decode_control,
    encode_settings,
)
from firmware_bridge.house_profile import (
    CONTROL_UUID,
    DATA_UUID,
    SERVICE_UUID,
    SETTINGS_UUID,
    Pong,
    encode_pong,
)
from firmware_bridge.playback import (
    Faults,
    Motion,
    Schedule,
    WatchSettings,
    device_clock_us,
    schedule,
)
from firmware_bridge.virtual.model import NOTHING, Reaction, Spec


class HouseModel:
    """A `Model` of the house profile; it keeps the ranges that it was given before it started."""

    name = ""
    advertised = (SERVICE_UUID,)
    service = SERVICE_UUID
    specs = (
        Spec(uuid=DATA_UUID, notifies=True),
        Spec(uuid=CONTROL_UUID, takes=True),
        Spec(uuid=SETTINGS_UUID, tells=True),
    )

    def __init__(self, motion: Motion, watch: WatchSettings, faults: Faults) -> None:
        """Prepare to play that movement."""
        self._watch = watch
        self._faults = faults
        self._settings = HouseSettings(rate_hz=max(1, round(1.0 / motion.period_s)))
        self._started = False

    def read(self, uuid: str) -> bytes:
        """Return the settings in force."""
        del uuid
        return encode_settings(self._settings)

    def written(self, uuid: str, data: bytes) -> Reaction:
        """Return what follows from a control write; one that is malformed does nothing."""
        del uuid
        try:
            control = decode_control(data)
        except PacketError:
            return NOTHING
        match control:
            case Control(operation=Operation.CONFIGURE, settings=HouseSettings() as wanted):
                if not self._started:
                    self._settings = HouseSettings(
                        rate_hz=self._settings.rate_hz,
                        accel_scale=wanted.accel_scale,
                        gyro_scale=wanted.gyro_scale,
                    )
            case Control(operation=Operation.START):
                self._started = True
                return Reaction(sends=True)
            case Control(operation=Operation.STOP):
                return Reaction(sends=False)
            case Control(operation=Operation.PING, nonce=int(nonce)):
                return Reaction(answers=lambda elapsed_s: self._pong(nonce, elapsed_s))
        return NOTHING

    def _pong(self, nonce: int, elapsed_s: float) -> list[tuple[str, bytes]]:
        clock_us = device_clock_us(np.array([elapsed_s]), self._watch, self._faults)
        return [(DATA_UUID, encode_pong(Pong(nonce=nonce, device_us=int(clock_us[0]))))]

    def schedule(self, motion: Motion, faults: Faults) -> Schedule:
        """Return what is sent when."""
        return schedule(motion, self._settings, self._watch, faults)

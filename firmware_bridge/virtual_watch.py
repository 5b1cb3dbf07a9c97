"""A watch that exists only in this process: a bumble peripheral with the house profile.

It plays a recording or a simulated patient through a whole Bluetooth stack, with the faults of a
real radio. What comes out of it is simulated and is called so wherever it shows.
"""

import asyncio
from types import TracebackType
from typing import Any, Self

import numpy as np
from bumble.core import UUID, AdvertisingData
from bumble.device import Device
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.hci import HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR

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
    Delivery,
    Dropout,
    Faults,
    Motion,
    WatchSettings,
    device_clock_us,
    schedule,
)
from firmware_bridge.virtual_radio import VirtualRadio

ADVERTISING_INTERVAL_MS = 20


class VirtualWatch:
    """Plays `motion` once, from the first start command on; use as an async context manager.

    Attributes:
        delivered: the samples of every notification that was sent to somebody, in order.
        finished: set when the recording is over.
    """

    def __init__(
        self,
        radio: VirtualRadio,
        motion: Motion,
        *,
        watch: WatchSettings | None = None,
        faults: Faults | None = None,
        speed: float = 1.0,
        begin_s: float | None = None,
    ) -> None:
        """Prepare the watch.

        Args:
            radio: the air to be on.
            motion: what it measures.
            watch: how it is made.
            faults: what goes wrong.
            speed: recording seconds per second.
            begin_s: event-loop time of the recording's start; what lies before the first start
                command is not sent. None is at that command.
        """
        self._radio = radio
        self._motion = motion
        self._watch = watch or WatchSettings()
        self._faults = faults or Faults()
        self._speed = speed
        self._settings = HouseSettings(rate_hz=max(1, round(1.0 / motion.period_s)))
        self._sending = False
        self._reachable = True
        self._started_s = begin_s
        self._playing: asyncio.Task[None] | None = None
        self._chores: set[asyncio.Task[None]] = set()
        self.delivered: list[range] = []
        self.finished = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Switch the watch on: it advertises itself."""
        self._device = self._radio.device(self._watch.name)
        self._device.advertising_data = bytes(
            AdvertisingData(
                [
                    (AdvertisingData.COMPLETE_LOCAL_NAME, self._watch.name.encode()),
                    (
                        AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
                        UUID(SERVICE_UUID).to_bytes(),
                    ),
                ]
            )
        )
        self._data = Characteristic(
            DATA_UUID, Characteristic.Properties.NOTIFY, Characteristic.READABLE
        )
        control = Characteristic(
            CONTROL_UUID,
            Characteristic.Properties.WRITE,
            Characteristic.WRITEABLE,
            CharacteristicValue(write=self._on_control),
        )
        settings = Characteristic(
            SETTINGS_UUID,
            Characteristic.Properties.READ,
            Characteristic.READABLE,
            CharacteristicValue(read=lambda _connection: encode_settings(self._settings)),
        )
        self._device.add_service(Service(SERVICE_UUID, [self._data, control, settings]))
        self._device.on(Device.EVENT_CONNECTION, self._on_connection)
        await self._device.power_on()
        hidden_s = self._hidden_s()
        if hidden_s:
            self._reachable = False
            self._do(self._come_back(hidden_s))
        else:
            await self._advertise()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Switch the watch off."""
        self._reachable = False
        tasks = [*self._chores, *([self._playing] if self._playing else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._hide()
        await self._radio.remove(self._device)

    def _on_connection(self, connection: Any) -> None:
        connection.on("disconnection", self._on_disconnection)

    def _on_disconnection(self, _reason: int) -> None:
        self._sending = False
        if self._reachable:
            self._do(self._advertise())

    def _on_control(self, _connection: Any, data: bytes) -> None:
        try:
            control = decode_control(bytes(data))
        except PacketError:
            return
        self._obey(control)

    def _obey(self, control: Control) -> None:
        match control:
            case Control(operation=Operation.CONFIGURE, settings=HouseSettings() as wanted):
                if self._playing is None:
                    self._settings = HouseSettings(
                        rate_hz=self._settings.rate_hz,
                        accel_scale=wanted.accel_scale,
                        gyro_scale=wanted.gyro_scale,
                    )
            case Control(operation=Operation.START):
                self._sending = True
                if self._playing is None:
                    self._playing = asyncio.ensure_future(self._play())
            case Control(operation=Operation.STOP):
                self._sending = False
            case Control(operation=Operation.PING, nonce=int(nonce)):
                pong = Pong(nonce=nonce, device_us=self._now_us())
                self._do(self._device.notify_subscribers(self._data, encode_pong(pong)))

    def _do(self, chore: Any) -> None:
        task = asyncio.ensure_future(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)

    def _elapsed_s(self) -> float:
        if self._started_s is None:
            return 0.0
        return (asyncio.get_running_loop().time() - self._started_s) * self._speed

    def _now_us(self) -> int:
        elapsed_s = np.array([self._elapsed_s()])
        return int(device_clock_us(elapsed_s, self._watch, self._faults)[0])

    async def _play(self) -> None:
        plan = schedule(self._motion, self._settings, self._watch, self._faults)
        loop = asyncio.get_running_loop()
        over_s = self._elapsed_s()
        if self._started_s is None:
            self._started_s = loop.time()
        ends = [dropout.at_s + dropout.for_s for dropout in self._faults.dropouts]
        events: list[tuple[float, Delivery | Dropout | None]] = [
            *((dropout.at_s, dropout) for dropout in self._faults.dropouts),
            *((end_s, None) for end_s in ends),
            *((delivery.at_s, delivery) for delivery in plan.deliveries),
        ]
        for at_s, event in sorted(events, key=lambda item: item[0]):
            if at_s < over_s:
                continue
            wait_s = self._started_s + at_s / self._speed - loop.time()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
            await self._happen(event)
        self.finished.set()

    async def _happen(self, event: Delivery | Dropout | None) -> None:
        match event:
            case Delivery() if self._sending:
                await self._device.notify_subscribers(self._data, event.data)
                self.delivered.append(event.samples)
            case Dropout():
                self._reachable = False
                await self._hide()
            case None:
                self._reachable = True
                await self._advertise()

    def _hidden_s(self) -> float:
        """Return for how long it stays out of reach that is switched on in a dropout."""
        if self._started_s is None:
            return 0.0
        at_s = self._elapsed_s()
        dropouts = self._faults.dropouts
        ends_s = (one.at_s + one.for_s for one in dropouts if one.at_s <= at_s)
        return max(0.0, *(end_s - at_s for end_s in ends_s), 0.0) / self._speed

    async def _come_back(self, after_s: float) -> None:
        await asyncio.sleep(after_s)
        self._reachable = True
        await self._advertise()

    async def _advertise(self) -> None:
        await self._device.stop_advertising()
        await self._device.start_advertising(
            advertising_interval_min=ADVERTISING_INTERVAL_MS,
            advertising_interval_max=ADVERTISING_INTERVAL_MS,
        )

    async def _hide(self) -> None:
        self._sending = False
        await self._device.stop_advertising()
        for connection in list(self._device.connections.values()):
            await connection.disconnect(HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR)

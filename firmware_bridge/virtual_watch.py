"""A watch that exists only in this process: a bumble peripheral of any family.

It plays a recording or a simulated patient through a whole Bluetooth stack, with the faults of a
real radio. What comes out of it is simulated and is called so wherever it shows.
"""

import asyncio
from types import TracebackType
from typing import Any, Self

from bumble.core import UUID, AdvertisingData
from bumble.device import Device
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.hci import HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR

from firmware_bridge.playback import Delivery, Dropout, Faults, Motion, WatchSettings
from firmware_bridge.virtual.house import HouseModel
from firmware_bridge.virtual.model import Model, Reaction, Spec
from firmware_bridge.virtual_radio import VirtualRadio

BATTERY_SERVICE = "0000180f-0000-1000-8000-00805f9b34fb"
BATTERY_UUID = "00002a19-0000-1000-8000-00805f9b34fb"
BATTERY_PERCENT = 87
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
        model: Model | None = None,
        watch: WatchSettings | None = None,
        faults: Faults | None = None,
        speed: float = 1.0,
        begin_s: float | None = None,
    ) -> None:
        """Prepare the watch.

        Args:
            radio: the air to be on.
            motion: what it measures.
            model: of which family it is; None is the house profile.
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
        self._model = model or HouseModel(motion, self._watch, self._faults)
        self._sending = False
        self._reachable = True
        self._started_s = begin_s
        self._playing: asyncio.Task[None] | None = None
        self._chores: set[asyncio.Task[None]] = set()
        self.delivered: list[range] = []
        self.finished = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Switch the watch on: it advertises itself."""
        model = self._model
        name = model.name or self._watch.name
        self._device = self._radio.device(name)
        self._device.advertising_data = _advertised(name, model.advertised)
        self._characteristics = {one.uuid: self._characteristic(one) for one in model.specs}
        self._device.add_service(Service(model.service, list(self._characteristics.values())))
        battery = Characteristic(
            BATTERY_UUID,
            Characteristic.Properties.READ,
            Characteristic.READABLE,
            bytes([BATTERY_PERCENT]),
        )
        self._device.add_service(Service(BATTERY_SERVICE, [battery]))
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

    def _characteristic(self, spec: Spec) -> Any:
        properties = Characteristic.Properties
        flags = [
            *([properties.NOTIFY] * spec.notifies),
            *([properties.WRITE] * spec.takes),
            *([properties.READ] * spec.tells),
        ]
        value = CharacteristicValue(
            read=lambda _connection: self._model.read(spec.uuid),
            write=lambda _connection, data: self._react(
                self._model.written(spec.uuid, bytes(data))
            ),
        )
        permissions = Characteristic.READABLE | Characteristic.WRITEABLE
        made = Characteristic(spec.uuid, sum(flags[1:], start=flags[0]), permissions, value)
        if spec.starts:
            made.on(made.EVENT_SUBSCRIPTION, self._on_subscription)
        return made

    def _on_subscription(self, _connection: Any, notifies: bool, _indicates: bool) -> None:
        self._react(Reaction(sends=notifies))

    def _react(self, reaction: Reaction) -> None:
        for uuid, answer in reaction.answers(self._elapsed_s()):
            self._do(self._device.notify_subscribers(self._characteristics[uuid], answer))
        if reaction.sends is not None:
            self._sending = reaction.sends
        if reaction.sends and self._playing is None:
            self._playing = asyncio.ensure_future(self._play())

    def _do(self, chore: Any) -> None:
        task = asyncio.ensure_future(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)

    def _elapsed_s(self) -> float:
        if self._started_s is None:
            return 0.0
        return (asyncio.get_running_loop().time() - self._started_s) * self._speed

    async def _play(self) -> None:
        plan = self._model.schedule(self._motion, self._faults)
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
                characteristic = self._characteristics[event.characteristic]
                await self._device.notify_subscribers(characteristic, event.data)
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


def _advertised(name: str, services: tuple[str, ...]) -> bytes:
    kind = AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS
    uuids = [(kind, UUID(uuid).to_bytes(force_128=True)) for uuid in services]
    return bytes(AdvertisingData([(AdvertisingData.COMPLETE_LOCAL_NAME, name.encode()), *uuids]))

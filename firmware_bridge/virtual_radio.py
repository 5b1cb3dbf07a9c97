"""A radio without hardware: bleak's public API on bumble's Bluetooth stack inside this process.

Everything above the antenna is real (advertising, GATT, ATT, L2CAP, HCI on both sides); only the
air is a function call. Use it as `BleakScanner(backend=radio.scanner_backend)` and
`BleakClient(device, backend=radio.client_backend)`.
"""

import itertools
from collections.abc import Callable
from typing import Any, ClassVar, cast

from bleak.args import SizedBuffer
from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import (
    AdvertisementData,
    AdvertisementDataCallback,
    BaseBleakScanner,
)
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError
from bumble.controller import Controller
from bumble.core import UUID, AdvertisingData, BaseBumbleError
from bumble.device import Device, Peer
from bumble.hci import HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR, Address
from bumble.host import Host
from bumble.link import LocalLink
from bumble.transport.common import AsyncPipeSink

MTU = 247

_SERVICE_LISTS = (
    AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.INCOMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
)


class VirtualRadio:
    """The air that virtual devices and bleak share; use it within one event loop.

    Attributes:
        scanner_backend: what to give to `BleakScanner` as `backend`.
        client_backend: what to give to `BleakClient` as `backend`.
    """

    def __init__(self) -> None:
        self._link = LocalLink()
        self._numbers = itertools.count(1)
        air = {"radio": self}
        self.scanner_backend = cast(
            type[BaseBleakScanner], type("VirtualScanner", (_VirtualScanner,), air)
        )
        self.client_backend = cast(
            type[BaseBleakClient], type("VirtualClient", (_VirtualClient,), air)
        )

    def device(self, name: str) -> Any:
        """Return a new bumble device with a controller of its own, not yet powered on."""
        number = next(self._numbers)
        address = f"C0:00:00:00:{number >> 8 & 0xFF:02X}:{number & 0xFF:02X}"
        controller = Controller(name, link=self._link, public_address=address)
        return Device(
            name=name, address=Address(address), host=Host(controller, AsyncPipeSink(controller))
        )

    async def remove(self, device: Any) -> None:
        """Take a device off the air."""
        await device.power_off()
        for controller in list(self._link.controllers):
            if controller.public_address == device.public_address:
                self._link.remove_controller(controller)


class _VirtualScanner(BaseBleakScanner):
    """bleak's scanner on a virtual radio."""

    radio: ClassVar[VirtualRadio]

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: str,
        **_: Any,
    ) -> None:
        del scanning_mode
        super().__init__(detection_callback, service_uuids)
        self._device: Any = None

    async def start(self) -> None:
        """Start to listen."""
        self.seen_devices.clear()
        self._device = self.radio.device("scanner")
        await self._device.power_on()
        self._device.on(Device.EVENT_ADVERTISEMENT, self._on_advertisement)
        await self._device.start_scanning(filter_duplicates=False)

    async def stop(self) -> None:
        """Stop to listen."""
        self._device.remove_listener(Device.EVENT_ADVERTISEMENT, self._on_advertisement)
        await self._device.stop_scanning()
        await self.radio.remove(self._device)

    def _on_advertisement(self, advertisement: Any) -> None:
        uuids = [
            _uuid_text(uuid)
            for kind in _SERVICE_LISTS
            for uuid in advertisement.data.get(kind) or []
        ]
        if not self.is_allowed_uuid(uuids):
            return
        name = advertisement.data.get(AdvertisingData.COMPLETE_LOCAL_NAME)
        data = AdvertisementData(
            local_name=name,
            manufacturer_data={},
            service_data={},
            service_uuids=uuids,
            tx_power=None,
            rssi=advertisement.rssi,
            platform_data=(advertisement,),
        )
        address = advertisement.address.to_string(False)
        device = self.create_or_update_device(address, address, name, advertisement, data)
        self.call_detection_callbacks(device, data)


class _VirtualClient(BaseBleakClient):
    """bleak's client on a virtual radio: a fresh central for every connection."""

    radio: ClassVar[VirtualRadio]

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        **_: Any,
    ) -> None:
        super().__init__(
            address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout
        )
        known = isinstance(address_or_ble_device, BLEDevice)
        self._name = (known and cast(BLEDevice, address_or_ble_device).name) or self.address
        self._device: Any = None
        self._connection: Any = None
        self._peer: Any = None

    @property
    def name(self) -> str:
        """Return the device's name."""
        return self._name

    @property
    def mtu_size(self) -> int:
        """Return the negotiated MTU."""
        return int(self._peer.gatt_client.mtu) if self._peer else 23

    @property
    def is_connected(self) -> bool:
        """Tell whether the connection stands."""
        return self._connection is not None

    async def connect(self, pair: bool, **_: Any) -> None:
        """Connect, agree on the MTU and discover the services."""
        del pair
        self._device = self.radio.device("central")
        await self._device.power_on()
        try:
            self._connection = await self._device.connect(
                Address(self.address, Address.RANDOM_DEVICE_ADDRESS), timeout=self._timeout
            )
            self._connection.on("disconnection", self._on_disconnection)
            self._peer = Peer(self._connection)
            await self._peer.request_mtu(MTU)
            self.services = await self._discover()
        except (BaseBumbleError, TimeoutError) as error:
            raise BleakError(f"connecting to {self.address} failed: {error!r}") from error

    async def _discover(self) -> BleakGATTServiceCollection:
        services = BleakGATTServiceCollection()
        for service in await self._peer.discover_services():
            known = BleakGATTService(service, service.handle, _uuid_text(service.uuid))
            services.add_service(known)
            for characteristic in await service.discover_characteristics():
                services.add_characteristic(self._characteristic(characteristic, known))
                await characteristic.discover_descriptors()
        return services

    def _characteristic(self, found: Any, service: BleakGATTService) -> BleakGATTCharacteristic:
        properties = list(gatt_char_props_to_strs(int(found.properties)))
        return BleakGATTCharacteristic(
            found,
            found.handle,
            _uuid_text(found.uuid),
            properties,
            lambda: self.mtu_size - 3,
            service,
        )

    def _on_disconnection(self, _reason: int) -> None:
        self._connection = self._peer = self.services = None
        if self._disconnected_callback:
            self._disconnected_callback()

    async def disconnect(self) -> None:
        """Disconnect if connected, and leave the air."""
        if self._connection is not None:
            await self._connection.disconnect(HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR)
        if self._device is not None:
            await self.radio.remove(self._device)
            self._device = None

    async def pair(self, *_: Any, **__: Any) -> None:
        """Do nothing: virtual devices need no pairing."""

    async def unpair(self) -> None:
        """Do nothing: virtual devices need no pairing."""

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **_: Any
    ) -> bytearray:
        """Return the characteristic's value."""
        del use_cached
        return bytearray(await characteristic.obj.read_value())

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **_: Any
    ) -> bytearray:
        """Return the descriptor's value."""
        del use_cached
        return bytearray(await descriptor.obj.read_value())

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool
    ) -> None:
        """Write the characteristic's value."""
        await characteristic.obj.write_value(bytes(data), with_response=response)

    async def write_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, data: SizedBuffer
    ) -> None:
        """Write the descriptor's value."""
        await descriptor.obj.write_value(bytes(data), with_response=True)

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_: Any
    ) -> None:
        """Subscribe."""
        await characteristic.obj.subscribe(lambda value: callback(bytearray(value)))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Unsubscribe."""
        await characteristic.obj.unsubscribe(force=True)


def _uuid_text(uuid: UUID) -> str:
    digits = uuid.to_bytes(force_128=True)[::-1].hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

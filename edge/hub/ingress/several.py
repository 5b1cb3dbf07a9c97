"""One port of a hub, or several, each in a process of its own that is started anew if it dies.

The processes share nothing but the database, so none of them can take another one down. What a
killed one had not committed was not acknowledged, and is sent again to it or to another.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from edge.bus.stop import Stop
from edge.core.errors import PhysioError
from edge.hub.errors import HubError
from edge.hub.ingress.addresses import Address
from edge.hub.ingress.next_key import NextKey
from edge.hub.ingress.port import Counts, Port
from edge.hub.place import Place
from edge.hub.setting_up import read_curve_key, read_next_key
from edge.machine.garbage import RECORDS_CONTAINERS, collect_seldom
from edge.runtime.backoff import Backoff
from edge.runtime.signals import StopSignals

UP_S: Final = 60.0
"""Within which a port must be open for the first time."""
_LOOK_S: Final = 0.5
_END_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PortOrder:
    """What a process is to serve.

    Attributes:
        place: of the hub.
        listen: endpoint on this machine.
        endpoints: where machines reach the hub's ports, all of them.
        pairs: whether invited machines make themselves known to this process, which finds the
            hub's next key and keeps the worklist's standings as well.
    """

    place: Place
    listen: str
    endpoints: tuple[str, ...]
    pairs: bool


def orders_of(place: Place, addresses: Sequence[Address]) -> list[PortOrder]:
    """Return what each process is to serve; the first one pairs machines."""
    endpoints = tuple(each.public for each in addresses if each.public)
    return [
        PortOrder(place=place, listen=each.listen, endpoints=endpoints, pairs=number == 0)
        for number, each in enumerate(addresses)
    ]


def serve_port(order: PortOrder, stop: Stop, opened: Callable[[str, str], None]) -> Counts:
    """Return what went through a port that was served until the stop.

    Args:
        order: what to serve.
        stop: ends it.
        opened: called with where it listens and the hub's public key.

    Raises:
        HubError: it cannot be opened.
    """
    keys = read_curve_key(order.place.curve_key)
    store = order.place.open(order.place.keys(), "ingest")
    pairing = order.place.settings.pairing if order.pairs else None
    try:
        coming = NextKey(
            read=partial(read_next_key, order.place.next_curve_key),
            listen=order.place.settings.listen_next if order.pairs else None,
            endpoints=(order.place.next_endpoint(),),
        )
        with Port(
            store,
            keys,
            order.listen,
            order.endpoints,
            pairing,
            coming,
            keeps_up=order.pairs,
        ) as port:
            collect_seldom(RECORDS_CONTAINERS)
            opened(port.endpoint, keys[0].decode())
            while not stop.is_set():
                port.step()
            return port.counts
    finally:
        store.close()


def serve_several(
    orders: Sequence[PortOrder],
    stop: Stop,
    say: Callable[[str], None],
    opened: Callable[[str, str], None],
) -> int:
    """Return how many processes had to be started anew until the stop.

    Args:
        orders: one for each process.
        stop: ends all.
        say: is told of a process that died.
        opened: called for each port that is open for the first time.

    Raises:
        HubError: one of them cannot be opened.
    """
    ports = [_OwnProcess(order) for order in orders]
    try:
        for port in ports:
            opened(*port.wait_open())
        while not stop.is_set():
            running = [port.sentinel for port in ports if port.is_running]
            connection.wait([*running, stop.fileno()], _LOOK_S)
            for port in ports:
                if not stop.is_set() and port.is_due():
                    say(f"The process of {port.order.listen} had died; it was started anew.")
        return sum(port.deaths for port in ports)
    finally:
        for port in ports:
            port.end()


class _OwnProcess:
    """A process that serves one port."""

    def __init__(self, order: PortOrder) -> None:
        self.order = order
        self.deaths = 0
        self._backoff = Backoff()
        self._again_s: float | None = None
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])  # so that one is back at once
        self._news, own = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(target=_run, args=(self.order, own))
        self._process.start()
        own.close()
        self._began_s = time.monotonic()

    @property
    def sentinel(self) -> int:
        """Is readable once the process has ended."""
        return self._process.sentinel

    @property
    def is_running(self) -> bool:
        """Whether it lives."""
        return self._process.exitcode is None

    def wait_open(self) -> tuple[str, str]:
        """Return where it listens, and the hub's public key.

        Raises:
            HubError: it could not be opened.
        """
        told: tuple[str, str] | HubError | None = None
        if self._news.poll(UP_S):
            try:
                told = self._news.recv()
            except EOFError:
                told = None
        if isinstance(told, tuple):
            return told
        raise told or HubError(f"the process of {self.order.listen} does not come up")

    def is_due(self) -> bool:
        """Tell whether it had died and was just started anew."""
        now_s = time.monotonic()
        if self._again_s is None:
            if self.is_running:
                return False
            self.deaths += 1
            self._again_s = now_s + self._backoff.delay_s(now_s, now_s - self._began_s)
        if now_s < self._again_s:
            return False
        self._again_s = None
        self._news.close()
        self._start()
        return True

    def end(self) -> None:
        """End it in order, or by force where it takes too long."""
        self._process.terminate()
        self._process.join(_END_S)
        if self.is_running:
            self._process.kill()
            self._process.join()
        self._news.close()


def _run(order: PortOrder, news: Connection) -> None:
    """Serve a port as the main function of a process, until it is told to end or is left alone."""
    os.setpgid(0, 0)  # a Ctrl-C in the terminal is its parent's, which ends all in order
    stop = Stop()
    signals = StopSignals(stop)
    parent = parent_process()
    assert parent is not None
    threading.Thread(target=_follow, args=(parent.sentinel, stop), daemon=True).start()
    try:
        serve_port(order, stop, lambda *told: news.send(told))
    except PhysioError as error:
        news.send(HubError(str(error), cause=error.cause))
    finally:
        signals.give_back()


def _follow(sentinel: int, stop: Stop) -> None:
    connection.wait([sentinel])
    stop.set()

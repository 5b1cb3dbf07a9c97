"""Silent connections up to the hub's last descriptor: does an honest machine still get through?"""

import multiprocessing
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from benchmarks.hub.crowd import Errand, raise_descriptor_limit, send_all
from benchmarks.hub.load_figures import ready_hub
from benchmarks.hub.serving import Serving, serving

BEYOND: Final = 200
"""Connections more than the hub has descriptors."""
FULL_S: Final = 60.0
"""Within which the hub must have no descriptor left."""
_SPARE: Final = 8
_STEP_S: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodFigures:
    """How an honest machine fared in a flood that goes on.

    Attributes:
        descriptors: the most that the hub may have.
        silent_peers: connections that say nothing; each that the hub drops comes again at once.
        hub_descriptors: that the hub had open when the honest machine came.
        stored: records of it that were stored, of one.
        seconds: from its first attempt to the last answer.
    """

    descriptors: int
    silent_peers: int
    hub_descriptors: int
    stored: int
    seconds: float


def measure_flood(descriptors: int) -> FloodFigures:
    """Return how long an honest machine takes while a flood goes on.

    Args:
        descriptors: the most that the hub may have.
    """
    limit = ("prlimit", f"--nofile={descriptors}")
    with ready_hub("", 1) as (hub, machines), serving(hub.folder, around=limit) as served:
        peers = descriptors + BEYOND
        with flooded(served.endpoints[0], peers):
            _wait_full(served, descriptors)
            opened = served.descriptors()
            errand = Errand(
                endpoints=served.endpoints,
                hub_key=hub.key,
                machines=tuple(machines),
                records=1,
                repeat_every=0,
            )
            begun_s = time.perf_counter()
            tally = send_all(errand)
            seconds = time.perf_counter() - begun_s
    return FloodFigures(
        descriptors=descriptors,
        silent_peers=peers,
        hub_descriptors=opened,
        stored=tally.stored,
        seconds=seconds,
    )


@contextmanager
def flooded(endpoint: str, peers: int) -> Iterator[None]:
    """Hold so many silent connections to an endpoint from another process."""
    port = urlsplit(endpoint).port
    assert port is not None
    process = multiprocessing.get_context("spawn").Process(
        target=_flood, args=(port, peers), daemon=True
    )
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _flood(port: int, peers: int) -> None:
    """Connect, say nothing, and connect again whenever the other side hangs up."""
    raise_descriptor_limit()
    poll = select.epoll()
    held: dict[int, socket.socket] = {}
    while True:
        while len(held) < peers:
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
            held[one.fileno()] = one
            poll.register(one, select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR)
        for descriptor, _ in poll.poll(_STEP_S):
            held.pop(descriptor).close()


def _wait_full(served: Serving, descriptors: int) -> None:
    until_s = time.monotonic() + FULL_S
    while served.descriptors() < descriptors - _SPARE and time.monotonic() < until_s:
        time.sleep(_STEP_S)

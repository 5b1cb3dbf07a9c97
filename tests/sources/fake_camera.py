"""A whole camera that does as it is told: films, is covered, freezes, is unplugged, comes back."""

import threading
import time
from collections.abc import Callable

import numpy as np

from edge.bus.clock import now_ns
from edge.pose.picture import Frame
from edge.sources.camera import Grab
from edge.sources.errors import SourceError

SHAPE = (48, 64, 3)


class FakeCamera:
    """Films noise at 50 Hz; its switches may be turned at any time.

    Attributes:
        plugged: without it nothing is opened and nothing read.
        covered: the picture is dark.
        frozen: the picture does not change.
        over: there is no further picture.
        hung: the driver does not return.
        opened: how often it was opened.
    """

    title = "fake camera"
    simulated = True
    device = True

    def __init__(self) -> None:
        self.plugged = True
        self.covered = False
        self.frozen = False
        self.over = False
        self.hung = threading.Event()
        self.opened = 0
        self._rng = np.random.default_rng(0)
        self._last = self._film()

    def open(self) -> "FakeCamera":
        if not self.plugged:
            raise SourceError("there is no fake camera; plug it in")
        self.opened += 1
        return self

    def read(self) -> Grab | None:
        time.sleep(0.02)
        while self.hung.is_set():
            time.sleep(0.02)
        if not self.plugged:
            raise SourceError("the fake camera does not answer any more")
        if self.over:
            return None
        if not self.frozen:
            self._last = self._film()
        return Grab(self._last, now_ns())

    def close(self) -> None:
        return

    def _film(self) -> Frame:
        picture = self._rng.integers(0, 256, SHAPE).astype(np.uint8)
        return (picture // 40).astype(np.uint8) if self.covered else picture


def until(true: Callable[[], bool], patience_s: float = 20.0) -> None:
    """Wait until something is true."""
    deadline_ns = now_ns() + round(patience_s * 1e9)
    while not true():
        assert now_ns() < deadline_ns, "it never came true"
        time.sleep(0.01)

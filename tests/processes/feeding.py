"""A recorder that is fed without processes, by a motion that keeps what is not acknowledged."""

from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from edge.bus.edges import Policy
from edge.bus.inbox import Delivery
from edge.bus.wire import Stamp
from edge.core.messages.base import Message
from edge.core.messages.status import RecordingStatus
from edge.processes.recorder import Recorder
from edge.records.recording import parts_of, read_recording
from tests.bus.examples import imu
from tests.failing_files import FailingFiles


class AtOnce(Executor):
    """Does what it is given before it returns."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except OSError as error:
            done.set_exception(error)
        return done


class Slow(AtOnce):
    """Is done with nothing before `end`."""

    def __init__(self) -> None:
        self._begun: list[tuple[Any, Future[Any]]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self._begun.append((fn, Future()))
        return self._begun[-1][1]

    def end(self) -> None:
        for fn, future in self._begun:
            future.set_result(fn())
        self._begun.clear()


class Feed:
    """A motion that numbers what it sends, keeps it until it is acknowledged, and a clock."""

    def __init__(
        self,
        folder: Path,
        files: FailingFiles,
        executor: Executor | None = None,
        *,
        begin: int = 0,
        holder: int | None = None,
    ) -> None:
        self.drops: dict[str, int] = {}
        self.kept = begin
        self.told: list[RecordingStatus] = []
        self.now_ns = 0
        self._sent = begin
        self.recorder = Recorder(
            folder,
            {"watch": "one"},
            self,
            executor or AtOnce(),
            files=files,
            holder=holder,
            clock_ns=lambda: self.now_ns,
        )

    def acknowledge(self, delivery: Delivery) -> None:
        assert delivery.stamp.seq + 1 > self.kept
        self.kept = delivery.stamp.seq + 1

    def finished(self) -> None:
        return

    def send(self, message: Message) -> None:
        assert isinstance(message, RecordingStatus)
        self.told.append(message)

    def bring(self, messages: int = 0, *, after_s: float = 0.3, epoch: int = 1) -> None:
        self.now_ns += round(after_s * 1e9)
        numbers = range(self._sent, self._sent + messages)
        self._sent = numbers.stop
        self.recorder.take(
            [Delivery(imu(n), Stamp("motion", epoch, n, 0, 0), Policy.EVERY, 0) for n in numbers]
        )


def on_disk(folder: Path) -> list[int]:
    return [message.seq for message in read_recording(folder).messages] if parts_of(folder) else []

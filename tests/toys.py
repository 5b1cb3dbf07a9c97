"""A whole small graph of real processes: watch → motion → page and recorder."""

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from edge.bus.edges import Edge, Policy
from edge.bus.stop import Stop
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command, Progress
from edge.core.messages.imu import Imu
from edge.core.messages.restart import RestartMark, Resumption
from edge.core.messages.status import PageAddress, Status
from edge.machine.file_layer import FILES, FileLayer
from edge.processes.graph import MEASURES
from edge.records.session_metadata import SessionMetadata
from edge.runtime.backoff import MAX_DEATHS
from edge.runtime.context import SessionContext
from edge.runtime.graph import SUPERVISOR, Graph, Kind, Process
from edge.runtime.service import ServicePorts
from edge.runtime.supervisor import Supervisor
from tests.bus.examples import imu, progress

LIFE = 1_000_000
"""The watch's first number after its k-th restart is k times this."""
POISON = 17
"""The number of the message that a poisoned motion cannot take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToyOptions:
    """How many messages each life of the watch sends, and whether motion cannot take one."""

    count: int = LIFE
    poisoned: bool = False
    files: FileLayer = FILES
    keeps_recording: bool = True

    @property
    def metadata(self) -> SessionMetadata:
        """What the recorder writes about the session."""
        return SessionMetadata(session_plan=None, simulated=True, watch="toy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumed:
    """How many messages motion has taken."""

    messages: int = 0


def watch(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    seq = context.restarts * LIFE
    options: ToyOptions = context.options
    last = seq + options.count
    while seq < last and not stop.wait(0.005):
        ports.send(imu(seq))
        seq += 1


class Motion:
    def __init__(self, context: SessionContext) -> None:
        options: ToyOptions = context.options
        self._checkpoint = context.checkpoint(Consumed)
        self._consumed = (self._checkpoint.load() or Consumed()).messages
        self._restarted = context.restarts > 0
        self._poisoned = options.poisoned

    def process(self, message: Message) -> Iterator[Message]:
        if self._restarted:
            self._restarted = False
            yield RestartMark(
                seq=0,
                sensor_ns=message.sensor_ns,
                host_ns=message.host_ns,
                resumption=Resumption(completed=self._consumed),
            )
        if self._poisoned and message.seq == POISON:
            raise ValueError("a poisoned message")
        self._consumed += 1
        self._checkpoint.save(Consumed(messages=self._consumed))
        yield message
        yield replace(progress(message.seq), host_ns=message.host_ns)


def page(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    url = f"toy:{context.restarts}"
    ports.send(PageAddress(seq=0, sensor_ns=context.began_ns, host_ns=context.began_ns, url=url))
    with (context.session_dir / "page.log").open("a", buffering=1) as shown:
        while not stop.is_set():
            for message in ports.poll(0.25):
                if isinstance(message, Status):
                    for stage in message.stages:
                        shown.write(f"{stage.name} {stage.state} {stage.restarts}\n")
                        if stage.last_words:
                            shown.write(f"{stage.name}: {stage.last_words}\n")
                else:
                    shown.write(f"{type(message).__name__} {message.seq}\n")
            ports.finished(shown=True)


def broken(context: SessionContext) -> Motion:
    raise ValueError("this stage cannot work")


class Dying:
    """A stage that starts, beats, and dies of its first message."""

    def __init__(self, context: SessionContext) -> None:
        """Be made of any context."""

    def process(self, message: Message) -> Iterator[Message]:
        raise ValueError("this stage cannot work")


class Recovering(Motion):
    """A stage that dies of its first message until it was held off, and works from then on."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context)
        self._sick = context.restarts < MAX_DEATHS

    def process(self, message: Message) -> Iterator[Message]:
        if self._sick:
            raise ValueError("this stage cannot work")
        yield from super().process(message)


class HangingSecond(Motion):
    """A stage whose second life hangs before its first heartbeat."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context)
        if context.restarts == 1:
            threading.Event().wait()


def graph(motion: str = "Motion") -> Graph:
    return Graph(
        measures=MEASURES,
        processes=(
            Process(name="watch", kind=Kind.SERVICE, factory="tests.toys:watch"),
            Process(name="driver", kind=Kind.GUEST),
            Process(
                name="motion",
                kind=Kind.STAGE,
                factory=f"tests.toys:{motion}",
                essential=True,
            ),
            Process(name="page", kind=Kind.SERVICE, factory="tests.toys:page"),
            Process(
                name="recorder",
                kind=Kind.SERVICE,
                factory="edge.processes.recorder:serve",
                essential=True,
            ),
        ),
        edges=(
            Edge(producer="watch", consumer="motion", types=(Imu,), policy=Policy.EVERY),
            Edge(producer="driver", consumer="motion", types=(Command,), policy=Policy.EVERY),
            Edge(
                producer="motion",
                consumer="recorder",
                types=(Imu, Command, RestartMark),
                policy=Policy.EVERY,
            ),
            Edge(producer="motion", consumer="page", types=(Imu, Command), policy=Policy.EVERY),
            Edge(producer="motion", consumer="page", types=(Progress,), policy=Policy.NEWEST),
            Edge(producer="page", consumer=SUPERVISOR, types=(PageAddress,), policy=Policy.EVERY),
            Edge(producer=SUPERVISOR, consumer="page", types=(Status,), policy=Policy.CONFLATE),
        ),
    )


def main() -> None:
    """Supervise the graph until a signal, for the session folder on the command line."""
    with Supervisor(graph(), session_dir=Path(sys.argv[1]), options=ToyOptions()) as supervisor:
        while "starting" in supervisor.states.values():
            supervisor.poll(0.1)
        print(*supervisor.pids.values(), flush=True)
        supervisor.run()

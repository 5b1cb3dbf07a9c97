"""What a graph is: processes, and edges that say who sends what to whom."""

from dataclasses import dataclass, replace
from enum import Enum
from importlib import import_module
from typing import Any, Final, Self

from edge.bus.edges import Edge, Policy
from edge.core.messages.status import Heartbeat
from edge.runtime.measures import NOTHING, Measures

SUPERVISOR: Final = "supervisor"
BEATS_WAITING: Final = 64


class Kind(Enum):
    """How the factory of a process is used."""

    STAGE = "stage"
    """`make(context: SessionContext) -> Stage`; `edge.runtime.process` drives what it returns."""

    SERVICE = "service"
    """`serve(context: SessionContext, ports: ServicePorts, stop: Stop) -> None` has a loop of its
    own, and returns soon after `stop` is set. If it returns before, it is done and stays so."""

    GUEST = "guest"
    """No factory: a process that the supervisor does not start may join under this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process of the graph.

    Attributes:
        name: of the process, its ports and its figures.
        kind: how its factory is used.
        factory: `module:function`; its module is loaded before any process starts, and must
            neither start a thread nor open a socket when it is.
        gives_way: it computes for long at a time, and must never make the others wait for a core.
        shares_core: it stands between watch and page, and computes little: it runs on one core with
            the others of that kind, see `edge.runtime.core`.
        optional: the session goes on without it. It is given up when it keeps dying, where others
            are started again for ever, with growing delays: see `edge.runtime.backoff`.
        essential: while it is away something of what the session is for is missed, so that a
            session in which it was ends with an error.
    """

    name: str
    kind: Kind
    factory: str = ""
    gives_way: bool = False
    shares_core: bool = False
    optional: bool = False
    essential: bool = False

    def load(self) -> Any:
        """Return the factory."""
        module, _, function = self.factory.partition(":")
        return getattr(import_module(module), function)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Processes and edges; the processes stop in the order in which they stand here.

    Attributes:
        processes: producers before consumers.
        edges: who sends what to whom.
        measures: what is timed.
    """

    processes: tuple[Process, ...]
    edges: tuple[Edge, ...]
    measures: Measures = NOTHING

    def without(self, *names: str) -> Self:
        """Return the graph without those processes, and without the edges that touch them."""
        return replace(
            self,
            processes=tuple(p for p in self.processes if p.name not in names),
            edges=tuple(e for e in self.edges if not {e.producer, e.consumer} & set(names)),
        )

    def supervised(self) -> Self:
        """Return the graph with an edge for the heartbeat of every process."""
        beats = tuple(
            Edge(
                producer=process.name,
                consumer=SUPERVISOR,
                types=(Heartbeat,),
                policy=Policy.NEWEST,
                depth=BEATS_WAITING,
            )
            for process in self.processes
        )
        return replace(self, edges=self.edges + beats)

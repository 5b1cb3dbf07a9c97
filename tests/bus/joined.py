"""Ports of processes that are joined by one edge of each policy."""

from pathlib import Path

from edge.bus.clock import now_ns
from edge.bus.edges import Edge, Policy
from edge.bus.ports import Ports
from edge.core.messages.exercise import Command, Progress
from edge.core.messages.imu import Imu, LinkStatus

EDGES = (
    Edge(producer="watch", consumer="motion", types=(Imu,), policy=Policy.EVERY),
    Edge(producer="page", consumer="motion", types=(Command,), policy=Policy.EVERY),
    Edge(producer="motion", consumer="page", types=(Progress,), policy=Policy.NEWEST, depth=3),
    Edge(producer="watch", consumer="page", types=(LinkStatus,), policy=Policy.CONFLATE),
)
PATIENCE_S = 5.0


def opened(name: str, run_dir: Path) -> Ports:
    return Ports(name, EDGES, run_dir, spool_dir=run_dir)


def settle(*ports: Ports) -> None:
    """Let everything that is under way arrive."""
    for _ in range(3):
        for port in ports:
            port.wait(0.02)
            port.drain()


def numbers(ports: Ports, count: int) -> list[int]:
    """The `seq` of the next `count` messages, each acknowledged."""
    taken: list[int] = []
    deadline_ns = now_ns() + round(PATIENCE_S * 1e9)
    while len(taken) < count:
        for delivery in ports.take():
            taken.append(delivery.message.seq)
            ports.acknowledge(delivery)
        ports.wait(0.01)
        ports.drain()
        assert now_ns() < deadline_ns, f"only {len(taken)} of {count} messages came"
    return taken

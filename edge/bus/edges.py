"""What a graph is made of: an edge says who sends which messages to whom, and by which policy."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from edge.bus.errors import AddressError
from edge.core.messages.base import Message

LONGEST_PATH = 100
"""Bytes of a socket's path; the kernel takes 107."""


class Policy(Enum):
    """What becomes of a message that its consumer cannot take at once.

    A consumer has one port per policy, into which all its edges of that policy lead.
    """

    EVERY = "every"
    """Kept by the producer until the consumer has acknowledged it after processing, and sent again
    to a restarted consumer, in order. A message that a killed consumer had processed but not yet
    acknowledged (of a stream, up to a tenth of a second) is processed again. What a killed producer
    had sent is sent again by the process that takes its place. Back-pressure shows as the depth of
    the queue."""

    NEWEST = "newest"
    """The newest `depth` of each producer and type wait, older ones are dropped and counted.
    Nothing is sent again, and nothing waits for a consumer that is not there."""

    CONFLATE = "conflate"
    """Only the newest of each producer and type waits; what it replaces counts as seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Messages of some types from one process to another.

    Attributes:
        producer: name of the sending process.
        consumer: name of the receiving one.
        types: the message types that take this way.
        policy: see `Policy`.
        depth: how many of each type may wait under `NEWEST`.
    """

    producer: str
    consumer: str
    types: tuple[type[Message], ...]
    policy: Policy
    depth: int = 1


def address_of(run_dir: Path, name: str) -> str:
    """Return the endpoint of `name` (a process's port, or the supervisor) in `run_dir`.

    Raises:
        AddressError: the directory's path is too long for a socket.
    """
    path = run_dir / f"{name}.sock"
    if len(bytes(path)) > LONGEST_PATH:
        raise AddressError(
            f"{path} is too long for a socket",
            remedy="set TMPDIR to a shorter directory and start again",
        )
    return f"ipc://{path}"

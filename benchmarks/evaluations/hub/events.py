"""What may befall a hub and the machines that send to it, and orders of it drawn from a seed."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Final, Literal, get_args

EventKind = Literal[
    "exchange",
    "rated_later",
    "hub_killed_before_commit",
    "hub_killed_after_commit",
    "machine_killed_before_noting",
    "machine_killed_after_noting",
    "hub_disk_full",
    "machine_disk_full",
    "thirty_days_offline",
    "ingress_killed_under_load",
]
KINDS: Final[tuple[EventKind, ...]] = get_args(EventKind)
NEEDS_SMALL_DISK: Final = frozenset[EventKind]({"hub_disk_full", "machine_disk_full"})
NEEDS_FILE: Final = frozenset[EventKind]({"hub_disk_full"})
"""Not with PostgreSQL, whose disk is another."""
MACHINES: Final = 3
MOST_SESSIONS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens to one machine, or to the hub while that machine sends.

    Attributes:
        kind: what happens.
        machine: to which machine, 0-based.
        sessions: that it has ended since, and that wait.
        draw: 0–1, for what else is drawn, such as the moment of a kill.
    """

    kind: EventKind
    machine: int
    sessions: int
    draw: float


def drawn_order(random: Random, length: int, left_out: Iterable[EventKind] = ()) -> list[Event]:
    """Return so many events in a random order; each kind comes once before one comes twice."""
    kinds = [kind for kind in KINDS if kind not in set(left_out)]
    drawn: list[EventKind] = []
    while len(drawn) < length:
        drawn += random.sample(kinds, len(kinds))
    return [
        Event(
            kind=kind,
            machine=random.randrange(MACHINES),
            sessions=random.randint(1, MOST_SESSIONS),
            draw=random.random(),
        )
        for kind in drawn[:length]
    ]

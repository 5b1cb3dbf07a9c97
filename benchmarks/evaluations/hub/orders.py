"""Whatever happens to hub and machines, and in whatever order: is all there that was sent, once?

Simulated patients; processes, signals, databases and full disks are real.
"""

import multiprocessing
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Annotated, Final

import typer
from rich.console import Group

from benchmarks.evaluations.chaos.small_disk import small_disk
from benchmarks.evaluations.hub.events import (
    NEEDS_FILE,
    NEEDS_SMALL_DISK,
    EventKind,
    drawn_order,
)
from benchmarks.evaluations.hub.one_order import Outcome, outcome_of
from benchmarks.hub.postgres_server import FLEETING, programs, server
from benchmarks.question import Progress
from benchmarks.tables import table_of

_PRELOADED: Final = "benchmarks.evaluations.hub.sender"


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What became of all orders together.

    Attributes:
        simulated: the patients are; processes, signals, databases and disks are real.
        orders: random orders of events, each on a hub of its own.
        by_engine: how many of them on which database.
        events: of all orders.
        by_kind: how often each kind of event.
        made: records that were to be sent.
        stored: of them, those that are in the hub's database whole.
        lost: those that are not.
        doubled: sessions that are there more than once.
        invented: that nobody made, or that were put into quarantine.
        waiting: that still waited once all was well.
        refused: that the hub would never take.
        walked: places where the patients to be erased stood, over all tables.
        walked_after: places where they stood once they were erased and an older backup was
            restored.
        left_out: kinds of events that cannot be had here, and why.
        details: in which order what went wrong; what did not happen as it was to.
    """

    simulated: bool = True
    orders: int
    by_engine: dict[str, int]
    events: int
    by_kind: dict[str, int]
    made: int
    stored: int
    lost: int
    doubled: int
    invented: int
    waiting: int
    refused: int
    walked: int
    walked_after: int
    left_out: tuple[str, ...]
    details: tuple[str, ...]

    def table(self) -> Group:
        """Return the figures, and a line for each thing that is not as it should be."""
        apart = ("by_kind", "by_engine", "details", "left_out", "simulated")
        figures = {name: getattr(self, name) for name in self.__slots__ if name not in apart}
        return Group(
            table_of({"": figures}, title="Records of simulated patients' machines"),
            table_of(
                {name.replace("_", " "): {"times": count} for name, count in self.by_kind.items()},
                title="What happened",
            ),
            table_of(
                {name: {"orders": count} for name, count in self.by_engine.items()},
                title="Orders by database",
            ),
            *self.left_out,
            *self.details,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HubOrders:
    """A hub and its machines in random orders of events; its settings."""

    seed: Annotated[int, typer.Option(min=0, help="Of the orders.")] = 1
    orders: Annotated[int, typer.Option(min=1, help="How many.")] = 10
    events: Annotated[int, typer.Option(min=1, help="In each.")] = 10

    def run(self, progress: Progress) -> Orders:
        """Return what became of them: in turn on a file, and on PostgreSQL where there is one."""
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-orders-")))
            can_fill = _can_fill(folder)
            url = stack.enter_context(server(FLEETING)) if programs() else None
            multiprocessing.get_context("forkserver").set_forkserver_preload([_PRELOADED])
            outcomes: list[Outcome] = []
            kinds: Counter[str] = Counter()
            engines: Counter[str] = Counter()
            for number in range(self.orders):
                progress(number, self.orders)
                own_url = url if number % 2 else None
                random = Random(f"{self.seed} {number}")
                left_out: set[EventKind] = set() if can_fill else set(NEEDS_SMALL_DISK)
                if own_url is not None:
                    left_out |= NEEDS_FILE
                events = drawn_order(random, self.events, left_out)
                own = folder / str(number)
                own.mkdir()
                outcomes.append(outcome_of(events, number, own, own_url, random))
                kinds.update(event.kind for event in events)
                engines["sqlite" if own_url is None else "postgresql"] += 1
            progress(self.orders, self.orders)
        missing = [] if can_fill else ["full disks: none can be mounted here"]
        missing += [] if url else ["two ingress processes: PostgreSQL is not installed"]
        return _together(outcomes, kinds, engines, tuple(missing))


def _together(
    outcomes: list[Outcome],
    kinds: Counter[str],
    engines: Counter[str],
    left_out: tuple[str, ...],
) -> Orders:
    reckonings = [outcome.reckoning for outcome in outcomes]
    details = [
        f"order {number}: {what}" for number, each in enumerate(outcomes) for what in _wrong(each)
    ]
    return Orders(
        orders=len(outcomes),
        by_engine=dict(engines),
        events=kinds.total(),
        by_kind=dict(sorted(kinds.items())),
        made=sum(each.made for each in reckonings),
        stored=sum(each.stored for each in reckonings),
        lost=sum(each.lost for each in reckonings),
        doubled=sum(each.doubled for each in reckonings),
        invented=sum(each.invented for each in reckonings),
        waiting=sum(each.waiting for each in outcomes),
        refused=sum(each.refused for each in outcomes),
        walked=sum(each.walked for each in outcomes),
        walked_after=sum(each.walked_after for each in outcomes),
        left_out=left_out,
        details=tuple(details),
    )


def _wrong(outcome: Outcome) -> list[str]:
    """Return what is not as it should be, in words."""
    counts = {
        **{name: getattr(outcome.reckoning, name) for name in ("lost", "doubled", "invented")},
        **{name: getattr(outcome, name) for name in ("waiting", "refused", "walked_after")},
    }
    found = [f"{name.replace('_', ' ')}: {count}" for name, count in counts.items() if count]
    if not outcome.walked:
        found.append("the walk found nothing of a patient who was there")
    return [*found, *outcome.unfelt]


def _can_fill(folder: Path) -> bool:
    """Tell whether a small disk can be mounted here."""
    trial = folder / "trial"
    trial.mkdir()
    with small_disk(trial) as mounted:
        return mounted

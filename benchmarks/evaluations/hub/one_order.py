"""One random order of events on a hub of its own, from an empty database to the reckoning."""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.evaluations.chaos.small_disk import small_disk
from benchmarks.evaluations.hub.breakable import Moment
from benchmarks.evaluations.hub.events import MACHINES, Event, EventKind
from benchmarks.evaluations.hub.ingress import Ingress
from benchmarks.evaluations.hub.schema_walk import places_of
from benchmarks.evaluations.hub.sender import KillAt, Machine
from benchmarks.evaluations.hub.stored import Reckoning, reckoned
from benchmarks.hub.clinics import MadeHub, made_hub, paired_machines
from benchmarks.hub.load_figures import empty_database, opened
from edge.hub.place import Place
from edge.hub.store.backup import back_up, restore
from edge.hub.store.engines import Store
from edge.hub.store.erasure import erase

LAST_ROUNDS: Final = 6
"""Exchanges after which nothing may wait any more, once all is well again."""
_OFFLINE_DAYS: Final = 30
_ATTEMPTS_OFFLINE: Final = 2
_UNDER_LOAD_S: Final = 0.6
_FILL: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an order.

    Attributes:
        reckoning: the database beside what was made.
        waiting: records that still waited at the end.
        refused: records that the hub will never take.
        unfelt: events that did not happen as they were to, in words.
        walked: places where the patient to be erased stood before.
        walked_after: places where he stood once he was erased and an older backup was restored.
    """

    reckoning: Reckoning
    waiting: int
    refused: int
    unfelt: tuple[str, ...]
    walked: int
    walked_after: int


def outcome_of(
    events: Sequence[Event], number: int, folder: Path, server: str | None, random: Random
) -> Outcome:
    """Return what comes of an order of events.

    Args:
        events: of the order.
        number: of the order; no two have a record in common.
        folder: for everything; empty.
        server: postgresql://…, where two ingress processes share a database; None for a file and
            one process.
        random: for what else is drawn.
    """
    with ExitStack() as stack:
        place = _Place.made(stack, folder, server, number)
        half = len(events) // 2
        for event in events[:half]:
            place.happens(event)
        backup = place.back_up()
        for event in events[half:]:
            place.happens(event)
        place.settles()
        with opened(place.hub) as store:
            reckoning = reckoned(store, place.machines)
        states = [state for machine in place.machines for state in machine.states()]
        place.stop()
        walked, walked_after = place.erase_and_restore(
            random.choice(place.machines), backup, stack, server
        )
    return Outcome(
        reckoning=reckoning,
        waiting=states.count("waiting"),
        refused=states.count("refused"),
        unfelt=tuple(place.unfelt),
        walked=walked,
        walked_after=walked_after,
    )


class _Place:
    """A hub with its ingress processes and machines, on disks that can be filled."""

    def __init__(self, hub: MadeHub, ingress: list[Ingress], machines: list[Machine]) -> None:
        self.hub = hub
        self.ingress = ingress
        self.machines = machines
        self.unfelt: list[str] = []

    @classmethod
    def made(cls, stack: ExitStack, folder: Path, server: str | None, number: int) -> "_Place":
        disks = [folder / "hub-disk", folder / "machines-disk"]
        for disk in disks:
            disk.mkdir()
            stack.enter_context(small_disk(disk))
        database = "" if server is None else stack.enter_context(empty_database(server))
        hub = made_hub(disks[0] / "hub", database=database)
        with opened(hub) as store:
            known = paired_machines(store, MACHINES)
        ingress = [Ingress(hub.folder, folder) for _ in range(1 if server is None else 2)]
        for each in ingress:
            stack.callback(each.stop)
            each.start()
        endpoints = [each.endpoint for each in ingress]
        machines = [
            Machine(
                disks[1] / f"sim{index}",
                one,
                hub.key,
                tuple(endpoints[index % len(endpoints) :] + endpoints[: index % len(endpoints)]),
                first=100_000 * number + 1_000 * index,
            )
            for index, one in enumerate(known)
        ]
        return cls(hub, ingress, machines)

    def happens(self, event: Event) -> None:
        """Let an event happen; all is well again after it."""
        machine = self.machines[event.machine]
        machine.sessions(event.sessions)
        self._events()[event.kind](event, machine)
        for each in self.ingress:
            each.start()

    def _events(self) -> dict[EventKind, Callable[[Event, Machine], None]]:
        return {
            "exchange": lambda event, machine: self._ends(event, machine.exchanges(), 0),
            "rated_later": lambda _, machine: machine.rate_later(),
            "hub_killed_before_commit": partial(self._hub_dies, "before"),
            "hub_killed_after_commit": partial(self._hub_dies, "after"),
            "machine_killed_before_noting": partial(self._machine_dies, "before"),
            "machine_killed_after_noting": partial(self._machine_dies, "after"),
            "hub_disk_full": self._hub_disk_full,
            "machine_disk_full": self._machine_disk_full,
            "thirty_days_offline": self._offline,
            "ingress_killed_under_load": self._under_load,
        }

    def _hub_dies(self, moment: Moment, event: Event, machine: Machine) -> None:
        first = self.ingress[event.machine % len(self.ingress)]
        first.arm(moment)
        machine.exchanges()
        if not first.died():
            self.unfelt.append(f"{event.kind}: it lived")

    def _machine_dies(self, kill: KillAt, event: Event, machine: Machine) -> None:
        machine.sessions(2)  # it dies at the second record
        self._ends(event, machine.exchanges(kill), -signal.SIGKILL)

    def _hub_disk_full(self, event: Event, machine: Machine) -> None:
        with opened(self.hub) as store:
            store.tidy()  # its journal is to have to grow
        with _filled(self.hub.folder):
            machine.exchanges()
            if "waiting" not in machine.states():
                self.unfelt.append(f"{event.kind}: there was room all the same")

    def _machine_disk_full(self, _: Event, machine: Machine) -> None:
        with _filled(machine.folder):
            machine.sessions(1)
            machine.exchanges()
        machine.put_into_outbox()

    def _offline(self, _: Event, machine: Machine) -> None:
        self.stop()
        for _attempt in range(_ATTEMPTS_OFFLINE):
            machine.waits(_OFFLINE_DAYS // _ATTEMPTS_OFFLINE)
            machine.sessions(1)
            machine.exchanges()

    def _ends(self, event: Event, ended: int | None, meant: int) -> None:
        if ended != meant:
            self.unfelt.append(f"{event.kind}: the machine's process ended with {ended}")

    def _under_load(self, event: Event, _: Machine) -> None:
        for machine in self.machines:
            machine.sessions(5)
        processes = [machine.begin() for machine in self.machines]
        time.sleep(_UNDER_LOAD_S * event.draw)
        victim = self.ingress[event.machine % len(self.ingress)]
        victim.kill()
        for process in processes:
            process.join()
        if not victim.died():
            self.unfelt.append(f"{event.kind}: it lived")

    def settles(self) -> None:
        """Let the machines exchange until nothing waits."""
        for _ in range(LAST_ROUNDS):
            for machine in self.machines:
                machine.put_into_outbox()
                if "waiting" in machine.states():
                    machine.exchanges()

    def stop(self) -> None:
        """End the ingress processes."""
        for each in self.ingress:
            each.stop()

    def back_up(self) -> Path:
        """Return a backup of the hub as it is now."""
        place = Place.of(self.hub.folder)
        with opened(self.hub) as store:
            return back_up(store, place.keys().database, place.backups, datetime.now(UTC)).path

    def erase_and_restore(
        self, machine: Machine, backup: Path, stack: ExitStack, server: str | None
    ) -> tuple[int, int]:
        """Return in how many places a patient stood, and still stands after an older backup."""
        place = Place.of(self.hub.folder)
        keys = place.keys()
        known = machine.known
        assert known.patient_id is not None
        assert known.device_id is not None
        numbers = (known.patient_id, known.device_id)
        sessions = {session_id for session_id, _ in machine.due}
        needles = (known.public.decode(), *map(str, numbers), *sessions)
        with opened(self.hub) as store:
            before = len(places_of(store, *needles))
            erase(store, place.journal(keys), known.patient_id, "evaluation")
            after = len(places_of(store, *needles))
        again = f"sqlite:///{self.hub.folder / 'restored.db'}"
        if server is not None:
            again = stack.enter_context(empty_database(server))
        restore(backup, again, keys.database, place.journal(keys), datetime.now(UTC))
        store = Store.open(again, keys.database)
        try:
            after += len(places_of(store, *needles))
        finally:
            store.close()
        return before, after


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """Fill the disk of a folder to its last byte."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            size = _FILL
            while size:
                try:
                    size = size if file.write(bytes(size)) == size else size // 2
                except OSError:
                    size //= 2
        yield
    finally:
        filler.unlink()

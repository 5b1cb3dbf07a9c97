"""Two ingress processes on one PostgreSQL, one of them killed under load: what is lost?"""

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
import sqlalchemy as sa

from benchmarks.hub.clinics import made_hub, paired_machines
from benchmarks.hub.crowd import Errand, Tally, send_all
from benchmarks.hub.load_figures import empty_database, kept, opened
from benchmarks.hub.postgres_server import DURABLE, server
from benchmarks.hub.serving import Serving, free_ports, serving
from benchmarks.own_process import in_own_process
from edge.hub.store.engines import Store
from edge.hub.store.record_tables import receipt

INGRESS: Final = 2
MACHINES: Final = 100
RECORDS: Final = 20
AGAIN_S: Final = 1.0
_STEP_S: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class KilledFigures:
    """What a crowd's records came to while processes were killed.

    Attributes:
        ingress: processes.
        killed: of them, one after the other, each started anew.
        sent: records.
        stored: of them, those that are in the database with all their exercises.
        lost: those that are not.
        doubled: sessions that stand in it more than once.
        known: answers that a record was there already: its first answer was lost with a process.
        seconds: from the first hello to the last answer.
    """

    ingress: int
    killed: int
    sent: int
    stored: int
    lost: int
    doubled: int
    known: int
    seconds: float


def measure_killed() -> KilledFigures:
    """Return what is lost where a process is killed at a third, and one at two thirds."""
    with (
        server(DURABLE) as url,
        empty_database(url) as database,
        tempfile.TemporaryDirectory(prefix="physio-hub-") as folder,
    ):
        listen = f"tcp://127.0.0.1:{free_ports(INGRESS)[0]}"
        hub = made_hub(Path(folder) / "hub", database=database, listen=listen)
        with (
            opened(hub) as store,
            serving(hub.folder, "--ingress", str(INGRESS), ports=INGRESS) as served,
        ):
            machines = paired_machines(store, MACHINES)
            time.sleep(2 * AGAIN_S)  # until both ports know them
            errand = Errand(
                endpoints=served.endpoints,
                hub_key=hub.key,
                machines=tuple(machines),
                records=RECORDS,
                again_after_s=AGAIN_S,
            )
            total = MACHINES * RECORDS
            killers = [
                threading.Thread(
                    target=kill_at, args=(lambda: _count(store), share * total // 3, served, share)
                )
                for share in (1, 2)
            ]
            for killer in killers:
                killer.start()
            tally: Tally = in_own_process(send_all, errand)
            for killer in killers:
                killer.join()
            held = kept(hub, errand)
    return KilledFigures(
        ingress=INGRESS,
        killed=len(killers),
        sent=held.sent,
        stored=held.stored,
        lost=held.sent - held.stored,
        doubled=held.doubled + held.foreign,
        known=tally.known,
        seconds=tally.seconds,
    )


def ports_of(served: Serving) -> set[int]:
    """Return the processes that serve a port each."""
    children = psutil.Process(served.pid).children(recursive=True)
    # Beneath the one that forks them, which is no port itself.
    return {each.pid for each in children if each.ppid() != served.pid}


def kill_at(stored: Callable[[], int], number: int, served: Serving, turn: int) -> None:
    """Kill one of the processes once so many records are stored."""
    while stored() < number:
        time.sleep(_STEP_S)
    living = sorted(ports_of(served))
    os.kill(living[turn % len(living)], signal.SIGKILL)


def _count(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(receipt)).scalar_one()

"""What many machines at once left in the hub's database."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
import sqlalchemy as sa

from benchmarks.hub.clinics import KnownMachine, MadeHub, made_hub, paired_machines, strangers
from benchmarks.hub.crowd import Errand, Tally, number_of, send_all
from benchmarks.hub.drawn_records import EXERCISES, session_id_of
from benchmarks.hub.serving import Serving, serving
from benchmarks.own_process import in_own_process
from edge.hub.place import Place
from edge.hub.store.engines import Store
from edge.hub.store.record_tables import exercise, receipt, session

_FREE_PORT: Final = "tcp://127.0.0.1:*"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFigures:
    """How a hub fared with many machines at once.

    Attributes:
        edges: machines that it knows.
        strangers: machines that it does not know.
        sent: records of known machines.
        stored: of them, those that are in the database with all their exercises.
        lost: those that are not.
        doubled: sessions that stand in it more than once.
        repeated: records that were sent a second time.
        known: answers that a record was there already.
        strangers_in: strangers who heard anything, or of whom anything was stored.
        seconds: from the first hello to the last answer.
        hub_cpu_s: processor time of the hub meanwhile.
        hub_peak_mb: most memory of the hub.
        hub_descriptors: that the hub had open at the end.
        machines_peak_mb: most memory of the process with all the machines.
    """

    edges: int
    strangers: int
    sent: int
    stored: int
    lost: int
    doubled: int
    repeated: int
    known: int
    strangers_in: int
    seconds: float
    hub_cpu_s: float
    hub_peak_mb: float
    hub_descriptors: int
    machines_peak_mb: float


def measure_load(
    database: str, *, edges: int, unknown: int, records: int, repeat_every: int
) -> LoadFigures:
    """Return how a hub of its own fares.

    Args:
        database: postgresql://…; empty for a file of its own.
        edges: machines that it knows.
        unknown: machines that it does not.
        records: of each machine.
        repeat_every: of all records each so-many-th is sent twice.
    """
    with ready_hub(database, edges) as (hub, machines), serving(hub.folder) as served:
        errand = Errand(
            endpoints=served.endpoints,
            hub_key=hub.key,
            machines=tuple(machines),
            strangers=tuple(strangers(unknown)),
            records=records,
            repeat_every=repeat_every,
        )
        before_s = served.cpu_s()
        tally: Tally = in_own_process(send_all, errand)
        return _figures(hub, errand, tally, served, served.cpu_s() - before_s)


@contextmanager
def ready_hub(database: str, machines: int) -> Iterator[tuple[MadeHub, list[KnownMachine]]]:
    """Yield a new hub that knows so many machines; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="physio-hub-") as folder:
        hub = made_hub(Path(folder) / "hub", database=database, listen=_FREE_PORT)
        with opened(hub) as store:
            known = paired_machines(store, machines)
        yield hub, known


@contextmanager
def opened(hub: MadeHub) -> Iterator[Store]:
    """Yield the database of a hub."""
    place = Place.of(hub.folder)
    store = place.open(place.keys())
    try:
        yield store
    finally:
        store.close()


@contextmanager
def empty_database(server_url: str) -> Iterator[str]:
    """Yield the address of a new, empty database of a server; it is gone afterwards."""
    name = f"hub_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())
    try:
        yield server_url.replace("/postgres?", f"/{name}?")
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the database holds of what a crowd sent.

    Attributes:
        sent: records of known machines.
        stored: of them, those that are there with all their exercises.
        doubled: sessions that stand in it more than once.
        foreign: sessions and receipts that no known machine has sent.
    """

    sent: int
    stored: int
    doubled: int
    foreign: int


def kept(hub: MadeHub, errand: Errand) -> Kept:
    """Return what the database of a hub holds of what a crowd sent."""
    wanted = {
        (each.patient_id, session_id_of(number_of(errand, machine, record)))
        for machine, each in enumerate(errand.machines)
        for record in range(errand.records)
    }
    with opened(hub) as store, store.reading() as connection:
        key = (session.c.patient_id, session.c.session_id)
        whole = (
            sa.select(*key)
            .join(exercise, _same_session())
            .group_by(*session.primary_key.columns)
            .having(sa.func.count() == EXERCISES)
        )
        found = [(row.patient_id, str(row.session_id)) for row in connection.execute(whole)]
        counted = sa.select(sa.func.count())
        sessions = connection.execute(counted.select_from(session)).scalar_one()
        receipts = connection.execute(counted.select_from(receipt)).scalar_one()
    single = set(found)
    return Kept(
        sent=len(wanted),
        stored=len(wanted & single),
        doubled=len(found) - len(single),
        foreign=sessions - len(found) + len(single - wanted) + receipts - len(single),
    )


def _figures(
    hub: MadeHub, errand: Errand, tally: Tally, served: Serving, hub_cpu_s: float
) -> LoadFigures:
    held = kept(hub, errand)
    return LoadFigures(
        edges=len(errand.machines),
        strangers=len(errand.strangers),
        sent=held.sent,
        stored=held.stored,
        lost=held.sent - held.stored,
        doubled=held.doubled,
        repeated=tally.repeated,
        known=tally.known,
        strangers_in=max(tally.answered_strangers, held.foreign),
        seconds=tally.seconds,
        hub_cpu_s=hub_cpu_s,
        hub_peak_mb=served.peak_mb(),
        hub_descriptors=served.descriptors(),
        machines_peak_mb=tally.peak_mb,
    )


def _same_session() -> sa.ColumnElement[bool]:
    return sa.and_(*(column == exercise.c[column.name] for column in session.primary_key.columns))

"""How soon a therapist sees the worklist, and a patient, of a clinic with thousands of patients."""

import http.client
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import numpy as np
import psutil
import sqlalchemy as sa

from benchmarks.distributions import percentiles
from benchmarks.errors import HubBenchError
from benchmarks.hub.clinics import made_hub
from benchmarks.hub.histories import fill
from benchmarks.hub.load_figures import opened
from benchmarks.hub.serving import free_ports
from benchmarks.question import Progress
from edge.hub.dashboard.door import COOKIE
from edge.hub.own_process import own_process
from edge.hub.place import Place
from edge.hub.setting_up import write_settings
from edge.hub.store.accounts import account_named
from edge.hub.store.engines import Store
from edge.hub.store.patient_view import view_of
from edge.hub.store.people_tables import access, patient, staff
from edge.hub.store.staff_view import StaffView
from edge.hub.store.standings import keep_up
from edge.hub.store.web_sessions import begin_session, hash_of

PATIENTS_EACH: Final = 100
REQUESTS: Final = 200
_FIRST_REQUESTS: Final = 3
"""That warm up the server itself, by therapists of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardFigures:
    """Times of cold requests, each by another therapist for patients nobody has asked for before.

    Attributes:
        patients: of the clinic.
        sessions: of each patient.
        patients_each: whom a therapist sees.
        requests: of each kind.
        worklist_ms: 95th percentile of the whole page over HTTP.
        patient_ms: the same of one patient's page.
        worklist_median_ms: median of the same.
        patient_median_ms: in the same way.
        worklist_cpu_ms: mean processor time of the dashboard's process for it.
        patient_cpu_ms: in the same way.
        worklist_database_ms: 95th percentile of what the database gives for it, on a connection
            that was just made.
        patient_database_ms: in the same way.
        fill_s: for which the clinic was made.
    """

    patients: int
    sessions: int
    patients_each: int
    requests: int
    worklist_ms: float
    patient_ms: float
    worklist_median_ms: float
    patient_median_ms: float
    worklist_cpu_ms: float
    patient_cpu_ms: float
    worklist_database_ms: float
    patient_database_ms: float
    fill_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A therapist who is signed in, and one of the patients.

    Attributes:
        token: of the session.
        code: of the patient.
        patient_id: of the same.
    """

    token: str
    code: str
    patient_id: uuid.UUID


def measure_dashboard(
    database: str, *, patients: int, sessions: int, progress: Progress
) -> DashboardFigures:
    """Return how soon pages come.

    Args:
        database: postgresql://… of an empty one; empty for a file.
        patients: of the clinic.
        sessions: of each, one a day.
        progress: is told of the days that are made.
    """
    with tempfile.TemporaryDirectory(prefix="physio-hub-") as folder:
        hub = made_hub(Path(folder) / "hub", database=database, listen="tcp://127.0.0.1:*")
        begun_s, now = time.perf_counter(), datetime.now(UTC)
        with opened(hub) as store:
            clinic = fill(
                store,
                patients=patients,
                sessions=sessions,
                therapists=2 * REQUESTS + _FIRST_REQUESTS,
                each=PATIENTS_EACH,
                now=now,
                progress=progress,
            )
            keep_up(store, now, patients)
            visitors = visitors_of(store, clinic.therapists)
        fill_s = time.perf_counter() - begun_s
        return replace(
            measured(hub.folder, visitors), patients=patients, sessions=sessions, fill_s=fill_s
        )


def measured(folder: Path, visitors: Sequence[Visitor]) -> DashboardFigures:
    """Return the times of a hub that is there; how large it is the caller says."""
    place = Place.of(folder)
    address = f"127.0.0.1:{free_ports(1)[0]}"
    write_settings(replace(place, settings=replace(place.settings, dashboard=address)))
    over_http, alone = visitors[:REQUESTS], visitors[REQUESTS : 2 * REQUESTS]
    with own_process(folder, "dashboard") as served:
        url = urlsplit(served.addresses[0])
        line = http.client.HTTPConnection(url.hostname or "", url.port)
        for one in visitors[2 * REQUESTS :]:
            _get(line, "/worklist", one)
            _get(line, f"/patient/{one.code}", one)
        server = psutil.Process(served.process.pid)
        cpu_s = [_cpu_s(server)]
        worklists = [_get(line, "/worklist", one) for one in over_http]
        cpu_s.append(_cpu_s(server))
        pages = [_get(line, f"/patient/{one.code}", one) for one in over_http]
        cpu_s.append(_cpu_s(server))
        line.close()
    worklist_cpu_s, patient_cpu_s = np.diff(cpu_s)
    store = place.open(place.keys(), "web")
    try:
        lists = [_cold_ms(store, one, _worklist) for one in alone]
        views = [_cold_ms(store, one, _patient) for one in alone]
    finally:
        store.close()
    worklist_median_ms, worklist_ms = percentiles(worklists, 50, 95)
    patient_median_ms, patient_ms = percentiles(pages, 50, 95)
    return DashboardFigures(
        patients=0,
        sessions=0,
        patients_each=PATIENTS_EACH,
        requests=len(over_http),
        worklist_ms=worklist_ms,
        patient_ms=patient_ms,
        worklist_median_ms=worklist_median_ms,
        patient_median_ms=patient_median_ms,
        worklist_cpu_ms=float(worklist_cpu_s) / len(over_http) * 1e3,
        patient_cpu_ms=float(patient_cpu_s) / len(over_http) * 1e3,
        worklist_database_ms=percentiles(lists, 95)[0],
        patient_database_ms=percentiles(views, 95)[0],
        fill_s=0.0,
    )


def visitors_of(store: Store, therapists: Sequence[uuid.UUID]) -> list[Visitor]:
    """Return accounts, each signed in and with a patient that no other one asks for."""
    taken: set[uuid.UUID] = set()
    visitors = []
    for staff_id in therapists:
        with store.writing() as connection:
            name = connection.execute(
                sa.select(staff.c.name).where(staff.c.staff_id == staff_id)
            ).scalar_one()
            seen = (
                sa.select(patient.c.patient_id, patient.c.pseudonym)
                .join(access, access.c.patient_id == patient.c.patient_id)
                .where(access.c.staff_id == staff_id)
            )
            rows = connection.execute(seen).all()
            row = next((each for each in rows if each.patient_id not in taken), rows[0])
            token = begin_session(connection, account_named(connection, name), datetime.now(UTC))
        taken.add(row.patient_id)
        visitors.append(Visitor(token=token, code=row.pseudonym, patient_id=row.patient_id))
    return visitors


def _get(line: http.client.HTTPConnection, path: str, who: Visitor) -> float:
    """Return for how many milliseconds a page took.

    Raises:
        HubBenchError: it is another page.
    """
    begun_s = time.perf_counter()
    line.request("GET", path, headers={"Cookie": f"{COOKIE}={who.token}"})
    answer = line.getresponse()
    page = answer.read()
    taken_ms = (time.perf_counter() - begun_s) * 1e3
    if answer.status != http.client.OK or (path != "/worklist" and who.code.encode() not in page):
        raise HubBenchError(f"{path} answers {answer.status}: {page[:200]!r}")
    return taken_ms


def _cpu_s(process: psutil.Process) -> float:
    return float(sum(process.cpu_times()[:2]))


def _cold_ms(store: Store, who: Visitor, ask: Callable[[StaffView, Visitor], object]) -> float:
    """Return for how many milliseconds the database takes on connections that were just made."""
    store.reader.dispose()
    store.writer.dispose()
    begun_s = time.perf_counter()
    ask(StaffView(store, hash_of(who.token)), who)
    return (time.perf_counter() - begun_s) * 1e3


def _worklist(view: StaffView, _: Visitor) -> object:
    return view.worklist()


def _patient(view: StaffView, who: Visitor) -> object:
    with view.viewing("patient", "patient", who.patient_id) as granted:
        return view_of(granted.connection, who.patient_id, granted.now)

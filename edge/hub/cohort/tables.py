"""What the tables of a cohort hold, and their rows out of the hub's database.

No names, no words, no keys and no addresses of machines: figures under the clinic's codes. Only
patients whose agreement the clinic has noted are in it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from edge.hub.store.adherence import weeks_of
from edge.hub.store.people_tables import clinic, patient
from edge.hub.store.record_tables import exercise, finding
from edge.hub.store.schema import session_current

AT_ONCE: Final = 1_000
"""Rows that are fetched together."""
_KEY: Final = ("received_on", "patient_id", "session_id", "revision")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Whose rows are written.

    Attributes:
        with_simulated: simulated patients, and simulated sessions of others, too.
        now: when.
    """

    with_simulated: bool
    now: datetime


Rows = Callable[[sa.Connection, Chosen], Iterator[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortTable:
    """A table of the cohort.

    Attributes:
        columns: type of DuckDB by name; `month` is the last one, as in 2026-11.
        rows: its rows out of the hub's database.
    """

    columns: Mapping[str, str]
    rows: Rows


_SEVERAL: Final = sa.select(sa.func.count()).select_from(clinic).scalar_subquery() > 1
_CODE: Final = sa.case(
    (_SEVERAL, clinic.c.name + "/" + patient.c.pseudonym), else_=patient.c.pseudonym
).label("code")
"""Of a patient; where there are several clinics, with the clinic, since two may have the same."""


def is_in(chosen: Chosen) -> sa.ColumnElement[bool]:
    """Return the condition that a patient is in the cohort."""
    agreed = patient.c.consent_at.is_not(None) & (patient.c.consent_at <= chosen.now)
    return agreed if chosen.with_simulated else agreed & ~patient.c.simulated


def _sessions(connection: sa.Connection, chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    ours = session_current.c
    columns = (_CODE, ours.session_id, ours.revision, ours.began_at, ours.ended_at)
    more = (ours.plan_id, ours.plan_version, ours.clock_state, ours.software)
    for row in _streamed(connection, _of_sessions(chosen, *columns, *more)):
        minutes = (row.ended_at - row.began_at).total_seconds() / 60.0
        yield (
            *(row.code, row.session_id, row.revision, row.local_day, _utc(row.began_at)),
            *(round(minutes, 2), row.plan_id, row.plan_version, row.clock_state, row.software),
            *(row.is_simulated, _month(row.local_day)),
        )


_MEASURED: Final = {
    "name": "VARCHAR",
    "side": "VARCHAR",
    "prescribed": "INTEGER",
    "done": "INTEGER",
    "compared": "INTEGER",
    "correct": "INTEGER",
    "over_limit": "INTEGER",
    "most_over_limit_deg": "DOUBLE",
    "mean_rom_deg": "DOUBLE",
    "max_rom_deg": "DOUBLE",
    "target_rom_deg": "DOUBLE",
    "limit_rom_deg": "DOUBLE",
    "duration_s": "DOUBLE",
    "pain": "INTEGER",
    "effort": "INTEGER",
    "ended_because": "VARCHAR",
}
_FOUND: Final = {
    "segment": "INTEGER",
    "start_share": "DOUBLE",
    "end_share": "DOUBLE",
    "way": "VARCHAR",
    "share": "DOUBLE",
}
_WHERE: Final = {"patient": "VARCHAR", "session_id": "UUID", "local_day": "DATE"}
_WHEN: Final = {"simulated": "BOOLEAN", "month": "VARCHAR"}


def _exercises(connection: sa.Connection, chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    columns = (*(exercise.c[name] for name in _MEASURED), exercise.c.position)
    query = _of_sessions(chosen, _CODE, session_current.c.session_id, *columns)
    for row in _streamed(connection, query.join(exercise, _same(exercise))):
        told = row._mapping
        yield (
            *(row.code, row.session_id, row.local_day, row.position),
            *(told[name] for name in _MEASURED),
            *(row.is_simulated, _month(row.local_day)),
        )


def _findings(connection: sa.Connection, chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    columns = (*(finding.c[name] for name in _FOUND), exercise.c.name, exercise.c.side)
    query = _of_sessions(chosen, _CODE, session_current.c.session_id, *columns)
    both = _same(finding) & (finding.c.position == exercise.c.position)
    for row in _streamed(connection, query.join(exercise, _same(exercise)).join(finding, both)):
        told = row._mapping
        yield (
            *(row.code, row.session_id, row.local_day, row.name, row.side),
            *(told[name] for name in _FOUND),
            *(row.is_simulated, _month(row.local_day)),
        )


def _weeks(connection: sa.Connection, chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    """Yield the weeks that are over, by the plan in force; one that goes on says nothing yet."""
    columns = (patient.c.patient_id, _CODE, patient.c.zone, patient.c.simulated)
    people = connection.execute(sa.select(*columns).join(clinic).where(is_in(chosen))).fetchall()
    for one in sorted(people, key=lambda row: row.code):
        today = chosen.now.astimezone(ZoneInfo(one.zone)).date()
        for week in weeks_of(connection, one.patient_id, today):
            if week.monday + timedelta(days=6) < today:
                yield (
                    *(one.code, week.monday, week.planned, week.done, week.kept),
                    *(one.simulated, _month(week.monday)),
                )


TABLES: Final[dict[str, CohortTable]] = {
    "session": CohortTable(
        columns={
            "patient": "VARCHAR",
            "session_id": "UUID",
            "revision": "INTEGER",
            "local_day": "DATE",
            "began_at": "TIMESTAMP",
            "minutes": "DOUBLE",
            "plan_id": "VARCHAR",
            "plan_version": "INTEGER",
            "clock_state": "VARCHAR",
            "software": "VARCHAR",
            **_WHEN,
        },
        rows=_sessions,
    ),
    "exercise": CohortTable(
        columns={**_WHERE, "position": "INTEGER", **_MEASURED, **_WHEN}, rows=_exercises
    ),
    "finding": CohortTable(
        columns={**_WHERE, "name": "VARCHAR", "side": "VARCHAR", **_FOUND, **_WHEN}, rows=_findings
    ),
    "week": CohortTable(
        columns={
            "patient": "VARCHAR",
            "monday": "DATE",
            **dict.fromkeys(("planned", "done", "kept"), "INTEGER"),
            **_WHEN,
        },
        rows=_weeks,
    ),
}
"""By name. `local_day` is the patient's own day; `began_at` is UTC."""


def counts_of(connection: sa.Connection, chosen: Chosen) -> tuple[int, int, int]:
    """Return patients in the cohort, those who are not for want of an agreement, and simulated."""
    counted = sa.select(sa.func.count()).select_from(patient)
    everybody: int = connection.execute(counted).scalar_one()
    inside: int = connection.execute(counted.where(is_in(chosen))).scalar_one()
    no_person = 0
    if not chosen.with_simulated:
        no_person = connection.execute(counted.where(patient.c.simulated)).scalar_one()
    return inside, everybody - inside - no_person, no_person


def _of_sessions(chosen: Chosen, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    ours = session_current.c
    is_simulated = sa.or_(ours.simulated, patient.c.simulated)
    query = (
        sa.select(*columns, ours.local_day, is_simulated.label("is_simulated"))
        .select_from(session_current)
        .join(patient, patient.c.patient_id == ours.patient_id)
        .join(clinic, clinic.c.clinic_id == patient.c.clinic_id)
        .where(is_in(chosen))
        .order_by(clinic.c.name, patient.c.pseudonym, ours.local_day, ours.began_at)
    )
    return query if chosen.with_simulated else query.where(~ours.simulated)


def _same(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(*(table.c[name] == session_current.c[name] for name in _KEY))


def _streamed(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[sa.Row[Any]]:
    yield from connection.execute(query, execution_options={"yield_per": AT_ONCE})


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)

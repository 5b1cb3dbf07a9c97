"""The worklist out of the database: a few statements for all patients, then the rules."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from edge.hub.errors import HubError
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.known import Known, Whose, known_of
from edge.hub.store.people_tables import clinic, patient
from edge.hub.store.standings import forget_standings, kept_hits, refresh_stale
from edge.hub.store.work_tables import flag, plan_version, standing
from edge.hub.worklist.day_bits import count_of
from edge.hub.worklist.facts import PatientFacts, PlanFacts
from edge.hub.worklist.hit import Hit
from edge.hub.worklist.rhythm import monday_of, planned_in_week, rhythm_of
from edge.hub.worklist.row import Row, Snooze, divided, in_order, trend_of
from edge.hub.worklist.state_rules import state_hits
from edge.hub.worklist.thresholds import Thresholds, thresholds_of

MONITORED_DAYS: Final = 30
_NO_NEWS: Final = PlanFacts()


def worklist(store: Store, now: datetime, staff_id: uuid.UUID | None = None) -> list[Row]:
    """Return a row for every patient, by severity, then by age, the oldest first.

    Args:
        store: the hub's database.
        now: the hub's time.
        staff_id: only the patients whom this account may see; None for all.
    """
    refresh_stale(store, now)
    with store.reading() as connection:
        return in_order(_rows(connection, now, Whose(staff_id=staff_id)))


def row_of(connection: sa.Connection, patient_id: uuid.UUID, now: datetime) -> Row:
    """Return the row of one patient, whose standing is as new as the records (`catch_up`)."""
    return next(_rows(connection, now, Whose(patient_id=patient_id)))


def snooze(
    connection: sa.Connection, patient_id: uuid.UUID, hit: Hit, put_off: Snooze, actor: str
) -> None:
    """Put a hit off until a day, with a reason; what is newer is shown all the same.

    Raises:
        HubError: no reason is given, or the day is not to come.
    """
    if not put_off.reason.strip():
        raise HubError("there is no reason", remedy="say why it may wait", cause="no_reason")
    if put_off.until <= put_off.at.date():
        raise HubError(f"{put_off.until} is not to come", remedy="give a later day")
    row = {
        "flag_id": uuid.uuid4(),
        "patient_id": patient_id,
        "rule": hit.rule,
        "severity": hit.severity,
        "words": hit.words,
        "raised_at": put_off.at,
        "snoozed_until": put_off.until,
        "reason": put_off.reason.strip(),
    }
    connection.execute(sa.insert(flag).values(row))
    detail = {"rule": hit.rule, "until": put_off.until.isoformat()}
    entry = audit.Entry(actor=actor, action="snooze", patient_id=patient_id, detail=detail)
    audit.record(connection, entry, put_off.at)


def set_thresholds(
    connection: sa.Connection, clinic_id: uuid.UUID, table: Mapping[str, object]
) -> Thresholds:
    """Return a clinic's thresholds, now that these are its own and all others the defaults.

    Raises:
        HubError: one is unknown or out of bounds; nothing was changed.
    """
    thresholds = thresholds_of(table)
    chosen = clinic.c.clinic_id == clinic_id
    connection.execute(sa.update(clinic).where(chosen).values(thresholds=dict(table)))
    forget_standings(connection, clinic_id)
    return thresholds


def _rows(connection: sa.Connection, now: datetime, whose: Whose) -> Iterator[Row]:
    thresholds = {
        row.clinic_id: thresholds_of(row.thresholds)
        for row in connection.execute(sa.select(clinic.c.clinic_id, clinic.c.thresholds))
    }
    known = known_of(connection, tuple(thresholds.values()), now, whose)
    today_in = _days(now)
    columns = (
        *(patient.c.patient_id, patient.c.clinic_id, patient.c.pseudonym, patient.c.zone),
        *(patient.c.state, patient.c.simulated, patient.c.ended_at),
        patient.c.made_at.label("invited_at"),
        *(column for column in standing.c if column.name not in ("patient_id", "made_at")),
        sa.cast(plan_version.c.schedule, sa.Text()).label("schedule"),
        plan_version.c.answered_at.label("accepted_at"),
    )
    in_force = (
        (plan_version.c.patient_id == patient.c.patient_id)
        & (plan_version.c.answer == "accepted")
        & plan_version.c.superseded_at.is_(None)
    )
    chosen = (
        sa.select(*columns)
        .join(standing, standing.c.patient_id == patient.c.patient_id)
        .outerjoin(plan_version, in_force)
        .where(whose.rows(patient))
        .order_by(plan_version.c.answered_at)
    )
    # Of several plans that were accepted the last one is in force.
    newest = {row.patient_id: row for row in connection.execute(chosen)}
    for row in newest.values():
        yield _row(row, known, thresholds[row.clinic_id], today_in(row.zone), now)


def _row(row: sa.Row[Any], known: Known, thresholds: Thresholds, today: date, now: datetime) -> Row:
    number = row.patient_id
    rhythm = rhythm_of(row.schedule) if row.schedule else None
    plan = known.plans.get(number, _NO_NEWS)
    if rhythm is not None:
        accepted_on = row.accepted_at.date()
        if plan is _NO_NEWS:
            plan = PlanFacts(rhythm=rhythm, accepted_on=accepted_on)
        else:
            plan = replace(plan, rhythm=rhythm, accepted_on=accepted_on)
    facts = PatientFacts(
        patient_id=number,
        state=row.state,
        state_since=row.ended_at or row.invited_at,
        today=today,
        last_day=row.newest_day,
        plan=plan,
        machine=known.machines.get(number, known.usual_machine),
        pain_message_at=known.pain_messages.get(number),
        conflict_at=known.conflicts.get(number),
    )
    found = list(state_hits(facts, thresholds, now))
    if row.state != "ended":
        found += kept_hits(row.hits)
    since = row.last_session_at or facts.state_since
    hits, put_off = divided(found, known.snoozes.get(number, ()), today, since)
    monday = monday_of(today)
    planned = None
    if rhythm is not None and row.state != "ended":
        planned = planned_in_week(row.schedule, monday)
    first = today - timedelta(days=MONITORED_DAYS - 1)
    return Row(
        patient_id=number,
        code=row.pseudonym,
        simulated=row.simulated,
        hits=hits,
        put_off=put_off,
        last_session_at=row.last_session_at,
        done=count_of(row.done_days, row.newest_day, monday, today),
        planned=planned,
        pain=row.pain,
        trend=trend_of(row.pain, row.pain_before),
        rom_share=row.rom_share,
        counted_days=count_of(row.counted_days, row.newest_day, first, today),
        unread=known.unread.get(number, 0),
    )


def _days(now: datetime) -> Callable[[str], date]:
    """Return what tells the day in a zone now."""
    days: dict[str, date] = {}

    def day_in(zone: str) -> date:
        if zone not in days:
            days[zone] = now.astimezone(ZoneInfo(zone)).date()
        return days[zone]

    return day_in

"""The worklist out of the database: a few statements for all patients, then the rules."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from edge.hub.errors import HubError
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.people_tables import access, clinic, device, patient
from edge.hub.store.record_tables import quarantine
from edge.hub.store.standings import forget_standings, kept_hits, refresh, stale
from edge.hub.store.work_tables import flag, message, plan_version, standing
from edge.hub.worklist.day_bits import count_of
from edge.hub.worklist.facts import MachineFacts, PatientFacts, PlanFacts
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
    with store.reading() as connection:
        behind = stale(connection)
    if behind:
        with store.writing() as connection:
            refresh(connection, behind, now)
    with store.reading() as connection:
        return in_order(_rows(connection, now, staff_id))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of patients beside their sessions; most of them stand in none of it.

    Attributes:
        usual_machine: of whoever stands not in `machines`.
    """

    usual_machine: MachineFacts
    plans: Mapping[uuid.UUID, PlanFacts]
    machines: Mapping[uuid.UUID, MachineFacts | None]
    unread: Mapping[uuid.UUID, int]
    pain_messages: Mapping[uuid.UUID, datetime]
    conflicts: Mapping[uuid.UUID, datetime]
    snoozes: Mapping[uuid.UUID, list[Snooze]]


def _rows(connection: sa.Connection, now: datetime, staff_id: uuid.UUID | None) -> Iterator[Row]:
    thresholds = {
        row.clinic_id: thresholds_of(row.thresholds)
        for row in connection.execute(sa.select(clinic.c.clinic_id, clinic.c.thresholds))
    }
    known = _known(connection, tuple(thresholds.values()), now)
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
        .order_by(plan_version.c.answered_at)
    )
    if staff_id is not None:
        seen = sa.select(access.c.patient_id).where(access.c.staff_id == staff_id)
        chosen = chosen.where(patient.c.patient_id.in_(seen))
    # Of several plans that were accepted the last one is in force.
    newest = {row.patient_id: row for row in connection.execute(chosen)}
    for row in newest.values():
        yield _row(row, known, thresholds[row.clinic_id], today_in(row.zone), now)


def _row(
    row: sa.Row[Any], known: _Known, thresholds: Thresholds, today: date, now: datetime
) -> Row:
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


def _known(connection: sa.Connection, thresholds: Sequence[Thresholds], now: datetime) -> _Known:
    unread = (message.c.direction == "from_patient") & message.c.read_at.is_(None)
    conflict = quarantine.c.reason == "conflict"
    written = sa.func.min(message.c.written_at, type_=message.c.written_at.type)
    refused = sa.func.min(quarantine.c.received_at, type_=quarantine.c.received_at.type)
    about_pain = unread & message.c.about_pain
    snoozes: dict[uuid.UUID, list[Snooze]] = defaultdict(list)
    waiting = flag.c.snoozed_until > (now - timedelta(days=1)).date()
    for row in connection.execute(sa.select(flag).where(waiting & flag.c.closed_at.is_(None))):
        one = Snooze(
            rule=row.rule, at=row.raised_at, until=row.snoozed_until, reason=row.reason or ""
        )
        snoozes[row.patient_id].append(one)
    return _Known(
        plans=_plans(connection),
        usual_machine=MachineFacts(seen_at=now),
        machines=_unusual_machines(connection, thresholds, now),
        unread=_grouped(connection, message, sa.func.count(), unread),
        pain_messages=_grouped(connection, message, written, about_pain),
        conflicts=_grouped(connection, quarantine, refused, conflict),
        snoozes=snoozes,
    )


def _grouped(
    connection: sa.Connection,
    table: sa.Table,
    value: sa.ColumnElement[Any],
    condition: sa.ColumnElement[bool],
) -> dict[uuid.UUID, Any]:
    """Return a value of each patient who has rows that fulfil a condition."""
    chosen = sa.select(table.c.patient_id, value.label("value")).where(condition)
    rows = connection.execute(chosen.group_by(table.c.patient_id))
    return {row.patient_id: row.value for row in rows}


def _plans(connection: sa.Connection) -> dict[uuid.UUID, PlanFacts]:
    """Return which patients' newest plans were refused, or wait for an answer."""
    table = plan_version
    columns = (table.c.patient_id, table.c.made_at, table.c.sent_at, table.c.answered_at)
    newer = table.alias("newer")
    is_newest = ~sa.exists().where(
        (newer.c.patient_id == table.c.patient_id) & (newer.c.made_at > table.c.made_at)
    )
    open_ = table.c.answer.is_(None) | (table.c.answer == "refused")
    chosen = sa.select(*columns, table.c.answer, table.c.reason)
    chosen = chosen.where(open_ & table.c.superseded_at.is_(None) & is_newest)
    return {
        row.patient_id: PlanFacts(waiting_since=row.sent_at or row.made_at)
        if row.answer is None
        else PlanFacts(refused_at=row.answered_at, reason=row.reason or "")
        for row in connection.execute(chosen)
    }


def _unusual_machines(
    connection: sa.Connection, thresholds: Sequence[Thresholds], now: datetime
) -> dict[uuid.UUID, MachineFacts | None]:
    """Return the machine that reported last, of patients with one a rule may speak of, or none."""
    works = device.c.state.in_(("active", "paused"))
    has_one = sa.exists().where((device.c.patient_id == patient.c.patient_id) & works)
    without = connection.execute(sa.select(patient.c.patient_id).where(~has_one)).scalars()
    found: dict[uuid.UUID, MachineFacts | None] = dict.fromkeys(without)
    if not thresholds:
        return found
    long_ago = now - timedelta(days=min(each.unseen_days for each in thresholds))
    seen_at = sa.func.coalesce(device.c.seen_at, device.c.made_at, type_=device.c.made_at.type)
    off_s = min(each.clock_off_s for each in thresholds)
    unusual = (
        (device.c.state == "paused")
        | (seen_at < long_ago)
        | (sa.func.abs(device.c.clock_offset_s) > off_s)
    )
    of = sa.select(device.c.patient_id).where(works & unusual)
    columns = (device.c.patient_id, seen_at.label("seen_at"), device.c.clock_offset_s)
    chosen = sa.select(*columns, device.c.state).where(works & device.c.patient_id.in_(of))
    # The last row of a patient is the machine that reported last.
    for row in connection.execute(chosen.order_by(seen_at)):
        before = found.get(row.patient_id)
        paused_at = None if before is None else before.paused_at
        found[row.patient_id] = MachineFacts(
            seen_at=row.seen_at,
            clock_offset_s=row.clock_offset_s,
            paused_at=row.seen_at if row.state == "paused" else paused_at,
        )
    return found

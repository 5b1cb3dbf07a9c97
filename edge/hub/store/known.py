"""What the worklist needs to know of patients beside their sessions: plans, machines, words."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from edge.hub.store.people_tables import access, device, patient
from edge.hub.store.record_tables import quarantine
from edge.hub.store.work_tables import flag, message, plan_version
from edge.hub.worklist.facts import MachineFacts, PlanFacts
from edge.hub.worklist.row import Snooze
from edge.hub.worklist.thresholds import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Of whom something is asked: of all patients, of an account's, or of one.

    Attributes:
        staff_id: of the account; None for all patients.
        patient_id: of the one; None for several.
    """

    staff_id: uuid.UUID | None = None
    patient_id: uuid.UUID | None = None

    def rows(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """Return the condition that a row of a table is theirs."""
        if self.patient_id is not None:
            return table.c.patient_id == self.patient_id
        if self.staff_id is None:
            return sa.true()
        seen = sa.select(access.c.patient_id).where(access.c.staff_id == self.staff_id)
        return table.c.patient_id.in_(seen)


def known_of(
    connection: sa.Connection,
    thresholds: Sequence[Thresholds],
    now: datetime,
    whose: Whose,
) -> Known:
    """Return what is known of patients.

    Args:
        connection: to the database.
        thresholds: of all clinics.
        now: the hub's time.
        whose: of which patients.
    """
    unread = (message.c.direction == "from_patient") & message.c.read_at.is_(None)
    unread &= whose.rows(message)
    conflict = (quarantine.c.reason == "conflict") & whose.rows(quarantine)
    written = sa.func.min(message.c.written_at, type_=message.c.written_at.type)
    refused = sa.func.min(quarantine.c.received_at, type_=quarantine.c.received_at.type)
    about_pain = unread & message.c.about_pain
    snoozes: dict[uuid.UUID, list[Snooze]] = defaultdict(list)
    waiting = flag.c.snoozed_until > (now - timedelta(days=1)).date()
    waiting &= flag.c.closed_at.is_(None) & whose.rows(flag)
    for row in connection.execute(sa.select(flag).where(waiting)):
        one = Snooze(
            rule=row.rule, at=row.raised_at, until=row.snoozed_until, reason=row.reason or ""
        )
        snoozes[row.patient_id].append(one)
    return Known(
        plans=_plans(connection, whose),
        usual_machine=MachineFacts(seen_at=now),
        machines=_unusual_machines(connection, thresholds, now, whose),
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


def _plans(connection: sa.Connection, whose: Whose) -> dict[uuid.UUID, PlanFacts]:
    """Return which patients' newest plans were refused, or wait for an answer."""
    table = plan_version
    columns = (table.c.patient_id, table.c.made_at, table.c.sent_at, table.c.answered_at)
    newer = table.alias("newer")
    is_newest = ~sa.exists().where(
        (newer.c.patient_id == table.c.patient_id) & (newer.c.made_at > table.c.made_at)
    )
    open_ = table.c.answer.is_(None) | (table.c.answer == "refused")
    chosen = sa.select(*columns, table.c.answer, table.c.reason)
    chosen = chosen.where(open_ & table.c.superseded_at.is_(None) & is_newest & whose.rows(table))
    return {
        row.patient_id: PlanFacts(waiting_since=row.sent_at or row.made_at)
        if row.answer is None
        else PlanFacts(refused_at=row.answered_at, reason=row.reason or "")
        for row in connection.execute(chosen)
    }


def _unusual_machines(
    connection: sa.Connection,
    thresholds: Sequence[Thresholds],
    now: datetime,
    whose: Whose,
) -> dict[uuid.UUID, MachineFacts | None]:
    """Return the machine that reported last, of patients with one a rule may speak of, or none."""
    works = device.c.state.in_(("active", "paused"))
    has_one = sa.exists().where((device.c.patient_id == patient.c.patient_id) & works)
    lacking = sa.select(patient.c.patient_id).where(~has_one & whose.rows(patient))
    without = connection.execute(lacking).scalars()
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
    of = sa.select(device.c.patient_id).where(works & unusual & whose.rows(device))
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

"""The rules that look at how things stand: days without a session, the plan, the machine."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from edge.hub.worklist.facts import MachineFacts, PatientFacts, PlanFacts
from edge.hub.worklist.hit import Hit
from edge.hub.worklist.thresholds import Thresholds


def state_hits(facts: PatientFacts, thresholds: Thresholds, now: datetime) -> Iterator[Hit]:
    """Yield what the rules say of how things stand with a patient.

    Of one whose treatment has ended, or who is not paired yet, nothing but that and messages.
    """
    if facts.pain_message_at is not None:
        yield Hit(rule="pain_message", since=facts.pain_message_at)
    if facts.state == "ended":
        yield Hit(rule="ended", since=facts.state_since)
        return
    if facts.conflict_at is not None:
        yield Hit(rule="conflict", since=facts.conflict_at)
    if facts.machine is None:
        yield Hit(rule="not_paired", since=facts.state_since)
    else:
        yield from _machine(facts.machine, thresholds, now)
    yield from _plan(facts.plan, thresholds, now)
    yield from _absence(facts, thresholds)


def _absence(facts: PatientFacts, thresholds: Thresholds) -> Iterator[Hit]:
    """Yield that there was no session for too long; nothing before or after the plan's days."""
    rhythm = facts.plan.rhythm
    if rhythm is None or not rhythm.holds_on(facts.today):
        return
    began = facts.last_day or facts.plan.accepted_on
    if began is None:
        return
    if rhythm.first is not None:
        began = max(began, rhythm.first)
    gap = rhythm.gap_days
    most: float = thresholds.gap_unplanned_days
    if gap is not None:
        most = max(thresholds.gap_times * gap, thresholds.gap_least_days)
    days = (facts.today - began).days
    if days > most:
        since = datetime.combine(began + timedelta(days=int(most) + 1), time(), UTC)
        yield Hit(rule="absent", since=since, values={"n": days})


def _plan(plan: PlanFacts, thresholds: Thresholds, now: datetime) -> Iterator[Hit]:
    if plan.refused_at is not None:
        yield Hit(rule="plan_refused", since=plan.refused_at, values={"reason": plan.reason})
    waits = plan.waiting_since
    if waits is not None and now - waits > timedelta(hours=thresholds.plan_wait_h):
        values = {"n": (now - waits) // timedelta(hours=1)}
        yield Hit(rule="plan_waits", since=waits, values=values)


def _machine(machine: MachineFacts, thresholds: Thresholds, now: datetime) -> Iterator[Hit]:
    if machine.paused_at is not None:
        yield Hit(rule="copied_machine", since=machine.paused_at)
    if (unseen := now - machine.seen_at) > timedelta(days=thresholds.unseen_days):
        yield Hit(rule="machine_unseen", since=machine.seen_at, values={"n": unseen.days})
    offset_s = machine.clock_offset_s
    if offset_s is not None and abs(offset_s) > thresholds.clock_off_s:
        values = {"n": round(abs(offset_s) / 60.0)}
        yield Hit(rule="clock_wrong", since=machine.seen_at, values=values)

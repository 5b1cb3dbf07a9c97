"""A row of the worklist: one patient, with why he stands where he stands."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from edge.hub.worklist.hit import Hit, Severity

Trend = Literal["rises", "falls", "same"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """That somebody put a hit off.

    Attributes:
        rule: of the hit.
        at: when that was done; what is newer is shown.
        until: the day on which it is shown again.
        reason: why.
    """

    rule: str
    at: datetime
    until: date
    reason: str

    def covers(self, hit: Hit, today: date) -> bool:
        """Tell whether a hit is not to be shown today."""
        return hit.rule == self.rule and hit.since <= self.at and today < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the worklist shows of a patient.

    Attributes:
        patient_id: of the patient.
        code: the clinic's name of the patient.
        simulated: nobody's records.
        hits: the most pressing first; never empty.
        put_off: hits that somebody put off, with until when and why.
        last_session_at: None before the first.
        done: days of this week with a session.
        planned: days of this week that the plan wants; None without a plan in force.
        pain: the newest rating, None without one.
        trend: of the pain, against the median of up to three ratings before.
        rom_share: mean range of motion of the newest session as a fraction of the target.
        counted_days: of the last 30 days, those that count towards remote monitoring.
        unread: messages of the patient that nobody has read.
    """

    patient_id: uuid.UUID
    code: str
    simulated: bool
    hits: tuple[Hit, ...]
    put_off: tuple[tuple[Hit, Snooze], ...] = ()
    last_session_at: datetime | None = None
    done: int = 0
    planned: int | None = None
    pain: int | None = None
    trend: Trend | None = None
    rom_share: float | None = None
    counted_days: int = 0
    unread: int = 0

    @property
    def severity(self) -> Severity:
        """How pressing the most pressing hit is."""
        return self.hits[0].severity


def divided(
    hits: Sequence[Hit], snoozes: Sequence[Snooze], today: date, nothing_since: datetime
) -> tuple[tuple[Hit, ...], tuple[tuple[Hit, Snooze], ...]]:
    """Return the hits that are shown, the most pressing first, and those that were put off.

    Args:
        hits: of a patient.
        snoozes: of the patient.
        today: the patient's day.
        nothing_since: from when on there is nothing new, where no hit is shown.
    """
    if not hits:
        return (Hit(rule="nothing_new", since=nothing_since),), ()
    shown: list[Hit] = []
    put_off: list[tuple[Hit, Snooze]] = []
    for hit in hits:
        snooze = next((each for each in snoozes if each.covers(hit, today)), None)
        if snooze is None:
            shown.append(hit)
        else:
            put_off.append((hit, snooze))
    if not shown:
        shown.append(Hit(rule="nothing_new", since=nothing_since))
    return tuple(sorted(shown, key=lambda hit: hit.order)), tuple(put_off)


def trend_of(pain: int | None, before: float | None) -> Trend | None:
    """Return where pain goes, None where there is nothing to compare."""
    if pain is None or before is None:
        return None
    return "same" if pain == before else "rises" if pain > before else "falls"


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Return rows by severity, then by age, the oldest first."""
    return sorted(rows, key=lambda row: (*row.hits[0].order, row.code))

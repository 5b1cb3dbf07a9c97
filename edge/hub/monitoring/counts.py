"""Counting days and minutes: windows of thirty days, calendar months, and what they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from edge.hub.monitoring.thresholds import WINDOW_DAYS, of_days, of_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A session, and whether its day counts.

    Attributes:
        session_id: of the session.
        local_day: on which it began, as the patient's machine reckoned it.
        arrival_day: on which it reached the hub, in the patient's zone.
        repetitions: that were finished.
        simulated: it was nobody's.
        clock: good, suspect or confirmed.
        machine: what the clinic calls the patient's machine.
    """

    session_id: str
    local_day: date
    arrival_day: date
    repetitions: int
    simulated: bool
    clock: str
    machine: str

    @property
    def counts(self) -> bool:
        """Whether its day counts: a finished repetition, of a person, by a clock to be believed."""
        return self.repetitions >= 1 and not self.simulated and self.clock != "suspect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Time that somebody spent on a patient, from an explicit start to an explicit stop."""

    began_at: datetime
    ended_at: datetime
    live_contact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Thirty days.

    Attributes:
        first: day of it.
        last: day of it.
        days: by the patients' days, that count.
        arrival_days: the same by the days on which records arrived.
        counts_towards: code; None where the days are too few, or no rules of then are known.
    """

    first: date
    last: date
    days: int
    arrival_days: int
    counts_towards: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A calendar month.

    Attributes:
        month: as in 2026-11.
        minutes: of reviews that began in it.
        contacts: reviews of it in which the two spoke.
        counts_towards: how often towards which code.
    """

    month: str
    minutes: float
    contacts: int
    counts_towards: dict[str, int]


def windows(evidence: Sequence[Evidence], until: date, start: date | None = None) -> list[Window]:
    """Return the windows, one after the other, to the one that holds a day.

    Args:
        evidence: sessions in any order.
        until: the day.
        start: first day of the first window; by default the first day that counts.
    """
    counted = [each for each in evidence if each.counts]
    days = {each.local_day for each in counted}
    arrived = {each.arrival_day for each in counted}
    first = start or min(days, default=None)
    found: list[Window] = []
    while first is not None and first <= until:
        last = first + timedelta(days=WINDOW_DAYS - 1)
        within = sum(first <= day <= last for day in days)
        band = of_days(within, last)
        window = Window(
            first=first,
            last=last,
            days=within,
            arrival_days=sum(first <= day <= last for day in arrived),
            counts_towards=band.code if band else None,
        )
        found.append(window)
        first = last + timedelta(days=1)
    return found


def months(reviews: Sequence[Review], zone: ZoneInfo) -> list[Month]:
    """Return the months that have reviews, in order, by the clinic's clock."""
    by_month: dict[date, list[Review]] = {}
    for review in sorted(reviews, key=lambda review: review.began_at):
        day = review.began_at.astimezone(zone).date().replace(day=1)
        by_month.setdefault(day, []).append(review)
    return [_month(day, within) for day, within in by_month.items()]


def _month(day: date, reviews: Sequence[Review]) -> Month:
    spent = sum((each.ended_at - each.began_at for each in reviews), timedelta())
    minutes = spent / timedelta(minutes=1)
    contacts = sum(each.live_contact for each in reviews)
    return Month(
        month=f"{day:%Y-%m}",
        minutes=minutes,
        contacts=contacts,
        counts_towards=of_minutes(minutes, contacts, day),
    )

"""Remote monitoring of one patient: days, minutes and contacts, with what they rest on."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from nicegui import ui
from nicegui.events import GenericEventArguments

from edge.hub.course.titles import NONE, Table, Titles
from edge.hub.dashboard.patient.building import button, card, tabs
from edge.hub.dashboard.text_table import TextTable
from edge.hub.dashboard.visit import Visit
from edge.hub.monitoring.counts import Evidence, Month, Window, months, windows
from edge.hub.monitoring.evidence_csv import evidence_csv
from edge.hub.rights import may
from edge.hub.store import audit
from edge.hub.store.monitoring import evidence_of, reviews_of
from edge.hub.store.patients import consent_of
from edge.hub.store.reviews import open_review, start_review, stop_review


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the page shows.

    Attributes:
        patient_id: of the patient.
        code: of the patient.
        windows: of thirty days, the first one first.
        months: with reviews.
        evidence: the sessions.
        consent_at: when the patient agreed; None where that is not noted.
        review_since: when the account's review began; None where none goes on.
        simulated: nobody's records.
    """

    patient_id: uuid.UUID
    code: str
    windows: list[Window]
    months: list[Month]
    evidence: list[Evidence]
    consent_at: datetime | None
    review_since: datetime | None
    simulated: bool


async def build(visit: Visit) -> None:
    """Build the page of the patient whose code stands in the address.

    Raises:
        DeniedError: there is no such patient among those that the account reaches.
    """
    start = _day(ui.context.client.request.query_params.get("from", ""))
    told = await visit.ask(_opened, visit, start)
    titles = Titles(visit.language)
    tabs(visit, "rtm", simulated=told.simulated)
    ui.label(visit.say("hub.rtm.explained")).classes("note")
    if may(visit.account.role, "review"):
        _review(visit, told)
    with card(visit.say("hub.rtm.days"), "days"):
        _start(visit, start)
        _told(visit, _windows(told, titles), "hub.rtm.no_days")
        consent = told.consent_at
        noted = visit.say("hub.fact.no_consent") if consent is None else visit.minute(consent)
        ui.label(visit.say("hub.rtm.consent", when=noted)).classes("note")
    with card(visit.say("hub.rtm.minutes"), "minutes"):
        _told(visit, _months(told, titles), "hub.rtm.no_minutes")
    with card(visit.say("hub.rtm.evidence"), "evidence"):
        _download(visit, told)
        _told(visit, _evidence(told, titles), "hub.rtm.no_sessions")


def _told(visit: Visit, told: Table, nothing: str) -> None:
    """Add a table, or where it has no row the sentence that says so."""
    if told.rows:
        TextTable(told)
    else:
        ui.label(visit.say(nothing)).classes("note")


def _opened(visit: Visit, start: date | None) -> Counts:
    found = visit.view.patient("rtm", visit.parameters["code"])
    with visit.view.viewing("rtm", "rtm", found.patient_id) as granted:
        connection = granted.connection
        evidence = evidence_of(connection, found.patient_id)
        consent_at, own_zone = consent_of(connection, found.patient_id)
        today = granted.now.astimezone(ZoneInfo(own_zone)).date()
        return Counts(
            patient_id=found.patient_id,
            code=found.pseudonym,
            windows=windows(evidence, today, start),
            months=months(reviews_of(connection, found.patient_id), visit.zone),
            evidence=evidence,
            consent_at=consent_at,
            review_since=open_review(connection, found.patient_id, granted.account.staff_id),
            simulated=found.simulated,
        )


def _day(text: str) -> date | None:
    """Return a day, None where it is none: then windows begin with the first that counts."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _start(visit: Visit, start: date | None) -> None:
    """Add the field for the first day of the windows."""
    with ui.element("form").props("method=get").classes("inline"):
        with ui.element("label").props("for=from"):
            ui.label(visit.say("hub.rtm.from"))
        field = ui.element("input").props("type=date id=from name=from")
        field.props["value"] = start.isoformat() if start else ""
        with ui.element("button").props("type=submit"):
            ui.label(visit.say("hub.rtm.count"))


def _review(visit: Visit, told: Counts) -> None:
    """Add the buttons by which time on the patient's records is counted, and nothing else does."""
    with card(visit.say("hub.rtm.review"), "review"):
        if told.review_since is None:

            async def start(_: Any) -> None:
                await visit.ask(_reviewed, visit, told.patient_id, None)
                ui.navigate.reload()

            ui.label(visit.say("hub.rtm.not_counted")).classes("note")
            pressed = button(visit.say("hub.rtm.start"), "start-review", primary=True)
            pressed.on("click", visit.handled(start))
            return

        async def stop(event: GenericEventArguments) -> None:
            await visit.ask(_reviewed, visit, told.patient_id, bool(event.args))
            ui.navigate.reload()

        since = visit.minute(told.review_since)
        ui.label(visit.say("hub.rtm.since", when=since)).mark("review-since")
        with ui.element("label").classes("check"):
            ui.element("input").props("type=checkbox id=contact")
            ui.label(visit.say("hub.rtm.contact"))
        pressed = button(visit.say("hub.rtm.stop"), "stop-review", primary=True)
        script = "() => emit(document.getElementById('contact').checked)"
        pressed.on("click", visit.handled(stop), js_handler=script)


def _reviewed(visit: Visit, patient_id: uuid.UUID, contact: bool | None) -> None:
    """Start a review, or stop it with whether the two spoke."""
    with visit.view.writing("review", patient_id) as granted:
        account = granted.account
        who: dict[str, Any] = {"actor": account.name, "author_id": account.staff_id}
        if contact is None:
            start_review(granted.connection, patient_id, now=granted.now, **who)
        else:
            stop_review(
                granted.connection, patient_id, now=granted.now, live_contact=contact, **who
            )


def _download(visit: Visit, told: Counts) -> None:
    async def download(_: Any) -> None:
        await visit.ask(_exported, visit, told.patient_id)
        ui.download.content(evidence_csv(told.evidence), f"rtm-{told.code}.csv", "text/csv")

    button(visit.say("hub.rtm.csv"), "rtm-csv").on("click", visit.handled(download))


def _exported(visit: Visit, patient_id: uuid.UUID) -> None:
    with visit.view.writing("rtm", patient_id) as granted:
        entry = audit.Entry(
            actor=granted.account.name,
            action="export",
            patient_id=patient_id,
            detail={"page": "rtm"},
        )
        audit.record(granted.connection, entry, granted.now)


def _windows(told: Counts, titles: Titles) -> Table:
    names = ("first", "last", "days", "arrival", "towards")
    return Table(
        caption=titles.say("hub.rtm.windows"),
        columns=tuple(titles.say(f"hub.rtm.head_{name}") for name in names),
        rows=tuple(
            (
                window.first.isoformat(),
                window.last.isoformat(),
                str(window.days),
                str(window.arrival_days),
                window.counts_towards or NONE,
            )
            for window in reversed(told.windows)
        ),
    )


def _months(told: Counts, titles: Titles) -> Table:
    names = ("month", "minutes", "contacts", "towards")
    return Table(
        caption=titles.say("hub.rtm.months"),
        columns=tuple(titles.say(f"hub.rtm.head_{name}") for name in names),
        rows=tuple(
            (
                month.month,
                f"{month.minutes:.0f}",
                str(month.contacts),
                ", ".join(f"{count} × {code}" for code, count in month.counts_towards.items())
                or NONE,
            )
            for month in reversed(told.months)
        ),
    )


def _evidence(told: Counts, titles: Titles) -> Table:
    names = ("day", "arrival_day", "repetitions", "clock", "machine", "simulated", "counts")
    return Table(
        caption=titles.say("hub.rtm.sessions"),
        columns=tuple(titles.say(f"hub.rtm.head_{name}") for name in names),
        rows=tuple(
            (
                each.local_day.isoformat(),
                each.arrival_day.isoformat(),
                str(each.repetitions),
                titles.say(f"hub.clock.{each.clock}"),
                each.machine or NONE,
                titles.yes(each.simulated),
                titles.yes(each.counts),
            )
            for each in reversed(told.evidence)
        ),
    )

"""`physio hub rtm`: what counts towards remote therapeutic monitoring, with the evidence."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import typer

from edge.commands.hub.options import ACTOR, FolderOption, SecretOption, opened
from edge.hub.errors import HubError
from edge.hub.monitoring.counts import Month, Window, months, windows
from edge.hub.monitoring.evidence_csv import evidence_csv
from edge.hub.monitoring.thresholds import are_known
from edge.hub.store import audit
from edge.hub.store.monitoring import evidence_of, reviews_of
from edge.hub.store.patients import find_patient
from edge.hub.store.people_tables import clinic, patient
from edge.terminal.output import JsonOption, say, write_json


def rtm(
    code: Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's code.")],
    start: Annotated[
        str,
        typer.Option(
            "--from", metavar="DAY", help="First day of the windows; by default the first counted."
        ),
    ] = "",
    csv_file: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write each session and whether it counts."),
    ] = None,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Count days, minutes and contacts, and say which code they count towards.

    This program is not a medical device; whether anything can be billed is for the clinic to find
    out.
    """
    try:
        first = date.fromisoformat(start) if start else None
    except ValueError as error:
        raise HubError(f"{start!r} is no day", remedy="such as 2026-11-01") from error
    if csv_file is not None and csv_file.exists():
        raise HubError(f"{csv_file} is there already", remedy="choose another name")
    now = datetime.now(UTC)
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        found = find_patient(connection, code)
        chosen = sa.select(patient.c.consent_at, patient.c.zone, clinic.c.zone.label("clinic"))
        about = connection.execute(
            chosen.join(clinic).where(patient.c.patient_id == found.patient_id)
        ).one()
        evidence = evidence_of(connection, found.patient_id)
        reviews = reviews_of(connection, found.patient_id)
        action = "view" if csv_file is None else "export"
        audit.record(
            connection,
            audit.Entry(
                actor=ACTOR, action=action, patient_id=found.patient_id, detail={"page": "rtm"}
            ),
        )
    told = windows(evidence, now.astimezone(ZoneInfo(about.zone)).date(), first)
    spent = months(reviews, ZoneInfo(about.clinic))
    for window in told:
        say(_window_line(window))
    for month in spent:
        say(_month_line(month))
    say(f"{sum(each.counts for each in evidence)} of {len(evidence)} sessions count.")
    if csv_file is not None:
        with csv_file.open("xb") as file:
            file.write(evidence_csv(evidence))
    consent = about.consent_at
    table: dict[str, Any] = {
        "patient": code,
        "consent_at": consent and consent.isoformat(timespec="seconds"),
        "windows": [_plain(window) for window in told],
        "months": spent,
        "sessions": len(evidence),
        "sessions_that_count": sum(each.counts for each in evidence),
    }
    write_json(table, json)


def _window_line(window: Window) -> str:
    days = f"{window.days} days count ({window.arrival_days} by arrival)"
    said = f"{window.first} to {window.last}: {days}"
    if window.counts_towards is not None:
        return f"{said}; counts towards {window.counts_towards}"
    if not are_known(window.last):
        return f"{said}; no rules of {window.last.year} are known to this version"
    return said


def _month_line(month: Month) -> str:
    spent = f"{month.minutes:.0f} minutes, {month.contacts} live contacts"
    towards = ", ".join(f"{count} × {code}" for code, count in month.counts_towards.items())
    return f"{month.month}: {spent}{f'; counts towards {towards}' if towards else ''}"


def _plain(window: Window) -> dict[str, Any]:
    return {
        "first": window.first.isoformat(),
        "last": window.last.isoformat(),
        "days": window.days,
        "arrival_days": window.arrival_days,
        "counts_towards": window.counts_towards,
    }

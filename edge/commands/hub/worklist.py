"""`physio hub worklist`, `snooze` and `thresholds`: who needs attention and why."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from edge.commands.hub.options import ACTOR, FolderOption, SecretOption, opened
from edge.hub.errors import HubError
from edge.hub.store import audit
from edge.hub.store.patients import find_patient, only_clinic
from edge.hub.store.worklist import set_thresholds, worklist
from edge.hub.store.worklist import snooze as put_off_hit
from edge.hub.worklist.hit import Hit
from edge.hub.worklist.row import Row, Snooze
from edge.hub.worklist.thresholds import Thresholds, thresholds_of
from edge.records.config_fields import fields_of
from edge.terminal.output import JsonOption, say, write_json


def show_worklist(
    everybody: Annotated[
        bool, typer.Option("--all", help="Show those of whom there is nothing to say too.")
    ] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Show who needs attention and why: red, amber, grey, and the oldest first within each."""
    with opened(folder, secret) as hub:
        rows = worklist(hub.store, datetime.now(UTC))
        with hub.store.writing() as connection:
            entry = audit.Entry(actor=ACTOR, action="view", detail={"page": "worklist"})
            audit.record(connection, entry)
    shown = [row for row in rows if everybody or row.severity != "grey"]
    for row in shown:
        marked = ", simulated" if row.simulated else ""
        say(f"{row.severity:5}  {row.code}{marked}: {_figures(row)}")
        for hit in row.hits:
            say(f"       {hit.rule}: {hit.words} (since {hit.since:%Y-%m-%d})")
        for hit, snooze in row.put_off:
            say(f"       {hit.rule}: put off until {snooze.until}: {snooze.reason}")
    say(f"{len(shown)} of {len(rows)} patients.")
    write_json([_table(row) for row in rows], json)


def snooze(
    code: Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's code.")],
    rule: Annotated[str, typer.Argument(help="Name of the rule, as the worklist shows it.")],
    until: Annotated[str, typer.Option(metavar="DAY", help="Day on which it shows again.")],
    reason: Annotated[str, typer.Option(help="Why it may wait.")],
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Put something on the worklist off until a day; what comes anew is shown all the same."""
    try:
        day = date.fromisoformat(until)
    except ValueError as error:
        raise HubError(f"{until!r} is no day", remedy="such as 2026-12-01") from error
    now = datetime.now(UTC)
    with opened(folder, secret) as hub:
        with hub.store.reading() as connection:
            found = find_patient(connection, code)
        rows = worklist(hub.store, now)
        hits = next(row.hits for row in rows if row.patient_id == found.patient_id)
        hit = next((hit for hit in hits if hit.rule == rule), None)
        if hit is None:
            names = ", ".join(each.rule for each in hits)
            raise HubError(f"{rule!r} does not show for {code}", remedy=f"there is {names}")
        put_off = Snooze(rule=rule, at=now, until=day, reason=reason)
        with hub.store.writing() as connection:
            put_off_hit(connection, found.patient_id, hit, put_off, ACTOR)
    say(f"{hit.words}: put off until {day}.")
    write_json({"patient": code, "rule": rule, "until": day.isoformat()}, json)


def thresholds(
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=NUMBER", help="Another number; empty: the default."),
    ] = None,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Show the numbers of the worklist's rules, or set the clinic's own."""
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        clinic = only_clinic(connection)
        table: dict[str, Any] = dict(clinic.thresholds)
        for change in changes or ():
            name, _, number = change.partition("=")
            table[name.strip()] = _number(number) if number.strip() else None
        own = {name: value for name, value in table.items() if value is not None}
        told = thresholds_of(own)
        if changes:
            set_thresholds(connection, clinic.clinic_id, own)
    for name, _, said, _ in fields_of(Thresholds):
        mark = " (the clinic's own)" if name in own else ""
        say(f"{name} = {getattr(told, name):g}{mark}: {said.description}")
    write_json(told, json)


def _number(text: str) -> float:
    """Return a number, whole where it is written so.

    Raises:
        HubError: it is none.
    """
    try:
        return int(text) if text.strip().lstrip("-").isdigit() else float(text)
    except ValueError as error:
        raise HubError(f"{text!r} is no number", cause="bad_thresholds") from error


def _figures(row: Row) -> str:
    last = f"last session {row.last_session_at:%Y-%m-%d}" if row.last_session_at else "no session"
    told = [last]
    if row.planned is not None:
        told.append(f"{row.done} of {row.planned} this week")
    if row.pain is not None:
        told.append(f"pain {row.pain}{f' ({row.trend})' if row.trend else ''}")
    if row.rom_share is not None:
        told.append(f"range {row.rom_share:.0%} of the target")
    told.append(f"{row.counted_days} of 30 days count towards RTM")
    if row.unread:
        told.append(f"{row.unread} unread")
    return ", ".join(told)


def _table(row: Row) -> dict[str, Any]:
    last = row.last_session_at
    return {
        "patient": row.code,
        "severity": row.severity,
        "simulated": row.simulated,
        "hits": [_hit(hit) for hit in row.hits],
        "put_off": [
            _hit(hit) | {"until": snooze.until.isoformat(), "reason": snooze.reason}
            for hit, snooze in row.put_off
        ],
        "last_session_at": last and last.isoformat(timespec="seconds"),
        "done": row.done,
        "planned": row.planned,
        "pain": row.pain,
        "pain_trend": row.trend,
        "rom_share": row.rom_share,
        "counted_days": row.counted_days,
        "unread": row.unread,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    since = hit.since.isoformat(timespec="seconds")
    return {"rule": hit.rule, "severity": hit.severity, "words": hit.words, "since": since}

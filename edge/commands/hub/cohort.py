"""`physio hub cohort`: the clinic's sessions as tables for groups of patients."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from edge.commands.hub.options import ACTOR, FolderOption, SecretOption, opened
from edge.core.spreadsheet import cell
from edge.hub.cohort.parquet import asked, connected, write_cohort
from edge.hub.cohort.questions import QUESTIONS
from edge.hub.cohort.tables import Chosen
from edge.hub.errors import CohortError
from edge.hub.store import audit
from edge.machine.durable import replace_durably
from edge.terminal.output import JsonOption, say, show, write_json

_NAMES = ", ".join(QUESTIONS)


def cohort(
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the tables into this folder.")
    ] = None,
    tables: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Ask tables that were written before.")
    ] = None,
    query: Annotated[
        str, typer.Option(metavar="NAME", help=f"Ask a ready question: {_NAMES}.")
    ] = "",
    sql: Annotated[
        str, typer.Option(metavar="SELECT", help="Ask your own, of the same tables.")
    ] = "",
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the answer as CSV.")
    ] = None,
    with_simulated: Annotated[
        bool, typer.Option("--with-simulated", help="Simulated patients and sessions too.")
    ] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Write sessions, exercises, findings and weeks as Parquet by month, or ask those tables.

    Only patients are in it whose agreement is noted ('physio hub patient consent'), under their
    codes. The tables are not encrypted. What is erased at the hub is gone from them once they are
    written anew.
    """
    place = out or tables
    question = _question(query, sql)
    if place is None or (out is not None and tables is not None):
        raise CohortError("say where the tables go, or are", remedy="give --out or --tables")
    if tables is not None and not question:
        raise CohortError("nothing is asked", remedy=f"give --query NAME ({_NAMES}) or --sql")
    if csv_file is not None and csv_file.exists():
        raise CohortError(f"{csv_file} is there already", remedy="choose another name")
    told: dict[str, Any] = {"folder": place}
    if out is not None:
        connected().close()  # before anything is read
        told |= _written(out, with_simulated, folder, secret)
    if question:
        columns, rows = asked(place, question)
        shown = Table()
        for name in columns:
            shown.add_column(name.replace("_", " "), overflow="fold")
        for row in rows:
            shown.add_row(*("–" if value is None else str(value) for value in row))
        show(shown)
        told["answer"] = [
            {name: _plain(value) for name, value in zip(columns, row, strict=True)} for row in rows
        ]
        if csv_file is not None:
            text = io.StringIO()
            csv.writer(text).writerows([map(cell, row) for row in (columns, *rows)])
            replace_durably(csv_file, text.getvalue().encode())
    write_json(told, json)


def _question(query: str, sql: str) -> str:
    if query and sql:
        raise CohortError("two questions at once", remedy="give --query or --sql")
    if query and query not in QUESTIONS:
        raise CohortError(f"there is no question {query!r}", remedy=f"known are {_NAMES}")
    return QUESTIONS[query].sql if query else sql


def _written(
    out: Path, with_simulated: bool, folder: Path | None, secret: Path | None
) -> dict[str, Any]:
    chosen = Chosen(with_simulated=with_simulated, now=datetime.now(UTC))
    with opened(folder, secret) as hub:
        with hub.store.reading() as connection:
            made = write_cohort(connection, chosen, out)
        with hub.store.writing() as connection:
            detail = {"what": "cohort", "patients": made["patients"]}
            audit.record(connection, audit.Entry(actor=ACTOR, action="export", detail=detail))
    say(f"{made['rows']['session']} sessions of {made['patients']} patients written to {out}.")
    say("They are under the patients' codes, and not encrypted.")
    if made["without_agreement"]:
        say(f"{made['without_agreement']} patients are left out: no agreement is noted.")
    if made["simulated_left_out"]:
        say(f"{made['simulated_left_out']} simulated patients are left out.")
    return made


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)

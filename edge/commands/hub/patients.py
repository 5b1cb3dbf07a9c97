"""`physio hub patient …`: patients by their codes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from edge.commands.hub.options import ACTOR, FolderOption, SecretOption, opened
from edge.hub.errors import HubError
from edge.hub.store import audit
from edge.hub.store.erasure import erase as erase_patient
from edge.hub.store.patient_export import export_patient
from edge.hub.store.patients import (
    add_patient,
    end_patient,
    find_patient,
    note_agreement,
    only_clinic,
)
from edge.hub.store.people_tables import patient
from edge.terminal.output import JsonOption, say, write_json

app = typer.Typer()
Code = Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's code.")]


@app.command()
def add(
    code: Code,
    name: Annotated[str, typer.Option(help="The person's name; kept sealed.")] = "",
    zone: Annotated[str, typer.Option(help="Time zone; by default the clinic's.")] = "",
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Add a patient under a code that is not the name."""
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        clinic = only_clinic(connection)
        patient_id = add_patient(
            connection,
            hub.keys,
            clinic_id=clinic.clinic_id,
            pseudonym=code,
            zone=zone or clinic.zone,
            identity={"name": name} if name else None,
        )
    say(f"The patient {code} was added.")
    write_json({"patient": code, "patient_id": str(patient_id)}, json)


@app.command("list")
def list_patients(
    folder: FolderOption = None, secret: SecretOption = None, json: JsonOption = None
) -> None:
    """List the patients' codes and how things stand with them."""
    columns = (patient.c.pseudonym, patient.c.state, patient.c.simulated)
    with opened(folder, secret) as hub, hub.store.reading() as connection:
        found = connection.execute(sa.select(*columns).order_by(patient.c.pseudonym)).all()
    for row in found:
        say(f"{row.pseudonym}  {row.state}{', simulated' if row.simulated else ''}")
    say(f"{len(found)} patients.")
    write_json([dict(row._mapping) for row in found], json)


@app.command()
def end(
    code: Code,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Note that a treatment is over: records are kept for as long as the clinic says."""
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        found = find_patient(connection, code)
        end_patient(connection, found.patient_id, datetime.now(UTC))
        chosen = patient.c.patient_id == found.patient_id
        until = connection.execute(sa.select(patient.c.keep_until).where(chosen)).scalar_one()
    say(f"The treatment of {code} is over; what was recorded is kept until {until}.")
    write_json({"patient": code, "keep_until": str(until)}, json)


@app.command()
def consent(
    code: Code,
    text: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What was agreed to; its hash is kept.")
    ] = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="The patient does not agree any more.")
    ] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Note that a patient has agreed to the use of the records, or does not any more.

    'physio hub cohort' counts only who has agreed, and 'physio hub rtm' shows the day: what is
    signed must speak of both where both are used.
    """
    now = None if withdraw else datetime.now(UTC)
    said = b""
    if text is not None:
        try:
            said = text.read_bytes()
        except OSError as error:
            raise HubError(f"{text} cannot be read ({error.strerror})") from error
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        found = find_patient(connection, code)
        note_agreement(connection, found.patient_id, now, said)
        detail = {"agrees": not withdraw}
        entry = audit.Entry(
            actor=ACTOR, action="consent", patient_id=found.patient_id, detail=detail
        )
        audit.record(connection, entry)
    say(
        f"{code} {'does not agree any more' if withdraw else 'agrees'}; tables are to be made anew."
    )
    write_json({"patient": code, "consent_at": now and now.isoformat(timespec="seconds")}, json)


@app.command()
def export(
    code: Code,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it.")] = None,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Write all that the hub holds of a patient into one ZIP file; nothing is removed."""
    target = out or Path(f"{code.replace('/', '-')}-hub.zip")
    if target.exists():
        raise HubError(f"{target} is there already", remedy="choose another name with --out")
    with opened(folder, secret) as hub:
        with hub.store.reading() as connection:
            found = find_patient(connection, code)
        rows = export_patient(hub.store, hub.keys, found.patient_id, target, ACTOR)
    say(f"{sum(rows.values())} rows of {code} written to {target}. It is not encrypted.")
    write_json({"patient": code, "file": target, "rows": rows}, json)


@app.command()
def erase(
    code: Code,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Erase a patient at the hub for good; no backup brings the patient back.

    What is on the patient's own machine stays there: 'physio forget' removes it.
    """
    with opened(folder, secret) as hub:
        with hub.store.reading() as connection:
            found = find_patient(connection, code)
        if not yes and typer.prompt("The patient's code, to erase it", err=True) != code:
            raise HubError("nothing was erased", remedy="that was not the patient's code")
        rows = erase_patient(hub.store, hub.journal, found.patient_id, ACTOR)
    say(f"{sum(rows.values())} rows of {code} were erased at the hub.")
    say("What is on the patient's own machine stays there; 'physio forget' removes it.")
    write_json({"patient": code, "rows": rows}, json)


@app.command()
def looked(
    code: Code,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Show who looked at a patient's records, and who did what with them."""
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        found = find_patient(connection, code)
        rows = audit.about(connection, found.patient_id)
        audit.record(
            connection, audit.Entry(actor=ACTOR, action="view", patient_id=found.patient_id)
        )
    for row in rows:
        say(f"{row['at']}  {row['actor']}  {row['action']}")
    write_json({"patient": code, "audit": rows}, json)

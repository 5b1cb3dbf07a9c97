"""`physio hub fhir`: a patient's sessions as FHIR R4, a file each."""

import json as json_text
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from edge.commands.hub.options import ACTOR, FolderOption, SecretOption, opened
from edge.hub.errors import HubError
from edge.hub.fhir.bundle import BundleType, bundle_of
from edge.hub.fhir.checking import check
from edge.hub.fhir.making import Making
from edge.hub.store import audit
from edge.hub.store.patients import find_patient
from edge.hub.store.stored_sessions import sessions_of, subject_of
from edge.machine.durable import replace_durably
from edge.terminal.output import JsonOption, say, write_json


def fhir(
    code: Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's code.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the files.")],
    session: Annotated[
        str, typer.Option(metavar="ID", help="One session alone; by default all of them.")
    ] = "",
    collection: Annotated[
        bool,
        typer.Option("--collection", help="To be kept as files, not to be sent to a server."),
    ] = False,
    with_name: Annotated[
        bool, typer.Option("--with-name", help="The person's name beside the code.")
    ] = False,
    snomed: Annotated[
        bool,
        typer.Option("--snomed", help="Codes of SNOMED CT too, which many countries license."),
    ] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Write a patient's sessions as FHIR R4, each as one Bundle in a file of its own.

    A Bundle is a transaction that a FHIR server takes, as often as it is sent, without doubling
    anything. All are checked before the first is written. They are not encrypted.
    """
    kind: BundleType = "collection" if collection else "transaction"
    try:
        chosen = uuid.UUID(session) if session else None
    except ValueError as error:
        raise HubError(f"{session!r} is no session's ID") from error
    with opened(folder, secret) as hub:
        # Beside the writing, since nothing could be stored while each session is checked.
        with hub.store.reading() as connection:
            found = find_patient(connection, code)
            subject = subject_of(connection, found.patient_id, hub.keys if with_name else None)
            sessions = sessions_of(connection, found.patient_id, chosen)
        if chosen is not None and not sessions:
            raise HubError(f"{code} has no session {session}", cause="unknown_session")
        files = {}
        for each in sessions:
            making = Making(subject=subject, session=each, with_snomed=snomed)
            bundle = bundle_of(making, kind, datetime.now(UTC))
            check(bundle)
            record = each.record
            name = f"{code.replace('/', '-')}-{record.local_day}-{record.session_id}.json"
            files[out / name] = bundle
        taken = next((path for path in files if path.exists()), None)
        if taken is not None:
            raise HubError(f"{taken} is there already", remedy="choose another folder with --out")
        detail = {"what": "fhir", "sessions": len(files), "name": with_name}
        entry = audit.Entry(
            actor=ACTOR, action="export", patient_id=found.patient_id, detail=detail
        )
        with hub.store.writing() as connection:
            audit.record(connection, entry)
    out.mkdir(parents=True, exist_ok=True)
    for path, bundle in files.items():
        replace_durably(path, json_text.dumps(bundle, indent=1, ensure_ascii=False).encode())
    say(f"{len(files)} sessions of {code} written to {out} as FHIR R4. They are not encrypted.")
    simulated = sum("meta" in bundle for bundle in files.values())
    if simulated:
        say(f"{simulated} of them are simulated, and marked as test data (HTEST).")
    write_json({"patient": code, "kind": kind, "files": list(files), "simulated": simulated}, json)

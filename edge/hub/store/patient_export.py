"""All that the hub holds of a patient in one ZIP file: rows, sessions as FHIR, who looked."""

import base64
import csv
import io
import json
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import sqlalchemy as sa

from edge.core.spreadsheet import cell
from edge.hub.fhir.bundle import bundle_of
from edge.hub.fhir.checking import check
from edge.hub.fhir.making import Making
from edge.hub.secret import Keys
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.people_tables import person
from edge.hub.store.schema import owned
from edge.hub.store.stored_sessions import sessions_of, subject_of
from edge.hub.store.work_tables import audit as audit_table
from edge.machine.durable import replace_durably

README: Final = """\
What the clinic's hub holds of one patient.
rows.json      every row by its table; times are in UTC, bytes in base64
csv/           the same, one file a table
person.json    name and the like, which the hub keeps sealed
who_looked.csv the audit: who saw or did what, and when
fhir/          each session as FHIR R4, a collection for another record system
"""


def export_patient(
    store: Store, keys: Keys, patient_id: uuid.UUID, target: Path, actor: str
) -> dict[str, int]:
    """Return how many rows of each table were written to the file `target`; the audit tells of it.

    Raises:
        FhirError: a session cannot be told as FHIR.
        OSError: it cannot be written.
    """
    with store.writing() as connection:
        note_export(connection, patient_id, actor)
    # Beside the writing, since nothing could be stored while each session is checked.
    with store.reading() as connection:
        data, counts = patient_zip(connection, keys, patient_id)
    replace_durably(target, data)
    return counts


def note_export(connection: sa.Connection, patient_id: uuid.UUID, actor: str) -> None:
    """Tell the audit that somebody takes a patient's records along."""
    audit.record(connection, audit.Entry(actor=actor, action="export", patient_id=patient_id))


def patient_zip(
    connection: sa.Connection, keys: Keys, patient_id: uuid.UUID
) -> tuple[bytes, dict[str, int]]:
    """Return the ZIP file and how many rows of each table are in it, once the audit tells of it.

    Raises:
        FhirError: a session cannot be told as FHIR.
    """
    rows = {
        table: connection.execute(sa.select(table).where(chosen)).mappings().all()
        for table, chosen in owned(sa.literal(patient_id, sa.Uuid()))
    }
    data = _zip(rows, keys, _bundles(connection, keys, patient_id))
    return data, {table.name: len(found) for table, found in rows.items() if found}


def _bundles(
    connection: sa.Connection, keys: Keys, patient_id: uuid.UUID
) -> dict[str, dict[str, Any]]:
    """Return the patient's sessions as FHIR by the names of their files, checked."""
    subject = subject_of(connection, patient_id, keys)
    bundles = {}
    for session in sessions_of(connection, patient_id):
        bundle = bundle_of(
            Making(subject=subject, session=session), "collection", datetime.now(UTC)
        )
        check(bundle)
        bundles[f"{session.record.local_day}-{session.record.session_id}.json"] = bundle
    return bundles


def _zip(
    rows: dict[sa.Table, Sequence[sa.RowMapping]], keys: Keys, bundles: dict[str, dict[str, Any]]
) -> bytes:
    plain = {
        table.name: [{name: _plain(value) for name, value in row.items()} for row in found]
        for table, found in rows.items()
        if found
    }
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        archive.writestr("rows.json", json.dumps(plain, indent=1, ensure_ascii=False))
        for name, found in plain.items():
            archive.writestr(f"csv/{name}.csv", _csv(found))
        for row in rows[person]:
            identity = keys.unseal(bytes(row["sealed"]), row["patient_id"].bytes)
            archive.writestr("person.json", identity)
        looked = ("at", "actor", "action", "detail")
        seen = [{name: row[name] for name in looked} for row in plain.get(audit_table.name, ())]
        archive.writestr("who_looked.csv", _csv(seen))
        for name, bundle in bundles.items():
            archive.writestr(f"fhir/{name}", json.dumps(bundle, indent=1, ensure_ascii=False))
    return buffer.getvalue()


def _plain(value: Any) -> Any:
    """Return a value of the database in terms of JSON."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case _:
            return value


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue()


def _cell(value: Any) -> Any:
    """Return what stands in a cell; what a spreadsheet would take for a formula is quoted."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return cell(value)

"""All that the hub holds of a patient, to be taken along, and who has looked at it."""

import uuid
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from edge.hub.course.titles import Table
from edge.hub.dashboard.audit_text import audit_text
from edge.hub.dashboard.patient.building import button, card, tabs
from edge.hub.dashboard.text_table import TextTable
from edge.hub.dashboard.visit import Visit
from edge.hub.store import audit
from edge.hub.store.patient_export import note_export, patient_zip


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What the page shows; `looked` are rows of the audit, the newest first."""

    patient_id: uuid.UUID
    code: str
    simulated: bool
    looked: list[dict[str, str]]


async def build(visit: Visit) -> None:
    """Build the page of the patient whose code stands in the address.

    Raises:
        DeniedError: there is no such patient among those that the account reaches.
    """
    told = await visit.ask(_opened, visit)
    tabs(visit, "export", simulated=told.simulated)
    with card(visit.say("hub.records.take"), "take"):
        ui.label(visit.say("hub.records.explained"))
        ui.label(visit.say("hub.records.plain")).classes("alarm")

        async def download(_: Any) -> None:
            data = await visit.ask(_zip, visit, told.patient_id)
            ui.download.content(data, f"{told.code}.zip", "application/zip")

        button(visit.say("hub.records.zip"), "zip", primary=True).on(
            "click", visit.handled(download)
        )
    with card(visit.say("hub.records.looked"), "looked"):
        names = ("at", "actor", "action", "detail")
        rows = tuple(
            tuple(audit_text(visit, name, row[name]) for name in names) for row in told.looked
        )
        columns = tuple(visit.say(f"dash.audit_head.{name}") for name in names)
        TextTable(Table(caption=visit.say("hub.records.rows"), columns=columns, rows=rows))


def _opened(visit: Visit) -> Records:
    found = visit.view.patient("export", visit.parameters["code"])
    with visit.view.viewing("export", "records", found.patient_id) as granted:
        looked = audit.about(granted.connection, found.patient_id)[::-1]
    return Records(
        patient_id=found.patient_id,
        code=found.pseudonym,
        simulated=found.simulated,
        looked=looked,
    )


def _zip(visit: Visit, patient_id: uuid.UUID) -> bytes:
    """Return the patient's ZIP file, which never lies on the hub's disk."""
    with visit.view.writing("export", patient_id) as granted:
        note_export(granted.connection, patient_id, granted.account.name)
    with visit.view.reading("export", patient_id) as granted:
        data, _ = patient_zip(granted.connection, visit.keys, patient_id)
    return data

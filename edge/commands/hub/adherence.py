"""`physio hub adherence`: planned days against done ones, week by week."""

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import typer

from edge.commands.hub.options import ACTOR, FolderOption, SecretOption, opened
from edge.hub.store import audit
from edge.hub.store.adherence import weeks_of
from edge.hub.store.patients import find_patient
from edge.hub.store.people_tables import patient
from edge.hub.worklist.rhythm import adherence
from edge.terminal.output import JsonOption, say, write_json


def show_adherence(
    code: Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's code.")],
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Show how many of the planned days were done, week by week, since the plan was accepted.

    The week that goes on is shown, and left out of the sum.
    """
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        found = find_patient(connection, code)
        chosen = sa.select(patient.c.zone).where(patient.c.patient_id == found.patient_id)
        zone = ZoneInfo(connection.execute(chosen).scalar_one())
        told = weeks_of(connection, found.patient_id, datetime.now(UTC).astimezone(zone).date())
        entry = audit.Entry(actor=ACTOR, action="view", patient_id=found.patient_id)
        audit.record(connection, entry)
    share = adherence(told[:-1])
    for week in told:
        say(f"{week.monday}: {week.kept} of {week.planned} planned, {week.done} days in all")
    if not told:
        say(f"No plan of {code} is in force.")
    elif share is not None:
        say(f"{share:.0%} of the planned days until last week.")
    write_json(
        {
            "patient": code,
            "adherence": share,
            "weeks": [
                {
                    "monday": week.monday.isoformat(),
                    "planned": week.planned,
                    "done": week.done,
                    "kept": week.kept,
                }
                for week in told
            ],
        },
        json,
    )

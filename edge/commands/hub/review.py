"""`physio hub review`: minutes that somebody spends on a patient, started and stopped by hand."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from edge.commands.hub.options import ACTOR, FolderOption, SecretOption, opened
from edge.hub.store.patients import find_patient
from edge.hub.store.reviews import MOST_COUNTED, start_review, stop_review
from edge.terminal.output import JsonOption, say, write_json


def review(
    code: Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's code.")],
    what: Annotated[Literal["start", "stop"], typer.Argument(help="Begin, or end.")],
    contact: Annotated[
        bool, typer.Option("--contact", help="With stop: the two spoke with each other.")
    ] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Start or stop the time that is spent on a patient's records; 'physio hub rtm' counts it.

    An open page counts nothing. Of a review that is stopped late an hour counts at most; one that
    is never stopped counts nothing.
    """
    now = datetime.now(UTC)
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        patient_id = find_patient(connection, code).patient_id
        if what == "start":
            forgotten = start_review(connection, patient_id, now=now, actor=ACTOR)
            if forgotten is not None:
                say(f"The review of {forgotten:%Y-%m-%d %H:%M} UTC was never stopped: it counts 0.")
            say(f"The review of {code} has begun.")
            table = {"patient": code, "began_at": now.isoformat(timespec="seconds")}
            write_json(table, json)
            return
        stopped = stop_review(connection, patient_id, now=now, actor=ACTOR, live_contact=contact)
    if stopped.capped:
        say(f"It was stopped late: {MOST_COUNTED.seconds // 60} minutes count, and no more.")
    say(f"{stopped.minutes:.0f} minutes of {code} count{', with a contact' if contact else ''}.")
    told = {"began_at": stopped.began_at.isoformat(timespec="seconds"), "minutes": stopped.minutes}
    write_json({"patient": code, "live_contact": contact, "capped": stopped.capped} | told, json)

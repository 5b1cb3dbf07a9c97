"""`physio uplink write`: what a patient wants the therapist to know."""

import time
from typing import Annotated

import typer

from edge.commands.uplink_options import one_patient, sent_now
from edge.records.patient_words import write_words
from edge.terminal.output import JsonOption, write_json


def write(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The words, in quotes.")],
    pain: Annotated[
        bool, typer.Option("--pain", help="It is about pain: the therapist sees it first.")
    ] = False,
    patient: Annotated[
        str | None, typer.Option(metavar="CODE", help="Whose words, where there are several.")
    ] = None,
    json: JsonOption = None,
) -> None:
    """Write to the therapist; kept until the practice's hub has it.

    Nobody watches for these messages day and night: in an emergency call for help.
    """
    folder = one_patient(patient)
    words = write_words(folder, text, about_pain=pain, now_ms=time.time_ns() // 1_000_000)
    result = sent_now(folder)
    write_json({"patient": folder.name, "words": words, "uplink": result}, json)

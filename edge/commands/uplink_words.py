"""`physio uplink write` and `rate`: what a patient wants the therapist to know."""

import time
from typing import Annotated

import typer

from edge.commands.uplink_options import one_patient, sent_now
from edge.records.patient_words import write_words
from edge.terminal.output import JsonOption, say, write_json
from edge.uplink.errors import UplinkError
from edge.uplink.rating import rate_last_session

PatientOption = Annotated[
    str | None, typer.Option(metavar="CODE", help="Of whom, where there are several.")
]


def write(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The words, in quotes.")],
    pain: Annotated[
        bool, typer.Option("--pain", help="It is about pain: the therapist sees it first.")
    ] = False,
    patient: PatientOption = None,
    json: JsonOption = None,
) -> None:
    """Write to the therapist; kept until the practice's hub has it.

    Nobody watches for these messages day and night: in an emergency call for help.
    """
    folder = one_patient(patient)
    words = write_words(folder, text, about_pain=pain, now_ms=time.time_ns() // 1_000_000)
    result = sent_now(folder)
    write_json({"patient": folder.name, "words": words, "uplink": result}, json)


def rate(
    pain: Annotated[
        int | None, typer.Option(min=0, max=10, help="0: none; 10: worst imaginable.")
    ] = None,
    effort: Annotated[
        int | None, typer.Option(min=0, max=10, help="0: none at all; 10: all there was.")
    ] = None,
    exercise: Annotated[
        int | None, typer.Option(min=1, metavar="NUMBER", help="Of the plan; where one was done.")
    ] = None,
    patient: PatientOption = None,
    json: JsonOption = None,
) -> None:
    """Say how an exercise of the last session felt, after its page was closed.

    The therapist's hub gets the session's record once more, as its next revision. It can be done
    until the next session begins.
    """
    if pain is None and effort is None:
        raise UplinkError("nothing is rated", remedy="say --pain or --effort", cause="bad_rating")
    folder = one_patient(patient)
    rated = rate_last_session(
        folder, number=exercise, pain=pain, effort=effort, now_ms=time.time_ns() // 1_000_000
    )
    felt = f"pain {_of_ten(rated.pain)}, effort {_of_ten(rated.effort)}"
    say(f"{rated.exercise} of {rated.day}: {felt}.")
    result = sent_now(folder)
    write_json({"patient": folder.name, "rated": rated, "uplink": result}, json)


def _of_ten(value: int | None) -> str:
    return "not told" if value is None else f"{value} of 10"

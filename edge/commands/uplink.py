"""`physio uplink`: what a therapist's hub is told of a patient's sessions, and when."""

import signal
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from edge.commands.uplink_options import (
    STATES,
    PatientOption,
    local_time,
    patients_of,
    sent_now,
    waiting_words,
)
from edge.commands.uplink_pairing import pair, rotate
from edge.commands.uplink_words import rate, write
from edge.core.exercises import LanguageCode
from edge.records.consent import consent_now, consent_of, keep_consent
from edge.records.errors import ConsentError
from edge.records.patient_copy import kept_of
from edge.records.patient_store import patients_dir
from edge.records.privacy import make_private
from edge.records.uplink_state import sending_of, waiting_of
from edge.terminal.output import JsonOption, say, write_json
from edge.uplink.pace import pause_s
from edge.uplink.sending import SendResult
from edge.uplink.settling import settle_if_over
from edge.wording.languages import language_named

app = typer.Typer(invoke_without_command=True)
app.command()(pair)
app.command()(rotate)
app.command()(write)
app.command()(rate)


@app.callback()
def uplink(
    context: typer.Context,
    patient: PatientOption = None,
    once: Annotated[bool, typer.Option("--once", help="Try once and end.")] = False,
    json: JsonOption = None,
) -> None:
    """Send what waits to the therapists' hubs, every quarter of an hour, until Ctrl-C.

    Nothing is sent of a patient who has not agreed ('physio uplink consent'), or whose machine is
    not paired with a hub. What cannot be sent waits; where a hub does not answer it is tried again
    after 5 s, and then after longer and longer, up to an hour.
    """
    if context.invoked_subcommand is not None:
        return
    make_private(patients_dir())
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    failures, random = 0, Random()
    while True:
        results = [_sent(folder) for folder in patients_of(patient)]
        failed = any(result.problem for result in results)
        failures = failures + 1 if failed else 0
        if once:
            break
        later_s = max((result.later_s for result in results), default=0)
        if stop.wait(max(pause_s(failures, random), later_s)):
            break
    write_json({"patients": results}, json)
    if failed:
        raise typer.Exit(1)


@app.command()
def status(patient: PatientOption = None, json: JsonOption = None) -> None:
    """Say how many sessions wait to be sent, since when, and what a hub has refused."""
    rows = []
    for folder in patients_of(patient):
        sending, waiting = sending_of(folder, None), waiting_of(folder)
        refused = [
            {"session_id": one.session_id, "revision": one.revision, "reason": one.reason}
            for one in waiting.refused
        ]
        say(f"{folder.name}: {STATES[sending]}; {waiting_words(waiting)}")
        for text in waiting.messages:
            say(f"  the therapist writes: {text}")
        for one in refused:
            say(f"  refused by the hub for good ({one['reason']}): session {one['session_id']}")
        for written in waiting.refused_words:
            say(f"  refused by the hub for good ({written.reason}): {written.text}")
        rows.append(
            {
                "patient": folder.name,
                "sending": sending,
                "waiting": waiting.sessions,
                "since": waiting.since_ms and local_time(waiting.since_ms),
                "refused": refused,
                "words_waiting": waiting.words,
                "words_since": waiting.words_since_ms and local_time(waiting.words_since_ms),
                "messages": waiting.messages,
                "last_sent": None if waiting.last_ms is None else local_time(waiting.last_ms),
            }
        )
    if not rows:
        say("Nothing is sent of anybody on this machine.")
    write_json({"patients": rows}, json)


@app.command()
def consent(
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's code.")],
    language: Annotated[LanguageCode, typer.Option(help="In which to ask.")] = "en",
    yes: Annotated[bool, typer.Option("--yes", help="The patient has read it and agrees.")] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="The patient takes the agreement back.")
    ] = False,
    json: JsonOption = None,
) -> None:
    """Ask the patient whether a therapist's hub may be told of each session; keep the answer."""
    folder = kept_of(patients_dir(), patient).folder
    now = datetime.now().astimezone()
    text = language_named(language).say("uplink.consent")
    if withdraw:
        given = consent_of(folder)
        if given is None or not given.holds:
            raise ConsentError(f"{patient} has not agreed to anything that could be taken back")
        answer = replace(given, withdrawn_at=now.isoformat(timespec="seconds"))
    else:
        say(text)
        if not yes and not typer.confirm("Does the patient agree?", err=True):
            raise ConsentError("nothing is sent", remedy="the patient has not agreed")
        answer = consent_now(text, language, now)
    path = keep_consent(folder, answer)
    say(language_named(language).say("uplink.withdrawn" if withdraw else "uplink.agreed"))
    write_json({"patient": patient, "file": path, "consent": answer}, json)


def _sent(folder: Path) -> SendResult:
    for problem in settle_if_over(folder):
        say(problem)
    sending = sending_of(folder, None)
    if sending != "on":
        waiting = waiting_of(folder)
        say(f"{folder.name}: {STATES[sending]}; {waiting_words(waiting)}")
        return SendResult(
            patient=folder.name, cause=sending, waiting=waiting.sessions, words=waiting.words
        )
    return sent_now(folder)

"""`physio export` and `physio forget`: all that is kept of a patient, taken along or removed."""

from pathlib import Path
from typing import Annotated

import typer

from edge.records.errors import RecordsError
from edge.records.hub_link import FILE_NAME as HUB_LINK
from edge.records.patient_copy import (
    Kept,
    export_patient,
    forget_patient,
    kept_of,
    remove_forgotten,
)
from edge.records.patient_lock import only_session_of
from edge.records.patient_store import patients_dir
from edge.records.uplink_state import waiting_of
from edge.terminal.output import JsonOption, say, write_json

PatientArgument = Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's code.")]


def export(
    patient: PatientArgument,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it; by default PATIENT.zip here."),
    ] = None,
    json: JsonOption = None,
) -> None:
    """Write all that is kept of a patient on this machine into one ZIP file; nothing is removed.

    Unpacked into the folder of another machine's patients it is there as it was here, but for the
    key to a therapist's hub.
    """
    kept = kept_of(patients_dir(), patient)
    target = out or Path(f"{patient}.zip")
    export_patient(kept, target)
    say(f"{_in_words(kept)} written to {target}. It is not encrypted: keep it safe.")
    if (kept.folder / HUB_LINK).exists():
        say("The key to the therapist's hub is left out: another machine is paired anew.")
    write_json({"file": target, "patient": patient, **_figures(kept)}, json)


def forget(
    patient: PatientArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: JsonOption = None,
) -> None:
    """Remove all that is kept of a patient on this machine; it cannot be brought back.

    'physio export PATIENT' writes a copy before. Files that were written elsewhere, such as reports
    with --out, are not touched, nor is what a therapist's hub was told.
    """
    remove_forgotten(patients_dir())
    kept = kept_of(patients_dir(), patient)
    say(f"{_in_words(kept)} in {kept.folder} would be removed for good.")
    _say_of_hub(kept)
    if not yes and typer.prompt("The patient's code, to remove it", err=True) != patient:
        raise RecordsError("nothing was removed", remedy="that was not the patient's code")
    with only_session_of(kept.folder):  # what a session is still writing would come back
        forget_patient(kept)
    say(f"Nothing is kept of {patient} any more.")
    write_json({"patient": patient, "folder": kept.folder, **_figures(kept)}, json)


def _say_of_hub(kept: Kept) -> None:
    """Say what forgetting here does not do, where a therapist's hub was told of the patient."""
    try:
        waiting = waiting_of(kept.folder)
    except RecordsError:  # what is damaged can be removed too
        return
    if waiting.sessions:
        say(f"Not yet sent to the therapist's hub, and never would be: {waiting.sessions} sessions")
    if waiting.last_ms is not None or waiting.refused:
        say(
            "What the therapist's hub has is not erased by that, nor is what is kept here by an "
            "erasure there: ask the practice to erase it too."
        )


def _in_words(kept: Kept) -> str:
    return f"{kept.files} files, {len(kept.sessions)} sessions, {kept.bytes / 1e6:.1f} MB"


def _figures(kept: Kept) -> dict[str, object]:
    return {"files": kept.files, "bytes": kept.bytes, "sessions": kept.sessions}

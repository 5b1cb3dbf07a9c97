"""What the commands of the uplink share: which patients there are, and what is said of them."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from edge.records.hub_link import FILE_NAME as LINK_FILE
from edge.records.outbox import FILE_NAME as OUTBOX_FILE
from edge.records.patient_copy import kept_of
from edge.records.patient_store import patients_dir
from edge.records.uplink_state import Waiting, sending_of
from edge.terminal.output import say
from edge.uplink.errors import UplinkError
from edge.uplink.sending import SendResult, send_waiting

PatientOption = Annotated[
    str | None, typer.Option(metavar="CODE", help="One patient alone; by default all.")
]
STATES: Final[dict[str, str]] = {
    "on": "the hub is told of each session",
    "no_consent": "nothing is sent, as the patient was not asked ('physio uplink consent')",
    "withdrawn": "nothing is sent any more, as the patient has taken the agreement back",
    "forgotten": "nothing is sent any more, as the patient was erased at the hub; "
    "what is kept here is the patient's",
    "not_paired": "this machine is not paired with a hub yet ('physio uplink pair')",
}


def patients_of(patient: str | None) -> Iterable[Path]:
    """Return the folders of those who have anything to do with a hub.

    Raises:
        RecordsError: nothing is kept of the patient who was named.
    """
    root = patients_dir()
    if patient is not None:
        return (kept_of(root, patient).folder,)
    if not root.is_dir():
        return ()
    names = (LINK_FILE, OUTBOX_FILE)
    return sorted(
        folder
        for folder in root.iterdir()
        if folder.is_dir() and any((folder / name).exists() for name in names)
    )


def one_patient(patient: str | None) -> Path:
    """Return the folder of the patient who was named, or of the only one whose hub is told.

    Raises:
        UplinkError: no hub is told, or of several nobody said whose.
        RecordsError: nothing is kept of the patient who was named.
    """
    found = [folder for folder in patients_of(patient) if sending_of(folder, None) == "on"]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(folder.name for folder in found)
        raise UplinkError(f"there are {names}", remedy="say whose with --patient", cause="several")
    states = [STATES[sending_of(folder, None)] for folder in patients_of(patient)]
    raise UplinkError(
        "no therapist's hub is told of anybody here" if len(states) != 1 else states[0],
        remedy="nothing was kept or sent",
        cause="not_told",
    )


def sent_now(folder: Path) -> SendResult:
    """Return what sending all that waits came to, which is said."""
    result = send_waiting(folder)
    say_result(result)
    return result


def say_result(result: SendResult) -> None:
    """Say what an exchange with a hub came to."""
    words = [f"{result.patient}: {result.sent} sent"]
    if result.heard:
        words.append(f"{result.heard} messages sent")
    if result.refused:
        words.append(f"{result.refused} refused for good ('physio uplink status')")
    if result.answered:
        words.append(f"{result.answered} plans and messages came")
    waiting = Waiting(sessions=result.waiting, since_ms=result.since_ms, words=result.words)
    words.append(waiting_words(waiting))
    if result.problem:
        words.append(result.problem)
    say("; ".join(words))
    if result.clock_off_ms:
        hours = result.clock_off_ms / 3_600_000
        say(
            f"{result.patient}: the clock of this machine differs from the hub's by "
            f"{abs(hours):.1f} hours; please set it"
        )


def waiting_words(waiting: Waiting) -> str:
    """Return how many sessions and messages wait, and since when the sessions do."""
    messages = f", {waiting.words} messages" if waiting.words else ""
    if not waiting.sessions:
        return f"no session waiting{messages}" if messages else "nothing waits"
    since = "" if waiting.since_ms is None else f" since {local_time(waiting.since_ms)}"
    return f"{waiting.sessions} waiting{since}{messages}"


def local_time(at_ms: int) -> str:
    """Return a time as this machine's clock shows it."""
    return datetime.fromtimestamp(at_ms / 1000).astimezone().isoformat(timespec="seconds")

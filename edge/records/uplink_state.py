"""Whether a therapist's hub is told of a patient's sessions, and what waits to be told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from edge.records.consent import consent_of
from edge.records.hub_link import link_of
from edge.records.outbox import FILE_NAME, Outbox
from edge.records.outbox_rows import OutboxRecord, OutboxWords
from edge.records.plan import Plan

FORGOTTEN: Final = "forgotten"
"""Remembered in the outbox once the hub has erased the patient."""
READ: Final = "read_message"
"""Remembered in the outbox: the number of the last message that the patient has read."""
CLOCK_OFF_MS: Final = "clock_off_ms"
"""Remembered in the outbox: the hub's clock less this machine's, when they last spoke."""
Sending = Literal["on", "plan_off", "no_consent", "withdrawn", "forgotten", "not_paired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits to be told.

    Attributes:
        sessions: records that wait.
        since_ms: when the oldest of them was made, UTC; None where none waits.
        refused: dead letters, which the hub will never take.
        last_ms: when a record that the hub has was made last; None where it has none.
        messages: words of the therapist that the patient has not read, the oldest first.
        words: what the patient has written and the hub does not have.
        words_since_ms: when the oldest of it was written, UTC; None where none waits.
        refused_words: what the patient has written and the hub will never take.
    """

    sessions: int = 0
    since_ms: int | None = None
    refused: tuple[OutboxRecord, ...] = ()
    last_ms: int | None = None
    messages: tuple[str, ...] = ()
    words: int = 0
    words_since_ms: int | None = None
    refused_words: tuple[OutboxWords, ...] = ()


def is_told(patient_dir: Path, plan: Plan) -> bool:
    """Return whether the record of a session that begins now is made for the hub.

    It is where the plan wants it and the patient has agreed, whether or not a hub can be reached.

    Raises:
        ConsentError: the agreement is damaged.
        OutboxError: the outbox cannot be read.
    """
    return sending_of(patient_dir, plan) in ("on", "not_paired")


def sending_of(patient_dir: Path, plan: Plan | None) -> Sending:
    """Return whether the hub is told, or what stands in the way.

    Args:
        patient_dir: the patient's folder.
        plan: that is in force; None where it is about records that were made before.

    Raises:
        ConsentError: the agreement is damaged.
        HubLinkError: the link is damaged.
        OutboxError: the outbox cannot be read.
    """
    if plan is not None and not plan.hub.send:
        return "plan_off"
    consent = consent_of(patient_dir)
    if consent is None:
        return "no_consent"
    if not consent.holds:
        return "withdrawn"
    if _is_forgotten(patient_dir):
        return "forgotten"
    return "on" if link_of(patient_dir) is not None else "not_paired"


def waiting_of(patient_dir: Path) -> Waiting:
    """Return what waits to be told of a patient; nothing where there is no outbox.

    Raises:
        OutboxError: the outbox cannot be read.
    """
    if not (patient_dir / FILE_NAME).exists():
        return Waiting()
    with Outbox.of(patient_dir) as outbox:
        waiting, told = outbox.records("waiting"), outbox.records("stored", "known")
        refused = outbox.records("refused")
        read = int(outbox.remembered(READ) or 0)
        messages = [one.content for one in outbox.answers("message") if one.seq > read]
        words = outbox.words()
    unheard = [one for one in words if one.state == "waiting"]
    return Waiting(
        sessions=len({record.session_id for record in waiting}),
        since_ms=waiting[0].made_ms if waiting else None,
        refused=tuple(refused),
        last_ms=told[-1].made_ms if told else None,
        messages=tuple(messages),
        words=len(unheard),
        words_since_ms=unheard[0].written_ms if unheard else None,
        refused_words=tuple(one for one in words if one.state == "refused"),
    )


def clock_off_of(patient_dir: Path) -> float | None:
    """Return by how many seconds the hub's clock was ahead when it was last reached, None before.

    Raises:
        OutboxError: the outbox cannot be read.
    """
    if not (patient_dir / FILE_NAME).exists():
        return None
    with Outbox.of(patient_dir) as outbox:
        told = outbox.remembered(CLOCK_OFF_MS)
    return int(told) / 1e3 if told else None


def note_read(patient_dir: Path, before_ms: int) -> None:
    """Note that the patient has read the messages that had come before a time, UTC.

    Raises:
        OutboxError: the outbox cannot be read or written.
    """
    if not (patient_dir / FILE_NAME).exists():
        return
    with Outbox.of(patient_dir) as outbox:
        read = [one.seq for one in outbox.answers("message") if one.came_ms < before_ms]
        if read:
            outbox.remember(READ, str(max(read)))


def _is_forgotten(patient_dir: Path) -> bool:
    if not (patient_dir / FILE_NAME).exists():
        return False
    with Outbox.of(patient_dir) as outbox:
        return bool(outbox.remembered(FORGOTTEN))

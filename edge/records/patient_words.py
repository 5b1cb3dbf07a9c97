"""What a patient writes to the therapist: put into the outbox, to be sent after the session."""

import re
import uuid
from pathlib import Path
from typing import Final

from edge.records.errors import RecordsError
from edge.records.outbox import Outbox
from edge.records.outbox_rows import OutboxWords

MOST_SIGNS: Final = 1_000
"""Of what is written at once; four bytes a sign at most still fit into a message."""
_NOT_WRITTEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]+")
"""Signs that no keyboard writes, and that nobody sends."""


def write_words(patient_dir: Path, text: str, *, about_pain: bool, now_ms: int) -> OutboxWords:
    """Return what was put into the outbox; it is on the disk.

    Args:
        patient_dir: folder of the patient.
        text: as it was typed.
        about_pain: the patient says that it is about pain.
        now_ms: the clock on the wall, UTC.

    Raises:
        RecordsError: there is nothing in the text, or too much.
        OutboxError: the outbox cannot be written.
    """
    cleaned = _NOT_WRITTEN.sub(" ", text.replace("\r\n", "\n")).strip()
    if not cleaned:
        raise RecordsError("there is nothing to send", remedy="write a word", cause="bad_words")
    if len(cleaned) > MOST_SIGNS:
        raise RecordsError(
            f"the message has {len(cleaned)} signs, and {MOST_SIGNS} can be sent",
            remedy="write it shorter, or in two messages",
            cause="bad_words",
        )
    words = OutboxWords(
        message_id=str(uuid.uuid4()), text=cleaned, about_pain=about_pain, written_ms=now_ms
    )
    with Outbox.of(patient_dir) as outbox:
        outbox.write(words)
    return words

"""The patient's agreement that a therapist's hub is told of each session, kept with its date."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from edge.core.exercises import LanguageCode
from edge.machine.durable import replace_durably
from edge.machine.file_layer import FILES, FileLayer
from edge.records.codec import FileCodec
from edge.records.errors import ConsentError
from edge.records.file_text import text_of

FILE_NAME: Final = "consent.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What was agreed to, and when.

    Attributes:
        given_at: ISO 8601 with the offset of the clock on the wall.
        language: in which it was read.
        text: that was agreed to.
        text_sha256: of the text, in hexadecimal: a program that asks with other words asks anew.
        withdrawn_at: when it was taken back; "" while it holds.
    """

    given_at: str
    language: LanguageCode
    text: str
    text_sha256: str
    withdrawn_at: str = ""

    @property
    def holds(self) -> bool:
        """Whether it was not taken back."""
        return not self.withdrawn_at


def _fault(consent: Consent) -> str | None:
    for moment in (consent.given_at, consent.withdrawn_at or consent.given_at):
        try:
            datetime.fromisoformat(moment)
        except ValueError:
            return f"{moment!r:.60} is no time"
    if consent.text_sha256 != hashlib.sha256(consent.text.encode()).hexdigest():
        return "the text is another one than was agreed to"
    return None


_CODEC: Final = FileCodec(
    Consent,
    noun="agreement",
    remedy="ask for it once more with 'physio uplink consent'",
    error=ConsentError,
    fault=_fault,
)


def consent_now(text: str, language: LanguageCode, now: datetime) -> Consent:
    """Return the agreement to a text at a moment."""
    return Consent(
        given_at=now.isoformat(timespec="seconds"),
        language=language,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def keep_consent(patient_dir: Path, consent: Consent, files: FileLayer = FILES) -> Path:
    """Keep an agreement, or that it was taken back, in the patient's folder; return the file.

    Raises:
        OSError: what was kept before is as it was.
    """
    path = patient_dir / FILE_NAME
    replace_durably(path, json.dumps(_CODEC.row(consent), indent=1).encode() + b"\n", files)
    return path


def consent_of(patient_dir: Path) -> Consent | None:
    """Return the patient's agreement, None where there never was one.

    Raises:
        ConsentError: it is damaged, so that nobody can say that it holds.
    """
    path = patient_dir / FILE_NAME
    try:
        return _CODEC.value(text_of(path))
    except FileNotFoundError:
        return None

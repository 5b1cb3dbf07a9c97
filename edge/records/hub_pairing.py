"""The key with which a machine shows an invitation, kept until somebody at the clinic lets it in.

An invitation is for one machine, which the hub knows by its key from the first time on.
"""

import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge.machine.durable import replace_durably
from edge.machine.file_layer import FILES, FileLayer
from edge.records.codec import FileCodec
from edge.records.errors import HubLinkError
from edge.records.file_text import text_of
from edge.records.hub_link import KEY

FILE_NAME: Final = "hub_pairing.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class HubPairing:
    """A machine that was invited, and by which key the hub is to know it.

    Attributes:
        invite_id: UUID of the invitation.
        public_key: of this machine, 40 signs of Z85.
        secret_key: of this machine.
    """

    invite_id: str
    public_key: str
    secret_key: str


def _fault(pairing: HubPairing) -> str | None:
    try:
        uuid.UUID(pairing.invite_id)
    except ValueError:
        return "invite_id is no UUID"
    keys = (pairing.public_key, pairing.secret_key)
    return None if all(re.fullmatch(KEY, key) for key in keys) else "a key is not of 40 signs"


_CODEC: Final = FileCodec(
    HubPairing,
    noun="pairing that was begun",
    remedy="remove it, and ask the practice for a new invitation",
    error=HubLinkError,
    fault=_fault,
)


def keep_pairing(patient_dir: Path, pairing: HubPairing, files: FileLayer = FILES) -> None:
    """Keep the key in the patient's folder, for its owner alone.

    Raises:
        OSError: what was kept before is as it was.
    """
    replace_durably(patient_dir / FILE_NAME, _CODEC.text(pairing).encode(), files)


def pairing_of(patient_dir: Path) -> HubPairing | None:
    """Return the pairing that was begun, None where none was.

    Raises:
        HubLinkError: the file is damaged, or holds something else.
    """
    try:
        return _CODEC.value(text_of(patient_dir / FILE_NAME))
    except FileNotFoundError:
        return None


def end_pairing(patient_dir: Path) -> None:
    """Forget the pairing that was begun."""
    (patient_dir / FILE_NAME).unlink(missing_ok=True)

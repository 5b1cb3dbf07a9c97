"""The link of a patient's machine to a therapist's hub: who they are to each other, and where."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge.machine.durable import replace_durably
from edge.machine.file_layer import FILES, FileLayer
from edge.records.codec import FileCodec
from edge.records.errors import HubLinkError
from edge.records.file_text import text_of

FILE_NAME: Final = "hub_link.json"
KEY: Final = "[0-9A-Za-z.:+=^!/*?&<>()\\[\\]{}@%$#-]{40}"
"""A pattern: 32 bytes as Z85."""
_KEYS: Final = ("hub_key", "public_key", "secret_key")
_COMING: Final = ("next_hub_key", "new_public_key", "new_secret_key")


@dataclass(frozen=True, slots=True, kw_only=True)
class HubLink:
    """Keys are 40 signs of Z85; whoever has the secret one is the patient to the hub.

    Attributes:
        endpoints: where the hub can be reached, the first one first, as in tcp://hub.example:5571.
        hub_key: the hub's public key.
        public_key: of this machine.
        secret_key: of this machine.
        next_hub_key: the key that the hub is going to have; "" where it stays.
        next_endpoints: where it has that key already, beside `endpoints`.
        new_public_key: that this machine is going to have; "" where it stays.
        new_secret_key: of the same.
        new_key_told: the hub has said that it has the new key.
        key_made_ms: when this machine's key was made, UTC; 0 where nobody knows.
    """

    endpoints: tuple[str, ...]
    hub_key: str
    public_key: str
    secret_key: str
    next_hub_key: str = ""
    next_endpoints: tuple[str, ...] = ()
    new_public_key: str = ""
    new_secret_key: str = ""
    new_key_told: bool = False
    key_made_ms: int = 0


def _fault(link: HubLink) -> str | None:
    for name in (*_KEYS, *_COMING):
        key = getattr(link, name)
        if (key or name in _KEYS) and re.fullmatch(KEY, key) is None:
            return f"{name} is no key of 40 signs"
    places = (*link.endpoints, *link.next_endpoints)
    good = all(re.fullmatch("tcp://[!-~]{1,250}:[0-9]{1,5}", each) for each in places)
    return None if link.endpoints and good else "endpoints must name a host and a port of the hub"


_CODEC: Final = FileCodec(
    HubLink, noun="link to the hub", remedy="pair anew", error=HubLinkError, fault=_fault
)


def keep_link(patient_dir: Path, link: HubLink, files: FileLayer = FILES) -> Path:
    """Keep a link in the patient's folder, for its owner alone; return the file.

    Raises:
        OSError: what was kept before is as it was.
    """
    path = patient_dir / FILE_NAME
    replace_durably(path, _CODEC.text(link).encode(), files)
    return path


def link_of(patient_dir: Path) -> HubLink | None:
    """Return the patient's link, None where the machine was never paired.

    Raises:
        HubLinkError: the file is damaged, or holds something else.
    """
    path = patient_dir / FILE_NAME
    try:
        return _CODEC.value(text_of(path))
    except FileNotFoundError:
        return None

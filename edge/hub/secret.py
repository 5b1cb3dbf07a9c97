"""The hub's one secret of 32 bytes, and the keys that follow from it.

It stands in a file of its own, for its owner alone, as 64 hexadecimal digits; systemd can hand it
over as a credential instead. A copy belongs where the hub is not: without it neither the database
nor a backup can be read.
"""

import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from edge.hub.errors import HubError

SECRET_BYTES: Final = 32
CREDENTIAL: Final = "physio-hub-secret"
"""Name of the credential that systemd hands over."""
_NONCE_BYTES: Final = 12
_TEXT: Final = re.compile(rf"[0-9a-f]{{{2 * SECRET_BYTES}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What follows from the secret; none of them tells another.

    Attributes:
        database: encrypts an SQLite file and every backup.
        person: seals names and telephone numbers.
        journal: hides whose erasure stands in the journal.
    """

    database: bytes
    person: bytes
    journal: bytes

    @classmethod
    def of(cls, secret: bytes) -> Self:
        """Return the keys of a secret."""
        return cls(
            **{
                use: HKDF(
                    algorithm=SHA256(), length=32, salt=None, info=f"physio hub {use}".encode()
                ).derive(secret)
                for use in ("database", "person", "journal")
            }
        )

    def seal(self, text: str, owner: bytes) -> bytes:
        """Return a text that only these keys open, and only as that of `owner`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.person).encrypt(nonce, text.encode(), owner)

    def unseal(self, sealed: bytes, owner: bytes) -> str:
        """Return the text that was sealed for `owner`.

        Raises:
            cryptography.exceptions.InvalidTag: it was sealed otherwise, or changed.
        """
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return AESGCM(self.person).decrypt(nonce, rest, owner).decode()

    def pseudonym(self, what: bytes) -> str:
        """Return what stands in the journal of erasures for `what`; the same each time."""
        return hmac.new(self.journal, what, hashlib.sha256).hexdigest()


def make_secret(path: Path) -> None:
    """Write a new secret into the file `path`, which must not be there.

    Raises:
        HubError: it is there; it was left as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise HubError(
            f"there is a secret {path} already", remedy="it was left as it is"
        ) from error
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(SECRET_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_secret(path: Path) -> bytes:
    """Return the secret of a file, or systemd's credential in its place.

    Raises:
        HubError: there is none, others may read it, or it is no secret.
    """
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    if given and (credential := Path(given) / CREDENTIAL).is_file():
        path = credential
    elif not path.is_file():
        raise HubError(
            f"there is no secret {path}",
            remedy="put the copy of it there, or name its place with --secret",
            cause="no_secret",
        )
    elif path.stat().st_mode & 0o077:
        raise HubError(
            f"others may read the secret {path}", remedy=f"chmod 600 {path}", cause="open_secret"
        )
    text = path.read_bytes()[:200].decode("ascii", "replace").strip()
    if _TEXT.fullmatch(text) is None:
        raise HubError(
            f"{path} holds no secret of a hub",
            remedy=f"it is {2 * SECRET_BYTES} hexadecimal digits",
            cause="bad_secret",
        )
    return bytes.fromhex(text)

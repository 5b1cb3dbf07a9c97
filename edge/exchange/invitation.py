"""An invitation to a hub: a text that is scanned, opened as a file, or typed in groups.

It carries the hub's public key, so that nobody can stand in between, and a secret for one use. The
text is `physio-hub:1:HOST:PORT:HUB KEY:INVITE:SECRET:CHECK`; all but the address is in Crockford's
base 32, in which capitals do not matter and O is read as 0, I and L as 1.
"""

import base64
import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass
from typing import Final, Self

from edge.exchange.errors import ExchangeError

KEY_BYTES: Final = 32
SECRET_BYTES: Final = 16
_START: Final = "physio-hub:1:"
_CHECK_SIGNS: Final = 4
_RFC: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_OUTWARD: Final = str.maketrans(_RFC, _CROCKFORD)
_INWARD: Final = str.maketrans(_CROCKFORD + "OIL", _RFC + "ABB")
_ADDRESS: Final = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}")
_CONSONANTS: Final = "bdfghjklmnprstvz"
_VOWELS: Final = "aiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What somebody who is invited needs to know.

    Attributes:
        address: host and port at which the hub waits for the machine.
        hub_key: the hub's public key, its 32 bytes.
        invite_id: of the invitation.
        secret: 16 bytes, for one use.
    """

    address: str
    hub_key: bytes
    invite_id: uuid.UUID
    secret: bytes

    @property
    def endpoint(self) -> str:
        """Where to connect to."""
        return f"tcp://{self.address}"

    def text(self) -> str:
        """Return the text of the invitation, some 150 signs."""
        parts = (self.hub_key, self.invite_id.bytes, self.secret)
        body = ":".join((self.address, *map(_signs, parts)))
        return f"{_START}{body}:{_check(body)}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the invitation of a text; spaces, line breaks and hyphens between groups are none.

        Raises:
            ExchangeError: it is no invitation, or was mistyped.
        """
        told = "".join(text.split())
        if not told.lower().startswith(_START):
            raise ExchangeError("this is no invitation to a hub", cause="no_invitation")
        body, _, check = told[len(_START) :].rpartition(":")
        address, *parts = body.rsplit(":", 3)
        try:
            key, number, secret = map(_bytes, parts)
            invite_id = uuid.UUID(bytes=number)
            read = cls(address=address, hub_key=key, invite_id=invite_id, secret=secret)
        except ValueError as error:
            raise _mistyped() from error
        fits = len(key) == KEY_BYTES and len(secret) == SECRET_BYTES
        if not fits or _ADDRESS.fullmatch(address) is None:
            raise _mistyped()
        if read.text().rpartition(":")[2] != _clean(check):
            raise _mistyped()
        return read


def secret_hash(secret: bytes) -> bytes:
    """Return what a hub keeps of an invitation's secret."""
    return hashlib.sha256(secret).digest()


def proof(hashed: bytes, *, machine_key: bytes, hub_key: bytes, invite_id: uuid.UUID) -> bytes:
    """Return what shows that a machine has the secret, and for which keys: HMAC-SHA256.

    Args:
        hashed: `secret_hash` of the secret.
        machine_key: the machine's public key, its 32 bytes.
        hub_key: the hub's.
        invite_id: of the invitation.
    """
    return hmac.new(hashed, machine_key + hub_key + invite_id.bytes, hashlib.sha256).digest()


def four_words(*, machine_key: bytes, hub_key: bytes, invite_id: uuid.UUID) -> str:
    """Return four words that two people compare: 64 bits of a hash as proquints (Wilkerson, 2009).

    They can be said in any language, and nobody else's machine has the same.
    """
    digest = hashlib.sha256(machine_key + hub_key + invite_id.bytes).digest()
    return " ".join(_word(int.from_bytes(digest[at : at + 2], "big")) for at in range(0, 8, 2))


def _word(number: int) -> str:
    signs = []
    for shift, alphabet in ((12, _CONSONANTS), (10, _VOWELS), (6, _CONSONANTS), (4, _VOWELS)):
        signs.append(alphabet[number >> shift & len(alphabet) - 1])
    return "".join((*signs, _CONSONANTS[number & 15]))


def _signs(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").translate(_OUTWARD)


def _clean(signs: str) -> str:
    return signs.upper().replace("-", "").translate(str.maketrans("OIL", "011"))


def _bytes(signs: str) -> bytes:
    plain = _clean(signs).translate(_INWARD)
    data = base64.b32decode(plain + "=" * (-len(plain) % 8))
    if _signs(data) != _clean(signs):
        raise ValueError("not as it is written")
    return data


def _check(body: str) -> str:
    return _signs(hashlib.sha256(body.encode()).digest())[:_CHECK_SIGNS]


def _mistyped() -> ExchangeError:
    return ExchangeError(
        "the invitation was mistyped", remedy="compare it sign by sign", cause="mistyped"
    )

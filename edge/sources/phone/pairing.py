"""Which phone may send: the one that read the newest code, and then the same one again."""

import base64
import hashlib
import hmac
import secrets

_WORD = 22
"""Letters of a key, of six bits each: 128 bits of a signature and more."""


def new_secret() -> str:
    """Return what a pairing signs with, as a text without signs that a command line would need."""
    return secrets.token_hex(16)


class Pairing:
    """Gives one-time tokens, and to the phone that shows one a key with which it comes again.

    All follows from the secret, so a restarted process knows a phone that the one before it let in.

    Attributes:
        token: admits one phone, once.
    """

    def __init__(self, secret: str) -> None:
        """Begin with no phone let in.

        Args:
            secret: hexadecimal digits, from `new_secret`.
        """
        self._secret = bytes.fromhex(secret)
        self._admitted = 0
        self.token = self._sign("token", 1)

    def admit(self, token: str) -> str | None:
        """Return the key of the phone that shows this token, None where it is not the newest.

        The phone before it is no longer known.
        """
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        self._know(self._admitted + 1)
        return f"{self._admitted}.{self._sign('phone', self._admitted)}"

    def knows(self, key: str) -> bool:
        """Return whether the key is that of the phone that was let in last."""
        digits, _, signature = key.partition(".")
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0
        right = self._sign("phone", number).encode()
        if number < max(1, self._admitted) or not hmac.compare_digest(signature.encode(), right):
            return False
        self._know(number)
        return True

    def _know(self, number: int) -> None:
        self._admitted = number
        self.token = self._sign("token", number + 1)

    def _sign(self, kind: str, number: int) -> str:
        text = f"{kind} {number}".encode()
        signature = hmac.new(self._secret, text, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(signature)[:_WORD].decode()

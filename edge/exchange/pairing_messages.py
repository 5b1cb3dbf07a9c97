"""The messages of the pairing port, over which an invited machine makes itself known.

The machine says `pair` every few seconds and is answered `pending` until somebody at the clinic has
compared four words with the patient; then `paired`, or `refused` (of `edge.exchange.messages`).
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from edge.exchange.message_codec import MessageCodec
from edge.exchange.messages import Refused

MOST_PAIRING_BYTES: Final = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A machine shows that it has an invitation; its key is that of the connection.

    Attributes:
        protocol: version of the exchange that it speaks.
        invite_id: UUID of the invitation.
        proof: `edge.exchange.invitation.proof`.
        label: how the machine is called, for the people at the clinic.
    """

    protocol: int
    invite_id: str
    proof: bytes
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """The machine is known; four words are to be compared.

    Attributes:
        patient: the clinic's code for the patient.
    """

    patient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """The machine may send.

    Attributes:
        patient: the clinic's code for the patient.
        endpoints: where the hub can be reached, the first one first.
    """

    patient: str
    endpoints: tuple[str, ...]


PairingMessage: TypeAlias = Pair | Pending | Paired | Refused
PAIRING_TYPES: Final[dict[str, type[PairingMessage]]] = {
    "pair": Pair,
    "pending": Pending,
    "paired": Paired,
    "refused": Refused,
}
PAIRING: Final[MessageCodec[PairingMessage]] = MessageCodec(PAIRING_TYPES, MOST_PAIRING_BYTES)
"""What the pairing port says and understands."""

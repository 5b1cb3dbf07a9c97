"""An invited machine makes itself known to a hub, and waits until it is let in."""

import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import zmq
from zmq.utils import z85

from edge.exchange.invitation import Invitation, four_words, proof, secret_hash
from edge.exchange.messages import PROTOCOL, Refused
from edge.exchange.pairing_messages import PAIRING, Pair, Paired, PairingMessage, Pending
from edge.records.hub_link import HubLink, keep_link
from edge.records.hub_pairing import HubPairing, end_pairing, keep_pairing, pairing_of
from edge.records.patient_lock import only_sender_of
from edge.uplink.dealer import Dealer
from edge.uplink.errors import UplinkError
from edge.uplink.reached import lead_somewhere

REPLY_S: Final = 10.0
"""A hub that says nothing for so long does not answer."""
ASK_AGAIN_S: Final = 3.0
_AGAIN: Final = "the same invitation goes on where this ended"
_NEW: Final = "ask the practice for a new invitation"
_REFUSALS: Final = {
    "invitation_expired": ("the invitation holds no longer", _NEW),
    "invitation_wrong": ("the hub does not take this invitation", _NEW),
    "invitation_used": ("another machine has used this invitation", _NEW),
    "known_key": ("the hub has known this machine's key before", _NEW),
    "revoked": ("the hub has shut this machine out", _NEW),
    "unknown_version": (
        "the hub speaks another version of the exchange",
        "update this program, or ask the practice to update the hub",
    ),
}


def pair_machine(
    patient_dir: Path,
    invitation: Invitation,
    label: str,
    show: Callable[[str, str], None],
    *,
    ask_again_s: float = ASK_AGAIN_S,
    reply_s: float = REPLY_S,
) -> Paired:
    """Return what the hub says once somebody there has let this machine in; its link is kept.

    However it ends before, the same invitation goes on with the same key.

    Args:
        patient_dir: folder of the patient; a link to a hub that is in it holds until the new one.
        invitation: of the hub.
        label: how the machine is called, for the people at the clinic.
        show: called once with the four words to be compared and the clinic's code of the patient.
        ask_again_s: after so long the hub is asked again whether the machine was let in.
        reply_s: for how long an answer is waited for.

    Raises:
        UplinkError: the hub does not answer, or refuses the machine.
        HubLinkError: a pairing that was begun cannot be read.
        RecordsError: another process speaks with the patient's hub.
        OSError: nothing can be written into the patient's folder.
    """
    with only_sender_of(patient_dir):
        own = _begun(patient_dir, invitation.invite_id)
        shown = PAIRING.encode(
            Pair(
                protocol=PROTOCOL,
                invite_id=own.invite_id,
                proof=_proof(own, invitation),
                label=label,
            )
        )
        link = HubLink(
            endpoints=(invitation.endpoint,),
            hub_key=z85.encode(invitation.hub_key).decode(),
            public_key=own.public_key,
            secret_key=own.secret_key,
        )
        is_shown = False
        with Dealer.to(link, invitation.endpoint) as dealer:
            while True:
                answer = _asked(dealer, shown, reply_s)
                match answer:
                    case Paired():
                        paired = _reached(answer, invitation)
                        _keep(patient_dir, link, paired)
                        return paired
                    case Pending() if not is_shown:
                        show(_words(own, invitation), answer.patient)
                        is_shown = True
                    case Refused():
                        _require_patience(answer)
                time.sleep(ask_again_s)


def _begun(patient_dir: Path, invite_id: uuid.UUID) -> HubPairing:
    """Return the key for an invitation, which is a new one the first time."""
    begun = pairing_of(patient_dir)
    if begun is None or begun.invite_id != str(invite_id):
        public, secret = zmq.curve_keypair()
        begun = HubPairing(
            invite_id=str(invite_id), public_key=public.decode(), secret_key=secret.decode()
        )
        keep_pairing(patient_dir, begun)
    return begun


def _proof(own: HubPairing, invitation: Invitation) -> bytes:
    return proof(
        secret_hash(invitation.secret),
        machine_key=z85.decode(own.public_key.encode()),
        hub_key=invitation.hub_key,
        invite_id=invitation.invite_id,
    )


def _words(own: HubPairing, invitation: Invitation) -> str:
    return four_words(
        machine_key=z85.decode(own.public_key.encode()),
        hub_key=invitation.hub_key,
        invite_id=invitation.invite_id,
    )


def _asked(dealer: Dealer, shown: bytes, reply_s: float) -> PairingMessage:
    try:
        dealer.send_bytes(shown)
        return PAIRING.decode(dealer.receive_bytes(reply_s))
    except UplinkError as error:
        raise UplinkError(
            "the hub of the invitation does not answer",
            remedy=f"is 'physio hub serve' running, and its pairing port reached? {_AGAIN}",
        ) from error


def _require_patience(refused: Refused) -> None:
    """Return if the hub is only to be asked later."""
    if refused.final:
        what, remedy = _REFUSALS.get(
            refused.reason, (f"the hub refuses this machine ({refused.reason})", _NEW)
        )
        raise UplinkError(what, remedy=remedy, cause=refused.reason)


def _reached(paired: Paired, invitation: Invitation) -> Paired:
    """Return the answer with addresses that lead there; the invitation came with one."""
    endpoints = tuple(lead_somewhere(paired.endpoints, invitation.address))
    return replace(paired, endpoints=endpoints)


def _keep(patient_dir: Path, link: HubLink, paired: Paired) -> None:
    keep_link(
        patient_dir,
        HubLink(
            endpoints=paired.endpoints,
            hub_key=link.hub_key,
            public_key=link.public_key,
            secret_key=link.secret_key,
            key_made_ms=time.time_ns() // 1_000_000,
        ),
    )
    end_pairing(patient_dir)

"""One exchange of a clinic's hub with its group's: what was agreed to is sent on, once."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final

from edge.core.errors import PhysioError
from edge.hub.group.forwards import Forwards, TakesNothing
from edge.hub.store.engines import Store
from edge.machine.environment import version_of
from edge.records.consent import consent_of
from edge.records.hub_link import link_of
from edge.records.outbox import Outbox
from edge.records.patient_lock import only_sender_of
from edge.records.uplink_state import sending_of
from edge.uplink.conversation import Conversation
from edge.uplink.dealer import Dealer
from edge.uplink.errors import UplinkError
from edge.uplink.sending import REPLY_S, Connect, SendResult, exchange, wall_ms

CONSENT: Final = (
    "The records of all patients' sessions that this hub receives from now on are sent on to the "
    "hub of the group, under the clinic's code and the patients' codes: figures and sentences "
    "about exercises, no name, no message, no plan, no name of a watch. The clinic can take this "
    "back at any time; then nothing more is sent on. What was sent before stays there."
)
"""What a clinic agrees to; English as all that is said at the hub's terminal."""


def forward(
    store: Store,
    folder: Path,
    *,
    connect: Connect = Dealer.to,
    now_ms: Callable[[], int] = wall_ms,
    reply_s: float = REPLY_S,
) -> SendResult:
    """Return what an exchange with the group's hub came to; one that fails loses nothing.

    Args:
        store: the clinic's hub's database.
        folder: with the link to the group's hub, and the clinic's agreement.
        connect: makes a connection to one of the other hub's endpoints.
        now_ms: the clock on the wall, UTC.
        reply_s: for how long an answer is waited for.
    """
    try:
        with only_sender_of(folder), Outbox.of(folder) as own:
            state, link, consent = sending_of(folder, None), link_of(folder), consent_of(folder)
            if state != "on" or link is None or consent is None:
                raise UplinkError("nothing is sent on to a group's hub", cause=state)
            forwards = Forwards(store, own, datetime.fromisoformat(consent.given_at))
            talk = Conversation(
                forwards,
                TakesNothing(),
                now_ms=now_ms,
                random=Random(),
                software=version_of("physio-edge") or "",
            )
            problem, cause = exchange(
                folder, talk, link, connect=connect, now_ms=now_ms, reply_s=reply_s
            )
            waiting = forwards.waiting()
    except (PhysioError, OSError) as error:
        why = error.cause if isinstance(error, PhysioError) else "failed"
        return SendResult(patient="group", problem=str(error), cause=why)
    return SendResult(
        patient="group",
        sent=talk.stored,
        refused=talk.dead,
        waiting=waiting,
        problem=problem,
        cause=cause,
        later_s=talk.later_s,
        clock_off_ms=talk.clock_off_ms,
    )

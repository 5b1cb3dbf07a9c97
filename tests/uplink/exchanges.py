"""Exchanges with a hub: an outbox that is filled, and what an attempt to send it came to."""

from pathlib import Path
from random import Random

from edge.records.outbox import Outbox
from edge.uplink.sending import SendResult, send_waiting
from tests.uplink.noted import head, settled


def fill(patient_dir: Path, *sessions: int) -> list[tuple[str, int]]:
    """Put the records of these sessions into the outbox; return what a hub should have of them."""
    with Outbox.of(patient_dir) as outbox:
        for number in sessions:
            settled(outbox, number)
    return sorted((head(number).session_id, 1) for number in sessions)


def sent(patient_dir: Path, now_ms: int = 10**12) -> SendResult:
    return send_waiting(patient_dir, now_ms=lambda: now_ms, random=Random(1), reply_s=1.0)

"""A simulated patient's machine: its outbox on a disk, and a process for each exchange."""

import multiprocessing
import os
import signal
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import Final, Literal

from benchmarks.hub.clinics import KnownMachine
from benchmarks.hub.drawn_records import drawn_record
from edge.exchange.message_codec import sent_record
from edge.exchange.session_record import SessionRecord
from edge.records.consent import consent_now, keep_consent
from edge.records.errors import RecordsError
from edge.records.hub_link import HubLink, keep_link
from edge.records.outbox import Outbox
from edge.records.outbox_rows import OutboxRecord, State
from edge.uplink.sending import send_waiting

Due = tuple[str, int]
"""A session and its revision."""
KillAt = Literal["before", "after"] | None
"""Whether the process dies before, or after, it notes that the hub has its second record."""
REPLY_S: Final = 3.0
_HOUR_MS: Final = 3_600_000
_DAY_MS: Final = 24 * _HOUR_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What a process is to do.

    Attributes:
        folder: of the patient.
        now_ms: time by the machine's clock.
        kill: when it dies.
    """

    folder: Path
    now_ms: int
    kill: KillAt = None


class Machine:
    """A machine that a hub knows.

    Args:
        folder: of its patient; made here.
        known: its keys.
        hub_key: of the hub.
        endpoints: of the hub, in the order in which it tries them.
        first: number of its first record.
    """

    def __init__(
        self,
        folder: Path,
        known: KnownMachine,
        hub_key: bytes,
        endpoints: tuple[str, ...],
        first: int,
    ) -> None:
        self.folder = folder
        self.known = known
        self.due: dict[Due, str] = {}
        self._untold: list[SessionRecord] = []
        self._newest: SessionRecord | None = None
        self._next = first
        self.now_ms = int(datetime.now(UTC).timestamp() * 1e3)
        folder.mkdir(parents=True)
        link = HubLink(
            endpoints=endpoints,
            hub_key=hub_key.decode(),
            public_key=known.public.decode(),
            secret_key=known.secret.decode(),
        )
        keep_link(folder, link)
        keep_consent(folder, consent_now("simulated", "en", datetime.now(UTC)))

    def sessions(self, count: int) -> None:
        """End so many sessions; what a full disk does not take is put into the outbox later."""
        for _ in range(count):
            began = datetime.fromtimestamp(self.now_ms / 1e3 - 3_600, UTC)
            self._untold.append(drawn_record(self._next, began=began))
            self._next += 1
        self.put_into_outbox()

    def rate_later(self) -> None:
        """Rate the newest session once more, which makes a next revision of its record."""
        if self._newest is None:
            return
        first, *others = self._newest.exercises
        rated = replace(first, pain=((first.pain or 0) + 1) % 11)
        revision = self._newest.revision + 1
        self._untold.append(replace(self._newest, revision=revision, exercises=(rated, *others)))
        self.put_into_outbox()

    def put_into_outbox(self) -> None:
        """Put what was done into the outbox; what fails stays to be done."""
        try:
            with Outbox.of(self.folder) as outbox:
                while self._untold:
                    record = self._untold[0]
                    sent = sent_record(record)
                    outbox.settle(
                        sent.session_id,
                        OutboxRecord(
                            session_id=sent.session_id,
                            revision=sent.revision,
                            body=sent.body,
                            sha256=sent.sha256,
                            made_ms=self.now_ms,
                        ),
                    )
                    self.due[sent.session_id, sent.revision] = sent.sha256
                    self._newest = self._untold.pop(0)
        except (RecordsError, OSError):
            return

    def begin(self, kill: KillAt = None) -> BaseProcess:
        """Return a process that exchanges with the hub what waits, an hour after the last one."""
        self.now_ms += _HOUR_MS
        attempt = Attempt(folder=self.folder, now_ms=self.now_ms, kill=kill)
        # Simulated time: hours may lie between two attempts, so none is put off by an earlier one.
        process = multiprocessing.get_context("forkserver").Process(
            target=exchange, args=(attempt,), daemon=True
        )
        process.start()
        return process

    def exchanges(self, kill: KillAt = None) -> int | None:
        """Return how the process of one exchange ended."""
        process = self.begin(kill)
        process.join()
        return process.exitcode

    def waits(self, days: int) -> None:
        """Let so many days go by on its clock."""
        self.now_ms += days * _DAY_MS

    def states(self) -> list[State]:
        """Return what has become of all its records; one that is still to be written waits."""
        with Outbox.of(self.folder) as outbox:
            states: list[State] = [each.state for each in outbox.all_records()]
        states.extend("waiting" for _ in self._untold)
        return states


def exchange(attempt: Attempt) -> None:
    """Exchange what waits with the hub, as `physio uplink --once` does; it may die meanwhile."""
    if attempt.kill is not None:
        _die_at_second_answer(attempt.kill)
    send_waiting(
        attempt.folder,
        now_ms=lambda: attempt.now_ms,
        random=Random(attempt.now_ms),
        reply_s=REPLY_S,
    )


def _die_at_second_answer(kill: KillAt) -> None:
    noted = Outbox.answered
    count = 0

    def noting(outbox: Outbox, record: OutboxRecord, state: State, reason: str = "") -> None:
        nonlocal count
        count += 1
        if count == 2 and kill == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        noted(outbox, record, state, reason)
        if count == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    Outbox.answered = noting  # type: ignore[assignment, method-assign]  # this is what is to be broken

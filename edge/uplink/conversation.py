"""What a machine says to the hub, and what it makes of the answers; knows no socket."""

from collections.abc import Callable
from random import Random
from typing import Final

from edge.exchange.messages import (
    PROTOCOL,
    Bye,
    Forget,
    FromHub,
    Heard,
    Hello,
    Known,
    Later,
    PatientWords,
    Refused,
    Rotate,
    Rotated,
    SentMessage,
    SentPlan,
    SentRecord,
    Stored,
    ToHub,
    Welcome,
)
from edge.records.outbox_rows import OutboxRecord, OutboxWords, State
from edge.records.uplink_state import CLOCK_OFF_MS, FORGOTTEN
from edge.uplink.pace import pause_s
from edge.uplink.waiting import Taking, Waiting

CLOCK_WRONG_MS: Final = 600_000
"""A machine whose clock differs by more from the hub's is told so."""


class Conversation:
    """One exchange from hello to bye: words, then records, one at a time; then the hub's turn.

    Args:
        outbox: of the patient.
        incoming: takes in plans and messages.
        now_ms: the clock on the wall, UTC.
        random: of the pauses' jitter.
        software: version of this program.
        new_key: of this machine, of which the hub is told; "" where there is none.

    Attributes:
        welcome: the hub's answer to the hello; None before.
        is_over: nothing more is said or expected.
        stored: records that the hub has now.
        heard: words of the patient that it has now.
        dead: records and words that it will never take.
        answered: plans and messages that came.
        refusal: why the hub refused the hello, or for how long it takes nothing; "" otherwise.
        later_s: for how long the hub wants nothing more; 0 where it does not say so.
        new_key_told: the hub has said that it has the new key.
        clock_off_ms: by how much the hub's clock is ahead, where that is too much; else 0.
    """

    def __init__(
        self,
        outbox: Waiting,
        incoming: Taking,
        *,
        now_ms: Callable[[], int],
        random: Random,
        software: str,
        new_key: str = "",
    ) -> None:
        self._outbox = outbox
        self._incoming = incoming
        self._now_ms = now_ms
        self._random = random
        self._software = software
        self._new_key = new_key
        self._flying: OutboxRecord | OutboxWords | None = None
        self.welcome: Welcome | None = None
        self.is_over = False
        self.stored = self.heard = self.dead = self.answered = 0
        self.refusal = ""
        self.later_s = 0
        self.new_key_told = False
        self.clock_off_ms = 0

    def begin(self) -> Hello:
        """Return the first words."""
        return Hello(
            protocol=PROTOCOL,
            install_id=self._outbox.install_id(),
            counter=self._outbox.next_counter(),
            sent_at_ms=self._now_ms(),
            have_plan=self._outbox.last_seq("plan"),
            have_message=self._outbox.last_seq("message"),
            waiting=len(self._outbox.records("waiting")),
            software=self._software,
        )

    def hear(self, message: FromHub) -> tuple[ToHub, ...]:
        """Return what is said to what the hub says; what does not fit the moment is passed over.

        Raises:
            OSError: an accepted plan cannot be kept.
        """
        said: tuple[ToHub, ...] = ()
        match message:
            case Welcome() if self.welcome is None:
                said = self._greeted(message)
            case Stored() | Known() | Heard() if self._is_about(message):
                said = self._told(message)
            case Refused(session_id=None, message_id=None):
                self.refusal = message.reason or "refused"
                self.is_over = True
            case Refused() if self._is_about(message):
                said = self._refused(message)
            case Later():
                self.later_s, self.refusal = message.later_s, message.reason
                said = self._ended()
            case SentPlan() | SentMessage() if self.welcome is not None:
                said = (self._incoming.take(message),)
                self.answered += 1
                if self._flying is None and self.answered >= self.welcome.downlink:
                    said += self._finished()
            case Rotated() if message.new_key == self._new_key:
                self.new_key_told = True
                said = self._ended()
            case Forget():
                self._outbox.remember(FORGOTTEN, str(self._now_ms()))
                said = self._ended()
        return said

    def _greeted(self, welcome: Welcome) -> tuple[ToHub, ...]:
        self.welcome = welcome
        off_ms = welcome.now_ms - self._now_ms()
        self._outbox.remember(CLOCK_OFF_MS, str(off_ms))
        self.clock_off_ms = off_ms if abs(off_ms) > CLOCK_WRONG_MS else 0
        return self._next()

    def _told(self, message: Stored | Known | Heard) -> tuple[ToHub, ...]:
        if isinstance(self._flying, OutboxWords):
            self._outbox.words_answered(self._flying)
            self.heard += 1
        elif self._flying is not None:
            state: State = "stored" if isinstance(message, Stored) else "known"
            self._outbox.answered(self._flying, state)
            self.stored += 1
        return self._next()

    def _refused(self, message: Refused) -> tuple[ToHub, ...]:
        if message.final:
            if isinstance(self._flying, OutboxWords):
                self._outbox.words_answered(self._flying, message.reason or "refused")
            elif self._flying is not None:
                self._outbox.answered(self._flying, "refused", message.reason)
            self.dead += 1
        return self._next()

    def _next(self) -> tuple[ToHub, ...]:
        """Return what is sent next; without any listen, or say bye where nothing is to come."""
        self._flying = None
        assert self.welcome is not None
        if (words := self._outbox.next_words(self._now_ms())) is not None:
            self._outbox.words_tried(words, self._now_ms() + self._pause_ms(words.tries))
            self._flying = words
            return (
                PatientWords(
                    message_id=words.message_id,
                    written_at_ms=words.written_ms,
                    about_pain=words.about_pain,
                    text=words.text,
                ),
            )
        while (record := self._outbox.next_due(self._now_ms())) is not None:
            body = record.body or b""
            if len(body) > self.welcome.limits.record_bytes:
                # The hub would cut the connection without a word, again and again.
                self._outbox.answered(record, "refused", "oversized")
                self.dead += 1
                continue
            self._outbox.tried(record, self._now_ms() + self._pause_ms(record.tries))
            self._flying = record
            return (
                SentRecord(
                    session_id=record.session_id,
                    revision=record.revision,
                    sha256=record.sha256,
                    body=body,
                    subject=record.subject,
                ),
            )
        return () if self.answered < self.welcome.downlink else self._finished()

    def _finished(self) -> tuple[ToHub, ...]:
        """Return what is said when nothing waits and all has come."""
        return (Rotate(new_key=self._new_key),) if self._new_key else self._ended()

    def _ended(self) -> tuple[ToHub, ...]:
        self.is_over = True
        return (Bye(),)

    def _pause_ms(self, tries: int) -> int:
        return round(1000 * pause_s(tries + 1, self._random))

    def _is_about(self, message: Stored | Known | Heard | Refused) -> bool:
        match self._flying, message:
            case OutboxWords(message_id=known), Heard(message_id=told) | Refused(message_id=told):
                return known == told
            case OutboxRecord() as record, Stored() | Known() | Refused():
                return (record.session_id, record.revision) == (
                    message.session_id,
                    message.revision,
                )
            case _:
                return False

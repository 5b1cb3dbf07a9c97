"""What a conversation with a hub needs: of what waits to be sent, and of what takes in answers."""

from typing import Protocol

from edge.exchange.messages import Done, SentMessage, SentPlan
from edge.records.outbox_rows import Kind, OutboxRecord, OutboxWords, State


class Waiting(Protocol):
    """An outbox, such as `edge.records.outbox.Outbox`."""

    def install_id(self) -> str:
        """Return the identity of what sends."""

    def next_counter(self) -> int:
        """Return a number that is larger than every one before."""

    def last_seq(self, kind: Kind, /) -> int:
        """Return the number of the last plan or message that was answered, 0 before any."""

    def records(self, *states: State) -> list[OutboxRecord]:
        """Return the records in these states."""

    def next_due(self, now_ms: int, /) -> OutboxRecord | None:
        """Return the record that is sent next, None without any."""

    def tried(self, record: OutboxRecord, next_try_ms: int, /) -> None:
        """Note that a record was sent, and before when it is not sent again."""

    def answered(self, record: OutboxRecord, state: State, reason: str = "", /) -> None:
        """Note what the hub said of a record."""

    def next_words(self, now_ms: int, /) -> OutboxWords | None:
        """Return the words that are sent next, None without any."""

    def words_tried(self, words: OutboxWords, next_try_ms: int, /) -> None:
        """Note that words were sent, and before when they are not sent again."""

    def words_answered(self, words: OutboxWords, refused_because: str = "", /) -> None:
        """Note that the hub has words, or why it never takes them."""

    def remember(self, name: str, value: str, /) -> None:
        """Keep a value under a name."""


class Taking(Protocol):
    """Takes in what the hub sends, such as `edge.uplink.incoming.Incoming`."""

    def take(self, message: SentPlan | SentMessage, /) -> Done:
        """Return the answer to a plan or a message."""

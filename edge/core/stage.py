"""The stages between sensor and page: plain objects that take a message and return messages."""

from collections.abc import Iterable
from typing import Protocol

from edge.core.messages.base import Message


class Stage(Protocol):
    """The contract of every stage: no socket, no thread, no clock, no file in `process`.

    The same object runs in a process of the live graph, in `physio replay`, in an evaluation and
    in a test. What it returns depends on what it was given alone, so a recording replays exactly.
    Only what `edge.processes` puts around a stage knows more: a checkpoint, or a ring of frames.
    """

    def process(self, message: Message) -> Iterable[Message]:
        """Return the messages that follow from `message`, in the order in which to send them."""
        ...

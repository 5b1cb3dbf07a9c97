"""Somebody who gets all that the page gets, and writes down what the page says in words."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

from benchmarks.evaluations.chaos.disasters import Disaster
from edge.bus.clock import now_ns
from edge.core.messages.base import Message
from edge.core.messages.status import Status
from edge.page.errors import PageError
from edge.page.model import PageModel

WITNESS: Final = "witness"
PATIENCE_S: Final = 12.0
"""So long after the beginning of a disaster the page may be silent about it."""
QUIET: Final = frozenset({"clock_set"})
"""Nobody is hurt by these, and there is nothing to say; that nobody is, is looked at instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the page began to say.

    Attributes:
        at_ns: since when, on the host's clock.
        words: the sentence.
    """

    at_ns: int
    words: str


class Arrivals(Protocol):
    """What comes to the page."""

    def poll(self) -> Iterable[Message]:
        """Return what has come since the last call."""
        ...


class Witness:
    """Follows a session as its page does.

    Args:
        model: of the page, as it is at the session's beginning.
        ports: of the guest `WITNESS`.

    Attributes:
        said: every sentence at each of its beginnings, in order.
    """

    def __init__(self, model: PageModel, ports: Arrivals) -> None:
        self.said: list[Said] = []
        self._model = model
        self._ports = ports
        self._shown: set[str] = set()

    def look(self) -> None:
        """Take in what has come."""
        for message in self._ports.poll():
            with suppress(PageError):
                self._model.feed(message)
            if isinstance(message, Status):
                self._note()
        self._note()

    def has_told(self, disaster: Disaster, begin_ns: int) -> bool:
        """Return whether the page has begun to speak of it soon after it had happened.

        Args:
            disaster: what has happened.
            begin_ns: host time at which the simulated patient's clock reads zero.
        """
        since_ns = begin_ns + round(disaster.at_s * 1e9)
        until_ns = since_ns + round((disaster.for_s + PATIENCE_S) * 1e9)
        expected = self._words_for(disaster)
        return any(
            since_ns <= said.at_ns <= until_ns and expected in said.words for said in self.said
        )

    def _words_for(self, disaster: Disaster) -> str:
        """Return the words by which the sentence about a disaster is known."""
        say = self._model.language.say
        if disaster.victim:
            return say(f"process.{disaster.victim}")
        if disaster.kind == "radio_gone":
            return say("link.lost")
        problem = "removed" if disaster.kind == "home_removed" else "full"
        return say(f"recording.{problem}", time="").partition(":")[0]

    def _note(self) -> None:
        view = self._model.view()
        shown = {*view.notices, view.connection.words}
        at_ns = now_ns()
        self.said += [Said(at_ns=at_ns, words=words) for words in sorted(shown - self._shown)]
        self._shown = shown

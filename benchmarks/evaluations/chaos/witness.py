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
from edge.page.exercise.model import ExerciseModel

WITNESS: Final = "witness"
PATIENCE_S: Final = 12.0
"""So long after the beginning of a disaster the page may be silent about it."""
QUIET: Final = frozenset({"clock_set"})
"""Nobody is hurt by these, and there is nothing to say; that nobody is, is looked at instead."""


@dataclass(slots=True, kw_only=True)
class Said:
    """What the page said.

    Attributes:
        at_ns: since when, on the host's clock.
        until_ns: when it was seen the last time.
        words: the sentence.
    """

    at_ns: int
    until_ns: int
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
        said: every sentence each time that it was said.
    """

    def __init__(self, model: ExerciseModel, ports: Arrivals) -> None:
        self.said: list[Said] = []
        self._model = model
        self._ports = ports
        self._shown: dict[str, Said] = {}

    def look(self) -> None:
        """Take in what has come."""
        for message in self._ports.poll():
            with suppress(PageError):
                self._model.feed(message)
            if isinstance(message, Status):
                self._note()
        self._note()

    def has_told(self, disaster: Disaster, begin_ns: int, others: Iterable[Disaster] = ()) -> bool:
        """Return whether the page has begun to speak of it soon after it had happened.

        A process that is struck itself notices nothing: what nobody notices who is there has been
        told where the page spoke of that process meanwhile.

        Args:
            disaster: what has happened.
            begin_ns: host time at which the simulated patient's clock reads zero.
            others: what else has happened.
        """
        since_ns = begin_ns + round(disaster.at_s * 1e9)
        until_ns = since_ns + round((disaster.for_s + PATIENCE_S) * 1e9)
        expected = self._words_for(disaster)
        if any(since_ns <= said.at_ns <= until_ns and expected in said.words for said in self.said):
            return True
        blind = {other.victim for other in others if other.blinds(disaster)}
        excuses = {self._model.language.say(f"process.{name}") for name in blind}
        return any(
            said.until_ns >= since_ns and said.at_ns <= until_ns and excuse in said.words
            for said in self.said
            for excuse in excuses
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
        before, self._shown = self._shown, {}
        for words in sorted(shown):
            said = before.get(words)
            if said is None:
                said = Said(at_ns=at_ns, until_ns=at_ns, words=words)
                self.said.append(said)
            said.until_ns = at_ns
            self._shown[words] = said

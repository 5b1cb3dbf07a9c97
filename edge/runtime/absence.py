"""That a process was away which a session cannot do without, said once at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from edge.runtime.errors import AbsenceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """For how long one process was away during a session.

    Attributes:
        name: of the process.
        times: how often it ended unasked.
        seconds: until it worked again, or the session ended; all of them together.
        words: why it ended the last time.
    """

    name: str
    times: int
    seconds: float
    words: str

    def __str__(self) -> str:
        """Return who was away, how often, for how long and why."""
        often = "" if self.times == 1 else f"{self.times} times, "
        return f"{self.name} ({often}{self.seconds:.1f} s in all: {self.words})"


def confirm_presence(absences: Sequence[Absence]) -> None:
    """Return if nobody was away.

    Raises:
        AbsenceError: somebody was; it says who.
    """
    if absences:
        who = ", ".join(map(str, absences))
        raise AbsenceError(f"the session is kept, but not all of it was measured: away was {who}")

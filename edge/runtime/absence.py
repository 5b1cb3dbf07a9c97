"""That a process was away which a session cannot do without."""

from dataclasses import dataclass


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

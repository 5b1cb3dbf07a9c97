"""What a way to hear a watch is: one file gives a `Scheme`, one row of `schemes` names it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from edge.sources.link_report import Emit, LinkReport


class Source(Protocol):
    """Something that sends wrist motion."""

    @property
    def device(self) -> str:
        """Return what to call it before it has said its own name."""
        ...

    @property
    def simulated(self) -> bool:
        """Tell whether its data are from no person."""
        ...

    @property
    def notice(self) -> str:
        """Return what whoever starts it must know or do first, '' for nothing."""
        ...

    def check(self) -> None:
        """Return once it could be read as far as this machine is concerned.

        Raises:
            PhysioError: it could not; the message says what to do.
        """
        ...

    def waiting(self) -> "Source":
        """Return the same, which tells and waits out what a person can cure instead of raising."""
        ...

    async def listen(self, report: LinkReport, emit: Emit) -> None:
        """Emit what comes in until it has ended or this is cancelled; tell the link's state.

        A loss is no end: it is told, and the source is tried again for ever.

        Raises:
            PhysioError: it cannot be read at all, and does not wait for help.
        """
        ...


class SimulatedSource(Source, Protocol):
    """A source that is made for a simulated person."""

    def of_family(self, family: str) -> Source:
        """Return the same as a device of that family; '' is the one that it is."""
        ...


MakeSimulated = Callable[[], SimulatedSource]
"""Makes the simulated watch when it is asked for."""


def as_written(rest: str) -> str:
    """Return what stands after a scheme's colon as it is."""
    return rest


def nothing(rest: str) -> str:
    """Return no name, whatever stands after a scheme's colon."""
    del rest
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One way to hear a watch, by what stands after its colon.

    Attributes:
        open: returns the source; raises `SourceError` where the text names none.
        settle: returns the same text with all that each opening would choose anew, such as a
            token, so that several processes open the same source.
        kept: returns the words under which the watch's calibration is kept, '' for none.
        told: returns what may stand in a record that leaves this machine: no address, no token.
    """

    open: Callable[[str, MakeSimulated], Source]
    settle: Callable[[str], str] = as_written
    kept: Callable[[str], str] = nothing
    told: Callable[[str], str] = as_written

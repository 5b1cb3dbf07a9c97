"""Listening to a watch while the person at the terminal is told what to do."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

from edge.bus.stop import Stop
from edge.core.messages.imu import Imu, LinkStatus
from edge.sources.errors import SourceError
from edge.sources.inspection import trouble_words
from edge.sources.link_report import Emit
from edge.terminal.output import say

PATIENCE_S: Final = 300.0
"""What is not finished by then is not waited for."""


class Guidance(Protocol):
    """What to do now."""

    @property
    def step(self) -> str:
        """'done' when nothing more is to be done."""
        ...

    @property
    def words(self) -> str:
        """What to do, as a sentence."""
        ...


class Listener(Protocol):
    """Takes in what a watch sends."""

    def take(self, chunk: Imu, /) -> Guidance:
        """Take in a chunk and return what to do now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenResult:
    """The watch that was listened to, and whether all was done.

    Attributes:
        device: its name.
        simulated: the data are not from a person.
        done: the listener said so; False where the source ended or patience did.
    """

    device: str
    simulated: bool
    done: bool


async def guided(play: Callable[[Emit, Stop], Awaitable[None]], listener: Listener) -> ListenResult:
    """Feed the listener until it is done, saying what it wants done meanwhile.

    Args:
        play: emits what a watch says until it has ended or the stop is set.
        listener: what to feed.

    Raises:
        SourceError: nothing came in.
    """
    stop = Stop()
    link: LinkStatus | None = None
    told_link, said, step = "", "", ""

    def hear(message: Imu | LinkStatus) -> None:
        nonlocal link, told_link, said, step
        if isinstance(message, LinkStatus):
            told = f"{message.device}: {message.state}{trouble_words(message)}"
            if told != told_link:
                told_link = told
                say(told)
            link = message
            return
        guidance = listener.take(message)
        step = guidance.step
        if guidance.words != said:
            said = guidance.words
            say(said)
        if step == "done":
            stop.set()

    try:
        await asyncio.wait_for(play(hear, stop), PATIENCE_S)
    except TimeoutError:
        say(f"{PATIENCE_S / 60:.0f} minutes are over.")
    finally:
        stop.close()
    if link is None or not said:
        raise SourceError("the watch has sent nothing", remedy="switch it on and bring it closer")
    return ListenResult(device=link.device, simulated=link.simulated, done=step == "done")

"""Connects a live page's model with the processes on one side, all open browsers on the other."""

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Generic, Protocol, TypeVar

from nicegui import ui

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.exercises import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.status import PageDone
from edge.page.errors import PageError
from edge.page.live_page import Choices, LivePage
from edge.page.model import LiveModel
from edge.page.picture_feed import PictureFeed
from edge.page.picture_views import Shot
from edge.page.settings import Network
from edge.wording.language import Language

log = logging.getLogger(__name__)

GATHER_S: Final = 0.002
"""What comes within this long of a message is shown together with it."""
RESTING_S: Final = 0.25
"""Time between two pushes while nothing comes and nothing moves but seconds that are counted."""
PICTURE_NS: Final = 83_000_000
"""Least time between two pictures: of twelve a second a movement is seen as one, and drawing them
takes more of the processor than all else on the page."""
LEAVE_S: Final = 0.2
"""What has been said last needs this long to reach the browsers."""

CommandT = TypeVar("CommandT", bound=Message)
SentT_contra = TypeVar("SentT_contra", bound=Message, contravariant=True)
ModelT = TypeVar("ModelT", bound=LiveModel)
PageT = TypeVar("PageT", bound=LivePage)


class Exchange(Protocol[SentT_contra]):
    """The way to the other processes."""

    def poll(self) -> Iterable[Message]:
        """Return the messages that have come since the last call, without waiting."""
        ...

    def fileno(self) -> int:
        """Return a descriptor that is readable while messages wait to be polled."""
        ...

    def send(self, message: SentT_contra | PageDone) -> None:
        """Send what somebody asked for, or that nothing follows any more."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is around a live page, beside its model and the other processes.

    Attributes:
        network: that it is served to; no picture crosses one in the open.
        pictures: where the camera's pictures come from; None where there are none.
        chosen: called when a language was chosen, or picture or voice switched.
        finished: called when all that had come was taken in, with whether a browser was told.
    """

    network: Network = "none"
    pictures: PictureFeed | None = None
    chosen: Callable[[], None] = lambda: None
    finished: Callable[[bool], None] = lambda shown: None


class BrowserSession(ABC, Generic[ModelT, PageT, CommandT]):
    """One session shown in any number of browsers.

    Args:
        model: what is to be shown.
        exchange: the other processes.
        surroundings: what else is around the page.
    """

    least_s: ClassVar[float]
    """Least time between two pushes of what has come: more often nothing looks any better."""

    def __init__(
        self,
        model: ModelT,
        exchange: Exchange[CommandT],
        surroundings: Surroundings | None = None,
    ) -> None:
        surroundings = surroundings or Surroundings()
        if surroundings.network == "open":
            model.picture.bar()
        self.pictures = surroundings.pictures
        self._model = model
        self._exchange = exchange
        self._surroundings = surroundings
        self._told_done = self._told_over = False
        self._shot: Shot | None = None
        self._pages: dict[str, PageT] = {}

    @abstractmethod
    def _page(self, choices: Choices) -> PageT:
        """Return a page, built for the browser that asks for it."""

    @abstractmethod
    def _show(self, pages: Sequence[PageT]) -> None:
        """Bring these browsers up to date."""

    def _waits_s(self) -> float:
        """Return after how long there is something to show although nothing came."""
        return RESTING_S

    def _tick_in_turn(self) -> None:
        """Do what `tick` does, as one of many ticks of a row."""
        self.tick()

    def build(self) -> None:
        """Build the page for the browser that asks for it; a NiceGUI page function."""
        client = ui.context.client
        page = self._page(
            Choices(
                switch_picture=self._switch_picture,
                switch_voice=self._switch_voice,
                choose_language=self._choose_language,
                spoken=self._model.spoken,
                network=self._surroundings.network,
                language=self._model.language,
            )
        )
        self._pages[client.id] = page
        client.on_delete(lambda: self._pages.pop(client.id, None))
        self._show((page,))

    def language(self) -> Language:
        """Return the language in which people are spoken to now."""
        return self._model.language

    async def run(self, stop: Stop) -> None:
        """Keep all browsers up to date until `stop` is set, and tell them if that is the end."""
        ready_s = time.monotonic()
        while not stop.is_set():
            self._tick_in_turn()
            if await readable(self._exchange.fileno(), self._waits_s()):
                await asyncio.sleep(max(GATHER_S, ready_s - time.monotonic()))
                ready_s = time.monotonic() + self.least_s
        self.tick()
        await asyncio.sleep(LEAVE_S)

    def tick(self) -> None:
        """Take in what has come and bring all browsers up to date."""
        for message in self._exchange.poll():
            try:
                self._model.feed(message)
            except PageError as error:
                log.warning("message dropped: %s", error)
        self._show_all()
        self._surroundings.finished(bool(self._pages))
        self._tell_the_end()

    def _tell_the_end(self) -> None:
        if self._model.is_done and not self._told_done:
            self._told_done = True
            at_ns = now_ns()
            self._exchange.send(PageDone(seq=0, sensor_ns=at_ns, host_ns=at_ns))
        if self._model.is_over and not self._told_over:
            self._told_over = True
            for page in self._pages.values():
                page.leave()

    def _show_all(self) -> None:
        if self._pages:  # what nobody sees need not be worked out
            self._show(tuple(self._pages.values()))

    def _take_picture(self, shot: Shot | None, pages: Sequence[PageT]) -> Shot | None:
        """Return a frame whose picture can be asked for; the next one if a browser would show it.

        Args:
            shot: of the picture that is to be shown now; None for none.
            pages: the browsers that would show it.
        """
        if self.pictures is None:
            return None
        if shot is None:
            self._shot = None
            self.pictures.forget()
            return None
        last = self._shot
        is_due = last is None or shot.frame.sensor_ns - last.frame.sensor_ns >= PICTURE_NS
        wanted = is_due and any(page.awaits_picture() for page in pages)
        if wanted and self.pictures.take(shot.frame):
            self._shot = shot
        return self._shot

    def _obey(self, commands: Iterable[CommandT]) -> None:
        """Send what a press stands for, and show what it did."""
        for command in commands:
            self._exchange.send(command)
        self._show_all()

    def _switch_picture(self, on: bool) -> None:
        if on != self._model.picture.on:
            self._model.picture.switch(on=on)
            self._chosen()

    def _switch_voice(self, on: bool) -> None:
        if on != self._model.spoken:
            self._model.spoken = on
            self._chosen()

    def _choose_language(self, code: LanguageCode) -> None:
        if code == self._model.language.code:
            return
        self._model.speak(code)
        for page in self._pages.values():
            page.speak(self._model.language)
        self._chosen()

    def _chosen(self) -> None:
        self._surroundings.chosen()
        self._show_all()


async def readable(descriptor: int, timeout_s: float) -> bool:
    """Return whether the descriptor is readable: as soon as it is, or when the time is over."""
    loop, readable = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(descriptor, readable.set)
    try:
        async with asyncio.timeout(timeout_s):
            return await readable.wait()
    except TimeoutError:
        return False
    finally:
        # It stays readable until somebody polls, and a loop that looks at it would spin.
        loop.remove_reader(descriptor)

"""Connects the model with the processes on one side and all open browsers on the other."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from nicegui import ui

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.exercises import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command
from edge.core.messages.status import PageDone
from edge.page.errors import PageError
from edge.page.live_page import LivePage
from edge.page.model import PageModel
from edge.page.picture_feed import PictureFeed
from edge.page.picture_views import Shot
from edge.page.settings import Network
from edge.page.views import Answers, ButtonAction, View
from edge.records.session_history import HistoryEntry
from edge.wording.language import Language

log = logging.getLogger(__name__)

GATHER_S: Final = 0.002
"""What comes within this long of a message is shown together with it."""
LEAST_S: Final = 0.02
"""Least time between two pushes of what has come: more often no movement looks smoother."""
MOVING_S: Final = 0.08
"""Time between two pushes while the page moves something by itself."""
RESTING_S: Final = 0.25
"""Time between two pushes while nothing comes and nothing moves but seconds that are counted."""
FIGURES_S: Final = 0.07
"""Least time between two pushes of the figures: of twelve a second a movement is seen as one, and
drawing them takes more of the processor than all else on the page."""
PICTURE_NS: Final = 83_000_000
"""Least time between two of the patient's own pictures, for the same reason."""
LEAVE_S: Final = 0.2
"""What has been said last needs this long to reach the browsers."""
PAUSE_S: Final = 1.0
"""The reference's figure rests for this long before it shows the movement again."""


class Exchange(Protocol):
    """The way to the other processes."""

    def poll(self) -> Iterable[Message]:
        """Return the messages that have come since the last call, without waiting."""
        ...

    def fileno(self) -> int:
        """Return a descriptor that is readable while messages wait to be polled."""
        ...

    def send(self, message: Command | PageDone) -> None:
        """Send what the patient asked for, or that nothing follows any more."""
        ...


class PageSession:
    """One session shown in any number of browsers.

    Args:
        model: what is to be shown.
        exchange: the other processes.
        history: the patient's earlier sessions.
        network: that the page is served to; said at the top of every page.
        pictures: where the patient's own pictures come from; None where there are none.
        chosen: called when the patient has chosen a language, or switched picture or voice.
        finished: called when all that had come was taken in, with whether a browser was told.
    """

    def __init__(
        self,
        model: PageModel,
        exchange: Exchange,
        *,
        history: Sequence[HistoryEntry] = (),
        network: Network = "none",
        pictures: PictureFeed | None = None,
        chosen: Callable[[], None] = lambda: None,
        finished: Callable[[bool], None] = lambda shown: None,
    ) -> None:
        self._model = model
        self._exchange = exchange
        self._history = tuple(history)
        self._network = network
        self._pictures = pictures
        self._chosen = chosen
        self._finished = finished
        self._told_done = self._told_over = False
        self._moves = False
        self._shot: Shot | None = None
        self._pages: dict[str, LivePage] = {}

    def build(self) -> None:
        """Build the page for the browser that asks for it; a NiceGUI page function."""
        client = ui.context.client
        page = LivePage(
            self._press,
            switch_picture=self._switch_picture,
            switch_voice=self._switch_voice,
            choose_language=self._choose_language,
            history=self._history,
            spoken=self._model.spoken,
            network=self._network,
            language=self._model.language,
        )
        self._pages[client.id] = page
        client.on_delete(lambda: self._pages.pop(client.id, None))
        self._show((page,))

    def language(self) -> Language:
        """Return the language in which the patient is spoken to now."""
        return self._model.language

    async def run(self, stop: Stop) -> None:
        """Keep all browsers up to date until `stop` is set, and tell them if that is the end."""
        ready_s = figures_s = time.monotonic()
        while not stop.is_set():
            figures = time.monotonic() >= figures_s
            if figures:
                figures_s = time.monotonic() + FIGURES_S
            self.tick(figures=figures)
            waits_s = MOVING_S if self._moves else RESTING_S
            if await readable(self._exchange.fileno(), waits_s):
                await asyncio.sleep(max(GATHER_S, ready_s - time.monotonic()))
                ready_s = time.monotonic() + LEAST_S
        self.tick()
        await asyncio.sleep(LEAVE_S)

    def tick(self, *, figures: bool = True) -> None:
        """Take in what has come and bring all browsers up to date, their figures only if asked."""
        for message in self._exchange.poll():
            try:
                self._model.feed(message)
            except PageError as error:
                log.warning("message dropped: %s", error)
        if self._pages:  # what nobody sees need not be worked out
            self._show(tuple(self._pages.values()), figures=figures)
        self._finished(bool(self._pages))
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

    def _show(self, pages: tuple[LivePage, ...], *, figures: bool = True) -> None:
        view, anchor = self._model.view(), self._model.anchor
        self._moves = view.live.phase is None and view.phase in ("ready", "running")
        shown = demonstrated(now_ns(), anchor.tempo_s) if self._moves else None
        self._take_picture(view, pages)
        for page in pages:
            page.show(view, anchor, shot=self._shot)
            if figures:
                page.show_figures(demonstrated=shown)
            page.send()

    def _take_picture(self, view: View, pages: tuple[LivePage, ...]) -> None:
        """Have the next picture ready if it is time and a browser would show it."""
        if self._pictures is None:
            return
        shot = None if view.camera is None else view.camera.shot
        if shot is None:
            self._shot = None
            self._pictures.forget()
            return
        last = self._shot
        is_due = last is None or shot.frame.sensor_ns - last.frame.sensor_ns >= PICTURE_NS
        wanted = is_due and any(page.awaits_picture() for page in pages)
        if wanted and self._pictures.take(shot.frame):
            self._shot = shot

    def _switch_picture(self, on: bool) -> None:
        if on == self._model.picture.on:
            return
        self._model.picture.switch(on=on)
        self._chosen()
        self._show(tuple(self._pages.values()))

    def _switch_voice(self, on: bool) -> None:
        if on == self._model.spoken:
            return
        self._model.spoken = on
        self._chosen()
        self._show(tuple(self._pages.values()))

    def _choose_language(self, code: LanguageCode) -> None:
        if code == self._model.language.code:
            return
        self._model.speak(code)
        self._chosen()
        pages = tuple(self._pages.values())
        for page in pages:
            page.speak(self._model.language)
        self._show(pages)

    def _press(self, action: ButtonAction, answers: Answers) -> None:
        commands = self._model.press(action, now_ns=now_ns(), answers=answers)
        for command in commands:
            self._exchange.send(command)
        self._show(tuple(self._pages.values()))


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


def demonstrated(time_ns: int, tempo_s: float) -> float | None:
    """Return the share of a reference's time, shown over and over; None while it rests."""
    at_s = time_ns / 1e9 % (tempo_s + PAUSE_S)
    return at_s / tempo_s if at_s < tempo_s else None

"""Connects a live screening's page with the processes on one side and browsers on the other."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from nicegui import ui

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.exercises import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.screening import ScreeningCommand
from edge.core.messages.status import PageDone
from edge.page.bending.live_page import BendPage
from edge.page.bending.model import BendModel
from edge.page.bending.views import BendAction, BendView
from edge.page.picture_feed import PictureFeed
from edge.page.picture_views import Shot
from edge.page.session import LEAVE_S, RESTING_S, readable
from edge.page.settings import Network
from edge.wording.language import Language

LEAST_S: Final = 0.1
"""Least time between two pushes: as often as somebody is seen."""


class BendExchange(Protocol):
    """The way to the other processes."""

    def poll(self) -> Iterable[Message]:
        """Return the messages that have come since the last call, without waiting."""
        ...

    def fileno(self) -> int:
        """Return a descriptor that is readable while messages wait to be polled."""
        ...

    def send(self, message: ScreeningCommand | PageDone) -> None:
        """Send what somebody asked for, or that nothing follows any more."""
        ...


class BendSession:
    """One screening shown in any number of browsers.

    Args:
        model: what is to be shown.
        exchange: the other processes.
        network: that the page is served to.
        pictures: where the camera's pictures come from.
        chosen: called when a language was chosen, or picture or voice switched.
        finished: called when all that had come was taken in, with whether a browser was told.
    """

    def __init__(
        self,
        model: BendModel,
        exchange: BendExchange,
        *,
        network: Network = "none",
        pictures: PictureFeed | None = None,
        chosen: Callable[[], None] = lambda: None,
        finished: Callable[[bool], None] = lambda shown: None,
    ) -> None:
        self._model = model
        self._exchange = exchange
        self._network = network
        self._pictures = pictures
        self._chosen = chosen
        self._finished = finished
        self._told_over = False
        self._shot: Shot | None = None
        self._pages: dict[str, BendPage] = {}

    def build(self) -> None:
        """Build the page for the browser that asks for it; a NiceGUI page function."""
        client = ui.context.client
        page = BendPage(
            self._press,
            type_code=self._type_code,
            switch_picture=self._switch_picture,
            switch_voice=self._switch_voice,
            choose_language=self._choose_language,
            code=self._model.code,
            spoken=self._model.spoken,
            network=self._network,
            language=self._model.language,
        )
        self._pages[client.id] = page
        client.on_delete(lambda: self._pages.pop(client.id, None))
        self._show((page,))

    def language(self) -> Language:
        """Return the language of the page now."""
        return self._model.language

    async def run(self, stop: Stop) -> None:
        """Keep all browsers up to date until `stop` is set, and tell them if that is the end."""
        while not stop.is_set():
            self.tick()
            await asyncio.sleep(LEAST_S)
            await readable(self._exchange.fileno(), RESTING_S)
        self.tick()
        await asyncio.sleep(LEAVE_S)

    def tick(self) -> None:
        """Take in what has come and bring all browsers up to date."""
        for message in self._exchange.poll():
            self._model.feed(message)
        self._show(tuple(self._pages.values()))
        self._finished(bool(self._pages))
        if self._model.is_over and not self._told_over:
            self._told_over = True
            for page in self._pages.values():
                page.leave()

    def _show(self, pages: tuple[BendPage, ...]) -> None:
        if not pages:
            return
        view = self._model.view()
        self._take_picture(view, pages)
        for page in pages:
            page.show(view, shot=self._shot, wrong_code=self._model.wrong_code)

    def _take_picture(self, view: BendView, pages: tuple[BendPage, ...]) -> None:
        """Have the next picture ready if a browser would show it."""
        shot = view.body.shot if view.body.shown and view.answer is None else None
        if self._pictures is None:
            return
        if shot is None:
            self._shot = None
            self._pictures.forget()
            return
        wanted = any(page.awaits_picture() for page in pages)
        if wanted and self._pictures.take(shot.frame):
            self._shot = shot

    def _type_code(self, code: str) -> None:
        self._model.code = code

    def _switch_picture(self, on: bool) -> None:
        if on != self._model.picture.on:
            self._model.picture.switch(on=on)
            self._told_choice()

    def _switch_voice(self, on: bool) -> None:
        if on != self._model.spoken:
            self._model.spoken = on
            self._told_choice()

    def _choose_language(self, code: LanguageCode) -> None:
        if code == self._model.language.code:
            return
        self._model.speak(code)
        for page in self._pages.values():
            page.speak(self._model.language)
        self._told_choice()

    def _told_choice(self) -> None:
        self._chosen()
        self._show(tuple(self._pages.values()))

    def _press(self, action: BendAction) -> None:
        at_ns = now_ns()
        for command in self._model.press(action, now_ns=at_ns):
            self._exchange.send(command)
        self._show(tuple(self._pages.values()))
        if self._model.is_left:
            self._exchange.send(PageDone(seq=0, sensor_ns=at_ns, host_ns=at_ns))

"""What a page knows of whoever opened it, and how it reads, changes and says something."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from nicegui import ui
from nicegui.events import GenericEventArguments
from nicegui.helpers import expects_arguments

from edge.core.errors import PhysioError
from edge.hub.course.titles import moment_text
from edge.hub.dashboard.forms import PATH
from edge.hub.errors import SignedOutError
from edge.hub.place import Place
from edge.hub.secret import Keys
from edge.hub.store.accounts import Account
from edge.hub.store.engines import told_in_words
from edge.hub.store.staff_view import StaffView
from edge.wording.language import Language

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One opening of a page by somebody who is signed in.

    Attributes:
        view: the database, as this account may use it; each use looks anew whether it may.
        account: who opened the page, as it was then; decides what is offered, never what is given.
        language: of the page.
        keys: with which names of persons are opened.
        place: where the hub lies.
        clinic: its name.
        zone: of the clinic, by whose clock its staff's times are shown.
        parameters: of the address, such as {"code": "p001"}.
        sign_out_token: that the form for signing out carries.
    """

    view: StaffView
    account: Account
    language: Language
    keys: Keys
    place: Place
    clinic: str
    zone: ZoneInfo
    parameters: Mapping[str, str] = field(default_factory=dict)
    sign_out_token: str = ""

    def say(self, key: str, /, **values: str | float) -> str:
        """Return a sentence in the language of the page."""
        return self.language.say(key, **values)

    def minute(self, at: datetime) -> str:
        """Return a day and time by the clinic's clock."""
        return moment_text(at.astimezone(self.zone))

    @staticmethod
    async def ask(
        function: Callable[Given, Result], *arguments: Given.args, **named: Given.kwargs
    ) -> Result:
        """Return what a function that reads or changes the database returns.

        It runs in a thread of its own: while it waits, the dashboard serves all others.
        """
        with told_in_words():
            return await asyncio.to_thread(function, *arguments, **named)

    def handled(
        self, react: Callable[..., Awaitable[None]]
    ) -> Callable[[GenericEventArguments], Awaitable[None]]:
        """Return a handler of an event that says what could not be done, in words.

        Whoever is signed out by then is asked to sign in.

        Args:
            react: called with the event, or without where it takes nothing.
        """
        takes_event = expects_arguments(react)

        async def handle(event: GenericEventArguments) -> None:
            try:
                await (react(event) if takes_event else react())
            except SignedOutError:
                ui.navigate.to(PATH)
            except PhysioError as error:
                ui.notify(str(error), type="negative", multi_line=True, close_button=True)

        return handle

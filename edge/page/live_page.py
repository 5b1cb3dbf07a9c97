"""The outline of every live page: what stands on it whatever the session is about."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nicegui import ui

from edge.core.exercises import LanguageCode
from edge.core.palette import css_themes
from edge.page.banner import Banner
from edge.page.connection import Badge, EnginePanel
from edge.page.footer import Footer
from edge.page.picture_card import PictureCard
from edge.page.settings import Network
from edge.page.views import LiveView
from edge.page.voice import Announcement, Voice
from edge.web.style import BASE
from edge.web.tables import heading
from edge.wording.language import Language

_HERE: Final = Path(__file__).parent
STYLE: Final = css_themes() + BASE + (_HERE / "style.css").read_text(encoding="utf-8")
SCRIPTS: Final = tuple(
    (_HERE / name).read_text(encoding="utf-8")
    for name in ("shortcuts.js", "speech.js", "ending.js")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be chosen at every live page, and what is chosen when it is built.

    Attributes:
        switch_picture: called when the picture is switched on or off.
        switch_voice: called when the voice is switched on or off.
        choose_language: called when a language is pressed.
        spoken: the voice is on now.
        network: that the page is served to; said at the top as long as the page is open.
        language: of the page.
    """

    switch_picture: Callable[[bool], None]
    switch_voice: Callable[[bool], None]
    choose_language: Callable[[LanguageCode], None]
    spoken: bool
    network: Network
    language: Language


class LivePage(ABC):
    """All components, built into the current NiceGUI page; they are brought up to date later.

    Args:
        choices: what can be chosen.
        style: of what stands on this page alone.
        scripts: that this page alone needs.
        footer: key of the sentence that says what the page is.
    """

    _picture: PictureCard
    """The camera's picture, which a page makes among its parts."""

    def __init__(
        self, choices: Choices, *, style: str, scripts: Sequence[str] = (), footer: str
    ) -> None:
        self._choices = choices
        self._spoken = choices.spoken
        ui.add_css(STYLE + style)
        for script in (*SCRIPTS, *scripts):
            ui.add_head_html(f"<script>{script}</script>")
        self._content = ui.element("div")
        self._footer = Footer(choices.choose_language, footer)
        self._build(choices.language)

    @abstractmethod
    def _parts(self) -> None:
        """Build everything but the footer, in the language of now."""

    def speak(self, language: Language) -> None:
        """Build the page anew in another language."""
        self._content.clear()
        self._build(language)

    def leave(self) -> None:
        """Let the browser keep what it shows: nobody is there any more to connect to again."""
        self._content.client.run_javascript("physioEnded()")

    def awaits_picture(self) -> bool:
        """Return whether the browser would show another picture now."""
        return self._picture.awaits()

    def _build(self, language: Language) -> None:
        self._language = language
        self._footer.speak(language)
        # Sent when the page stands: as it starts, NiceGUI sets a language of its own.
        self._content.client.run_javascript(f'document.documentElement.lang = "{language.code}"')
        lost, gone = (
            [language.say(f"program.{state}"), language.say(f"program_help.{state}")]
            for state in ("lost", "gone")
        )
        self._content.client.run_javascript(
            f"physioWatchProgram({json.dumps(lost)}, {json.dumps(gone)})"
        )
        with self._content:
            self._parts()

    @contextmanager
    def _screen(self, kind: str, *, simulated: str) -> Iterator[None]:
        """Make the first screen, with what is built meanwhile under its strips.

        Args:
            kind: of the page, a CSS class.
            simulated: key of the sentence that says that nobody is measured in truth.
        """
        self._voice = Voice(
            self._choices.switch_voice, spoken=self._spoken, language=self._language
        )
        with ui.element("main").classes(f"screen {kind}") as self._main:
            self._banner = Banner(self._choices.network, self._language, simulated)
            yield

    @contextmanager
    def _top(self, *badges: str) -> Iterator[None]:
        """Make the title, with what is built meanwhile beside it, and badges of these sensors."""
        with ui.element("header").classes("top"):
            with ui.element("div").classes("task"):
                self._title = heading(1).classes("title").mark("title")
                yield
            with ui.element("div").classes("badges"):
                self._badges = {name: Badge(name) for name in badges}

    def _now(self) -> ui.element:
        """Return the place that says what to do now, made in the current place."""
        with ui.element("div").classes("now") as place:
            self._headline = heading(2).classes("headline").mark("headline")
            self._detail = ui.label().classes("detail").mark("detail")
        return place

    @contextmanager
    def _actions(self) -> Iterator[None]:
        """Make the row of actions: what is built meanwhile, then the switches."""
        with ui.element("div").classes("actions"):
            yield
            with ui.element("div").classes("switches"):
                self._voice.switch()
                self._picture.switch()

    def _engine_panel(self) -> None:
        """Make the panel of the processes."""
        self._engine = EnginePanel(self._language)

    def _show_outline(
        self, view: LiveView, told: Announcement | None, more_facts: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Bring what stands on every live page up to date; each part sends only what changed.

        Args:
            view: what is to be shown.
            told: what is to be told of it, None for nothing.
            more_facts: label and value of what an engineer wants to know, beside the camera's.
        """
        camera = view.camera
        self._spoken = view.spoken
        self._banner.show(simulated=view.simulated, notices=view.notices)
        self._headline.set_text(view.headline)
        self._detail.set_text(view.detail)
        if camera is not None:
            self._badges["camera"].show(ok=camera.ok, words=camera.badge)
        self._voice.tell(told, spoken=view.spoken)
        self._engine.show((*more_facts, *(camera.facts if camera else ())), view.stages)

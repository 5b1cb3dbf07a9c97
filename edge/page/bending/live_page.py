"""The page of a live screening: which component stands where, and which are seen when."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from nicegui import ui
from nicegui.events import GenericEventArguments

from edge.core.exercises import LanguageCode
from edge.page.banner import Banner
from edge.page.bending.announcer import BendAnnouncer
from edge.page.bending.body_card import BodyCard
from edge.page.bending.views import AnswerView, BendAction, BendButton, BendCount, BendView
from edge.page.connection import Badge, DiagnosticsPanel
from edge.page.footer import Footer
from edge.page.live_page import SCRIPTS, STYLE
from edge.page.panel import Panel
from edge.page.picture_views import Shot
from edge.page.settings import Network
from edge.page.tables import heading
from edge.page.voice import Voice
from edge.wording.language import Language

BEND_STYLE: Final = (Path(__file__).parents[1] / "bending.css").read_text(encoding="utf-8")
_KEYS: Final[dict[BendAction, str]] = {"restart": "R", "answer": "A", "leave": "E"}
_STEPS: Final = ("sideways", "whole", "arms", "forward", "backward")

OnPress = Callable[[BendAction], None]


class BendPage:
    """All components, built into the current NiceGUI page; `show` brings them up to date.

    Args:
        press: called when a button is pressed.
        type_code: called with what stands in the field of the code.
        switch_picture: called when the picture is switched on or off.
        switch_voice: called when the voice is switched on or off.
        choose_language: called when a language is pressed.
        code: what stands in the field of the code at first.
        spoken: the voice is on now.
        network: that the page is served to.
        language: of the page.
    """

    def __init__(
        self,
        press: OnPress,
        *,
        type_code: Callable[[str], None],
        switch_picture: Callable[[bool], None],
        switch_voice: Callable[[bool], None],
        choose_language: Callable[[LanguageCode], None],
        code: str,
        spoken: bool,
        network: Network,
        language: Language,
    ) -> None:
        self._press = press
        self._type_code = type_code
        self._switch_picture = switch_picture
        self._switch_voice = switch_voice
        self._network = network
        self._code = code
        ui.add_css(STYLE + BEND_STYLE)
        for script in SCRIPTS:
            ui.add_head_html(f"<script>{script}</script>")
        self._content = ui.element("div")
        self._footer = Footer(choose_language, "bending.footer")
        self._build(language, spoken=spoken)

    def speak(self, language: Language) -> None:
        """Build the page anew in another language."""
        spoken = self._shown is not None and self._shown.spoken
        self._content.clear()
        self._build(language, spoken=spoken)

    def _build(self, language: Language, *, spoken: bool) -> None:
        self._language = language
        self._shown: BendView | None = None
        self._announcer = BendAnnouncer()
        self._answer: AnswerView | None = None
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
            self._parts(spoken=spoken)

    def _parts(self, *, spoken: bool) -> None:
        language = self._language
        self._voice = Voice(self._switch_voice, spoken=spoken, language=language)
        with ui.element("main").classes("bending") as self._main:
            self._banner = Banner(self._network, language, "bending.simulated")
            with ui.element("header").classes("top"):
                with ui.element("div").classes("task"):
                    heading(1, language.say("bending.title")).classes("title")
                    self._person = ui.label().classes("dose").mark("person")
                with ui.element("div").classes("badges"):
                    self._camera = Badge("camera")
            with ui.element("div").classes("now"):
                self._headline = heading(2).classes("headline").mark("headline")
                self._detail = ui.label().classes("detail").mark("detail")
            self._ask()
            with ui.element("div").classes("watching") as self._watching:
                self._body = BodyCard(self._switch_picture, language)
                with ui.element("div").classes("course") as self._course:
                    self._counts = [_Count() for _ in range(2)]
                    self._guide()
            self._told()
            with ui.element("div").classes("actions"):
                self._buttons = _Buttons(self._press, language)
                with ui.element("div").classes("switches"):
                    self._voice.switch()
                    self._body.switch()
            ui.label(language.say("screening.not_diagnosis")).classes("disclaimer")
        with ui.element("div").classes("panels"):
            self._engine_panel = Panel(language.say("panel.diagnostics"), "C", self._show_engine)
            with self._engine_panel.root:
                self._engine = DiagnosticsPanel(language)

    def _ask(self) -> None:
        """Make the field of the code, with the button that begins."""
        say = self._language.say
        with ui.element("div").classes("card asking") as self._asking:
            with ui.element("label").classes("code"):
                ui.label(say("bending.code"))
                self._field = ui.element("input").props("type=text maxlength=16 autocomplete=off")
                self._field.props["value"] = self._code
                self._field.mark("code")
                self._field.on("input", self._typed, js_handler="(e) => emit(e.target.value)")
                self._field.on("keydown.enter", lambda: self._press("begin"))
            self._wrong_code = ui.label(say("bending.wrong_code")).classes("wrong-code")
            self._wrong_code.props("role=alert").mark("wrong-code").set_visibility(False)

    def _guide(self) -> None:
        """Make the list of what is asked of the person."""
        say = self._language.say
        with ui.element("section").classes("card guide"):
            heading(2, say("bending.guide"))
            with ui.element("ol"):
                for step in _STEPS:
                    with ui.element("li"):
                        ui.label(say(f"bending_step.{step}"))

    def _told(self) -> None:
        with ui.element("section").classes("answer") as self._told_card:
            self._told_card.mark("answer")
            heading(2, self._language.say("bending.answer")).classes("unseen")
            self._frame = ui.element("iframe").props('sandbox=""')
            self._frame.props["title"] = self._language.say("bending.answer")
        self._told_card.set_visibility(False)

    def leave(self) -> None:
        """Let the browser keep what it shows: nobody is there any more to connect to again."""
        self._content.client.run_javascript("physioEnded()")

    def awaits_picture(self) -> bool:
        """Return whether the browser would show another picture now."""
        return self._body.awaits()

    def show(self, view: BendView, *, shot: Shot | None, wrong_code: bool) -> None:
        """Bring every component up to date; each sends only what changed.

        Args:
            view: what is to be shown.
            shot: a frame whose picture can be asked for, None where there is none to show.
            wrong_code: what stands in the field is no code.
        """
        self._shown = view
        self._main.classes(replace=f"bending is-{view.phase}")
        self._banner.show(simulated=view.simulated, notices=view.notices)
        self._person.set_text(view.person)
        self._camera.show(ok=view.body.ok, words=view.body.badge)
        self._headline.set_text(view.headline)
        self._detail.set_text(view.detail)
        self._asking.set_visibility(view.phase == "code")
        self._wrong_code.set_visibility(wrong_code)
        self._watching.set_visibility(view.answer is None)
        for shown, count in zip(self._counts, view.counts, strict=True):
            shown.show(count)
        self._body.show(view.body, shot, used=view.answer is None)
        self._show_answer(view.answer)
        self._buttons.show(view.buttons)
        self._voice.tell(self._announcer.follow(view), spoken=view.spoken)
        if self._engine_panel.open:
            self._show_engine()

    def _show_answer(self, answer: AnswerView | None) -> None:
        if answer == self._answer:
            return
        self._answer = answer
        self._told_card.set_visibility(answer is not None)
        self._frame.props["srcdoc"] = "" if answer is None else answer.page
        self._frame.update()

    def _show_engine(self) -> None:
        if self._shown is not None:
            self._engine.show(self._shown.body.facts, self._shown.stages)

    def _typed(self, event: GenericEventArguments) -> None:
        self._code = str(event.args)
        self._type_code(self._code)


class _Count:
    """How many bends there are in one direction: a figure, and a mark for each."""

    def __init__(self) -> None:
        with ui.element("section").classes("card bends") as self._root:
            self._title = heading(2)
            self._words = ui.label().classes("done")
            self._marks = ui.element("div").classes("marks").props("aria-hidden=true")
        self._shown: BendCount | None = None

    def show(self, count: BendCount) -> None:
        """Draw the count; send only what changed."""
        if count == self._shown:
            return
        self._shown = count
        self._root.classes(replace=f"card bends{' is-next' if count.is_next else ''}")
        self._title.set_text(count.title)
        self._words.set_text(count.words)
        self._words.mark(f"bends-{count.title}")
        self._marks.clear()
        with self._marks:
            for number in range(count.wanted):
                ui.element("span").classes("is-done" if number < count.done else "is-open")


class _Buttons:
    """The buttons of the moment; each has one meaning and one shortcut."""

    def __init__(self, press: OnPress, language: Language) -> None:
        self._shown: tuple[BendButton, ...] | None = None
        self._buttons: dict[BendAction, tuple[ui.button, ui.label]] = {}
        with ui.element("div").classes("controls").props("role=group") as group:
            group.props["aria-label"] = language.say("button.group")
            self._add("begin", "Space", language.say("key.space"), "primary", press)
            for action, key in _KEYS.items():
                self._add(action, key, key, "secondary", press)

    def show(self, buttons: tuple[BendButton, ...]) -> None:
        """Draw the buttons; nothing is sent while they stay the same."""
        if buttons == self._shown:
            return
        self._shown = buttons
        labels = {button.action: button.label for button in buttons}
        for action, (button, label) in self._buttons.items():
            button.set_visibility(action in labels)
            if action in labels:
                label.set_text(labels[action])

    def _add(self, action: BendAction, key: str, name: str, kind: str, press: OnPress) -> None:
        button = ui.button(color=None).props("unelevated no-caps no-wrap").classes(kind)
        button.props(f"aria-keyshortcuts={key}").mark(action)
        button.on_click(lambda: press(action))
        with button:
            label = ui.label()
            ui.label(name).classes("key").props("aria-hidden=true")
        self._buttons[action] = button, label

"""The page of a live screening: which component stands where, and which are seen when."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from nicegui import ui
from nicegui.events import GenericEventArguments

from edge.page.bending.announcer import BendAnnouncer
from edge.page.bending.body_card import BodyCard
from edge.page.bending.views import AnswerView, BendAction, BendButton, BendCount, BendView
from edge.page.controls import control, control_group
from edge.page.live_page import Choices, LivePage
from edge.page.picture_views import Shot
from edge.web.tables import heading
from edge.wording.language import Language

STYLE: Final = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
_KEYS: Final[dict[BendAction, str]] = {"restart": "R", "answer": "A", "leave": "E"}
_STEPS: Final = ("sideways", "whole", "arms", "forward", "backward")

OnPress = Callable[[BendAction], None]


class BendPage(LivePage):
    """All components, built into the current NiceGUI page; `show` brings them up to date.

    Args:
        press: called when a button is pressed.
        choices: what can be chosen.
        type_code: called with what stands in the field of the code.
        code: what stands in the field of the code at first.
    """

    _picture: BodyCard

    def __init__(
        self, press: OnPress, choices: Choices, *, type_code: Callable[[str], None], code: str
    ) -> None:
        self._press = press
        self._type_code = type_code
        self._code = code
        super().__init__(choices, style=STYLE, footer="bending.footer")

    def _parts(self) -> None:
        language = self._language
        self._announcer = BendAnnouncer()
        self._answer: AnswerView | None = None
        with self._screen("bending", simulated="bending.simulated"):
            with self._top("camera"):
                self._person = ui.label().classes("dose").mark("person")
            self._title.set_text(language.say("bending.title"))
            self._now()
            self._ask()
            with ui.element("div").classes("watching") as self._watching:
                self._picture = BodyCard(self._choices.switch_picture, language)
                with ui.element("div").classes("course"):
                    self._counts = [_Count() for _ in range(2)]
                    self._guide()
            self._told()
            with self._actions():
                self._buttons = _Buttons(self._press, language)
            ui.label(language.say("screening.not_diagnosis")).classes("disclaimer")
        with ui.element("div").classes("panels"):
            self._engine_panel()

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

    def show(self, view: BendView, *, shot: Shot | None) -> None:
        """Bring every component up to date; each sends only what changed.

        Args:
            view: what is to be shown.
            shot: a frame whose picture can be asked for, None where there is none to show.
        """
        self._show_outline(view, self._announcer.follow(view))
        self._main.classes(replace=f"screen bending is-{view.phase}")
        self._person.set_text(view.person)
        self._asking.set_visibility(view.phase == "code")
        self._wrong_code.set_visibility(view.wrong_code)
        self._watching.set_visibility(view.answer is None)
        for shown, count in zip(self._counts, view.counts, strict=True):
            shown.show(count)
        self._picture.show(view.camera, shot, used=view.answer is None)
        self._show_answer(view.answer)
        self._buttons.show(view.buttons)

    def _show_answer(self, answer: AnswerView | None) -> None:
        if answer == self._answer:
            return
        self._answer = answer
        self._told_card.set_visibility(answer is not None)
        self._frame.props["srcdoc"] = "" if answer is None else answer.page
        self._frame.update()

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
        with control_group(language):
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
        button, label = control(kind, key, name)
        button.mark(action).on_click(lambda: press(action))
        self._buttons[action] = button, label

"""The page itself: which component stands where, and which are seen in which phase."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from nicegui import ui

from edge.core.anchor import Anchor
from edge.core.exercises import LanguageCode
from edge.core.palette import css_themes
from edge.page.announcer import Announcer
from edge.page.avatar import Avatar
from edge.page.banner import Banner
from edge.page.connection import Badge, DiagnosticsPanel
from edge.page.controls import Controls
from edge.page.counter import Counter
from edge.page.cue import CueCard
from edge.page.earlier import EarlierPanel
from edge.page.explanation_panel import ExplanationPanel
from edge.page.footer import Footer
from edge.page.gauge import Gauge
from edge.page.moving import Movement
from edge.page.panel import Panel
from edge.page.picture_card import PictureCard
from edge.page.picture_views import Shot
from edge.page.review import ReviewPanel
from edge.page.settings import Network
from edge.page.tables import heading
from edge.page.views import EXERCISING, Answers, ButtonAction, View
from edge.page.voice import Voice
from edge.records.session_history import HistoryEntry
from edge.wording.language import Language

_HERE: Final = Path(__file__).parent
STYLE: Final = css_themes() + (_HERE / "style.css").read_text(encoding="utf-8")
SCRIPTS: Final = tuple(
    (_HERE / name).read_text(encoding="utf-8")
    for name in ("shortcuts.js", "speech.js", "ending.js", "moving.js")
)

OnPress = Callable[[ButtonAction, Answers], None]
"""Takes the button, and what the patient has answered."""


class LivePage:
    """All components, built into the current NiceGUI page; `show` brings them up to date.

    Args:
        press: called when the patient presses a button.
        switch_picture: called when the patient switches the own picture on or off.
        switch_voice: called when the patient switches the voice on or off.
        choose_language: called when the patient presses a language.
        history: the patient's earlier sessions.
        spoken: the voice is on now.
        network: that the page is served to; said at the top as long as the page is open.
        language: in which the patient is spoken to.
    """

    def __init__(
        self,
        press: OnPress,
        *,
        switch_picture: Callable[[bool], None],
        switch_voice: Callable[[bool], None],
        choose_language: Callable[[LanguageCode], None],
        history: Sequence[HistoryEntry],
        spoken: bool,
        network: Network,
        language: Language,
    ) -> None:
        self._press = press
        self._switch_picture = switch_picture
        self._switch_voice = switch_voice
        self._history = history
        self._network = network
        ui.add_css(STYLE)
        for script in SCRIPTS:
            ui.add_head_html(f"<script>{script}</script>")
        self._content = ui.element("div")
        self._footer = Footer(choose_language, "page.footer")
        self._build(language, spoken=spoken, answers=Answers())

    def speak(self, language: Language) -> None:
        """Build the page anew in another language; the answers given are kept."""
        answers = self._review.answers
        spoken = self._shown is not None and self._shown[0].spoken
        self._content.clear()
        self._build(language, spoken=spoken, answers=answers)

    def _build(self, language: Language, *, spoken: bool, answers: Answers) -> None:
        self._language = language
        self._shown: tuple[View, Anchor] | None = None
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
            self._parts(spoken=spoken, answers=answers)

    def _parts(self, *, spoken: bool, answers: Answers) -> None:
        language = self._language
        self._movement = Movement(self._content.client)
        self._announcer = Announcer(language)
        self._voice = Voice(self._switch_voice, spoken=spoken, language=language)
        with ui.element("main").classes("screen"):
            self._banner = Banner(self._network, language, "notice.simulated")
            self._header()
            with ui.element("div").classes("now"):
                self._headline = heading(2).classes("headline").mark("headline")
                self._detail = ui.label().classes("detail").mark("detail")
                self._today = ui.label().classes("note").mark("today")
            with ui.element("div").classes("stage") as self._stage:
                self._cue = CueCard(language)
                self._gauge = Gauge(self._movement, language)
                self._counter = Counter(language)
                self._avatar = Avatar(self._movement, language)
                self._picture = PictureCard(self._switch_picture, language)
            self._review = ReviewPanel(language, answers)
            with ui.element("div").classes("actions"):
                self._controls = Controls(self._pressed, language)
                with ui.element("div").classes("switches"):
                    self._voice.switch()
                    self._picture.switch()
        with ui.element("div").classes("panels"):
            self._panels()

    def leave(self) -> None:
        """Let the browser keep what it shows: nobody is there any more to connect to again."""
        self._content.client.run_javascript("physioEnded()")

    def awaits_picture(self) -> bool:
        """Return whether the browser would show another picture now."""
        return self._picture.awaits()

    def show(self, view: View, anchor: Anchor, *, shot: Shot | None = None) -> None:
        """Bring every component up to date but the figures; each sends only what changed.

        Args:
            view: what is to be shown.
            anchor: the reference of the exercise at hand.
            shot: the patient's own picture, None where there is none to show.
        """
        self._shown = (view, anchor)
        exercising = view.phase in EXERCISING
        self._banner.show(simulated=view.simulated, notices=view.notices)
        self._title.set_text(self._language.words_of(view.task.exercise).title)
        self._place.set_text(self._place_words(view))
        self._dose.set_text(view.task.prescription)
        self._link_badge.show(ok=view.connection.ok, words=view.connection.words)
        if view.camera is not None:
            self._camera_badge.show(ok=view.camera.ok, words=view.camera.badge)
        self._headline.set_text(view.headline)
        self._detail.set_text(view.detail)
        self._today.set_text(" ".join(view.today))
        self._today.set_visibility(bool(view.today))
        self._stage.set_visibility(exercising)
        if exercising:
            self._gauge.show(view.task, view.live)
            self._counter.show(view.count)
            self._avatar.set_visibility(not _in_picture(view))
        self._picture.show(view.camera, shot)
        self._cue.show(view.cue)
        self._review.show(view.review)
        self._voice.tell(self._announcer.follow(view), spoken=view.spoken)
        self._controls.show(view.buttons)
        self._show_panels()

    def show_figures(self, *, demonstrated: float | None) -> None:
        """Bring the two figures up to date with what is shown.

        Args:
            demonstrated: the share of the reference's time that its figure shows while the patient
                rests; None where it rests too.
        """
        if self._shown is None:
            return
        view, anchor = self._shown
        if view.phase in EXERCISING and not _in_picture(view):
            self._avatar.show(view.live, anchor, view.feedback, demonstrated=demonstrated)

    def send(self) -> None:
        """Send what moves."""
        self._movement.send()

    def _place_words(self, view: View) -> str:
        side = self._language.say(f"side.{view.task.side}")
        return self._language.say("task.place", position=view.task.position, side=side)

    def _header(self) -> None:
        with ui.element("header").classes("top"):
            with ui.element("div").classes("task"):
                self._title = heading(1).classes("title").mark("title")
                with ui.element("div").classes("dose"):
                    self._place = ui.label().mark("place")
                    self._dose = ui.label().mark("dose")
            with ui.element("div").classes("badges"):
                self._link_badge = Badge("connection")
                self._camera_badge = Badge("camera")

    def _panels(self) -> None:
        say = self._language.say
        self._why_panel = Panel(say("panel.why"), "W", self._show_panels)
        with self._why_panel.root:
            self._why = ExplanationPanel(self._language)
        self._earlier_panel = Panel(say("panel.earlier"), "H", self._show_panels)
        with self._earlier_panel.root:
            self._earlier = EarlierPanel(self._history, self._language)
        self._engine_panel = Panel(say("panel.diagnostics"), "C", self._show_panels)
        with self._engine_panel.root:
            self._engine = DiagnosticsPanel(self._language)

    def _show_panels(self) -> None:
        if self._shown is None:
            return
        view, anchor = self._shown
        if self._why_panel.open:
            self._why.show(view.feedback, anchor)
        if self._earlier_panel.open:
            self._earlier.show(view.task)
        if self._engine_panel.open:
            camera = () if view.camera is None else view.camera.facts
            self._engine.show(view.connection.facts + camera, view.stages)

    def _pressed(self, action: ButtonAction) -> None:
        self._press(action, self._review.answers)


def _in_picture(view: View) -> bool:
    """Return whether the patient's own picture stands in the figures' place."""
    return view.camera is not None and view.camera.shown

"""The page itself: which component stands where, and which are seen in which phase."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from nicegui import ui

from edge.core.anchor import Anchor
from edge.page.exercise.announcer import Announcer
from edge.page.exercise.avatar import Avatar
from edge.page.exercise.controls import Controls
from edge.page.exercise.counter import Counter
from edge.page.exercise.cue import CueCard
from edge.page.exercise.earlier import EarlierPanel
from edge.page.exercise.explanation_panel import ExplanationPanel
from edge.page.exercise.gauge import Gauge
from edge.page.exercise.letter import KeepLetter, LetterBox
from edge.page.exercise.moving import Movement
from edge.page.exercise.phone_card import PhoneCard
from edge.page.exercise.picture_card import OwnPictureCard
from edge.page.exercise.review import ReviewPanel
from edge.page.exercise.views import EXERCISING, NO_LETTER, Answers, ButtonAction, View
from edge.page.live_page import Choices, LivePage
from edge.page.panel import Panel
from edge.page.picture_views import Shot
from edge.records.session_history import HistoryEntry
from edge.wording.language import Language

_HERE: Final = Path(__file__).parent
STYLE: Final = (_HERE / "style.css").read_text(encoding="utf-8")
SCRIPT: Final = (_HERE / "moving.js").read_text(encoding="utf-8")

_LEADS_ON: Final[frozenset[ButtonAction]] = frozenset({"continue", "finish"})

OnPress = Callable[[ButtonAction, Answers], None]
"""Takes the button, and what the patient has answered."""


class ExercisePage(LivePage):
    """All components, built into the current NiceGUI page; `show` brings them up to date.

    Args:
        press: called when the patient presses a button.
        choices: what the patient can choose.
        history: the patient's earlier sessions.
        keep_letter: keeps what the patient writes to the therapist; None where nobody is told.
    """

    _picture: OwnPictureCard

    def __init__(
        self,
        press: OnPress,
        choices: Choices,
        *,
        history: Sequence[HistoryEntry],
        keep_letter: KeepLetter | None = None,
    ) -> None:
        self._press = press
        self._history = history
        self._answers = Answers()
        self._keep_letter = keep_letter
        self._letter_box: LetterBox | None = None
        self._letter = NO_LETTER
        super().__init__(choices, style=STYLE, scripts=(SCRIPT,), footer="page.footer")

    def speak(self, language: Language) -> None:
        """Build the page anew in another language; the answers given are kept."""
        self._answers = self._review.answers
        if self._letter_box is not None:
            self._letter, self._letter_box = self._letter_box.letter, None
        super().speak(language)

    def _parts(self) -> None:
        language = self._language
        self._shown: tuple[View, Anchor] | None = None
        self._movement = Movement(self._content.client)
        self._announcer = Announcer(language)
        with self._screen("exercise", simulated="notice.simulated"):
            with self._top("connection", "camera"), ui.element("div").classes("dose"):
                self._place = ui.label().mark("place")
                self._dose = ui.label().mark("dose")
            with self._now():
                self._today = ui.label().classes("note").mark("today")
            with ui.element("div").classes("stage") as self._stage:
                self._cue = CueCard(language)
                self._gauge = Gauge(self._movement, language)
                self._counter = Counter(language)
                self._avatar = Avatar(self._movement, language)
                self._picture = OwnPictureCard(self._choices.switch_picture, language)
                self._phone = PhoneCard(language)
            self._review = ReviewPanel(language, self._answers, self._build_letter)
            with self._actions():
                self._controls = Controls(self._pressed, language)
        with ui.element("div").classes("panels"):
            self._panels()

    def show(self, view: View, anchor: Anchor, *, shot: Shot | None = None) -> None:
        """Bring every component up to date but the figures; each sends only what changed.

        Args:
            view: what is to be shown.
            anchor: the reference of the exercise at hand.
            shot: the patient's own picture, None where there is none to show.
        """
        self._shown = (view, anchor)
        exercising = view.phase in EXERCISING
        self._show_outline(view, self._announcer.follow(view), view.connection.facts)
        self._title.set_text(self._language.words_of(view.task.exercise).title)
        self._place.set_text(self._place_words(view))
        self._dose.set_text(view.task.prescription)
        self._badges["connection"].show(ok=view.connection.ok, words=view.connection.words)
        self._today.set_text(" ".join(view.today))
        self._today.set_visibility(bool(view.today))
        self._stage.set_visibility(exercising)
        if exercising:
            self._gauge.show(view.task, view.live)
            self._counter.show(view.count)
            self._avatar.set_visibility(not _in_picture(view))
        self._picture.show(view.camera, shot)
        self._phone.show(view.phone)
        self._cue.show(view.cue)
        self._review.show(view.review)
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

    def _panels(self) -> None:
        say = self._language.say
        self._why_panel = Panel(say("panel.why"), "W", self._show_panels)
        with self._why_panel.root:
            self._why = ExplanationPanel(self._language)
        self._earlier_panel = Panel(say("panel.earlier"), "H", self._show_panels)
        with self._earlier_panel.root:
            self._earlier = EarlierPanel(self._history, self._language)
        self._engine_panel()

    def _show_panels(self) -> None:
        if self._shown is None:
            return
        view, anchor = self._shown
        if self._why_panel.open:
            self._why.show(view.feedback, anchor)
        if self._earlier_panel.open:
            self._earlier.show(view.task)

    def _build_letter(self) -> None:
        """Build where the patient writes; what was written before stays."""
        if self._keep_letter is None:
            return
        if self._letter_box is not None:
            self._letter = self._letter_box.letter
        self._letter_box = LetterBox(self._keep_letter, self._language)
        self._letter_box.fill(self._letter)

    def _pressed(self, action: ButtonAction) -> None:
        if self._letter_box is not None and action in _LEADS_ON and not self._letter_box.keep():
            return
        self._press(action, self._review.answers)


def _in_picture(view: View) -> bool:
    """Return whether the patient's own picture stands in the figures' place."""
    return view.camera is not None and view.camera.shown

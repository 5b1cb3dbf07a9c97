"""What the patient can write to the therapist when an exercise is over."""

from collections.abc import Callable

from nicegui import ui
from nicegui.events import GenericEventArguments, ValueChangeEventArguments

from edge.core.errors import PhysioError
from edge.page.exercise.views import NO_LETTER, Letter
from edge.records.patient_words import MOST_SIGNS
from edge.wording.language import Language

KeepLetter = Callable[[Letter], None]
"""Keeps what was written until it is sent; raises `PhysioError` where it cannot."""


class LetterBox:
    """A text and whether it is about pain, folded up until the patient opens it.

    Args:
        keep: called with what was written when the patient goes on.
        language: of the words.
    """

    def __init__(self, keep: KeepLetter, language: Language) -> None:
        self._keep = keep
        self._language = language
        self._letter = NO_LETTER
        self._was_told = False
        self._root = ui.element("details").classes("letter").mark("letter")
        self._draw()

    @property
    def letter(self) -> Letter:
        """What is written and not kept yet."""
        return self._letter

    def fill(self, letter: Letter) -> None:
        """Show what was written before, as after another language was chosen."""
        self._letter = letter
        self._draw()

    def keep(self) -> bool:
        """Return whether the patient can go on: nothing is written, or it is kept, or said twice.

        What cannot be kept is said, and stays; who goes on all the same is not held up.
        """
        if not self._letter.text.strip():
            return True
        try:
            self._keep(self._letter)
        except PhysioError:
            was_told, self._was_told = self._was_told, True
            self._note.set_text(self._language.say("letter.failed"))
            return was_told
        self.fill(NO_LETTER)
        self._note.set_text(self._language.say("letter.kept"))
        return True

    def _draw(self) -> None:
        say, letter = self._language.say, self._letter
        self._was_told = False
        self._root.clear()
        with self._root:
            with ui.element("summary"):
                ui.label(say("letter.title"))
            text = ui.textarea(value=letter.text, on_change=self._written).mark("letter-text")
            text.props(f"outlined rows=3 maxlength={MOST_SIGNS}")
            text.props["aria-label"] = say("letter.title")
            with ui.element("label").classes("reason"):
                pain = ui.element("input").props("type=checkbox").mark("letter-pain")
                if letter.about_pain:
                    pain.props("checked")
                pain.on("change", self._marked, js_handler="(event) => emit(event.target.checked)")
                ui.label(say("letter.pain"))
            self._note = ui.label(say("letter.when")).classes("note").props("role=status")
            self._note.mark("letter-note")

    def _written(self, event: ValueChangeEventArguments[str | None]) -> None:
        self._letter = Letter(text=str(event.value or ""), about_pain=self._letter.about_pain)

    def _marked(self, event: GenericEventArguments) -> None:
        self._letter = Letter(text=self._letter.text, about_pain=bool(event.args))

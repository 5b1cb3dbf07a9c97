"""The foot of the page: what it is, and the languages it can be read in."""

from collections.abc import Callable

from nicegui import ui

from edge.core.exercises import LanguageCode
from edge.wording.language import Language
from edge.wording.languages import LANGUAGES


class Footer:
    """One button for each language, named in that language.

    It stays the same while the rest of the page is built anew, so that the keyboard's focus stays.

    Args:
        choose: called with the language that the patient presses.
        words: key of the sentence that says what the page is.
    """

    def __init__(self, choose: Callable[[LanguageCode], None], words: str) -> None:
        self._choose = choose
        self._key = words
        with ui.element("footer"):
            self._words = ui.label()
            with ui.element("div").classes("languages").props("role=group") as self._group:
                self._buttons = {code: self._button(one) for code, one in LANGUAGES.items()}

    def speak(self, language: Language) -> None:
        """Use this language, and mark its button."""
        self._words.set_text(language.say(self._key))
        self._group.props["aria-label"] = language.say("page.language")
        self._group.update()
        for code, button in self._buttons.items():
            button.props["aria-pressed"] = "true" if code == language.code else "false"
            button.update()

    def _button(self, language: Language) -> ui.element:
        button = ui.element("button").mark(f"language-{language.code}")
        button.props(f"type=button lang={language.code}")
        button.on("click", lambda: self._choose(language.code))
        with button:
            ui.label(language.name)
        return button

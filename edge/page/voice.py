"""What is told aloud: to a screen reader always, by a voice of the browser if the patient wants."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from nicegui import ui
from nicegui.events import GenericEventArguments, ValueChangeEventArguments

from edge.wording.language import Language

VoiceState = Literal["ready", "missing", "blocked"]
"""Whether the browser has a voice of its own in the language, and lets the page use it."""

_SAME_AGAIN: Final = "\N{NO-BREAK SPACE}"
"""Follows a sentence that is told twice in a row, which a screen reader would pass over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What to tell now.

    Attributes:
        text: the sentence or sentences.
        urgent: it does not wait until what is being told is over.
    """

    text: str
    urgent: bool = False


class Voice:
    """The page's one live region, and the switch that has it spoken as well.

    Args:
        switch: called when the patient switches speech on or off.
        spoken: it is on now.
        language: of the voice.
    """

    def __init__(self, switch: Callable[[bool], None], *, spoken: bool, language: Language) -> None:
        self._switched = switch
        self._spoken = spoken
        self._language = language
        self._state: VoiceState = "ready"
        with ui.element("div").classes("unseen").props("role=status aria-live=polite") as root:
            self._said = ui.label().mark("said")
        root.props("aria-atomic=true")
        self._client = root.client

    def switch(self) -> None:
        """Make the switch, and what is said where no voice can be heard, in the current place."""
        with ui.element("div").classes("voice").mark("voice") as root:
            root.on("voicestate", self._found, js_handler="(event) => emit(event.detail)")
            self._switch = ui.switch(
                self._language.say("voice.switch"), value=self._spoken, on_change=self._set_spoken
            )
            self._switch.props("aria-keyshortcuts=S").mark("speech")
            with self._switch:
                ui.label("S").classes("key").props("aria-hidden=true")
            with ui.element("div").classes("warning") as self._warning:
                ui.element("span").classes("shape is-near").props("aria-hidden=true")
                self._words = ui.label().mark("voice-trouble")
        self._show_state()
        code = json.dumps(self._language.code)
        # Sent when the page stands: the browser looks for a voice and tells what it has found.
        self._client.run_javascript(f"physioWatchVoice({code})")

    def tell(self, told: Announcement | None, *, spoken: bool) -> None:
        """Tell what there is to be told of this moment, None for nothing, aloud if `spoken`."""
        if spoken != self._spoken:
            self._spoken = spoken
            self._switch.set_value(spoken)
            self._show_state()
        if told is None:
            return
        again = self._said.text == told.text
        self._said.set_text(told.text + (_SAME_AGAIN if again else ""))
        if self._spoken:
            words = (told.text, self._language.code, told.urgent)
            self._client.run_javascript(f"physioSpeak({', '.join(map(json.dumps, words))})")

    def _found(self, event: GenericEventArguments) -> None:
        self._state = event.args
        self._show_state()

    def _show_state(self) -> None:
        silent = self._spoken and self._state != "ready"
        self._warning.set_visibility(silent)
        if silent:
            self._words.set_text(self._language.say(f"voice.{self._state}"))

    def _set_spoken(self, event: ValueChangeEventArguments[bool | None]) -> None:
        self._switched(bool(event.value))

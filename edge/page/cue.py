"""The one cue in large type, read aloud if the patient wants by a voice of the browser's own."""

import json

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from edge.page.views import Cue
from edge.wording.language import Language


class CueCard:
    """The cue of the last repetition, and the switch that has it spoken.

    Args:
        spoken: cues are spoken from the start.
        language: of the cues, and of the voice that speaks them.

    Attributes:
        spoken: cues are spoken.
    """

    def __init__(self, *, spoken: bool, language: Language) -> None:
        self._language = language
        with ui.element("section").classes("card cue") as self._card:
            self._card.props("role=status aria-live=polite ")
            self._card.props["aria-label"] = language.say("voice.card")
            ui.element("span").classes("shape").props("aria-hidden=true")
            self._text = ui.label().classes("text").mark("cue")
        self.spoken = spoken
        self._shown: Cue | None = None
        self._empty = True

    def switch(self) -> ui.switch:
        """Return the switch for speech, made where the caller wants it."""
        switch = ui.switch(
            self._language.say("voice.switch"), value=self.spoken, on_change=self._set_spoken
        )
        with switch:
            ui.label("S").classes("key").props("aria-hidden=true")
        return switch.props("aria-keyshortcuts=S").mark("speech")

    def show(self, cue: Cue | None) -> None:
        """Draw the cue and speak it once; what is there when the page opens is not spoken."""
        if cue == self._shown and not self._empty:
            return
        opening, self._empty, self._shown = self._empty, False, cue
        if cue is None:
            self._text.set_text(self._language.say("voice.none_yet"))
            self._card.classes(replace="card cue is-none")
            return
        self._text.set_text(cue.text)
        self._card.classes(replace=f"card cue is-{cue.kind}")
        if self.spoken and not opening:
            self._speak(cue.text)

    async def _set_spoken(self, event: ValueChangeEventArguments[bool | None]) -> None:
        self.spoken = bool(event.value)
        if self.spoken and not await ui.run_javascript(
            f"physioLocalVoice({json.dumps(self._language.code)}) !== null"
        ):
            ui.notify(self._language.say("voice.missing"), position="top")

    def _speak(self, text: str) -> None:
        self._card.client.run_javascript(
            f"physioSpeak({json.dumps(text)}, {json.dumps(self._language.code)})"
        )

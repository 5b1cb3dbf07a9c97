"""The one cue in large type."""

from nicegui import ui

from edge.page.exercise.views import Cue
from edge.web.tables import heading
from edge.wording.language import Language


class CueCard:
    """The cue of the last repetition.

    Args:
        language: of what stands there before the first one.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        with ui.element("section").classes("card cue is-none") as self._card:
            heading(2, language.say("voice.card")).classes("unseen")
            ui.element("span").classes("shape").props("aria-hidden=true")
            self._text = ui.label(language.say("voice.none_yet")).classes("text").mark("cue")
        self._shown: Cue | None = None

    def show(self, cue: Cue | None) -> None:
        """Draw the cue; send only what changed."""
        if cue == self._shown:
            return
        self._shown = cue
        self._text.set_text(self._language.say("voice.none_yet") if cue is None else cue.text)
        self._card.classes(replace=f"card cue is-{'none' if cue is None else cue.kind}")

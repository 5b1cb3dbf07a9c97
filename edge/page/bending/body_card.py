"""The body that the camera sees, drawn over its picture or alone."""

from collections.abc import Callable

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from edge.page.bending.views import BodyView
from edge.page.picture_card import FAILED_JS, LOADED_JS, PATH, overlay_svg
from edge.page.picture_views import Shot
from edge.page.tables import heading
from edge.wording.language import Language


class BodyCard:
    """Draws the body always, and the picture under it where that is wanted.

    Args:
        switch: called when the picture is switched on or off.
        language: of the words.
    """

    def __init__(self, switch: Callable[[bool], None], language: Language) -> None:
        self._language = language
        self._switched = switch
        self._shot: Shot | None = None
        self._loading = False
        with ui.element("section").classes("card body") as card:
            card.mark("body")
            heading(2, language.say("bending.body")).classes("unseen")
            with ui.element("div").classes("glass mirrored"):
                self._image = ui.element("img")
                self._image.props["alt"] = language.say("bending.picture")
                self._image.mark("picture").set_visibility(False)
                self._image.on("load", self._loaded, js_handler=LOADED_JS)
                self._image.on("error", self._loaded, js_handler=FAILED_JS)
                self._drawing = ui.html("", sanitize=False).classes("drawing").mark("drawing")
            ui.label(language.say("bending.frame")).classes("note")

    def switch(self) -> None:
        """Make the switch for the picture, and what is said in its place, in the current place."""
        with ui.switch(
            self._language.say("bending.show_picture"), on_change=self._set_on
        ) as self._switch:
            ui.label("P").classes("key").props("aria-hidden=true")
        self._switch.props("aria-keyshortcuts=P").mark("picture-switch")
        self._note = ui.label().classes("note").mark("picture-note")

    def awaits(self) -> bool:
        """Return whether the browser has shown the last picture and would take the next one."""
        return not self._loading

    def show(self, body: BodyView, shot: Shot | None, *, used: bool) -> None:
        """Draw the body; each sends only what changed.

        Args:
            body: what the camera sees.
            shot: a frame whose picture can be asked for, None where there is none to show.
            used: the card is to be seen, and its switch with it.
        """
        self._switch.set_visibility(body.offered and used)
        self._switch.set_value(body.shown)
        self._note.set_text(body.note)
        if not body.shown:
            self._take_away()
            self._draw(body.shot)
        elif shot is not None and shot is not self._shot and not self._loading:
            self._shot, self._loading = shot, True
            self._image.props(f"src={PATH}/{shot.frame.sensor_ns}.jpg").set_visibility(True)
            self._draw(shot)
        elif body.shot is None:
            self._take_away()
            self._draw(None)

    def _draw(self, shot: Shot | None) -> None:
        self._drawing.set_content("" if shot is None else overlay_svg(shot.overlay, shot.aspect))

    def _take_away(self) -> None:
        if self._shot is not None:
            self._shot, self._loading = None, False
            self._image.props(remove="src").set_visibility(False)

    def _loaded(self) -> None:
        self._loading = False

    def _set_on(self, event: ValueChangeEventArguments[bool | None]) -> None:
        self._switched(bool(event.value))

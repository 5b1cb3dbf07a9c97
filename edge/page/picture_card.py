"""The patient in the picture: photograph, skeleton and the reference's limb as a ghost."""

from collections.abc import Callable
from typing import Final

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from edge.page.picture_views import CameraView, Overlay, Shot, Stroke
from edge.page.tables import heading
from edge.wording.language import Language

PATH: Final = "/picture"
"""Pictures are served under this address, by the time of their grab."""

_WIDTH: Final = 1000
# A browser that shows the picture asks for the next one; in a hidden tab not until it is seen.
LOADED_JS: Final = """() => document.hidden
    ? document.addEventListener("visibilitychange", () => emit(), {once: true}) : emit()"""
FAILED_JS: Final = "() => setTimeout(emit, 500)"


class PictureCard:
    """The picture with what is drawn over it; it asks for one only while it is shown.

    Args:
        switch: called when the patient switches the picture on or off.
        language: of the words.
    """

    def __init__(self, switch: Callable[[bool], None], language: Language) -> None:
        self._language = language
        self._switched = switch
        self._shot: Shot | None = None
        self._loading = False
        with ui.element("section").classes("card picture") as self._card:
            self._card.mark("picture")
            heading(2, language.say("picture.card")).classes("unseen")
            with ui.element("div").classes("glass") as self._glass:
                self._image = ui.element("img")
                self._image.props["alt"] = language.say("picture.alt")
                self._image.mark("own-picture").set_visibility(False)
                self._image.on("load", self._loaded, js_handler=LOADED_JS)
                self._image.on("error", self._loaded, js_handler=FAILED_JS)
                self._drawing = ui.html("", sanitize=False).classes("drawing").mark("overlay")
                with ui.element("div").classes("word") as self._word:
                    self._words = ui.label().mark("picture-words")
            with ui.element("div").classes("legend"):
                ui.label(language.say("figures.you")).classes("of-own")
                ui.label(language.say("figures.own_reference")).classes("of-ghost")
        self._card.set_visibility(False)

    def switch(self) -> None:
        """Make the switch for the picture, and what is said in its place, in the current place."""
        with ui.switch(
            self._language.say("picture.switch"), on_change=self._set_on
        ) as self._switch:
            ui.label("P").classes("key").props("aria-hidden=true")
        self._switch.props("aria-keyshortcuts=P").mark("picture-switch").set_visibility(False)
        self._note = ui.label().classes("note").mark("picture-note")

    def awaits(self) -> bool:
        """Return whether the browser has shown the last picture and would take the next one."""
        return not self._loading

    def show(self, camera: CameraView | None, shot: Shot | None) -> None:
        """Draw the picture; the next one waits until the browser has shown the last.

        Args:
            camera: what is to be said; None where there is no camera.
            shot: a picture that can be asked for, None for none.
        """
        if camera is None:
            self._card.set_visibility(False)
            return
        self._card.set_visibility(camera.shown)
        self._switch.set_visibility(camera.offered)
        self._switch.set_value(camera.shown)
        self._note.set_text(camera.note)
        self._words.set_text(camera.words)
        self._word.set_visibility(bool(camera.words))
        if shot is None:
            self._clear()
        elif shot is not self._shot and not self._loading:
            self._draw(shot, mirrored=camera.mirrored)

    def _draw(self, shot: Shot, *, mirrored: bool) -> None:
        if self._shot is None:
            self._glass.classes(replace="glass mirrored" if mirrored else "glass")
        self._shot, self._loading = shot, True
        self._image.props(f"src={PATH}/{shot.frame.sensor_ns}.jpg").set_visibility(True)
        self._drawing.set_content(overlay_svg(shot.overlay, shot.aspect))

    def _clear(self) -> None:
        if self._shot is None:
            return
        self._shot, self._loading = None, False
        self._image.props(remove="src").set_visibility(False)
        self._drawing.set_content("")

    def _loaded(self) -> None:
        self._loading = False

    def _set_on(self, event: ValueChangeEventArguments[bool | None]) -> None:
        self._switched(bool(event.value))


def overlay_svg(overlay: Overlay, aspect: float) -> str:
    """Return the drawing as SVG that covers a picture of that width over height."""
    height = round(_WIDTH / aspect)

    def line(stroke: Stroke) -> str:
        points = " ".join(f"{x * _WIDTH:.0f},{y * height:.0f}" for x, y in stroke)
        return f'<polyline points="{points}"/>' if stroke else ""

    def group(kind: str, content: str) -> str:
        return f'<g class="{kind}">{content}</g>'

    bones = "".join(line(stroke) for stroke in overlay.body)
    limb, ghost = line(overlay.limb), line(overlay.ghost)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" aria-hidden="true" focusable="false">'
        f"{group('bones-edge', bones)}{group('bones', bones)}"
        f"{group('ghost-edge', ghost)}{group('ghost', ghost)}"
        f"{group('limb-edge', limb)}{group('limb', limb)}</svg>"
    )

"""A camera's picture in a browser, with what is drawn over it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from edge.page.picture_views import CameraView, Overlay, Shot, Stroke
from edge.web.tables import heading
from edge.wording.language import Language

PATH: Final = "/picture"
"""Pictures are served under this address, by the time of their grab."""

_WIDTH: Final = 1000
# A browser that shows the picture asks for the next one; in a hidden tab not until it is seen.
_LOADED_JS: Final = """() => document.hidden
    ? document.addEventListener("visibilitychange", () => emit(), {once: true}) : emit()"""
_FAILED_JS: Final = "() => setTimeout(emit, 500)"


class PictureCard:
    """The picture with what is drawn over it; it asks for one only while it is shown.

    Args:
        switch: called when somebody switches the picture on or off.
        language: of the words.
        label: key of what stands at the switch.
    """

    def __init__(self, switch: Callable[[bool], None], language: Language, *, label: str) -> None:
        self._language = language
        self._label = label
        self._switched = switch
        self._shot: Shot | None = None
        self._loading = False

    @contextmanager
    def _card(self, *, title: str, alt: str) -> Iterator[None]:
        """Make the card, with what is built meanwhile under the picture.

        Args:
            title: of the card, as a screen reader says it.
            alt: what is seen in the picture.
        """
        with ui.element("section").classes("card picture") as self._root:
            self._root.mark("picture")
            heading(2, title).classes("unseen")
            with ui.element("div").classes("glass") as self._glass:
                self._image = ui.element("img")
                self._image.props["alt"] = alt
                self._image.mark("own-picture").set_visibility(False)
                self._image.on("load", self._loaded, js_handler=_LOADED_JS)
                self._image.on("error", self._loaded, js_handler=_FAILED_JS)
                self._drawing = ui.html("", sanitize=False).classes("drawing").mark("overlay")
            yield

    def switch(self) -> None:
        """Make the switch for the picture, and what is said in its place, in the current place."""
        with ui.switch(self._language.say(self._label), on_change=self._set_on) as self._switch:
            ui.label("P").classes("key").props("aria-hidden=true")
        self._switch.props("aria-keyshortcuts=P").mark("picture-switch").set_visibility(False)
        self._note = ui.label().classes("note").mark("picture-note")

    def awaits(self) -> bool:
        """Return whether the browser has shown the last picture and would take the next one."""
        return not self._loading

    def _show_switch(self, camera: CameraView, *, used: bool = True) -> None:
        """Bring the switch up to date; it is seen where the picture is `used` now."""
        self._switch.set_visibility(camera.offered and used)
        self._switch.set_value(camera.shown)
        self._note.set_text(camera.note)

    def _load(self, shot: Shot, *, mirrored: bool) -> None:
        """Have the browser show a picture; the next one waits until it has shown the last."""
        if shot is self._shot or self._loading:
            return
        if self._shot is None:
            self._glass.classes(replace="glass mirrored" if mirrored else "glass")
        self._shot, self._loading = shot, True
        self._image.props(f"src={PATH}/{shot.frame.sensor_ns}.jpg").set_visibility(True)
        self._draw(shot)

    def _draw(self, shot: Shot | None) -> None:
        self._drawing.set_content("" if shot is None else overlay_svg(shot.overlay, shot.aspect))

    def _take_away(self) -> None:
        """Show no picture; what is drawn stays."""
        if self._shot is not None:
            self._shot, self._loading = None, False
            self._image.props(remove="src").set_visibility(False)

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

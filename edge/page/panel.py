"""A part below the fold that opens on demand: a native details element with a shortcut."""

from collections.abc import Callable

from nicegui import ui
from nicegui.events import GenericEventArguments

from edge.web.tables import heading


class Panel:
    """What is built inside is brought up to date only while it is open.

    Args:
        title: what the panel holds.
        key: its shortcut, one letter.
        opened: called when the patient opens it.
    """

    def __init__(self, title: str, key: str, opened: Callable[[], None]) -> None:
        self.open = False
        self._opened = opened
        self.root = ui.element("details").classes("card panel").mark(f"panel-{key}")
        self.root.on("toggle", self._toggled, js_handler="(event) => emit(event.target.open)")
        with self.root, ui.element("summary").props(f"aria-keyshortcuts={key}"):
            heading(2, title)
            ui.label(key).classes("key").props("aria-hidden=true")

    def _toggled(self, event: GenericEventArguments) -> None:
        self.open = bool(event.args)
        if self.open:
            self._opened()

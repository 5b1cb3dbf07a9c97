"""What changes with every packet of the watch, sent to a browser in one short message.

NiceGUI has the browser look through the whole page for every change: some five milliseconds of its
processor's time, many times a second. So the few things that move are set by a script of the page's
own (`moving.js`), and NiceGUI knows their elements as empty ones.
"""

import json
from typing import Any

from nicegui import Client, ui

from edge.avatar.figure_shapes import Drawing
from edge.page.exercise.figure_svg import changed_shapes, svg_of


class Movement:
    """All moving elements of a page, whose changes go to its browser together.

    Args:
        client: the browser's.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._due: dict[str, dict[str, Any]] = {}

    def element(self) -> "MovingElement":
        """Return a moving element, made in the current place; empty at first."""
        return MovingElement(self._due)

    def send(self) -> None:
        """Send what has changed since the last call; nothing where nothing has."""
        if self._due:
            self._client.run_javascript(f"physioMove({json.dumps(self._due)})")
            self._due.clear()


class MovingElement(ui.element):
    """An element that shows words, turns what it has inside, or is a picture.

    Args:
        due: where its changes wait to be sent, by its id in the browser.

    Attributes:
        words: that it shows.
        turns: its CSS variables in degrees.
        drawing: of which it is the picture; None before there is one.
    """

    def __init__(self, due: dict[str, dict[str, Any]]) -> None:
        super().__init__("div")
        self._due = due
        self.words = ""
        self.turns: dict[str, float] = {}
        self.drawing: Drawing | None = None

    def write(self, words: str) -> None:
        """Show these words."""
        if words != self.words:
            self.words = words
            self._change()["words"] = words

    def turn(self, name: str, degrees: float) -> None:
        """Give a CSS variable this value, rounded to tenths."""
        degrees = round(degrees, 1)
        if degrees != self.turns.get(name):
            self.turns[name] = degrees
            self._change().setdefault("turns", {})[name] = degrees

    def draw(self, drawing: Drawing) -> None:
        """Be the picture of this drawing; only shapes that moved are sent."""
        before, self.drawing = self.drawing, drawing
        if drawing == before:
            return
        shapes = None if before is None else changed_shapes(before, drawing)
        change = self._change()
        if shapes is None:
            change.pop("shapes", None)
            change["picture"] = svg_of(drawing)
        else:
            change.setdefault("shapes", {}).update(shapes)

    def _change(self) -> dict[str, Any]:
        return self._due.setdefault(self.html_id, {})

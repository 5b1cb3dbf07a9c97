"""The buttons of the moment; the shortcuts stand on them."""

from collections.abc import Callable
from typing import Final

from nicegui import ui

from edge.page.views import Button, ButtonAction
from edge.wording.language import Language

KEYS: Final = ("Space", "E")
"""Shortcut of the first and of the second button."""

Press = Callable[[ButtonAction], None]


class Controls:
    """At most two buttons, the likely one first and large.

    They stay the same elements while their meaning changes, so that the keyboard's focus stays.

    Args:
        press: called with the action of the button that was pressed.
        language: of the shortcut's name, and of the name that a screen reader says for them.
    """

    def __init__(self, press: Press, language: Language) -> None:
        self._press = press
        self._shown: tuple[Button, ...] | None = None
        with ui.element("div").classes("controls").props("role=group") as group:
            group.props["aria-label"] = language.say("button.group")
            names = (language.say("key.space"), KEYS[1])
            self._slots = [self._slot(number, name) for number, name in enumerate(names)]

    def show(self, buttons: tuple[Button, ...]) -> None:
        """Draw the buttons; nothing is sent while they stay the same."""
        if buttons == self._shown:
            return
        self._shown = buttons
        for number, (slot, label) in enumerate(self._slots):
            slot.set_visibility(number < len(buttons))
            if number < len(buttons):
                label.set_text(buttons[number].label)
                slot.mark(buttons[number].action)

    def _slot(self, number: int, name: str) -> tuple[ui.button, ui.label]:
        slot = ui.button(on_click=lambda: self._pressed(number), color=None)
        slot.props(f"unelevated no-caps no-wrap aria-keyshortcuts={KEYS[number]}")
        slot.classes("primary" if number == 0 else "secondary")
        with slot:
            label = ui.label()
            ui.label(name).classes("key").props("aria-hidden=true")
        return slot, label

    def _pressed(self, number: int) -> None:
        if self._shown and number < len(self._shown):
            self._press(self._shown[number].action)

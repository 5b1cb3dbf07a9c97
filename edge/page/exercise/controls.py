"""The buttons of the moment; the shortcuts stand on them."""

from collections.abc import Callable
from typing import Final

from nicegui import ui

from edge.page.controls import control, control_group
from edge.page.exercise.views import Button, ButtonAction
from edge.wording.language import Language

_OTHERS: Final[tuple[ButtonAction, ...]] = ("pause", "end", "leave", "finish")
"""What may stand beside the first button, each as a button of its own."""
_KEYS: Final[dict[ButtonAction, str]] = {"end": "E", "leave": "F"}
"""Their shortcuts; that of `finish` depends on the language, and no other button has it."""

Press = Callable[[ButtonAction], None]


class Controls:
    """The likely button first and large, the others beside it.

    The first one stays the same element while its meaning changes, so that the keyboard's focus
    stays. Each of the others has one meaning and one shortcut: a key pressed twice never does two
    things.

    Args:
        press: called with the action of the button that was pressed.
        language: of the shortcuts' names, and of the name that a screen reader says for all.
    """

    def __init__(self, press: Press, language: Language) -> None:
        self._press = press
        self._shown: tuple[Button, ...] | None = None
        with control_group(language):
            self._first, self._first_label = control("primary", "Space", language.say("key.space"))
            self._first.on_click(self._first_pressed)
            keys = _KEYS | {"finish": language.say("key.yes")}
            self._others = {action: self._other(action, keys.get(action)) for action in _OTHERS}

    def show(self, buttons: tuple[Button, ...]) -> None:
        """Draw the buttons; nothing is sent while they stay the same."""
        if buttons == self._shown:
            return
        self._shown = buttons
        self._first.set_visibility(bool(buttons))
        if buttons:
            self._first_label.set_text(buttons[0].label)
            self._first.mark(buttons[0].action)
        labels = {button.action: button.label for button in buttons[1:]}
        for action, (button, label) in self._others.items():
            button.set_visibility(action in labels)
            button.mark(*([action] if action in labels else []))
            if action in labels:
                label.set_text(labels[action])

    def _other(self, action: ButtonAction, key: str | None) -> tuple[ui.button, ui.label]:
        button, label = control("secondary", key)
        button.on_click(lambda: self._press(action))
        return button, label

    def _first_pressed(self) -> None:
        if self._shown:
            self._press(self._shown[0].action)

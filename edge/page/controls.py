"""The buttons of a live page, each with its shortcut on it."""

from nicegui import ui

from edge.wording.language import Language


def control_group(language: Language) -> ui.element:
    """Return the group of the buttons, made in the current place; a screen reader says its name."""
    group = ui.element("div").classes("controls").props("role=group")
    group.props["aria-label"] = language.say("button.group")
    return group


def control(
    kind: str, key: str | None = None, name: str | None = None
) -> tuple[ui.button, ui.label]:
    """Return a button and its label, made in the current place.

    Args:
        kind: primary or secondary.
        key: its shortcut, None for none.
        name: of the shortcut, as it is shown; None where it is the key.
    """
    button = ui.button(color=None).props("unelevated no-caps no-wrap").classes(kind)
    with button:
        label = ui.label()
        if key is not None:
            button.props(f"aria-keyshortcuts={key}")
            ui.label(name or key).classes("key").props("aria-hidden=true")
    return button, label

"""A question answered from 0 to 10 by native radio buttons: arrow keys, large targets."""

from nicegui import ui
from nicegui.events import GenericEventArguments


class Rating:
    """One question; `value` is None until it is answered.

    Args:
        name: identifies the group of radio buttons.
        question: what is asked.
        least: what 0 means.
        most: what 10 means.
        value: the answer so far.
    """

    def __init__(
        self, name: str, question: str, least: str, most: str, *, value: int | None
    ) -> None:
        self.value = value
        self._name = name
        with ui.element("fieldset").classes("rating"):
            with ui.element("legend"):
                ui.label(question)
            with ui.element("div").classes("scale"):
                self._options = [self._option(value) for value in range(11)]
            with ui.element("div").classes("ends").props("aria-hidden=true"):
                ui.label(f"0 = {least}")
                ui.label(f"10 = {most}")

    def _option(self, value: int) -> ui.element:
        with ui.element("label").classes("option"):
            option = ui.element("input").mark(f"{self._name}-{value}")
            option.props(f"type=radio name={self._name} value={value}")
            if value == self.value:
                option.props("checked")
            option.on("change", self._chosen, js_handler="(event) => emit(event.target.value)")
            ui.label(str(value))
        return option

    def _chosen(self, event: GenericEventArguments) -> None:
        self.value = int(event.args)

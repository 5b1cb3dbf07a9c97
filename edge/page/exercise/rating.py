"""Questions answered by native radio buttons: arrow keys, large targets."""

from typing import Final

from nicegui import ui
from nicegui.events import GenericEventArguments

from edge.core.messages.exercise import EndedBecause
from edge.wording.language import Language

_REASONS: Final[tuple[EndedBecause, ...]] = ("pain", "fatigue", "other")


class Rating:
    """A question answered from 0 to 10; `value` is None until it is answered.

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


class Reasons:
    """Why an exercise was ended early; `value` is None until that is answered.

    Args:
        language: of the words.
        value: the answer so far.
    """

    def __init__(self, language: Language, *, value: EndedBecause | None) -> None:
        self.value = value
        with ui.element("fieldset").classes("reasons"):
            with ui.element("legend"):
                ui.label(language.say("review.stopped"))
            for reason in _REASONS:
                with ui.element("label").classes("reason"):
                    option = ui.element("input").mark(f"stopped-{reason}")
                    option.props(f"type=radio name=stopped value={reason}")
                    if reason == value:
                        option.props("checked")
                    option.on("change", lambda reason=reason: self._chosen(reason))
                    ui.label(language.say(f"stopped.{reason}"))

    def _chosen(self, reason: EndedBecause) -> None:
        self.value = reason

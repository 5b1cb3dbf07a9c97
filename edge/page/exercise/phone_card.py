"""The code that makes a phone the watch, with the steps that lead there; shown until one sends."""

from typing import Final

from nicegui import ui

from edge.page.exercise.phone_drawings import Screen, warning_svg
from edge.page.exercise.views import Phone
from edge.web.pictures import qr_element
from edge.web.tables import heading
from edge.wording.language import Language

_KINDS: Final[dict[str, tuple[Screen, Screen]]] = {
    "android": ("android.1", "android.2"),
    "iphone": ("iphone.1", "iphone.2"),
}


class PhoneCard:
    """The code, and what to tap on the phone; where the phone stands is the page's headline."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._shown: Phone | None = None
        say = language.say
        with ui.element("section").classes("card phone").mark("phone") as self._root:
            with ui.element("div").classes("code"):
                self._code = ui.element("div")
                self._place = ui.label().classes("place").mark("phone-place")
            with ui.element("div").classes("steps"):
                heading(2, say("phone.title")).classes("unseen")
                with ui.element("ol"):
                    with ui.element("li"):
                        ui.label(say("phone.step.scan"))
                    with ui.element("li"):
                        ui.label(say("phone.why"))
                        with ui.element("div").classes("kinds"):
                            for kind, screens in _KINDS.items():
                                self._kind(kind, screens)
                    with ui.element("li"):
                        ui.label(say("phone.start"))
                ui.label(say("phone.untried")).classes("note")
        self._root.set_visibility(False)

    def show(self, phone: Phone | None) -> None:
        """Draw the code; send only what changed."""
        if phone == self._shown:
            return
        self._shown = phone
        self._root.set_visibility(phone is not None)
        if phone is None:
            return
        self._code.clear()
        with self._code:
            qr_element(phone.url, self._language.say("phone.code"))
        self._place.set_text(phone.place)

    def _kind(self, kind: str, screens: tuple[Screen, Screen]) -> None:
        """Draw what one kind of phone shows, a screen beside its words."""
        with ui.element("figure"):
            ui.label(self._language.say(f"phone.{kind}")).classes("kind")
            for screen in screens:
                with ui.element("div").classes("screen-step"):
                    ui.html(warning_svg(screen), sanitize=False)
                    ui.label(self._language.say(f"phone.{screen}"))

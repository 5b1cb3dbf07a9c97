"""The body that the camera sees, drawn over its picture or alone."""

from collections.abc import Callable

from nicegui import ui

from edge.page.picture_card import PictureCard
from edge.page.picture_views import CameraView, Shot
from edge.wording.language import Language


class BodyCard(PictureCard):
    """Draws the body always, and the picture under it where that is wanted.

    Args:
        switch: called when the picture is switched on or off.
        language: of the words.
    """

    def __init__(self, switch: Callable[[bool], None], language: Language) -> None:
        super().__init__(switch, language, label="bending.show_picture")
        with self._card(title=language.say("bending.body"), alt=language.say("bending.picture")):
            self._glass.classes("mirrored")
            ui.label(language.say("bending.frame")).classes("note")

    def show(self, camera: CameraView, shot: Shot | None, *, used: bool) -> None:
        """Draw the body; each part sends only what changed.

        Args:
            camera: what it sees.
            shot: a frame whose picture can be asked for, None where there is none to show.
            used: the card is to be seen, and its switch with it.
        """
        self._show_switch(camera, used=used)
        if not camera.shown:
            self._take_away()
            self._draw(camera.shot)
        elif shot is not None:
            self._load(shot, mirrored=camera.mirrored)
        elif camera.shot is None:
            self._take_away()
            self._draw(None)

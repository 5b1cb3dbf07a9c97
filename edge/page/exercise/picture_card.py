"""The patient in the picture: photograph, skeleton and the reference's limb as a ghost."""

from collections.abc import Callable

from nicegui import ui

from edge.page.picture_card import PictureCard
from edge.page.picture_views import CameraView, Shot
from edge.wording.language import Language


class OwnPictureCard(PictureCard):
    """The patient's own picture, with what the patient can do about it.

    Args:
        switch: called when the patient switches the picture on or off.
        language: of the words.
    """

    def __init__(self, switch: Callable[[bool], None], language: Language) -> None:
        super().__init__(switch, language, label="picture.switch")
        with self._card(title=language.say("picture.card"), alt=language.say("picture.alt")):
            with self._glass, ui.element("div").classes("word") as self._word:
                self._words = ui.label().mark("picture-words")
            with ui.element("div").classes("legend"):
                ui.label(language.say("figures.you")).classes("of-own")
                ui.label(language.say("figures.own_reference")).classes("of-ghost")
        self._root.set_visibility(False)

    def show(self, camera: CameraView | None, shot: Shot | None) -> None:
        """Draw the picture.

        Args:
            camera: what is to be said; None where there is no camera.
            shot: a picture that can be asked for, None for none.
        """
        self._root.set_visibility(camera is not None and camera.shown)
        if camera is None:
            return
        self._show_switch(camera)
        self._words.set_text(camera.words)
        self._word.set_visibility(bool(camera.words))
        if shot is None:
            self._take_away()
            self._draw(None)
        else:
            self._load(shot, mirrored=camera.mirrored)

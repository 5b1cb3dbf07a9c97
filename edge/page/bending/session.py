"""Shows a live screening in all open browsers, and takes what is pressed and typed there."""

from collections.abc import Sequence

from edge.bus.clock import now_ns
from edge.core.messages.screening import ScreeningCommand
from edge.page.bending.live_page import BendPage
from edge.page.bending.model import BendModel
from edge.page.bending.views import BendAction
from edge.page.live_page import Choices
from edge.page.session import BrowserSession


class BendSession(BrowserSession[BendModel, BendPage, ScreeningCommand]):
    """One screening shown in any number of browsers."""

    least_s = 0.1  # as often as somebody is seen

    def _page(self, choices: Choices) -> BendPage:
        return BendPage(self._press, choices, type_code=self._type_code, code=self._model.code)

    def _show(self, pages: Sequence[BendPage]) -> None:
        view = self._model.view()
        wanted = view.camera.shown and view.answer is None
        shot = self._take_picture(view.camera.shot if wanted else None, pages)
        for page in pages:
            page.show(view, shot=shot)

    def _type_code(self, code: str) -> None:
        self._model.code = code

    def _press(self, action: BendAction) -> None:
        self._obey(self._model.press(action, now_ns=now_ns()))

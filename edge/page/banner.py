"""What must be known before all else: simulated data, an open network, processes that fell over."""

from nicegui import ui

from edge.page.settings import Network
from edge.wording.language import Language


class Banner:
    """Strips across the top.

    Args:
        network: that the page is served to; its strip stays as long as the page is open.
        language: of the strips.
        simulated: key of the sentence that says that nobody is seen in truth.
    """

    def __init__(self, network: Network, language: Language, simulated: str) -> None:
        with ui.element("div").classes("banner"):
            self._simulated = ui.label(language.say(simulated)).classes("strip simulated")
            self._simulated.mark("simulated").set_visibility(False)
            if network != "none":
                remark = language.say(f"notice.{network}_network")
                ui.label(remark).classes("strip remark").mark("remark")
            self._notices = ui.element("div").props("role=alert")
        self._shown: tuple[str, ...] = ()

    def show(self, *, simulated: bool, notices: tuple[str, ...]) -> None:
        """Draw the strips; send only what changed."""
        self._simulated.set_visibility(simulated)
        if notices == self._shown:
            return
        self._shown = notices
        self._notices.clear()
        with self._notices:
            for notice in notices:
                ui.label(notice).classes("strip notice").mark("notice")

"""What the page of a live screening tells aloud, chosen from what is shown."""

from edge.page.bending.views import BendView
from edge.page.voice import Announcement


class BendAnnouncer:
    """Follows what is shown and says what of it is to be told.

    What is there already when it begins is not told.
    """

    def __init__(self) -> None:
        self._last: BendView | None = None

    def follow(self, view: BendView) -> Announcement | None:
        """Return what to tell, None for nothing; to be called with each moment in turn."""
        last, self._last = self._last, view
        if last is None:
            return None
        told = [
            f"{now.title}: {now.words}."
            for now, before in zip(view.counts, last.counts, strict=True)
            if now.done > before.done
        ]
        if view.headline != last.headline:
            told += [f"{view.headline}.", view.detail]
        return Announcement(text=" ".join(filter(None, told))) if told else None

"""What is told aloud: one line for the voice and for a screen reader, chosen from what is shown."""

from typing import Final

from edge.page.exercise.views import Occasion, View
from edge.page.voice import Announcement
from edge.wording.language import Language

_EXPLAINED: Final[frozenset[Occasion]] = frozenset(
    ("swap", "calibrating", "paused", "leaving", "unmeasured", "review", "done", "stopped")
)
"""Told with the sentence that explains the headline."""
_WITHOUT_IT: Final[frozenset[Occasion]] = frozenset(("rest", "hold", "held"))
_BEGINS_WITH_GO: Final[frozenset[Occasion]] = frozenset(
    ("ready", "paused", "unmeasured", "waiting", "calibrating", "rest", "leaving")
)
"""After these a limb at rest may move; between two repetitions that need not be told."""
_BACK_DEG: Final = 5.0
"""The limit is told again once the angle was this far within it: it may tremble about it."""


class Announcer:
    """Follows what is shown and says what of it is to be told.

    What is there already when it begins is not told.

    Args:
        language: of the sentences that stand nowhere on the page.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._last: View | None = None
        self._beyond = False

    def follow(self, view: View) -> Announcement | None:
        """Return what to tell, None for nothing; to be called with each moment in turn."""
        last, self._last = self._last, view
        beyond, self._beyond = self._beyond, self._is_beyond(view)
        if last is None:
            return None
        if self._beyond and not beyond:
            return Announcement(text=view.live.words, urgent=True)
        told = [*self._of_cue(last, view), *self._of_occasion(last, view), *_of_camera(last, view)]
        return Announcement(text=" ".join(map(_sentence, told))) if told else None

    def _is_beyond(self, view: View) -> bool:
        """Return whether the limit is passed, or was and the limb is not yet well within it."""
        angle_deg = view.live.angle_deg
        if view.live.verdict == "over":
            return True
        if angle_deg is None:
            return False
        return self._beyond and angle_deg > view.task.limit_deg - _BACK_DEG

    @staticmethod
    def _of_cue(last: View, view: View) -> list[str]:
        cue = view.cue
        is_new = cue is not None and (last.cue is None or last.cue.key != cue.key)
        return [cue.text] if cue is not None and is_new else []

    def _of_occasion(self, last: View, view: View) -> list[str]:
        now, before = view.occasion, last.occasion
        same = now == before and (now != "unmeasured" or view.headline == last.headline)
        if same:
            return []
        if now in _EXPLAINED:
            return [view.headline, view.detail]
        if now == "rest":
            done = self._language.say(
                "said.set_end", number=view.count.number, count=view.count.sets
            )
            return [done, view.headline]
        if now in _WITHOUT_IT or (now == "still" and before in _BEGINS_WITH_GO):
            return [view.headline]
        return []


def _of_camera(last: View, view: View) -> list[str]:
    words = "" if view.camera is None else view.camera.words
    before = "" if last.camera is None else last.camera.words
    return [words] if words and words != before else []


def _sentence(words: str) -> str:
    """Return words with a full stop where no mark ends them, at which a voice rests."""
    return words if not words or words[-1] in ".!?…" else f"{words}."

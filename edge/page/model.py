"""What the memory of every live page keeps, whatever the session is about."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from edge.core.exercises import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.status import RecordingStatus, Status
from edge.page.camera import SeenByCamera
from edge.page.notices import Notices
from edge.page.views import StageLine, stage_lines
from edge.wording.languages import language_named


class LiveModel(ABC):
    """The page's memory of a session: fed with messages, it says what is to be shown.

    It knows no browser, no socket and no clock, so every moment of a session can be tested, and a
    restarted page is brought back by feeding it the earlier messages again.

    Args:
        language: in which people are spoken to, until another is chosen.
        spoken: what is told is spoken too, until that is switched.
        picture: the memory of what the camera sees.
        silence_ends_s: a watch that is not heard for this long ends the session; None without one.

    Attributes:
        language: in which people are spoken to.
        picture: what the camera sees, and whether its picture is shown.
        spoken: what is told is spoken too.
    """

    def __init__(
        self,
        *,
        language: LanguageCode,
        spoken: bool,
        picture: SeenByCamera,
        silence_ends_s: float | None,
    ) -> None:
        self.language = language_named(language)
        self.spoken = spoken
        self.picture = picture
        self._status: Status | None = None
        self._notices = Notices(silence_ends_s)
        self._sent = 0

    @property
    @abstractmethod
    def is_done(self) -> bool:
        """Whether somebody has ended the session at a page."""

    @property
    def is_over(self) -> bool:
        """Whether the program ends now, so that no more is to be shown."""
        return self._status is not None and self._status.ending

    def speak(self, code: LanguageCode) -> None:
        """Use this language from now on."""
        self.language = language_named(code)

    def resume(self, messages: Iterable[Message]) -> None:
        """Bring back the state that these earlier messages, commands included, led to."""
        for message in messages:
            self.feed(message)

    def feed(self, message: Message) -> None:
        """Take note of a message; kinds that the page does not show are ignored.

        Raises:
            PageError: it does not belong to this session.
        """
        match message:
            case Status():
                self._status = message
                self._notices.feed(message)
            case RecordingStatus():
                self._notices.feed_recording(message)
        self.picture.feed(message)

    def _stages(self) -> tuple[StageLine, ...]:
        return stage_lines(self._status, self.language)

"""The page's memory of a live screening: it says what is to be shown, and knows no browser."""

from collections.abc import Iterable

from edge.core.exercises import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.screening import (
    PictureTrouble,
    ScreeningAnswer,
    ScreeningCommand,
    ScreeningProgress,
)
from edge.core.messages.status import RecordingStatus, Status
from edge.page import describe
from edge.page.bending.body import SeenBody
from edge.page.bending.views import (
    AnswerView,
    BendAction,
    BendButton,
    BendCount,
    BendPhase,
    BendView,
)
from edge.page.notices import Notices
from edge.posture.angle_bins import DIRECTIONS
from edge.screening.errors import ScreeningError
from edge.screening.person_code import checked_code
from edge.wording.languages import language_named


class BendModel:
    """One screening as it is shown.

    Args:
        code: of the person as far as it is known; may be empty.
        language: of the page, until another is chosen.

    Attributes:
        language: of the page.
        picture: what the camera sees.
        spoken: what is told is spoken too.
        code: as it stands in the field.
        wrong_code: the code in the field was refused.
        is_left: somebody has left the page.
    """

    def __init__(self, *, code: str = "", language: LanguageCode = "en") -> None:
        self.language = language_named(language)
        self.picture = SeenBody()
        self.spoken = False
        self.code = code
        self.wrong_code = False
        self.is_left = False
        self._progress: ScreeningProgress | None = None
        self._answer: ScreeningAnswer | None = None
        self._answers = self._sent = 0
        self._status: Status | None = None
        self._notices = Notices(None)

    @property
    def is_over(self) -> bool:
        """Whether the program ends now, so that no more is to be shown."""
        return self._status is not None and self._status.ending

    def speak(self, code: LanguageCode) -> None:
        """Use this language; an answer that is there stays as it was given."""
        self.language = language_named(code)

    def resume(self, messages: Iterable[Message]) -> None:
        """Bring back the state that these earlier messages led to."""
        for message in messages:
            self.feed(message)

    def feed(self, message: Message) -> None:
        """Take note of a message; kinds that the page does not show are ignored."""
        match message:
            case ScreeningProgress():
                self._progress = message
                self.code = message.code or self.code
            case ScreeningAnswer():
                self._answer = message
                self._answers += 1
            case ScreeningCommand(action="begin" | "restart"):
                self._answer = None
            case Status():
                self._status = message
                self._notices.feed(message)
            case RecordingStatus():
                self._notices.feed_recording(message)
        self.picture.feed(message)

    def press(self, action: BendAction, *, now_ns: int) -> list[ScreeningCommand]:
        """Return the commands that a press stands for; they are in effect here already.

        A press that does not fit the moment does nothing; neither does `begin` with a code that is
        none, which is said instead.
        """
        if action not in {button.action for button in self._buttons(self._phase())}:
            return []
        if action == "begin" and not self._takes_code():
            return []
        if action == "leave":
            self.is_left = True
        self._sent += 1
        command = ScreeningCommand(
            seq=self._sent,
            sensor_ns=now_ns,
            host_ns=now_ns,
            action=action,
            code=self.code,
            language=self.language.code,
        )
        self.feed(command)
        return [command]

    def view(self) -> BendView:
        """Return what is to be shown now."""
        phase, say = self._phase(), self.language.say
        wrong = self._wrong(phase)
        headline, detail = self._now(phase, wrong)
        return BendView(
            phase=phase,
            person=say("bending.person", code=self.code) if self.code and phase != "code" else "",
            headline=headline,
            detail=detail,
            wrong=tuple(say(f"bending_help.{one}") for one in wrong),
            simulated=self.picture.simulated,
            notices=self._notices.current(self.language) + self._camera_notices(phase),
            counts=self._counts(),
            body=self.picture.view(self.language),
            buttons=self._buttons(phase),
            answer=self._told(phase),
            stages=describe.stages(self._status, self.language),
            spoken=self.spoken,
        )

    def _phase(self) -> BendPhase:
        if self.is_left or self.is_over:
            return "ended"
        if self._progress is None or self._progress.phase == "waiting":
            return "code"
        if self._progress.phase == "answered" and self._answer is None:
            return "answering"
        return self._progress.phase

    def _takes_code(self) -> bool:
        """Return whether the code in the field is none or a right one, and note if not."""
        try:
            self.code = checked_code(self.code.strip()) if self.code.strip() else ""
        except ScreeningError:
            self.wrong_code = True
            return False
        self.wrong_code = False
        return True

    def _wrong(self, phase: BendPhase) -> tuple[PictureTrouble, ...]:
        progress = self._progress
        return () if progress is None or phase != "bending" else progress.troubles

    def _now(self, phase: BendPhase, wrong: tuple[PictureTrouble, ...]) -> tuple[str, str]:
        """Return what to do now and the sentence that explains it."""
        say, progress = self.language.say, self._progress
        if phase != "bending" or progress is None:
            refused = self._answer is not None and not self._answer.answered
            key = "unanswered" if phase == "answered" and refused else phase
            return say(f"bending_now.{key}"), say(f"bending_explained.{key}")
        if wrong:
            return say(f"bending_now.{wrong[0]}"), say(f"bending_help.{wrong[0]}")
        if progress.theta_deg is None and progress.forward + progress.backward == 0:
            return say("bending_now.place"), say("bending_explained.place")
        way = progress.direction or "still"
        return say(f"bending_now.{way}"), say(f"bending_explained.{way}")

    def _counts(self) -> tuple[BendCount, BendCount]:
        progress, say = self._progress, self.language.say
        wanted = 0 if progress is None else progress.wanted
        forward, backward = (
            BendCount(
                title=say(f"bending.{direction}"),
                words=say("bending.count", done=done, wanted=wanted),
                done=done,
                wanted=wanted,
                is_next=progress is not None and progress.direction == direction,
            )
            for direction, done in zip(
                DIRECTIONS,
                (0, 0) if progress is None else (progress.forward, progress.backward),
                strict=True,
            )
        )
        return forward, backward

    def _buttons(self, phase: BendPhase) -> tuple[BendButton, ...]:
        actions: dict[BendPhase, tuple[BendAction, ...]] = {
            "code": ("begin", "leave"),
            "bending": ("restart", "answer", "leave"),
            "answering": (),
            "answered": ("restart", "leave"),
            "ended": (),
        }
        return tuple(
            BendButton(action=action, label=self.language.say(f"bending_button.{action}"))
            for action in actions[phase]
        )

    def _camera_notices(self, phase: BendPhase) -> tuple[str, ...]:
        trouble = self.picture.trouble(self.language)
        return (trouble,) if trouble and phase in ("code", "bending") else ()

    def _told(self, phase: BendPhase) -> AnswerView | None:
        answer = self._answer
        if answer is None or phase not in ("answered", "ended"):
            return None
        return AnswerView(number=self._answers, sentences=answer.sentences, page=answer.page)

"""The page's memory of a live screening: it says what is to be shown, and knows no browser."""

from edge.core.exercises import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.screening import (
    ScreeningAnswer,
    ScreeningCommand,
    ScreeningProgress,
)
from edge.page.bending.body import SeenBody
from edge.page.bending.views import (
    AnswerView,
    BendAction,
    BendButton,
    BendCount,
    BendPhase,
    BendView,
)
from edge.page.model import LiveModel
from edge.posture.angle_bins import DIRECTIONS
from edge.screening.errors import ScreeningError
from edge.screening.person_code import checked_code
from edge.wording.screening import trouble_sentence


class BendModel(LiveModel):
    """One screening as it is shown.

    Args:
        code: of the person as far as it is known; may be empty.
        language: of the page, until another is chosen.

    Attributes:
        code: as it stands in the field.
    """

    picture: SeenBody

    def __init__(self, *, code: str = "", language: LanguageCode = "en") -> None:
        super().__init__(language=language, spoken=False, picture=SeenBody(), silence_ends_s=None)
        self.code = code
        self._is_wrong = self._is_left = False
        self._progress: ScreeningProgress | None = None
        self._answer: ScreeningAnswer | None = None
        self._answers = 0

    @property
    def is_done(self) -> bool:
        """Whether somebody has left the page."""
        return self._is_left

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
        super().feed(message)

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
            self._is_left = True
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
        headline, detail = self._now(phase)
        camera = self.picture.view(self.language)
        troubled = bool(camera.words) and phase in ("code", "bending")
        return BendView(
            phase=phase,
            person=say("bending.person", code=self.code) if self.code and phase != "code" else "",
            wrong_code=self._is_wrong,
            headline=headline,
            detail=detail,
            simulated=self.picture.simulated,
            notices=self._notices.current(self.language) + ((camera.words,) if troubled else ()),
            counts=self._counts(),
            camera=camera,
            buttons=self._buttons(phase),
            answer=self._told(phase),
            stages=self._stages(),
            spoken=self.spoken,
        )

    def _phase(self) -> BendPhase:
        if self._is_left or self.is_over:
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
            self._is_wrong = True
            return False
        self._is_wrong = False
        return True

    def _now(self, phase: BendPhase) -> tuple[str, str]:
        """Return what to do now and the sentence that explains it."""
        say, progress = self.language.say, self._progress
        if phase != "bending" or progress is None:
            refused = self._answer is not None and not self._answer.answered
            key = "unanswered" if phase == "answered" and refused else phase
            return say(f"bending_now.{key}"), say(f"bending_explained.{key}")
        if progress.troubles:
            trouble = progress.troubles[0]
            return say(f"bending_now.{trouble}"), trouble_sentence(trouble, self.language)
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

    def _told(self, phase: BendPhase) -> AnswerView | None:
        answer = self._answer
        if answer is None or phase not in ("answered", "ended"):
            return None
        return AnswerView(number=self._answers, sentences=answer.sentences, page=answer.page)

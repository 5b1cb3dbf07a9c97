"""The page's memory of a session of exercises: it says what is to be shown, and takes presses."""

from collections.abc import Sequence
from typing import Final

from edge.core.anchor import Anchor
from edge.core.constants import SILENCE_ENDS_S
from edge.core.exercises import Exercise, LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.camera import Pose
from edge.core.messages.exercise import Action, Command, Feedback
from edge.core.messages.imu import LinkStatus
from edge.core.messages.status import Status
from edge.core.tolerances import LearntTolerances
from edge.page.errors import PageError
from edge.page.exercise import describe
from edge.page.exercise.buttons import Choice, buttons_of, commands_of
from edge.page.exercise.headline import Moment, headline, occasion_of
from edge.page.exercise.own_picture import OwnPicture, Target
from edge.page.exercise.retelling import Retelling
from edge.page.exercise.standing import Standing
from edge.page.exercise.today import Today, today_words
from edge.page.exercise.view_watch import Misplaced, ViewWatch
from edge.page.exercise.views import (
    EXERCISING,
    Answers,
    Button,
    ButtonAction,
    Live,
    Review,
    Task,
    View,
)
from edge.page.model import LiveModel
from edge.page.picture_views import CameraView
from edge.records.plan import Plan
from edge.signals.camera_place import CameraPlace
from edge.wording.tolerances import tolerance_words

ASKED_NS: Final = 1_000_000_000
"""The question whether to end the session cannot be answered earlier with yes: a second click, or
the same key pressed twice, is no answer."""
NO_ANSWERS: Final = Answers()
UNSCHEDULED: Final = Today()


class ExerciseModel(LiveModel):
    """One session as the patient sees it.

    What runs follows from the messages, so a session that something other than this page drives
    is shown just as well; presses on the page answer at once and are confirmed by the messages.

    Args:
        plan: what the therapist prescribed.
        anchors: the reference repetition of each of the plan's exercises, in its order.
        silence_ends_s: a watch that is not heard for this long ends the session.
        today: the day of the session.
        learnt: the patient's own tolerances in each exercise; empty where none were learnt.
        camera_place: where the camera stood when it was calibrated, None where it was not.

    Raises:
        PageError: there is not one anchor for each exercise.
    """

    picture: OwnPicture

    def __init__(
        self,
        *,
        plan: Plan,
        anchors: Sequence[Anchor],
        silence_ends_s: float = SILENCE_ENDS_S,
        today: Today = UNSCHEDULED,
        learnt: Sequence[LearntTolerances | None] = (),
        camera_place: CameraPlace | None = None,
    ) -> None:
        if len(anchors) != len(plan.exercises):
            raise PageError(
                f"the plan has {len(plan.exercises)} exercises and there are {len(anchors)} "
                "anchors",
                remedy="give one for each, in the plan's order",
            )
        super().__init__(
            language=plan.language,
            spoken=plan.speech.cues,
            picture=OwnPicture(plan.camera),
            silence_ends_s=silence_ends_s,
        )
        self.plan = plan
        self.anchors = tuple(anchors)
        self._learnt = tuple(learnt) or (None,) * len(self.anchors)
        self._retelling = Retelling(plan, anchors)
        self._standing = Standing(plan.exercises)
        self._today = today
        self._view = ViewWatch(camera_place)
        self._link: LinkStatus | None = None
        self._asked_ns: int | None = None

    @property
    def anchor(self) -> Anchor:
        """The reference repetition of the exercise at hand."""
        return self.anchors[self._standing.index]

    @property
    def is_done(self) -> bool:
        """Whether the patient has finished the session."""
        return self._standing.phase == "done"

    def speak(self, code: LanguageCode) -> None:
        """Speak to the patient in this language, also in what was said already."""
        super().speak(code)
        self._retelling.speak(self.language)

    def feed(self, message: Message) -> None:
        """Take note of a message; kinds that the page does not show are ignored.

        Raises:
            PageError: it speaks of an exercise that the plan does not have.
        """
        self._standing.feed(message)
        match message:
            case Command(action="finish"):
                self._asked_ns = None
            case Pose():
                self._view.take(message)
            case LinkStatus():
                self._link = message
                self._notices.feed_link(message)
            case Status(ending=True):
                self._standing.stop()
                self._asked_ns = None
        super().feed(message)

    def press(
        self,
        action: ButtonAction,
        *,
        now_ns: int,
        answers: Answers = NO_ANSWERS,
    ) -> list[Command]:
        """Return the commands that a press stands for; they are in effect here already.

        A press that does not fit the moment (a second click on a button that has just gone) does
        nothing.

        Args:
            action: the button.
            now_ns: time of the press on the host's clock.
            answers: of the patient when an exercise that just ended is saved.
        """
        if action not in {button.action for button in self._buttons()}:
            return []
        if action in ("leave", "stay"):
            self._asked_ns = now_ns if action == "leave" else None
        if self._asked_ns is not None and now_ns - self._asked_ns < ASKED_NS:
            return []
        rated = self._standing.phase == "review" and answers != NO_ANSWERS
        commands = [
            self._command(name, now_ns, answers if name == "rate" else NO_ANSWERS)
            for name in commands_of(action, rated=rated)
        ]
        if action == "worn":
            self._standing.wear()
        for command in commands:
            self.feed(command)
        return commands

    def view(self) -> View:
        """Return what is to be shown now."""
        standing, told = self._standing, self._told()
        planned, phase = standing.planned, standing.phase
        task = describe.task(self.plan, standing.index, self.anchor, self.language)
        moment = self._moment(task)
        title, detail = headline(moment, task.exercise, self.language)
        live = describe.live(standing.progress, standing.rest, task, self.language)
        camera = self.picture.view(self._target(task, live), self.language)
        return View(
            phase=phase,
            occasion=occasion_of(moment),
            spoken=self.spoken,
            simulated=self._link_is_simulated() or self.picture.simulated,
            task=task,
            headline=title,
            detail=detail,
            live=live,
            count=describe.count(planned, standing.completed, told, moment.rest_s),
            cue=describe.cue(told) if planned.cues else None,
            connection=describe.connection(
                self._link,
                None if standing.progress is None else standing.progress.drift,
                self._tolerances(),
                self.language,
            ),
            phone=describe.phone(self._link),
            camera=camera,
            stages=self._stages(),
            notices=self._notices.current(self.language) + self._camera_notices(camera),
            feedback=told[-1] if told else None,
            review=self._review(task, told),
            buttons=self._buttons(),
            today=today_words(self._today, self.language) if standing.is_at_beginning else (),
        )

    def _tolerances(self) -> str:
        standing = self._standing
        planned_deg = standing.planned.tolerance_deg
        return tolerance_words(self._learnt[standing.index], self.language, planned_deg=planned_deg)

    def _moment(self, task: Task) -> Moment:
        standing = self._standing
        return Moment(
            phase=standing.phase,
            link=self._link,
            progress=standing.progress,
            rest_s=standing.rest_s,
            direction=describe.direction_of(standing.progress),
            side=task.side,
            undone=standing.undone,
            leaving=self._asked_ns is not None,
            hold_left_s=describe.hold_left(standing.progress, task),
            filmed=self.picture.filmed,
            misplaced=self._misplaced(task.exercise),
            whole_m=self._view.whole_m,
        )

    def _misplaced(self, exercise: Exercise) -> Misplaced | None:
        """Return what is wrong with the view; it is looked at before an exercise only."""
        return self._view.misplaced(exercise) if self._standing.phase == "ready" else None

    def _review(self, task: Task, told: Sequence[Feedback]) -> Review | None:
        summary = self._standing.summaries.get(task.index)
        if summary is None or self._standing.phase != "review":
            return None
        retold = self._retelling.summary(summary, told)
        return describe.review(retold, told, task, self.language)

    def _target(self, task: Task, live: Live) -> Target | None:
        """Return what the reference shows now: at rest, where the movement is to end."""
        if self._standing.phase not in EXERCISING:
            return None
        angle_deg = task.reference_deg if live.reference_deg is None else live.reference_deg
        return Target(task=task, angle_deg=angle_deg)

    def _camera_notices(self, camera: CameraView | None) -> tuple[str, ...]:
        """Return what the picture would say if it were shown."""
        exercising = self._standing.phase in EXERCISING
        if camera is None or camera.shown or not camera.words or not exercising:
            return ()
        return (camera.words,)

    def _link_is_simulated(self) -> bool:
        return self._link is not None and self._link.simulated

    def _told(self) -> list[Feedback]:
        """Return what was said of the exercise at hand, in the language of now."""
        return [self._retelling.feedback(feedback) for feedback in self._standing.told]

    def _buttons(self) -> tuple[Button, ...]:
        link, standing = self._link, self._standing
        by_camera = standing.progress is not None and standing.progress.source == "camera"
        choice = Choice(
            phase=standing.phase,
            last=standing.is_last,
            complete=standing.completed >= standing.planned.prescribed,
            begun=bool(standing.summaries),
            silent=link is not None and link.state in ("lost", "ended") and not by_camera,
            leaving=self._asked_ns is not None,
        )
        return buttons_of(choice, self.language)

    def _command(self, action: Action, now_ns: int, answers: Answers) -> Command:
        self._sent += 1
        return Command(
            seq=self._sent,
            sensor_ns=now_ns,
            host_ns=now_ns,
            action=action,
            exercise=self._standing.index if action in ("start", "rate") else None,
            pain=answers.pain,
            effort=answers.effort,
            ended_because=answers.ended_because,
        )

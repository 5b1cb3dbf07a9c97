"""The page's memory of a session: fed with messages and presses, it says what is to be shown.

It knows no browser, no socket and no clock, so every moment of a session can be tested, and a
restarted page is brought back by feeding it the earlier messages again.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from edge.core.anchor import Anchor
from edge.core.constants import SILENCE_ENDS_S
from edge.core.exercises import LanguageCode, Side, Worn, exercise_named
from edge.core.messages.base import Message
from edge.core.messages.exercise import Action, Command, Feedback, Progress, Summary
from edge.core.messages.imu import LinkStatus
from edge.core.messages.status import RecordingStatus, Status
from edge.page import describe
from edge.page.buttons import Choice, buttons_of, commands_of
from edge.page.errors import PageError
from edge.page.headline import Moment, headline, occasion_of
from edge.page.notices import Notices
from edge.page.own_picture import OwnPicture, Target
from edge.page.picture_views import CameraView
from edge.page.retelling import Retelling
from edge.page.views import EXERCISING, Button, ButtonAction, Live, Phase, Task, View
from edge.records.plan import Plan, PlannedExercise
from edge.wording.languages import language_named

STILL_DEG: Final = 0.5
"""A still limb within this of its rest angle shows how the watch sits at rest."""

ASKED_NS: Final = 1_000_000_000
"""The question whether to end the session cannot be answered earlier with yes: a second click, or
the same key pressed twice, is no answer."""

_NS_PER_S: Final = 1_000_000_000


class PageModel:
    """One session as the patient sees it.

    What runs follows from the messages, so a session that something other than this page drives
    is shown just as well; presses on the page answer at once and are confirmed by the messages.

    Args:
        plan: what the therapist prescribed.
        anchors: the reference repetition of each of the plan's exercises, in its order.
        silence_ends_s: a watch that is not heard for this long ends the session.

    Attributes:
        language: in which the patient is spoken to; as the plan says, until another is chosen.
        picture: the patient's own picture.
        spoken: what is told is spoken too; as the plan says, until the patient chooses.

    Raises:
        PageError: there is not one anchor for each exercise.
    """

    def __init__(
        self, *, plan: Plan, anchors: Sequence[Anchor], silence_ends_s: float = SILENCE_ENDS_S
    ) -> None:
        if len(anchors) != len(plan.exercises):
            raise PageError(
                f"the plan has {len(plan.exercises)} exercises and there are {len(anchors)} "
                "anchors",
                remedy="give one for each, in the plan's order",
            )
        self.plan = plan
        self.language = language_named(plan.language)
        self.anchors = tuple(anchors)
        self._retelling = Retelling(plan, anchors)
        self._index = 0
        self._phase: Phase = "ready"
        self._closed: set[int] = set()
        self._progress: Progress | None = None
        self._rest: Progress | None = None
        self._set_end_ns: int | None = None
        self._link: LinkStatus | None = None
        self._status: Status | None = None
        self._feedback: dict[int, dict[int, Feedback]] = {}
        self._summaries: dict[int, Summary] = {}
        self._notices = Notices(silence_ends_s)
        self._sent = 0
        self._asked_ns: int | None = None
        self.spoken = plan.speech.cues
        self.picture = OwnPicture(plan.camera)

    @property
    def planned(self) -> PlannedExercise:
        """The exercise at hand as prescribed."""
        return self.plan.exercises[self._index]

    @property
    def anchor(self) -> Anchor:
        """The reference repetition of the exercise at hand."""
        return self.anchors[self._index]

    @property
    def is_done(self) -> bool:
        """Whether the patient has finished the session."""
        return self._phase == "done"

    @property
    def is_over(self) -> bool:
        """Whether the program ends now, so that no more is to be shown."""
        return self._status is not None and self._status.ending

    def speak(self, code: LanguageCode) -> None:
        """Speak to the patient in this language, also in what was said already."""
        self.language = language_named(code)
        self._retelling.speak(self.language)

    def resume(self, messages: Iterable[Message]) -> None:
        """Bring back the state that these earlier messages, commands included, led to."""
        for message in messages:
            self.feed(message)

    def feed(self, message: Message) -> None:
        """Take note of a message; kinds that the page does not show are ignored.

        Raises:
            PageError: it speaks of an exercise that the plan does not have.
        """
        match message:
            case Progress() | Feedback() | Summary() | Command():
                self._check(message.exercise)
        match message:
            case Progress():
                self._feed_progress(message)
            case Feedback():
                self._feed_feedback(message)
            case Summary():
                self._feed_summary(message)
            case Command():
                self._feed_command(message)
            case LinkStatus():
                self._link = message
                self._notices.feed_link(message)
            case Status():
                self._status = message
                self._notices.feed(message)
                if message.ending and self._phase != "done":
                    self._phase, self._asked_ns = "stopped", None
            case RecordingStatus():
                self._notices.feed_recording(message)
        self.picture.feed(message)

    def press(
        self,
        action: ButtonAction,
        *,
        now_ns: int,
        pain: int | None = None,
        effort: int | None = None,
    ) -> list[Command]:
        """Return the commands that a press stands for; they are in effect here already.

        A press that does not fit the moment (a second click on a button that has just gone) does
        nothing.

        Args:
            action: the button.
            now_ns: time of the press on the host's clock.
            pain: 0–10 when an exercise that just ended is saved, None when not answered.
            effort: likewise.
        """
        if action not in {button.action for button in self._buttons()}:
            return []
        if action in ("leave", "stay"):
            self._asked_ns = now_ns if action == "leave" else None
        if self._asked_ns is not None and now_ns - self._asked_ns < ASKED_NS:
            return []
        rated = self._phase == "review" and (pain, effort) != (None, None)
        commands = [
            self._command(name, now_ns, pain, effort) for name in commands_of(action, rated=rated)
        ]
        if action == "worn":
            self._phase = "ready"
        for command in commands:
            self._feed_command(command)
        return commands

    def view(self) -> View:
        """Return what is to be shown now."""
        told = self._told()
        task = describe.task(self.plan, self._index, self.anchor, self.language)
        moment = self._moment(task)
        title, detail = headline(moment, task.exercise, self.language)
        summary = self._summaries.get(self._index) if self._phase == "review" else None
        if summary is not None:
            summary = self._retelling.summary(summary, told)
        live = describe.live(self._progress, self._rest, task, self.language)
        camera = self.picture.view(self._target(task, live), self.language)
        return View(
            phase=self._phase,
            occasion=occasion_of(moment),
            spoken=self.spoken,
            simulated=self._link_is_simulated() or self.picture.simulated,
            task=task,
            headline=title,
            detail=detail,
            live=live,
            count=describe.count(self.planned, self._completed(), told, moment.rest_s),
            cue=describe.cue(told) if self.planned.cues else None,
            connection=describe.connection(self._link, self.language),
            camera=camera,
            stages=describe.stages(self._status, self.language),
            notices=self._notices.current(self.language) + self._camera_notices(camera),
            feedback=told[-1] if told else None,
            review=None if summary is None else describe.review(summary, told, task, self.language),
            buttons=self._buttons(),
        )

    def _moment(self, task: Task) -> Moment:
        return Moment(
            phase=self._phase,
            link=self._link,
            progress=self._progress,
            rest_s=self._rest_s(),
            direction=describe.direction_of(self._progress),
            side=task.side,
            undone=len(self.anchors) - len(self._summaries),
            leaving=self._asked_ns is not None,
            hold_left_s=describe.hold_left(self._progress, task),
        )

    def _target(self, task: Task, live: Live) -> Target | None:
        """Return what the reference shows now: at rest, where the movement is to end."""
        if self._phase not in EXERCISING:
            return None
        angle_deg = task.reference_deg if live.reference_deg is None else live.reference_deg
        return Target(task=task, angle_deg=angle_deg)

    def _camera_notices(self, camera: CameraView | None) -> tuple[str, ...]:
        """Return what the picture would say if it were shown."""
        if camera is None or camera.shown or not camera.words or self._phase not in EXERCISING:
            return ()
        return (camera.words,)

    def _link_is_simulated(self) -> bool:
        return self._link is not None and self._link.simulated

    def _check(self, index: int | None) -> None:
        if index is not None and not 0 <= index < len(self.anchors):
            raise PageError(
                f"a message speaks of exercise {index}; the plan has {len(self.anchors)}, "
                "counted from 0"
            )

    def _feed_progress(self, progress: Progress) -> None:
        if progress.exercise in self._closed or self._phase == "stopped":
            return
        self._follow(progress.exercise)
        was_paused = self._progress is not None and self._progress.activity == "paused"
        if self._phase == "running" and progress.activity == "paused":
            self._phase = "paused"
        elif self._phase == "paused" and was_paused and progress.activity != "paused":
            self._phase = "running"
        self._progress = progress
        angle_deg = progress.angle_deg
        if progress.activity == "still" and angle_deg is not None and abs(angle_deg) < STILL_DEG:
            self._rest = progress
        if not self._between_sets():
            self._set_end_ns = None
        elif self._set_end_ns is None:
            self._set_end_ns = progress.sensor_ns

    def _feed_feedback(self, feedback: Feedback) -> None:
        if feedback.exercise not in self._closed:
            self._follow(feedback.exercise)
        told = self._feedback.setdefault(feedback.exercise, {})
        told[feedback.number] = feedback  # a restarted port may bring one again

    def _feed_summary(self, summary: Summary) -> None:
        self._summaries[summary.exercise] = summary
        self._closed.add(summary.exercise)
        if summary.exercise == self._index and self._phase not in ("done", "stopped"):
            self._phase = "review"
            self._progress = None

    def _feed_command(self, command: Command) -> None:
        if command.action == "start":
            index = self._index if command.exercise is None else command.exercise
            self._closed.discard(index)
            self._feedback.pop(index, None)
            self._summaries.pop(index, None)
            self._begin(index)
        elif command.action == "next" and self._phase in ("running", "paused"):
            self._phase = "ending"
        elif command.action == "next" and self._phase in ("ending", "review"):
            self._leave()
        elif command.action == "pause" and self._phase == "running":
            self._phase = "paused"
        elif command.action == "resume" and self._phase == "paused":
            self._phase = "running"
        elif command.action == "finish":
            self._asked_ns = None
            self._phase = "done"
            self._progress = None

    def _follow(self, index: int | None) -> None:
        """Show the exercise that the messages speak of, whoever started it."""
        if index is not None and (
            index != self._index or self._phase in ("swap", "ready", "review")
        ):
            self._begin(index)

    def _begin(self, index: int) -> None:
        self._index = index
        self._phase = "running"
        self._progress = self._rest = self._set_end_ns = None

    def _leave(self) -> None:
        self._closed.add(self._index)
        self._progress = None
        last = self._index + 1 == len(self.anchors)
        if last:
            self._phase = "done"
            return
        before = self.planned
        self._index += 1
        self._phase = "ready" if worn_at(self.planned) == worn_at(before) else "swap"

    def _told(self) -> list[Feedback]:
        told = self._feedback.get(self._index, {})
        return [self._retelling.feedback(told[number]) for number in sorted(told)]

    def _completed(self) -> int:
        told = max(self._feedback.get(self._index, {}), default=0)
        if self._progress is None or self._progress.exercise != self._index:
            return told
        return max(told, self._progress.completed)

    def _between_sets(self) -> bool:
        completed, planned = self._completed(), self.planned
        return 0 < completed < planned.prescribed and completed % planned.repetitions == 0

    def _rest_s(self) -> int:
        if self._set_end_ns is None or self._progress is None:
            return 0
        if self._progress.activity == "moving":
            return 0
        rested_s = (self._progress.sensor_ns - self._set_end_ns) / _NS_PER_S
        return max(0, math.ceil(self.planned.rest_s - rested_s))

    def _buttons(self) -> tuple[Button, ...]:
        link, progress = self._link, self._progress
        by_camera = progress is not None and progress.source == "camera"
        choice = Choice(
            phase=self._phase,
            last=self._index + 1 == len(self.anchors),
            complete=self._completed() >= self.planned.prescribed,
            begun=bool(self._summaries),
            silent=link is not None and link.state in ("lost", "ended") and not by_camera,
            leaving=self._asked_ns is not None,
        )
        return buttons_of(choice, self.language)

    def _command(
        self, action: Action, now_ns: int, pain: int | None, effort: int | None
    ) -> Command:
        self._sent += 1
        return Command(
            seq=self._sent,
            sensor_ns=now_ns,
            host_ns=now_ns,
            action=action,
            exercise=self._index if action in ("start", "rate") else None,
            pain=pain if action == "rate" else None,
            effort=effort if action == "rate" else None,
        )


def worn_at(planned: PlannedExercise) -> tuple[Worn, Side]:
    """Return where on the body the watch is worn for an exercise."""
    return exercise_named(planned.name).worn, planned.side

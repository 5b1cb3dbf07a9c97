"""Moments of a session that a page under test can be put into, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from edge.core.exercises import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.camera import Presence
from edge.core.messages.exercise import Action, Command
from edge.page.exercise.model import ExerciseModel
from edge.page.exercise.today import Today
from edge.page.exercise.views import ButtonAction
from edge.records.plan import Plan
from tests.page.scenes import (
    S_NS,
    feedback,
    full_disk,
    link,
    make_anchors,
    make_plan,
    praise,
    progress,
    status,
    summary,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One moment.

    Attributes:
        messages: that lead to it.
        pressed: a button that is pressed then.
        camera: whom pictures show that come as well; None for no pictures.
    """

    messages: Sequence[Message]
    pressed: ButtonAction | None = None
    camera: Presence | None = None


TODAY: Final = Today(
    due="not_today",
    turns=date(2026, 12, 1),
    waiting=12,
    waiting_since=date(2026, 11, 27),
    messages=(
        "You are doing well. Please take the second set more slowly, and tell me if it hurts.",
    ),
)
"""A day on which there is much to say before a session."""


class StageModel(ExerciseModel):
    """A model that can be put back to the beginning of another session."""

    def renew(self, plan: Plan) -> None:
        """Forget all that was."""
        ExerciseModel.__init__(self, plan=plan, anchors=make_anchors(plan), today=TODAY)

    def show(self, scene: Scene, code: LanguageCode) -> None:
        """Put a scene on the stage; a browser that is open stays in the language it has."""
        self.renew(stage_plan())
        self.speak(code)
        self.resume(scene.messages)
        if scene.pressed is not None:
            self.press(scene.pressed, now_ns=0)


def stage_plan() -> Plan:
    """Return the plan of all scenes: two sets, so that everything that can be said is said."""
    return make_plan(picture=True, sets=2, repetitions=10)


def _command(action: Action, exercise: int | None = None) -> Command:
    return Command(seq=0, sensor_ns=0, host_ns=0, action=action, exercise=exercise)


_AT_WORK: Final = (link(simulated=True), status(), _command("start", 0), progress("still"))
_TOLD: Final = (*(praise(n) for n in range(1, 9)), feedback(9))
_UNKNOWN: Final[dict[str, Any]] = {"angle_deg": None, "phase": None, "reference_deg": None}

SCENES: Final = {
    "ready": Scene(messages=_AT_WORK[:2]),
    "phone": Scene(
        messages=(
            link(
                state="scanning",
                trouble="phone_certificate",
                opens="https://192.168.178.123:8443/#0b2ca5bc9447edaea229eb",
            ),
            status(),
        )
    ),
    "calibrating": Scene(messages=(*_AT_WORK, progress("calibrating", **_UNKNOWN))),
    "moving": Scene(
        messages=(*_AT_WORK, *_TOLD, progress(angle_deg=42.0, difference_deg=-24.0, completed=9)),
    ),
    "beyond": Scene(
        messages=(
            *_AT_WORK,
            *_TOLD,
            progress(angle_deg=114.0, phase=0.9, completed=9),
            status(S_NS, coach=1, recorder=1),
        ),
    ),
    "troubled": Scene(
        messages=(
            *_AT_WORK,
            *_TOLD,
            progress(angle_deg=114.0, phase=0.9, completed=9),
            full_disk("/media/disk"),
            status(S_NS, state="held_off", recorder=1, motion=1),
        ),
    ),
    "rest": Scene(
        messages=(
            *_AT_WORK,
            *_TOLD,
            praise(10),
            progress("still", angle_deg=0.0, phase=None, reference_deg=None, completed=10),
        ),
    ),
    "lost": Scene(messages=(*_AT_WORK, *_TOLD, link(state="lost"))),
    "question": Scene(messages=(*_AT_WORK, *_TOLD, link(state="lost")), pressed="leave"),
    "review": Scene(messages=(*_AT_WORK, *_TOLD, summary(0, done=20))),
    "early": Scene(messages=(*_AT_WORK, *_TOLD[:2], summary(0, done=2))),
    "done": Scene(messages=(*_AT_WORK, _command("finish"))),
    "camera": Scene(
        messages=(
            *_AT_WORK,
            *_TOLD,
            progress(angle_deg=108.0, difference_deg=18.0, phase=1.1, completed=9),
        ),
        camera="followed",
    ),
    "nobody": Scene(messages=(*_AT_WORK, *_TOLD[:1]), camera="nobody"),
}

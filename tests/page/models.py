"""Models of a page at the beginning of a session, and what they offer, for tests."""

from edge.core.messages.exercise import Command
from edge.page.exercise.model import ExerciseModel
from edge.page.exercise.views import ButtonAction, View
from tests.page.scenes import link, make_anchors, make_plan


def new_model(**plan: object) -> ExerciseModel:
    made = make_plan(**plan)  # type: ignore[arg-type]
    return ExerciseModel(plan=made, anchors=make_anchors(made))


def started(**plan: object) -> ExerciseModel:
    model = new_model(**plan)
    model.feed(link())
    model.press("start", now_ns=1)
    return model


def names(commands: list[Command]) -> list[str]:
    return [command.action for command in commands]


def offered(view: View) -> list[ButtonAction]:
    return [button.action for button in view.buttons]

"""Models of a page at the beginning of a session, and what they offer, for tests."""

from edge.core.messages.exercise import Command
from edge.page.model import PageModel
from edge.page.views import ButtonAction, View
from tests.page.scenes import link, make_anchors, make_plan


def new_model(**plan: object) -> PageModel:
    made = make_plan(**plan)  # type: ignore[arg-type]
    return PageModel(plan=made, anchors=make_anchors(made))


def started(**plan: object) -> PageModel:
    model = new_model(**plan)
    model.feed(link())
    model.press("start", now_ns=1)
    return model


def names(commands: list[Command]) -> list[str]:
    return [command.action for command in commands]


def offered(view: View) -> list[ButtonAction]:
    return [button.action for button in view.buttons]

"""What the patient may press at each moment, and the commands that a press stands for."""

from dataclasses import dataclass

from edge.core.messages.exercise import Action
from edge.page.exercise.views import Button, ButtonAction, Phase
from edge.wording.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What decides which buttons there are.

    Attributes:
        phase: where the session stands.
        last: no exercise follows.
        complete: all prescribed repetitions are done.
        begun: an exercise was done in this session already.
        silent: the watch was there and no longer sends, and no camera stands in for it.
        leaving: the page asks whether to end the session.
    """

    phase: Phase
    last: bool
    complete: bool
    begun: bool
    silent: bool
    leaving: bool


def buttons_of(choice: Choice, language: Language) -> tuple[Button, ...]:
    """Return the buttons of a moment, the one that is most likely wanted first.

    The session is ended without a question only where all of it was done.
    """
    names: dict[ButtonAction, str] = {}
    if choice.phase == "review":
        names = {"leave": "save_leave", "finish": "save_finish"}
    if choice.leaving:
        names = {"finish": "really_finish"}
    return tuple(
        Button(action=action, label=language.say(f"button.{names.get(action, action)}"))
        for action in _actions(choice)
    )


def commands_of(action: ButtonAction, *, rated: bool) -> tuple[Action, ...]:
    """Return the commands for a press, in order.

    `next` says that the exercise is over, wherever it stands; saying it twice does no harm.

    Args:
        action: the button.
        rated: pain or effort was answered.
    """
    rating: tuple[Action, ...] = ("rate",) if rated else ()
    commands: dict[ButtonAction, tuple[Action, ...]] = {
        "worn": (),
        "start": ("start",),
        "pause": ("pause",),
        "resume": ("resume",),
        "end": ("next",),
        "skip": ("next",),
        "continue": (*rating, "next"),
        "leave": (),
        "stay": (),
        "finish": (*rating, "finish"),
    }
    return commands[action]


def _actions(choice: Choice) -> tuple[ButtonAction, ...]:
    if choice.leaving:
        return ("stay", "finish")
    # Where the watch has fallen silent there may be no other way on than to end the session.
    leave: tuple[ButtonAction, ...] = ("leave",) if choice.silent else ()
    actions: dict[Phase, tuple[ButtonAction, ...]] = {
        "swap": ("worn", "leave") if choice.begun else ("worn",),
        "ready": ("start", "leave") if choice.begun else ("start",),
        "running": ("end", "pause") if choice.complete else ("pause", *leave),
        "paused": ("resume", "end", *leave),
        "ending": ("skip",),
        "review": ("finish",) if choice.last else ("continue", "leave"),
        "done": (),
        "stopped": (),
    }
    return actions[choice.phase]

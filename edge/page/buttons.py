"""What the patient may press at each moment, and the commands that a press stands for."""

from edge.core.messages.exercise import Action
from edge.page.views import Button, ButtonAction, Phase
from edge.wording.language import Language


def buttons_of(
    phase: Phase,
    *,
    last: bool,
    complete: bool,
    begun: bool,
    language: Language,
) -> tuple[Button, ...]:
    """Return the buttons of a moment, the one that is most likely wanted first.

    Args:
        phase: where the session stands.
        last: no exercise follows.
        complete: all prescribed repetitions are done.
        begun: an exercise was done in this session already.
        language: of their labels.
    """
    actions: dict[Phase, tuple[ButtonAction, ...]] = {
        "ready": ("start", "finish") if begun else ("start",),
        "running": ("end", "pause") if complete else ("pause",),
        "paused": ("resume", "end"),
        "ending": ("skip",),
        "review": ("finish",) if last else ("continue", "finish"),
        "done": (),
        "stopped": (),
    }
    saves = phase == "review"
    return tuple(
        Button(
            action=action,
            label=language.say(
                "button.save_finish" if saves and action == "finish" else f"button.{action}"
            ),
        )
        for action in actions[phase]
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
        "start": ("start",),
        "pause": ("pause",),
        "resume": ("resume",),
        "end": ("next",),
        "skip": ("next",),
        "continue": (*rating, "next"),
        "finish": (*rating, "finish"),
    }
    return commands[action]

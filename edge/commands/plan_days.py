"""What a person at the terminal is told of the plan before a session, and asked."""

from datetime import date

import typer

from edge.records.errors import PlanError
from edge.records.plan_in_force import PlanInForce
from edge.records.schedule import Schedule
from edge.terminal.output import say


def say_plan(in_force: PlanInForce) -> None:
    """Say so where the plan that was sent takes the place of the file that was named."""
    if in_force.is_sent:
        plan = in_force.plan
        say(
            f"Going by version {plan.version} of the plan that the therapist's hub has sent "
            f"({in_force.path})."
        )


def ask_about_days(schedule: Schedule, day: date, *, ask: bool) -> None:
    """Return if a session may begin on a day that the plan does not hold on.

    Without anybody to ask it is said, and the session begins: who stands there with the watch on
    wants to exercise.

    Args:
        schedule: of the plan.
        day: by the clock on the wall.
        ask: somebody is there to answer.

    Raises:
        PlanError: whoever was asked said no.
    """
    due = schedule.due(day, ())
    if due == "early":
        words = f"The plan begins on {schedule.from_}, which is not yet."
    elif due == "over":
        words = f"The plan ended on {schedule.until}; ask the therapist for the next one."
    else:
        return
    say(words)
    if ask and not typer.confirm("Begin a session by it nevertheless?", err=True):
        raise PlanError("no session was begun", remedy=words.rstrip("."), cause="not_in_force")

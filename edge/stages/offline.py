"""The stages without processes: for replay, evaluation and tests, with no socket in between."""

from collections.abc import Callable, Iterable, Iterator

from edge.assessment.explanation import Compare
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command, Repetition
from edge.core.stage import Stage
from edge.records.session_plan import SessionPlan
from edge.stages.coach import Coach
from edge.stages.motion import Motion


def run_stages(
    session_plan: SessionPlan,
    consumed: Iterable[Message],
    compare: Compare | None = None,
    wrap: Callable[[str, Stage], Stage] = lambda name, stage: stage,
) -> Iterator[Message]:
    """Yield what `motion` and `coach` make of what `motion` consumes, in order.

    The same objects as in the live graph, so what a live session consumed gives what it gave.

    Args:
        session_plan: what is prescribed, with the anchors and the watch's calibration.
        consumed: what `motion` works on (`edge.processes.graph.CONSUMED`), in the order of its
            consumption.
        compare: the scores of the comparing network; without it the alignment's stand.
        wrap: may put something around a stage that watches it.
    """
    motion = wrap("motion", Motion.of(session_plan))
    coach = wrap("coach", Coach(session_plan, compare))
    for message in consumed:
        for outcome in motion.process(message):
            if outcome is not message:
                yield outcome
            if isinstance(outcome, Repetition | Command):
                yield from coach.process(outcome)

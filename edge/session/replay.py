"""A recorded session run through the stages once more, and set beside what it said live."""

from collections.abc import Callable, Iterable
from typing import Any, Final, Literal

from edge.core.messages.base import Message
from edge.core.messages.exercise import Feedback, Summary
from edge.core.stage import Stage
from edge.processes.comparison import open_comparison
from edge.processes.comparison_networks import networks_here
from edge.processes.graph import CONSUMED
from edge.records.recording import Recording
from edge.records.session_metadata import SessionMetadata
from edge.session.feedback_row import feedback_row
from edge.stages.offline import run_stages
from edge.terminal.output import plain

Likeness = Literal["same", "worded_otherwise", "scored_otherwise", "different"]
SAID: Final = frozenset({"cue", "words", "critical", "recurring"})
"""What is said about the figures: sentences, and which micro-segments they speak of."""
BY_NETWORK: Final = frozenset({"similarity", "views"})
"""What the networks find, so that others find otherwise; that of version 0.1.0 was another."""


_LATER: Final = frozenset({"seq", "cue_facts", "ended_because"})


def replay(
    recording: Recording, wrap: Callable[[str, Stage], Stage] = lambda name, stage: stage
) -> list[Message]:
    """Return all that the stages give on what `motion` consumed.

    A session that went on by alignment alone is replayed by alignment alone.

    Args:
        recording: of a session.
        wrap: may put something around a stage that watches it.

    Raises:
        PlanError: the recording carries no plan.
        AnchorError: an anchor in it is damaged.
    """
    session_plan = SessionMetadata.read(recording.metadata).required_plan()
    consumed = (m for m in recording.messages if isinstance(m, CONSUMED))
    compare = open_comparison() if _used_network(recording) else None
    return list(run_stages(session_plan, consumed, compare, wrap))


def _used_network(recording: Recording) -> bool:
    judgements = (m.judgement for m in recording.messages if isinstance(m, Feedback))
    return any(one is not None and one.scored_by == "network" for one in judgements)


def outputs(messages: Iterable[Message]) -> list[Message]:
    """Return the feedback and summaries among messages."""
    return [message for message in messages if isinstance(message, Feedback | Summary)]


def without_seq(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Return messages as plain values without their numbering, which a restart begins anew.

    What a cue is made of goes too, and why an exercise ended: version 0.1.0 recorded neither.
    """
    rows = (feedback_row(m) if isinstance(m, Feedback) else plain(m) for m in messages)
    return [{key: value for key, value in row.items() if key not in _LATER} for row in rows]


def likeness(given: Iterable[Message], recording: Recording) -> Likeness:
    """Return how what a replay gave is like what the recording says was said live.

    `worded_otherwise` is a recording of version 0.1.0 of which all that was measured, counted and
    advised is the same; only places have other names now, and another network gave the scores.
    `scored_otherwise` is a later recording of which the same is true, but that other networks were
    here when it was made.
    """
    again, live = without_seq(outputs(given)), without_seq(outputs(recording.messages))
    if again == live:
        return "same"
    apart = SAID | BY_NETWORK if _used_network(recording) else SAID
    if _without(again, apart) != _without(live, apart):
        return "different"
    if recording.is_former:
        return "worded_otherwise"
    return "scored_otherwise" if _has_other_networks(recording) else "different"


def _has_other_networks(recording: Recording) -> bool:
    then = SessionMetadata.read(recording.metadata).networks
    return bool(then) and then != networks_here()


def _without(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, names) for key, one in value.items() if key not in names}
    return [_without(one, names) for one in value] if isinstance(value, list | tuple) else value

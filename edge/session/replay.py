"""A recorded session run through the stages once more, and set beside what it said live."""

from collections.abc import Callable, Iterable
from typing import Any

from edge.core.messages.base import Message
from edge.core.messages.exercise import Feedback, Summary
from edge.core.stage import Stage
from edge.processes.comparison import open_comparison
from edge.processes.graph import CONSUMED
from edge.records.recording import Recording
from edge.records.session_metadata import SessionMetadata
from edge.session.feedback_row import feedback_row
from edge.stages.offline import run_stages
from edge.terminal.output import plain


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

    What a cue is made of goes too: the cue says it, and version 0.1.0 recorded the cue alone.
    """
    rows = (feedback_row(m) if isinstance(m, Feedback) else plain(m) for m in messages)
    return [
        {key: value for key, value in row.items() if key not in ("seq", "cue_facts")}
        for row in rows
    ]

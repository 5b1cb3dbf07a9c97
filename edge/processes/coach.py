"""The `coach` process: its stage, which knows after a restart what it had said."""

from edge.core.messages.exercise import Feedback
from edge.core.stage import Stage
from edge.processes.comparison import open_comparison
from edge.processes.options import SessionOptions
from edge.records.recording import read_recording
from edge.runtime.context import SessionContext
from edge.stages.coach import Coach
from edge.stages.warmup import warm_up


def make_coach(context: SessionContext) -> Stage:
    """Return the `coach` stage of the session; restarted, it knows what the recording holds."""
    options: SessionOptions = context.options
    session_plan = options.session_plan
    compare = open_comparison()
    warm_up(session_plan, compare)
    coach = Coach(session_plan, compare)
    if context.restarts:
        recording = read_recording(context.session_dir)
        coach.remember(m for m in recording.messages if isinstance(m, Feedback))
    return coach

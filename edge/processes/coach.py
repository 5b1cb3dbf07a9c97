"""The `coach` process: its stage, which knows after a restart what it had said."""

from collections.abc import Iterable
from pathlib import Path

from edge.core.messages.exercise import Feedback
from edge.core.stage import Stage
from edge.processes.comparison import open_comparison
from edge.processes.options import SessionOptions, recording_dir
from edge.records.errors import RecordingError
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
        coach.remember(_said(recording_dir(context)))
    return coach


def _said(folder: Path) -> Iterable[Feedback]:
    try:
        recording = read_recording(folder)
    except RecordingError:
        return ()  # it fell before anything was recorded, or the disk is full
    return (message for message in recording.messages if isinstance(message, Feedback))

"""A session's recording as the recorder would have left it, without running the processes."""

from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path

from edge.bus.wire import Stamp
from edge.core.messages.base import Message
from edge.processes.comparison import open_comparison
from edge.records.recording_writer import RecordingWriter
from edge.records.session_metadata import SessionMetadata
from edge.records.session_plan import SessionPlan
from edge.session.replay import outputs
from edge.stages.offline import run_stages
from tests.stages.playing import START, packets_of, session_plan_of

FLUSH_EVERY = 20
"""Messages; about as often as the recorder does."""


@cache
def said(*, network: bool = True) -> tuple[Message, ...]:
    """Return what the coach said in that session."""
    compare = open_comparison() if network else None
    return tuple(outputs(run_stages(session_plan_of(), [START, *packets_of()], compare)))


def write_session(folder: Path, *, network: bool = True) -> Path:
    """Write a simulated session, scored by the network or by alignment alone; return its file."""
    answers = said(network=network)
    return write_messages(folder, session_plan_of(), [START, *packets_of()], answers)


def write_messages(
    folder: Path, session_plan: SessionPlan, consumed: Iterable[Message], said: Iterable[Message]
) -> Path:
    """Write what motion consumed and coach said as one file, alternating as they come in."""
    folder.mkdir(parents=True, exist_ok=True)
    metadata = SessionMetadata(session_plan=session_plan, simulated=True, watch="virtual")
    entries = chain(
        ((message, Stamp("motion", 1, seq, 0, 0)) for seq, message in enumerate(consumed)),
        ((message, Stamp("coach", 1, seq, 0, 0)) for seq, message in enumerate(said)),
    )
    path = folder / "session-000.mcap"
    with RecordingWriter(path, metadata.strings()) as writer:
        for count, (message, stamp) in enumerate(sorted(entries, key=lambda e: e[0].host_ns)):
            writer.write(message, stamp)
            if count % FLUSH_EVERY == 0:
                writer.flush()
    return path

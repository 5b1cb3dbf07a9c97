"""Rows of the graph that stand in it whatever a session is about."""

from typing import Final

from edge.bus.edges import Edge, Policy
from edge.core.messages.camera import CameraStatus, FrameRef
from edge.core.messages.status import PageAddress, PageDone, RecordingStatus, Status
from edge.runtime.graph import SUPERVISOR, Kind, Process

EVERY, NEWEST, CONFLATE = Policy.EVERY, Policy.NEWEST, Policy.CONFLATE

DRIVER: Final = Process(name="driver", kind=Kind.GUEST)
"""Who presses the buttons in somebody's place."""
RECORDER: Final = Process(
    name="recorder",
    kind=Kind.SERVICE,
    factory="edge.processes.recorder:serve",
    essential=True,
)
CAMERA_EDGES: Final = (
    Edge(producer="camera", consumer="pose", types=(FrameRef,), policy=NEWEST),
    Edge(producer="camera", consumer="page", types=(FrameRef,), policy=NEWEST, depth=8),
    Edge(producer="camera", consumer="page", types=(CameraStatus,), policy=NEWEST, depth=8),
)
"""Of a session with a camera."""
PAGE_EDGES: Final = (
    Edge(producer="recorder", consumer="page", types=(RecordingStatus,), policy=NEWEST, depth=8),
    Edge(producer="recorder", consumer=SUPERVISOR, types=(RecordingStatus,), policy=EVERY),
    Edge(producer="page", consumer=SUPERVISOR, types=(PageAddress, PageDone), policy=EVERY),
    Edge(producer=SUPERVISOR, consumer="page", types=(Status,), policy=CONFLATE),
)
"""Of a session that is recorded and has a live page."""

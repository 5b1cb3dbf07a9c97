"""The graph: which processes there are, and who sends what to whom.

A further process is a row in `PROCESSES` and the rows in `EDGES` that lead in and out of it.
"""

from collections.abc import Mapping
from typing import Final

from edge.bus.edges import Edge
from edge.core.messages.camera import FrameRef, Pose
from edge.core.messages.exercise import Command, Feedback, Progress, Repetition, Summary
from edge.core.messages.imu import Imu, LinkStatus
from edge.core.messages.restart import RestartMark
from edge.processes.shared_rows import CAMERA_EDGES, DRIVER, EVERY, NEWEST, PAGE_EDGES, RECORDER
from edge.report.algorithmic_delay import algorithmic_delay
from edge.runtime.graph import SUPERVISOR, Graph, Kind, Process
from edge.runtime.measures import Latency, Measures, Stream

PROCESSES: Final = (
    Process(
        name="watch",
        kind=Kind.SERVICE,
        factory="edge.processes.watch:serve_watch",
        shares_core=True,
    ),
    DRIVER,
    Process(
        name="camera",
        kind=Kind.SERVICE,
        factory="edge.processes.camera:serve_camera",
        optional=True,
    ),
    Process(
        name="pose",
        kind=Kind.STAGE,
        factory="edge.processes.pose:make_pose",
        gives_way=True,
        optional=True,
    ),
    Process(
        name="motion",
        kind=Kind.STAGE,
        factory="edge.processes.motion:make_motion",
        shares_core=True,
        essential=True,
    ),
    Process(
        name="coach",
        kind=Kind.STAGE,
        factory="edge.processes.coach:make_coach",
        essential=True,
    ),
    Process(
        name="page", kind=Kind.SERVICE, factory="edge.processes.page:serve_page", shares_core=True
    ),
    RECORDER,
    Process(
        name="uplink",
        kind=Kind.SERVICE,
        factory="edge.processes.uplink:serve_uplink",
        optional=True,
    ),
)

CONSUMED: Final = (Imu, Pose, Command, RestartMark)
"""What `motion` works on: all of it is recorded, and is what a replay runs on."""

EDGES: Final = (
    Edge(producer="watch", consumer="motion", types=(Imu,), policy=EVERY),
    Edge(producer="watch", consumer="page", types=(LinkStatus,), policy=NEWEST, depth=8),
    Edge(producer="watch", consumer=SUPERVISOR, types=(LinkStatus,), policy=NEWEST, depth=8),
    Edge(producer="page", consumer="motion", types=(Command,), policy=EVERY),
    Edge(producer="driver", consumer="motion", types=(Command,), policy=EVERY),
    *CAMERA_EDGES,
    Edge(producer="pose", consumer="motion", types=(Pose,), policy=EVERY),
    Edge(producer="pose", consumer="page", types=(Pose,), policy=NEWEST),
    Edge(producer="motion", consumer="coach", types=(Repetition, Command), policy=EVERY),
    Edge(producer="motion", consumer="page", types=(Progress,), policy=NEWEST, depth=4),
    Edge(producer="motion", consumer="recorder", types=CONSUMED, policy=EVERY),
    Edge(producer="coach", consumer="page", types=(Feedback, Summary), policy=EVERY),
    Edge(producer="coach", consumer="recorder", types=(Feedback, Summary), policy=EVERY),
    Edge(producer="coach", consumer="uplink", types=(Feedback, Summary), policy=EVERY),
    Edge(producer="coach", consumer=SUPERVISOR, types=(Feedback, Summary), policy=EVERY),
    *PAGE_EDGES,
)

CAMERA_PROCESSES: Final = ("camera", "pose")
"""What a session without a camera leaves out."""
UPLINK_PROCESSES: Final = ("uplink",)
"""What a session leaves out of which no therapist's hub is told."""


def _of_the_watch(progress: Progress) -> bool:
    # A live picture from the camera is as old as its pose, and not as a packet.
    return progress.source != "camera"


def _gap(imu: Imu) -> tuple[str, Mapping[str, object]] | None:
    return ("gap in the stream", {"lost": imu.lost}) if imu.gap else None


MEASURES: Final = Measures(
    streams=(
        Stream(of=Imu, event=_gap),
        Stream(of=FrameRef, since="sensor_ns"),
        Stream(of=Pose),
        Stream(of=Progress),
        Stream(of=Repetition, paced=False),
    ),
    latencies=(
        Latency(
            name="progress",
            of=Progress,
            counts=_of_the_watch,
        ),
        Latency(name="feedback", of=Feedback),
        Latency(name="pose", of=Pose, since="sensor_ns"),
        Latency(
            name="page",
            of=Progress,
            at="taken",
            counts=_of_the_watch,
        ),
        Latency(
            name="browser",
            of=Progress,
            at="shown",
            counts=_of_the_watch,
        ),
    ),
    followed=(Progress, Feedback, Summary, Pose, Repetition),
    flow_end="page",
    delays=algorithmic_delay,
)

FOLLOWED: Final = frozenset(of.__name__ for of in MEASURES.followed)
"""Types of messages that arrows of a trace lead back to the sensor."""

GRAPH: Final = Graph(processes=PROCESSES, edges=EDGES, measures=MEASURES)

"""The graph of a screening: which processes there are, and who sends what to whom."""

from typing import Final

from edge.bus.edges import Edge
from edge.core.messages.camera import CameraStatus, FrameRef
from edge.core.messages.screening import (
    BodySighting,
    ScreeningAnswer,
    ScreeningCommand,
    ScreeningProgress,
)
from edge.processes.shared_rows import CAMERA_EDGES, DRIVER, EVERY, NEWEST, PAGE_EDGES, RECORDER
from edge.runtime.graph import SUPERVISOR, Graph, Kind, Process
from edge.runtime.measures import Latency, Measures, Stream
from edge.stages.screening import CONSUMED

PROCESSES: Final = (
    DRIVER,
    Process(name="camera", kind=Kind.SERVICE, factory="edge.processes.camera:serve_camera"),
    Process(
        name="pose", kind=Kind.STAGE, factory="edge.processes.bend_pose:make_pose", gives_way=True
    ),
    Process(
        name="screening",
        kind=Kind.STAGE,
        factory="edge.processes.screening:make_screening",
        essential=True,
    ),
    Process(name="page", kind=Kind.SERVICE, factory="edge.processes.screening_page:serve_page"),
    RECORDER,
)

EDGES: Final = (
    *CAMERA_EDGES,
    Edge(producer="camera", consumer="screening", types=(CameraStatus,), policy=EVERY),
    Edge(producer="camera", consumer=SUPERVISOR, types=(CameraStatus,), policy=NEWEST, depth=8),
    Edge(producer="page", consumer="pose", types=(ScreeningCommand,), policy=EVERY),
    Edge(producer="page", consumer="screening", types=(ScreeningCommand,), policy=EVERY),
    Edge(producer="driver", consumer="pose", types=(ScreeningCommand,), policy=EVERY),
    Edge(producer="driver", consumer="screening", types=(ScreeningCommand,), policy=EVERY),
    Edge(producer="pose", consumer="screening", types=(BodySighting,), policy=EVERY),
    Edge(producer="pose", consumer="page", types=(BodySighting,), policy=NEWEST),
    Edge(producer="screening", consumer="page", types=(ScreeningProgress,), policy=NEWEST, depth=4),
    Edge(producer="screening", consumer="page", types=(ScreeningAnswer,), policy=EVERY),
    Edge(producer="screening", consumer=SUPERVISOR, types=(ScreeningAnswer,), policy=EVERY),
    Edge(
        producer="screening",
        consumer=SUPERVISOR,
        types=(ScreeningProgress,),
        policy=NEWEST,
        depth=4,
    ),
    Edge(
        producer="screening", consumer="recorder", types=(*CONSUMED, ScreeningAnswer), policy=EVERY
    ),
    *PAGE_EDGES,
)

MEASURES: Final = Measures(
    streams=(Stream(of=FrameRef, since="sensor_ns"), Stream(of=BodySighting)),
    latencies=(
        Latency(name="pose", of=BodySighting, since="sensor_ns"),
        Latency(name="answer", of=ScreeningAnswer),
    ),
    followed=(BodySighting, ScreeningProgress, ScreeningAnswer),
    flow_end="page",
)

SCREENING_GRAPH: Final = Graph(processes=PROCESSES, edges=EDGES, measures=MEASURES)

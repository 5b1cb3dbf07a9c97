"""A whole screening without camera and page: a fake pose process tells of a film at once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from edge.bus.stop import Stop
from edge.core.messages.base import Message
from edge.core.messages.screening import ScreeningCommand
from edge.processes.screening_graph import SCREENING_GRAPH
from edge.processes.screening_options import ScreeningOptions
from edge.records.screening_metadata import ScreeningMetadata
from edge.runtime.context import SessionContext
from edge.runtime.graph import Graph, Kind
from edge.runtime.service import ServicePorts
from edge.session.live_screening import LiveScreening
from models.inference.low_back import LowBackNetwork
from tests.screening.watched import BACKWARD, FORWARD, bending, later

PARTS = (0, 150, 10**6)
"""Up to so many pictures are told of after the command of that number."""


def room() -> Graph:
    """The graph of a screening, with somebody who bends in the place of camera and pose."""
    graph = SCREENING_GRAPH.without("camera", "page")
    pose = next(one for one in graph.processes if one.name == "pose")
    fake = replace(
        pose, kind=Kind.SERVICE, factory="tests.session.bending_room:serve_pose", gives_way=False
    )
    others = tuple(one for one in graph.processes if one.name != "pose")
    return replace(graph, processes=(*others, fake))


def serve_pose(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Tell of a film in parts, as commands ask for it."""
    pictures = bending((*FORWARD, *BACKWARD))
    told = 0
    while not stop.is_set():
        for message in ports.poll(0.1):
            if isinstance(message, ScreeningCommand):
                upto = PARTS[message.seq]
                for one in pictures[told:upto]:
                    # After the command that begins, by whatever clock it was given.
                    ports.send(replace(later(one, 0), host_ns=message.host_ns))
                told = upto


def session(folder: Path, network: LowBackNetwork, zoo: Path) -> LiveScreening:
    """A screening by one small network."""
    about = ScreeningMetadata(
        simulated=True,
        camera="toy",
        network="",
        networks=(f"{network.card.name} {network.card.sha256}",),
        scores={},
        made_on=date(2026, 11, 29),
    )
    return LiveScreening(
        session_dir=folder / "session",
        out=folder / "out",
        options=ScreeningOptions(camera="toy", metadata=about, zoo=zoo, code="P-1"),
    )


def kinds(messages: Iterable[Message]) -> set[str]:
    """The names of the messages' types."""
    return {type(message).__name__ for message in messages}

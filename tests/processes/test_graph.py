"""The table of processes and edges is consistent, and shrinks without loose ends."""

import pytest

from edge.bus.edges import Policy
from edge.core.messages.exercise import Command, Progress
from edge.core.messages.imu import Imu
from edge.core.messages.registry import MESSAGE_TYPES
from edge.core.messages.restart import RestartMark
from edge.core.messages.screening import ScreeningAnswer, ScreeningResumption
from edge.core.messages.status import Heartbeat, Status
from edge.processes.graph import CONSUMED, GRAPH
from edge.processes.screening_graph import SCREENING_GRAPH
from edge.runtime.graph import SUPERVISOR, Graph, Kind, Process
from edge.stages.screening import CONSUMED as SCREENED

both = pytest.mark.parametrize("graph", [GRAPH, SCREENING_GRAPH], ids=["exercise", "screening"])


@both
def test_every_edge_joins_processes_that_there_are(graph: Graph) -> None:
    names = {process.name for process in graph.processes} | {SUPERVISOR}
    assert len(names) == len(graph.processes) + 1
    for edge in graph.edges:
        assert {edge.producer, edge.consumer} <= names
        assert set(edge.types) <= set(MESSAGE_TYPES)
        assert edge.depth >= 1


@both
def test_no_message_takes_two_ways_to_the_same_consumer(graph: Graph) -> None:
    ways = [(e.producer, e.consumer, cls) for e in graph.edges for cls in e.types]
    assert len(ways) == len(set(ways))


def test_the_recorder_gets_what_motion_consumes_and_nothing_of_it_may_be_lost() -> None:
    consumed = {cls for e in GRAPH.edges if e.consumer == "motion" for cls in e.types}
    recorded = [e for e in GRAPH.edges if (e.producer, e.consumer) == ("motion", "recorder")]
    assert {cls for e in recorded for cls in e.types} == consumed | {RestartMark} == set(CONSUMED)
    assert all(e.policy is Policy.EVERY for e in GRAPH.edges if e.consumer == "recorder")


def test_the_recorder_gets_what_the_screening_consumes_and_what_it_answers() -> None:
    edges = SCREENING_GRAPH.edges
    consumed = {cls for e in edges if e.consumer == "screening" for cls in e.types}
    recorded = {cls for e in edges if e.consumer == "recorder" for cls in e.types}
    assert consumed | {ScreeningResumption} == set(SCREENED)
    assert recorded == {*SCREENED, ScreeningAnswer}
    assert all(e.policy is Policy.EVERY for e in edges if e.consumer in ("recorder", "screening"))


def test_only_what_the_next_one_replaces_may_be_dropped() -> None:
    lossy = {cls for e in GRAPH.edges if e.policy is not Policy.EVERY for cls in e.types}
    assert {Progress, Status} <= lossy
    assert not lossy & {Imu, Command}


def test_without_a_process_its_edges_are_gone() -> None:
    headless = GRAPH.without("page")
    assert "page" not in {process.name for process in headless.processes}
    assert not [e for e in headless.edges if "page" in (e.producer, e.consumer)]
    assert [e for e in headless.edges if e.producer == "driver"]


def test_every_process_sends_a_heartbeat() -> None:
    beats = [e for e in GRAPH.supervised().edges if Heartbeat in e.types]
    assert {e.producer for e in beats} == {process.name for process in GRAPH.processes}
    assert {e.consumer for e in beats} == {SUPERVISOR}


def test_a_factory_is_found_by_its_name() -> None:
    assert Process(name="x", kind=Kind.STAGE, factory="edge.processes.graph:Graph").load() is Graph
    with pytest.raises(AttributeError):
        Process(name="x", kind=Kind.STAGE, factory="edge.processes.graph:missing").load()

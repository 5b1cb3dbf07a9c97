"""From the end of a movement, which only a simulation knows, to the feedback on it in a process.

The listener is one more process beside the page's, and is sent what that is sent. What the radio
adds is in the figure: the packet with the sample that tells the end is only sent when it is full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from benchmarks.distributions import CountedPercentiles
from edge.bus.edges import Edge, Policy
from edge.bus.inbox import Delivery
from edge.core.messages.exercise import Feedback
from edge.runtime.graph import Graph, Kind, Process
from edge.simulation.patient import SimulatedPatient, pair_up

LISTENER: Final = "listener"
PARTS: Final = ("recognised", "answered")
"""From the movement's end to the arrival of the packet that tells it; to the feedback."""


def listening(graph: Graph) -> Graph:
    """Return the graph with a guest that is sent the feedback."""
    guest = Process(name=LISTENER, kind=Kind.GUEST)
    edge = Edge(producer="coach", consumer=LISTENER, types=(Feedback,), policy=Policy.EVERY)
    return replace(graph, processes=(*graph.processes, guest), edges=(*graph.edges, edge))


def delays_ms(
    deliveries: Sequence[Delivery], patient: SimulatedPatient, begin_ns: int
) -> dict[str, list[float]]:
    """Return for each of `PARTS` the milliseconds from each movement's true end.

    Args:
        deliveries: what the listener was sent.
        patient: who moved.
        begin_ns: host time at which the patient's clock reads zero.
    """
    received = {d.message.seq: d.received_ns for d in deliveries if isinstance(d.message, Feedback)}
    feedbacks = [d.message for d in deliveries if isinstance(d.message, Feedback)]
    delays: dict[str, list[float]] = {part: [] for part in PARTS}
    for pair in pair_up(feedbacks, patient.session().truth, begin_ns):
        if pair.truth is not None:
            end_ns = begin_ns + pair.truth.end_s * 1e9
            times = (pair.feedback.host_ns, received[pair.feedback.seq])
            for part, at_ns in zip(PARTS, times, strict=True):
                delays[part].append((at_ns - end_ns) / 1e6)
    return delays


def figures(delays: Mapping[str, Sequence[float]]) -> dict[str, CountedPercentiles]:
    """Return how the delays of those parts are distributed that have any."""
    return {part: CountedPercentiles.of(values) for part, values in delays.items() if values}

"""The recorder: writes what the graph brings to it, and acknowledges only what is written.

A killed recorder loses nothing: its successor gets what was not acknowledged, and writes a further
file.
"""

import logging
from collections.abc import Iterable
from typing import Final

from edge.bus.clock import now_ns
from edge.bus.inbox import Delivery
from edge.bus.stop import Stop
from edge.processes.options import SessionOptions
from edge.records.recording import next_part
from edge.records.recording_writer import RecordingWriter
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts

log = logging.getLogger(__name__)

FLUSH_S: Final = 0.25
"""Longest time that a received message stays unflushed."""
RETRY_S: Final = 5.0


def serve(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Record until `stop` is set, in a new file after a write error (such as a full disk)."""
    unwritten: list[Delivery] = []
    while True:
        try:
            _record_part(context, ports, stop, unwritten)
        except OSError as error:
            log.error(  # noqa: TRY400 - one sentence says it all
                "cannot record to %s: %s; nothing is lost yet, trying again every %.0f s",
                context.session_dir,
                error.strerror or error,
                RETRY_S,
            )
            if stop.wait(RETRY_S):
                return
        else:
            return


def _record_part(
    context: SessionContext, ports: ServicePorts, stop: Stop, unwritten: list[Delivery]
) -> None:
    """Record into one file; `unwritten` is what has been received and is not flushed yet."""
    options: SessionOptions = context.options
    part, metadata = next_part(context.session_dir), options.metadata.strings()
    with RecordingWriter(part, metadata) as writer:
        for delivery in unwritten:
            writer.write(delivery.message, delivery.stamp)
        due_ns = now_ns()
        stopping = False
        while not stopping or unwritten:
            stopping = stop.is_set()
            deliveries = ports.receive(0 if stopping else FLUSH_S)
            for delivery in deliveries:
                unwritten.append(delivery)
                writer.write(delivery.message, delivery.stamp)
            if unwritten and (now_ns() >= due_ns or not deliveries):
                writer.flush()
                ports.finished()
                _acknowledge(ports, unwritten)
                unwritten.clear()
                due_ns = now_ns() + round(FLUSH_S * 1e9)


def _acknowledge(ports: ServicePorts, deliveries: Iterable[Delivery]) -> None:
    last = {(d.stamp.producer, d.stamp.epoch): d for d in deliveries}
    for delivery in last.values():
        ports.acknowledge(delivery)

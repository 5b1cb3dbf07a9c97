"""The job on ezmsg (`pip install ezmsg`), as its documentation tells: a unit a process."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import ezmsg.core as ez

from benchmarks.pipeline.transports.job import Job, Sink, aligning, filtering
from edge.bus.clock import now_ns


@dataclass
class Packet:
    """What travels."""

    number: int
    sent_ns: int
    values: Any


class JobSettings(ez.Settings):
    """The job, for each unit."""

    job: Job


class Source(ez.Unit):
    """Sends all packets."""

    SETTINGS = JobSettings
    OUTPUT = ez.OutputStream(Packet)

    @ez.publisher(OUTPUT)
    async def send(self) -> AsyncGenerator[Any, None]:
        """Send each packet when it is due."""
        job = self.SETTINGS.job
        for number in range(job.packets):
            # Nothing else runs in this process, and asyncio's own sleep is late by a millisecond.
            job.wait_for(number)
            yield self.OUTPUT, Packet(number, now_ns(), job.packet(number))


class Filter(ez.Unit):
    """The second stage."""

    INPUT = ez.InputStream(Packet)
    OUTPUT = ez.OutputStream(Packet)

    async def initialize(self) -> None:
        """Prepare."""
        self.work = filtering()

    @ez.subscriber(INPUT, zero_copy=True)
    @ez.publisher(OUTPUT)
    async def process(self, packet: Packet) -> AsyncGenerator[Any, None]:
        """Filter a packet."""
        out = Packet(packet.number, packet.sent_ns, self.work(packet.values))
        yield self.OUTPUT, out


class Align(ez.Unit):
    """The third stage."""

    INPUT = ez.InputStream(Packet)
    OUTPUT = ez.OutputStream(Packet)

    async def initialize(self) -> None:
        """Prepare."""
        self.work = aligning()

    @ez.subscriber(INPUT, zero_copy=True)
    @ez.publisher(OUTPUT)
    async def process(self, packet: Packet) -> AsyncGenerator[Any, None]:
        """Align a packet."""
        yield self.OUTPUT, Packet(packet.number, packet.sent_ns, self.work(packet.values))


class Last(ez.Unit):
    """The sink."""

    SETTINGS = JobSettings
    INPUT = ez.InputStream(Packet)

    async def initialize(self) -> None:
        """Prepare."""
        self.sink = Sink(self.SETTINGS.job)

    @ez.subscriber(INPUT, zero_copy=True)
    async def take(self, packet: Packet) -> None:
        """Note an arrival."""
        if self.sink.take(packet.sent_ns):
            raise ez.NormalTermination


def main() -> None:
    """Do the job of the command line."""
    settings = JobSettings(job=Job.from_arguments())
    source, filtered, aligned, last = Source(settings), Filter(), Align(), Last(settings)
    ez.run(
        SOURCE=source,
        FILTER=filtered,
        ALIGN=aligned,
        SINK=last,
        connections=(
            (source.OUTPUT, filtered.INPUT),
            (filtered.OUTPUT, aligned.INPUT),
            (aligned.OUTPUT, last.INPUT),
        ),
        process_components=(source, filtered, aligned, last),
    )


if __name__ == "__main__":
    main()

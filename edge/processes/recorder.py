"""The recorder: keeps what the graph brings to it, and acknowledges only what is on the disk.

Whatever fails, nothing is let go of: the recorder holds in memory what is not on the disk, and who
sent it keeps it too until it is acknowledged. So a full disk costs nothing once there is room
again, and a killed recorder nothing at all: its successor gets what was not acknowledged, and
writes a further file.
"""

import errno
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from multiprocessing import parent_process
from pathlib import Path
from typing import Final, Protocol

from edge.bus.clock import now_ns
from edge.bus.errors import CodecError
from edge.bus.inbox import Delivery
from edge.bus.stop import Stop
from edge.core.messages.base import Message
from edge.core.messages.status import RecordingProblem, RecordingStatus
from edge.machine.durable import NO_ROOM
from edge.machine.file_layer import FILES, FileLayer
from edge.machine.putting_back import HeldFiles
from edge.processes.batch import Batch
from edge.processes.options import RecordedOptions, recording_dir
from edge.records.recording import next_part, parts_of
from edge.records.recording_writer import RecordingWriter
from edge.records.reserve import RECORDING, Reserve
from edge.runtime.context import SessionContext
from edge.runtime.run_dir import is_in_memory
from edge.runtime.service import ServicePorts

log = logging.getLogger(__name__)

FLUSH_S: Final = 0.25
"""Longest time that a received message cannot be read by other processes."""
SYNC_S: Final = 1.0
"""Longest time that a received message would not outlive a loss of power."""
RETRY_S: Final = 2.0
HANGS_S: Final = 10.0
"""A disk that takes this long for what is a matter of milliseconds is said to fail."""


def serve(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Record until `stop` is set, and then what has come in until there is no more.

    What the plan wants no recording of is written nowhere but in memory.
    """
    options: RecordedOptions = context.options
    folder = recording_dir(context)
    if folder != context.session_dir and not is_in_memory(context.run_dir):
        log.warning("nothing is recorded, as the plan wants it: restarted processes know nothing")
        while not stop.is_set():
            ports.poll(FLUSH_S)
        return
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sync") as executor:
        session = parent_process()
        recorder = Recorder(
            folder,
            options.metadata.strings(),
            ports,
            executor,
            files=options.files,
            holder=None if session is None else session.pid,
        )
        while not stop.is_set():
            recorder.take(ports.receive(FLUSH_S))
        while deliveries := ports.receive():
            recorder.take(deliveries)
        recorder.finish()


class RecorderPorts(Protocol):
    """What the recorder needs of its ports."""

    drops: dict[str, int]

    def acknowledge(self, delivery: Delivery, /) -> None:
        """Declare this delivery, and all before it from the same producer, kept."""

    def finished(self) -> None:
        """Note that all that was received has been worked on."""

    def send(self, message: Message, /) -> None:
        """Send a message."""


class Recorder:
    """Writes one file of a session's recording.

    Args:
        folder: of the session.
        metadata: what a replay needs beside the messages.
        ports: to acknowledge through, and to say what cannot be kept.
        executor: what waits for the disk, which may take long, while messages come in.
        files: what the disk does.
        holder: a process that may hold earlier files which are gone from the disk.
        clock_ns: the host's time.
    """

    def __init__(
        self,
        folder: Path,
        metadata: dict[str, str],
        ports: RecorderPorts,
        executor: Executor,
        *,
        files: FileLayer = FILES,
        holder: int | None = None,
        clock_ns: Callable[[], int] = now_ns,
    ) -> None:
        self._folder = folder
        self._ports = ports
        self._executor = executor
        self._files = files
        self._clock_ns = clock_ns
        self._metadata = metadata
        self._earlier = HeldFiles(parts_of(folder), files)
        if holder is not None:
            self._earlier.hold_lost(folder, holder)
        path = next_part(folder, self._earlier.paths)
        self._writer = RecordingWriter(path, metadata, files)
        self._times_put_back = 0
        self._reserve = Reserve(folder, RECORDING, files)
        self._unsafe = Batch()
        self._syncing = Batch()
        self._sync: Future[None] | None = None
        self._epochs: dict[str, int] = {}
        self._begun = False
        self._flush_ns = self._sync_ns = self._retry_ns = self._hangs_ns = 0
        self._problem: RecordingProblem = "none"
        self._kept_until_s = time.time()
        self._seq = 0

    def take(self, deliveries: Sequence[Delivery]) -> None:
        """Take in what has come, if anything, and put on the disk what is due."""
        for delivery in deliveries:
            self._add(delivery)
        now = self._clock_ns()
        try:
            self._end_sync()
            if self._sync is not None and now >= self._hangs_ns:
                self._hangs_ns = now + round(RETRY_S * 1e9)
                self._tell_failure(OSError(errno.ETIMEDOUT, "the disk does not answer"))
            if now >= self._retry_ns and (self._unsafe.count or not self._begun):
                self._put(now, idle=not deliveries)
        except OSError as error:
            self._retry_ns = now + round(RETRY_S * 1e9)
            self._tell_failure(error)

    def finish(self) -> None:
        """Finish the file; where that fails, use the room that was set aside for it."""
        try:
            self._end()
        except OSError as error:
            self._tell_failure(error)
            log.error(  # noqa: TRY400 - one sentence says it all
                "%d messages are not on the disk: they are lost, unless it is started again",
                self._unsafe.count,
            )
        finally:
            self._writer.close()
            self._earlier.close()
        if self._unsafe.outcomes:
            self._keep_outcomes()
        self._reserve.release()

    def _put(self, now: int, *, idle: bool) -> None:
        """Hand to the operating system, and then to the disk, what is due."""
        if idle or now >= self._flush_ns:
            self._writer.flush()
            self._ports.finished()
            self._flush_ns = now + round(FLUSH_S * 1e9)
        if self._sync is None and (idle or now >= self._sync_ns):
            self._earlier.put_back()
            self._sync = self._executor.submit(self._writer.begin_sync())
            self._sync_ns = now + round(SYNC_S * 1e9)
            self._hangs_ns = now + round(HANGS_S * 1e9)
            self._syncing, self._unsafe = self._unsafe, Batch()
            self._end_sync()

    def _end_sync(self, *, wait: bool = False) -> None:
        """Acknowledge what is on the disk by now; where it is not, all of it is due once more."""
        if self._sync is None or not (wait or self._sync.done()):
            return
        sync, self._sync = self._sync, None
        try:
            sync.result()
        except OSError:
            self._writer.fail_sync()
            self._syncing.extend(self._unsafe)
            self._unsafe = self._syncing
            raise
        self._writer.end_sync()
        self._acknowledge(self._syncing)

    def _add(self, delivery: Delivery) -> None:
        """Take in a message; one that cannot be written is left out."""
        stamp = delivery.stamp
        if self._epochs.setdefault(stamp.producer, stamp.epoch) != stamp.epoch:
            # The one before has died, so nobody but this process has what it sent last.
            self._flush_ns = self._sync_ns = 0
            self._epochs[stamp.producer] = stamp.epoch
        self._unsafe.add(delivery)
        try:
            self._writer.write(delivery.message, stamp)
        except CodecError as error:
            self._ports.drops["unwritable"] = self._ports.drops.get("unwritable", 0) + 1
            log.error("a message is left out: %s", error)  # noqa: TRY400 - one sentence is enough

    def _acknowledge(self, batch: Batch) -> None:
        """Let go of messages that are on the disk now."""
        for delivery in batch.last.values():
            self._ports.acknowledge(delivery)
        self._kept_until_s = time.time()
        times_put_back = self._writer.times_put_back + self._earlier.times_put_back
        if self._times_put_back != times_put_back:
            self._times_put_back = times_put_back
            log.warning("%s had been removed, and is put back", self._folder)
            self._problem = "removed"
            self._tell()
        elif self._problem != "none" or not self._begun:
            # Also at the beginning: a recorder that was killed may have told of a full disk.
            if self._problem != "none":
                log.warning("all of the session is on the disk again")
            self._problem = "none"
            self._tell()
        self._begun = True

    def _end(self) -> None:
        with suppress(OSError):
            self._end_sync(wait=True)
        try:
            self._writer.end()
        except OSError:
            self._reserve.release()
            self._writer.end()
        batch, self._unsafe = self._unsafe, Batch()
        self._acknowledge(batch)

    def _keep_outcomes(self) -> None:
        """Keep what was said of the repetitions in a file of its own, if there is room for it."""
        ways = ({},) if parts_of(self._folder) else (self._metadata, {})
        for metadata in ways:
            try:
                with RecordingWriter(next_part(self._folder), metadata, self._files) as writer:
                    for delivery in self._unsafe.outcomes:
                        writer.write(delivery.message, delivery.stamp)
            except OSError:
                continue
            return
        log.error("nor is there room for the results in %s", self._folder)

    def _tell_failure(self, error: OSError) -> None:
        problem = problem_of(error)
        if problem != self._problem:
            until = datetime.fromtimestamp(self._kept_until_s).strftime("%H:%M:%S")
            log.error(
                "cannot record to %s (%s): the session is kept up to %s, what follows waits in "
                "memory and is tried again every %.0f s",
                self._folder,
                error.strerror or error,
                until,
                RETRY_S,
            )
        self._problem = problem
        self._tell()

    def _tell(self) -> None:
        at_ns = self._clock_ns()
        self._ports.send(
            RecordingStatus(
                seq=self._seq,
                sensor_ns=at_ns,
                host_ns=at_ns,
                problem=self._problem,
                folder=str(self._folder),
                kept_until_s=self._kept_until_s,
                waiting=self._unsafe.count + (self._syncing.count if self._sync else 0),
            )
        )
        self._seq += 1


def problem_of(error: OSError) -> RecordingProblem:
    """Return what a person can do something about: a full disk, a forbidden one, or another."""
    if error.errno in NO_ROOM:
        return "full"
    return "read_only" if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM} else "failed"

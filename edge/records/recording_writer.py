"""Writing one file of a session's recording; see `edge.records.recording` for what it holds."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final, Self, cast

from mcap.data_stream import RecordBuilder
from mcap.records import Channel
from mcap.records import Metadata as MetadataRecord
from mcap.writer import Writer

from edge.bus.clock import now_ns
from edge.bus.json_form import json_schema, to_json
from edge.bus.wire import Stamp
from edge.core.messages.base import Message
from edge.machine.file_layer import FILES, FileLayer
from edge.machine.growing_file import GrowingFile
from edge.records.recording import METADATA, PROFILE

REPEAT_AFTER: Final = 16
"""So many flushes, a few seconds, lie between two copies of what says of which kind messages are.
"""
COPIES: Final = 2
"""Copies that follow at once when a further kind or producer has come."""


class RecordingWriter:
    """Writes one file; a context manager.

    What was flushed outlives this process, what was synced a loss of power too. A flush, sync or
    end that failed loses nothing and may be tried again: what is not on the disk stays in memory.

    What all messages depend on stands in more than one place, so that no damage to one part of the
    file, nor a break before its index, costs more than that part: of which producer and kind the
    messages of a channel are is repeated between the chunks, the metadata once.
    """

    def __init__(self, path: Path, metadata: Mapping[str, str], files: FileLayer = FILES) -> None:
        """Prepare the file `path`, which must not exist and is made by the first flush.

        Args:
            path: of the file.
            metadata: what a replay needs beside the messages (plan, anchors, …), by name. The
                time of the beginning is added, on the wall clock and on the clock of the messages.
            files: what the disk does.
        """
        self._schemas: dict[type[Message], int] = {}
        self._channels: dict[tuple[str, int, type[Message]], Channel] = {}
        self._flushes = self._copies_due = 0
        self._ended = False
        self._file = GrowingFile(path, files)
        self._writer = Writer(cast(IO[bytes], self._file))
        began = {"began_at": datetime.now(UTC).isoformat(), "began_ns": str(now_ns())}
        self._writer.start(profile=PROFILE, library=PROFILE)
        self._metadata = MetadataRecord(name=METADATA, metadata={**metadata, **began})
        self._writer.add_metadata(METADATA, self._metadata.metadata)

    @property
    def times_put_back(self) -> int:
        """How often the file was gone from the disk, and is there again."""
        return self._file.times_put_back

    def write(self, message: Message, stamp: Stamp) -> None:
        """Add `message`, which `stamp.producer` sent.

        Raises:
            CodecError: it cannot be kept; all others can.
        """
        data = to_json(message)
        self._writer.add_message(
            channel_id=self._channel(type(message), stamp),
            log_time=max(0, message.host_ns),
            publish_time=max(0, message.sensor_ns),
            sequence=stamp.seq,
            data=data,
        )

    def flush(self) -> None:
        """Hand all that was written to the operating system; it is readable from now on.

        Raises:
            OSError: a part of it at most was.
        """
        if self._ended:
            self._file.flush()
        else:
            self._repeat_if_due()
            self._writer.flush()

    def begin_sync(self) -> Callable[[], None]:
        """Flush, and return what puts all of it on the disk; see `GrowingFile.begin_sync`.

        Raises:
            OSError: a part of it at most was handed over.
        """
        self.flush()
        return self._file.begin_sync()

    def end_sync(self) -> None:
        """Forget what is on the disk now."""
        self._file.end_sync()

    def fail_sync(self) -> None:
        """Keep what may not be on the disk."""
        self._file.fail_sync()

    def end(self) -> None:
        """Finish the file with its index, and return once it is on the disk.

        Raises:
            OSError: it may not be.
        """
        if not self._ended:
            self._writer.finish()
            self._ended = True
        self._file.sync()

    def close(self) -> None:
        """Close the file, which ends with the last whole flush; never raises."""
        self._file.close()

    def _repeat_if_due(self) -> None:
        """Repeat between two chunks what the messages depend on."""
        if not self._channels:
            return
        self._flushes += 1
        if not self._copies_due and self._flushes % REPEAT_AFTER:
            return
        self._copies_due = max(0, self._copies_due - 1)
        builder = RecordBuilder()
        if self._flushes == COPIES:  # the beginning, which may be damaged, is a chunk away
            self._metadata.write(builder)
        for channel in self._channels.values():
            channel.write(builder)
        self._file.write(builder.end())

    def _channel(self, cls: type[Message], stamp: Stamp) -> int:
        key = stamp.producer, stamp.epoch, cls
        if key not in self._channels:
            channel = Channel(
                id=0,
                topic=f"/{stamp.producer}/{cls.__name__}",
                message_encoding="json",
                schema_id=self._schema(cls),
                metadata={"producer": stamp.producer, "epoch": str(stamp.epoch)},
            )
            channel.id = self._writer.register_channel(
                topic=channel.topic,
                message_encoding=channel.message_encoding,
                schema_id=channel.schema_id,
                metadata=channel.metadata,
            )
            self._channels[key] = channel
            self._copies_due = COPIES
        return int(self._channels[key].id)

    def _schema(self, cls: type[Message]) -> int:
        if cls not in self._schemas:
            self._schemas[cls] = self._writer.register_schema(
                name=cls.__name__,
                encoding="jsonschema",
                data=json.dumps(json_schema(cls)).encode(),
            )
        return self._schemas[cls]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Finish the file.

        Raises:
            OSError: what was not on the disk before is lost.
        """
        try:
            self.end()
        finally:
            self.close()

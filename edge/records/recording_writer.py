"""Writing one file of a session's recording; see `edge.records.recording` for what it holds."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from mcap.writer import Writer

from edge.bus.clock import now_ns
from edge.bus.json_form import json_schema, to_json
from edge.bus.wire import Stamp
from edge.core.messages.base import Message
from edge.records.recording import METADATA, PROFILE


class RecordingWriter:
    """Writes one file; a context manager. What was flushed survives whatever happens."""

    def __init__(self, path: Path, metadata: Mapping[str, str]) -> None:
        """Create `path`, which must not exist, and write `metadata` to it.

        Args:
            path: of the file.
            metadata: what a replay needs beside the messages (plan, anchors, …), by name. The
                time of the beginning is added, on the wall clock and on the clock of the messages.
        """
        self._schemas: dict[type[Message], int] = {}
        self._channels: dict[tuple[str, int, type[Message]], int] = {}
        self._stream = path.open("xb")
        self._writer = Writer(self._stream)
        began = {"began_at": datetime.now(UTC).isoformat(), "began_ns": str(now_ns())}
        try:
            self._writer.start(profile=PROFILE, library=PROFILE)
            self._writer.add_metadata(METADATA, {**metadata, **began})
            self.flush()
        except OSError:
            self._stream.close()
            raise

    def write(self, message: Message, stamp: Stamp) -> None:
        """Add `message`, which `stamp.producer` sent."""
        self._writer.add_message(
            channel_id=self._channel(type(message), stamp),
            log_time=max(0, message.host_ns),
            publish_time=max(0, message.sensor_ns),
            sequence=stamp.seq,
            data=to_json(message),
        )

    def flush(self) -> None:
        """Hand all that was written to the operating system; it is readable from now on."""
        self._writer.flush()

    def close(self) -> None:
        """Finish the file with its index."""
        try:
            self._writer.finish()
        finally:
            self._stream.close()

    def _channel(self, cls: type[Message], stamp: Stamp) -> int:
        key = stamp.producer, stamp.epoch, cls
        if key not in self._channels:
            self._channels[key] = self._writer.register_channel(
                topic=f"/{stamp.producer}/{cls.__name__}",
                message_encoding="json",
                schema_id=self._schema(cls),
                metadata={"producer": stamp.producer, "epoch": str(stamp.epoch)},
            )
        return self._channels[key]

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
        self.close()

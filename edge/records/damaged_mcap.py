"""The records of an MCAP file, whatever is damaged in it: a bad piece costs itself alone.

Nothing that the file says decides how much memory is taken or how far is read: lengths are held
against what is there, and what is compressed against what such a file can hold. Where a length is
wrong, the next chunk is found by its looks; that it is one is shown by its checksum.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import zstandard
from mcap.data_stream import ReadDataStream
from mcap.exceptions import McapError
from mcap.opcode import Opcode
from mcap.records import Channel, Header, Metadata, Schema

MAGIC: Final = b"\x89MCAP0\r\n"
COMPRESSION: Final = b"\x04\x00\x00\x00zstd"
"""How the name of the compression stands in a chunk."""
EXPANSION: Final = 32
"""Recordings shrink to a fifth; what claims more than this was made to fill the memory."""
SPARE_BYTES: Final = 4 * 2**20
_FRAME: Final = struct.Struct("<BQ")
_CHUNK: Final = struct.Struct("<QQQI")
"""First time, last time, size and checksum of what is compressed."""
_MESSAGE: Final = struct.Struct("<HIQQ")
_WRONG: Final = (McapError, struct.error, ValueError, KeyError)
"""What reading a damaged record raises."""
_TOP: Final = {Opcode.HEADER: Header, Opcode.METADATA: Metadata}
_KNOWN: Final = {Opcode.SCHEMA: Schema, Opcode.CHANNEL: Channel}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMessage:
    """A message as the file has it.

    Attributes:
        schema: name of its type.
        link: the metadata of its channel.
        sequence: its number on the link.
        data: what was recorded.
    """

    schema: str
    link: dict[str, str]
    sequence: int
    data: bytes


@dataclass(slots=True, kw_only=True)
class DamagedMcap:
    """One file, to be gone through once.

    Attributes:
        data: all its bytes.
        damages: where something is damaged.
        complete: the file has its end; known after the last record.
        lost: messages whose kind is not known, since the chunk that says it is damaged.
    """

    data: bytes
    damages: list[int] = field(default_factory=list)
    complete: bool = False
    lost: int = 0
    _schemas: dict[int, Schema] = field(default_factory=dict)
    _channels: dict[int, Channel] = field(default_factory=dict)
    _budget: int = 0

    def records(self) -> Iterator[Header | Metadata | RecordedMessage]:
        """Yield what can be read, in the order of the file."""
        self._budget = SPARE_BYTES + EXPANSION * len(self.data)
        frames = list(self._frames())
        # Between the chunks, and at the end of a file that was finished, stands once more of which
        # producer and kind the messages are, for the case that the chunk which says it is damaged.
        for kind, begin, end in frames:
            if kind in _KNOWN:
                self._learn(kind, self.data[begin:end], begin)
        for kind, begin, end in frames:
            if kind in _TOP:
                try:
                    yield _TOP[Opcode(kind)].read(ReadDataStream(BytesIO(self.data[begin:end])))
                except _WRONG:
                    self.damages.append(begin)
            elif kind == Opcode.CHUNK:
                content = self._content(begin, end)
                if content is None:
                    self.damages.append(begin)
                else:
                    yield from self._messages(content, begin)

    def _frames(self) -> Iterator[tuple[int, int, int]]:
        """Yield kind, begin and end of every record."""
        data = self.data
        at = len(MAGIC) if data.startswith(MAGIC) else 0
        while at + _FRAME.size <= len(data):
            kind, length = _FRAME.unpack_from(data, at)
            begin, end = at + _FRAME.size, at + _FRAME.size + length
            known = Opcode.HEADER <= kind <= Opcode.DATA_END
            if known and end <= len(data) and (kind != Opcode.CHUNK or _is_chunk(data, begin)):
                yield kind, begin, end
                if kind == Opcode.FOOTER:
                    self.complete = True
                    return
                at = end
                continue
            found = _next_chunk(data, at)
            if found is None:
                return
            if found[0] > at:
                self.damages.append(at)
            yield Opcode.CHUNK, *found
            at = found[1]

    def _content(self, begin: int, end: int) -> bytes | None:
        """Return what a chunk holds, None where it is damaged."""
        try:
            _, _, size, checksum = _CHUNK.unpack_from(self.data, begin)
            if size > self._budget:
                return None
            compressed = self.data[begin + _CHUNK.size + len(COMPRESSION) + 8 : end]
            content = _decompressed(compressed, size)
        except (zstandard.ZstdError, struct.error):
            return None
        if len(content) != size or zlib.crc32(content) != checksum:
            return None
        self._budget -= size
        return content

    def _messages(self, content: bytes, place: int) -> Iterator[RecordedMessage]:
        at = 0
        while at + _FRAME.size <= len(content):
            kind, length = _FRAME.unpack_from(content, at)
            record = content[at + _FRAME.size : at + _FRAME.size + length]
            at += _FRAME.size + length
            if kind in _KNOWN:
                self._learn(kind, record, place)
            elif kind == Opcode.MESSAGE and len(record) >= _MESSAGE.size:
                number, sequence, _, _ = _MESSAGE.unpack_from(record)
                channel = self._channels.get(number)
                if channel is None:
                    self.lost += 1
                    continue
                schema = self._schemas.get(channel.schema_id)
                yield RecordedMessage(
                    # The last word of a topic is the type too, should the schema be damaged.
                    schema=channel.topic.rpartition("/")[2] if schema is None else schema.name,
                    link=channel.metadata,
                    sequence=sequence,
                    data=record[_MESSAGE.size :],
                )

    def _learn(self, kind: int, record: bytes, place: int) -> None:
        try:
            one: Any = _KNOWN[Opcode(kind)].read(ReadDataStream(BytesIO(record)))
        except _WRONG:
            self.damages.append(place)
            return
        if isinstance(one, Schema):
            self._schemas[one.id] = one
        else:
            self._channels[one.id] = one


def _is_chunk(data: bytes, begin: int) -> bool:
    return data.startswith(COMPRESSION, begin + _CHUNK.size)


def _next_chunk(data: bytes, at: int) -> tuple[int, int] | None:
    """Return begin and end of the first chunk that looks whole from a place on, None without one.

    Its end is told by the length in it, since the one before it may be what is damaged.
    """
    while (found := data.find(COMPRESSION, at)) >= 0:
        begin = found - _CHUNK.size
        at = found + 1
        inside = found + len(COMPRESSION)
        if begin < _FRAME.size or inside + 8 > len(data):
            continue
        (length,) = struct.unpack_from("<Q", data, inside)
        end = inside + 8 + length
        if end <= len(data) and data[begin - _FRAME.size] == Opcode.CHUNK:
            return begin, end
    return None


def _decompressed(compressed: bytes, most: int) -> bytes:
    """Return what was compressed, at most a byte more than it may be.

    Raises:
        ZstdError: it is damaged.
    """
    with zstandard.ZstdDecompressor().stream_reader(BytesIO(compressed)) as stream:
        return stream.read(most + 1)

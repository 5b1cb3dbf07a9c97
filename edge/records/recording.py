"""Session recordings: MCAP files of JSON messages that any MCAP reader shows.

A session has one file per life of the recorder: `session-000.mcap`, `session-001.mcap`, … They are
read as one. Every message stands under its producer, that producer's epoch and its number on the
link to the recorder, so that what was delivered twice is recognised, and what is missing is said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mcap.records import Header, Metadata

from edge.bus.errors import CodecError
from edge.bus.json_form import from_json
from edge.core.messages.base import Message
from edge.records.damaged_mcap import MAGIC, DamagedMcap, RecordedMessage
from edge.records.errors import RecordingError
from edge.records.former_messages import as_written_now

PROFILE: Final = "physio-edge"
METADATA: Final = "session"
LARGEST_PART_BYTES: Final = 2**31
"""A day of a watch and a camera is less."""
MOST_REASONS: Final = 3
"""So many of the reasons why messages are left out are told."""
_PART = re.compile(r"session-(\d{3,})\.mcap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What was recorded of a session.

    Attributes:
        metadata: what a replay needs beside the messages, by name (plan, anchors, …); `began_at`
            and `began_ns` are the beginning on the wall clock and on the messages' clock.
        messages: in the order in which they reached the recorder; those of one producer are in
            the order of their sending, so what `motion` consumed is in the order of consumption.
        warnings: one sentence for each thing that is not as it should be.
        is_former: version 0.1.0 made it, which named the places of a movement otherwise.
    """

    metadata: Mapping[str, str]
    messages: tuple[Message, ...]
    warnings: tuple[str, ...]
    is_former: bool = False


def is_recording(path: Path) -> bool:
    """Tell whether `path` is a session's folder, or a file named or begun as its recordings are."""
    if path.is_dir() or path.suffix == ".mcap":
        return True  # whoever reads it says what is wrong
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def parts_of(session_dir: Path) -> list[Path]:
    """Return the files of the session's recording in the order of their writing."""
    found = [path for path in session_dir.glob("session-*.mcap") if _PART.fullmatch(path.name)]
    return sorted(found, key=_number)


def next_part(session_dir: Path, lost: Iterable[Path] = ()) -> Path:
    """Return the path for a further file of the session's recording; `lost` ones may come back."""
    numbers = (_number(part) for part in (*parts_of(session_dir), *lost))
    return session_dir / f"session-{max(numbers, default=-1) + 1:03d}.mcap"


def _number(part: Path) -> int:
    match = _PART.fullmatch(part.name)
    return int(match[1]) if match else 0


def read_recording(path: Path) -> Recording:
    """Return what `path`, a session's folder or one of its files, holds and is intact.

    A file that breaks off (its writer was killed, or still writes) yields all before the break.

    Raises:
        RecordingError: there is no recording, or nothing in it can be read.
    """
    whole = path.is_dir()
    parts = parts_of(path) if whole else [path]
    if not parts:
        raise RecordingError(f"{path} holds no recording (no file session-000.mcap)")
    reader = _Reader(whole=whole)
    for part in parts:
        reader.read(part)
    return reader.recording(path)


class _Reader:
    """Joins the parts of a recording."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole
        self._metadata: dict[str, str] = {}
        self._messages: list[Message] = []
        self._warnings: list[str] = []
        self._due: dict[tuple[str, str], int] = {}
        self._missing: Counter[str] = Counter()
        self._unreadable: Counter[str] = Counter()
        self._reasons: dict[str, str] = {}
        self._is_former = False

    def read(self, part: Path) -> None:
        """Take in one file; one of several may be anything.

        Raises:
            RecordingError: the only file is no recording, or cannot be opened.
        """
        try:
            self._read(part)
        except RecordingError as error:
            if not self._whole:
                raise
            self._warnings.append(f"{error}; it is left out")

    def _read(self, part: Path) -> None:
        before = len(self._messages)
        data = _bytes_of(part)
        file = DamagedMcap(data=data)
        for record in file.records():
            match record:
                case Header(profile=profile) if profile != PROFILE:
                    raise RecordingError(f"{part} is an MCAP file, but not a recorded session")
                case Metadata(name=name, metadata=metadata) if name == METADATA:
                    self._metadata = {**metadata, **self._metadata}
                case RecordedMessage():
                    self._take(record)
        found = len(self._messages) - before
        if not found and not data.startswith(MAGIC[: len(data)]):
            raise RecordingError(f"{part} is not an MCAP file")
        if file.damages:
            self._warnings.append(
                f"{part.name} breaks off and goes on in {len(file.damages)} place(s), first at "
                f"byte {min(file.damages)}; all that is intact is used ({found} messages)"
            )
        if file.lost:
            self._warnings.append(
                f"{file.lost} messages in {part.name} are left out: what says of which kind they "
                "are is damaged"
            )
        if not file.complete:
            self._warnings.append(
                f"{part.name} breaks off, its writing was interrupted; all that stands before "
                f"the break is used ({found} messages)"
            )

    def _take(self, record: RecordedMessage) -> None:
        producer, epoch = record.link.get("producer", ""), record.link.get("epoch", "")
        key = producer, epoch
        due = self._due.get(key, 0 if self._whole else record.sequence)
        if record.sequence < due:
            return
        self._missing[producer] += record.sequence - due
        self._due[key] = record.sequence + 1
        name, data = as_written_now(record.schema, record.data)
        self._is_former |= data is not record.data
        try:
            self._messages.append(from_json(name, data))
        except CodecError as error:
            self._unreadable[record.schema] += 1
            self._reasons.setdefault(record.schema, str(error))

    def recording(self, path: Path) -> Recording:
        """Return all that was taken in.

        Raises:
            RecordingError: that is nothing at all.
        """
        if not self._metadata and not self._messages:
            raise RecordingError(f"nothing in {path} can be read: {'; '.join(self._warnings)}")
        warnings = [
            *self._warnings,
            *(
                f"{n} messages of {name} are missing"
                for name, n in (+self._missing).most_common(MOST_REASONS)
            ),
            *(
                f"{n} messages are left out: {self._reasons[name]}"
                for name, n in self._unreadable.most_common(MOST_REASONS)
            ),
        ]
        return Recording(
            metadata=self._metadata,
            messages=tuple(self._messages),
            warnings=tuple(warnings),
            is_former=self._is_former,
        )


def _bytes_of(part: Path) -> bytes:
    """Return what a file holds.

    Raises:
        RecordingError: it cannot be opened, or is far larger than any recording.
    """
    try:
        size = part.stat().st_size
        if size > LARGEST_PART_BYTES:
            raise RecordingError(f"{part} is {size / 2**30:.1f} GB, more than a session has")
        return part.read_bytes()
    except OSError as error:
        raise RecordingError(f"{part} cannot be opened: {error.strerror}") from error

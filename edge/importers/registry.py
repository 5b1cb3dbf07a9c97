"""The formats of recordings that the project reads, one file each; a new one is one more line."""

from pathlib import Path
from typing import Final

from edge.importers import watch_csv
from edge.importers.format import Format
from edge.importers.watch_recording import WatchRecording

FORMATS: Final[tuple[Format, ...]] = (watch_csv.FORMAT,)
HEAD_BYTES: Final = 4096


def read_watch_recording(path: Path) -> WatchRecording:
    """Return the recording in a file of any of the formats, recognised by its content.

    A file that is of none is read as a watch CSV, whose errors say what such a file looks like.

    Raises:
        ImporterError: the file cannot be read, or holds no recording.
    """
    head = _head(path)
    known = next((one for one in FORMATS if one.recognises(head)), watch_csv.FORMAT)
    return known.read(path)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except (FileNotFoundError, IsADirectoryError):
        return b""  # the reader of the watch CSV says what is wrong

"""Files of JSON: one value, or one a line."""

from typing import Final

import orjson

from edge.importers.errors import ImporterError
from edge.importers.recorded_files import RecordedFile

LARGEST_BYTES: Final = 2**26
"""Half an hour at 50 Hz is a quarter of it; the values take ten times as much memory."""


def json_values(file: RecordedFile) -> list[object]:
    """Return the values in a file: that of the whole, or those of its lines.

    Raises:
        ImporterError: it is too large, or no JSON.
    """
    data = file.bytes(LARGEST_BYTES).removeprefix(b"\xef\xbb\xbf")
    try:
        return [orjson.loads(data)]
    except ValueError as error:
        whole = error
    lines = [line for line in data.splitlines() if line.strip()]
    try:
        return [orjson.loads(line) for line in lines] if len(lines) > 1 else _no_json(file, whole)
    except ValueError:
        return _no_json(file, whole)


def _no_json(file: RecordedFile, error: ValueError) -> list[object]:
    raise ImporterError(f"{file.name} is no whole JSON: {error}", remedy="export it once more")


def numbers_in(row: object, names: tuple[str, ...]) -> list[float] | None:
    """Return the numbers under the names of an object, None where one is missing or no number."""
    if not isinstance(row, dict):
        return None
    try:
        return [float(row[name]) for name in names]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None

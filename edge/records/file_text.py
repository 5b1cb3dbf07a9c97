"""The text of a small file that is kept, or one error that says why it cannot be read."""

from pathlib import Path
from typing import Final

from edge.records.errors import RecordsError

MOST_BYTES: Final = 64 * 2**20
"""A reference of five minutes has a tenth of it."""


def text_of(path: Path) -> str:
    """Return the text of a file in UTF-8.

    Raises:
        FileNotFoundError: there is none.
        RecordsError: it cannot be read, is no text, or is far too large.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RecordsError(f"it is larger than {MOST_BYTES // 2**20} MB")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise RecordsError(f"it cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise RecordsError("it cannot be read: it is not text") from error

"""A text file line by line, whatever program wrote it: its encoding is told from its first bytes.

Nothing that a file says decides how much memory is taken: lines are read one by one, and none is
longer than `LONGEST_LINE`.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from edge.importers.errors import ImporterError
from edge.importers.remark import Remark

HEAD_BYTES: Final = 4096
LONGEST_LINE: Final = 2**16
LARGEST_BYTES: Final = 2**30
"""An hour of a watch at 1000 Hz is a third of it."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL: Final = frozenset(range(32)) - frozenset(b"\0\t\n\r\f")
_AROUND: Final = " \r\v\f"
"""What may stand around a row; a tab may not, for beside it is an empty cell."""


@dataclass(slots=True, kw_only=True)
class TextLines:
    """The lines of one file, to be gone through once.

    Attributes:
        path: of the file.
        encoding: in which it is read.
        remarks: what was mended, complete after the last line.
    """

    path: Path
    encoding: str
    remarks: list[Remark] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of every line that is not blank, without NUL characters.

        Raises:
            ImporterError: a line is far too long for a row of numbers, or the file broke off.
        """
        nul, before = False, 0
        try:
            with self.path.open(encoding=self.encoding, errors="replace") as file:
                # Whole blocks: a call for every line takes longer than to read its numbers.
                while block := file.read(LONGEST_LINE) + file.readline(LONGEST_LINE):
                    if "\0" in block:
                        nul = True
                        block = block.replace("\0", "")
                    lines = block.removesuffix("\n").split("\n")
                    if max(map(len, lines)) >= LONGEST_LINE:
                        raise _no_text(self.path)
                    for number, line in enumerate(lines, start=before + 1):
                        if line.strip():
                            yield number, line.strip(_AROUND)
                    before += len(lines)
        except OSError as error:
            raise ImporterError(f"{self.path} cannot be read: {error.strerror}") from error
        if nul:
            self.remarks.append(Remark(kind="nul_bytes"))


def text_lines(path: Path) -> TextLines:
    """Return the lines of a file, in UTF-8, UTF-16, UTF-32 or Windows' Latin letters.

    Raises:
        ImporterError: there is no such file, it is a folder, far too large, or no text.
    """
    head = _head(path)
    encoding = _encoding(head)
    if encoding is None:
        raise _no_text(path)
    unusual = encoding not in ("utf-8", "utf-8-sig")
    remarks = [Remark(kind="encoding", facts={"name": encoding.upper()})] if unusual else []
    return TextLines(path=path, encoding=encoding, remarks=remarks)


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ImporterError(f"{path} is a folder", remedy="give a CSV file in it")
        if size > LARGEST_BYTES:
            raise ImporterError(
                f"{path} is {size / 2**30:.1f} GB, more than a recording of hours has",
                remedy="cut out the exercise",
            )
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except FileNotFoundError:
        raise ImporterError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise ImporterError(f"{path} cannot be read: {error}") from error


def _encoding(head: bytes) -> str | None:
    """Return the encoding that the first bytes of a file show, None where they are no text."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    first, *_ = head.partition(b"\n")
    if b"\0" in first:
        # Plain letters in UTF-16 have a zero byte each, all on one side.
        even, odd = first[0::2].count(0), first[1::2].count(0)
        if min(even, odd) == 0 and max(even, odd) >= 0.4 * len(first) - 1 and len(first) > 4:
            return "utf-16-le" if odd else "utf-16-be"
        return None
    if _CONTROL.intersection(head):
        return None
    try:
        # What stands at the end of the head may be half a letter.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252" if head[:1].isascii() else None
    return "utf-8"


def _no_text(path: Path) -> ImporterError:
    return ImporterError(f"{path} is no text file", remedy="give a CSV")

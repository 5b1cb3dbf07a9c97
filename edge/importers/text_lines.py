"""A text file line by line, whatever program wrote it: its encoding is told from its first bytes.

Nothing that a file says decides how much memory is taken: lines are read one by one, and none is
longer than `LONGEST_LINE`.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from edge.importers.encodings import encoding_of
from edge.importers.errors import ImporterError
from edge.importers.recorded_files import RecordedFile
from edge.importers.remark import Remark

ENCODING_BYTES: Final = 4096
LONGEST_LINE: Final = 2**16
_AROUND: Final = " \r\v\f"
"""What may stand around a row; a tab may not, for beside it is an empty cell."""


@dataclass(slots=True, kw_only=True)
class TextLines:
    """The lines of one file, to be gone through once.

    Attributes:
        file: where they stand.
        encoding: in which it is read.
        remarks: what was mended, complete after the last line.
    """

    file: RecordedFile
    encoding: str
    remarks: list[Remark] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what the file is called in a sentence."""
        return self.file.name

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of every line that is not blank, without NUL characters.

        Raises:
            ImporterError: a line is far too long for a row of numbers, or the file broke off.
        """
        nul, before = False, 0
        with (
            self.file.open() as stream,
            io.TextIOWrapper(stream, encoding=self.encoding, errors="replace") as text,
        ):
            # Whole blocks: a call for every line takes longer than to read its numbers.
            while block := text.read(LONGEST_LINE) + text.readline(LONGEST_LINE):
                if "\0" in block:
                    nul = True
                    block = block.replace("\0", "")
                lines = block.removesuffix("\n").split("\n")
                if max(map(len, lines)) >= LONGEST_LINE:
                    raise _no_text(self.file)
                for number, line in enumerate(lines, start=before + 1):
                    if line.strip():
                        yield number, line.strip(_AROUND)
                before += len(lines)
        if nul:
            self.remarks.append(Remark(kind="nul_bytes"))


def text_lines(file: RecordedFile) -> TextLines:
    """Return the lines of a file, in UTF-8, UTF-16, UTF-32 or Windows' Latin letters.

    Raises:
        ImporterError: there is no such file, or it is no text.
    """
    encoding = encoding_of(file.head(ENCODING_BYTES))
    if encoding is None:
        raise _no_text(file)
    unusual = encoding not in ("utf-8", "utf-8-sig")
    remarks = [Remark(kind="encoding", facts={"name": encoding.upper()})] if unusual else []
    return TextLines(file=file, encoding=encoding, remarks=remarks)


def _no_text(file: RecordedFile) -> ImporterError:
    return ImporterError(f"{file.name} is no text file", remedy="give a CSV")

"""The beginning of a file, from which its format is told."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from edge.importers.encodings import encoding_of

HEAD_BYTES: Final = 8192
SEPARATORS: Final = (",", ";", "\t", "|")


@dataclass(frozen=True, kw_only=True)
class Head:
    """The beginning of a file.

    Attributes:
        data: its first bytes, `HEAD_BYTES` or all.
        title: the last part of its name, in small letters.
    """

    data: bytes
    title: str = ""

    @cached_property
    def text(self) -> str:
        """Return its text, "" where it is none."""
        encoding = encoding_of(self.data)
        text = "" if encoding is None else self.data.decode(encoding, errors="ignore")
        return text.replace("\0", "")

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Return its lines that are not blank; the last one may be cut off."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())

    @cached_property
    def names(self) -> frozenset[str]:
        """Return all cells of all lines that hold letters, as they stand in a header."""
        found: set[str] = set()
        for line in self.lines:
            if any(letter.isalpha() for letter in line):
                for separator in SEPARATORS:
                    found.update(cell_name(cell) for cell in line.split(separator))
        return frozenset(found)

    def has(self, *names: str) -> bool:
        """Tell whether a header holds all the names."""
        return self.names.issuperset(names)


def cell_name(cell: str) -> str:
    """Return the name in a cell of a header: small letters, no quotes, no blanks around it."""
    return cell.strip().strip("\"'").strip().lower()

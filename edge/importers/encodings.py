"""In which letters a text is written, told from its first bytes."""

import codecs
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL: Final = frozenset(range(32)) - frozenset(b"\0\t\n\r\f")


def encoding_of(head: bytes) -> str | None:
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

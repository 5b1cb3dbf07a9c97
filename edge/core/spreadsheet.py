"""Texts in CSV files that people open with a spreadsheet."""

from typing import Final, TypeVar

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes a text for that begins so; the last four are the wide signs of the first
four."""
Value = TypeVar("Value")


def cell(value: Value) -> Value | str:
    """Return what stands in a cell; a text that would be taken for a formula is quoted.

    Patients' machines and plans choose names and words, and no file that the program writes may
    make somebody else's spreadsheet compute what they say.
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value

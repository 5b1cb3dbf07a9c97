"""Sayings that come again are written down ever more seldom: a stranger fills no log."""

import logging
from collections import Counter


class Seldom(logging.Filter):
    """Lets the first, second, fourth, eighth … of the records through that are worded alike."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        super().__init__()
        self._said: Counter[str] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is written, and count it."""
        self._said[str(record.msg)] += 1
        return self._said[str(record.msg)].bit_count() == 1

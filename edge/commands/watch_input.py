"""What the user of a watch must know or do before it is listened to."""

from edge.sources.scheme import Source
from edge.terminal.output import say


def announced(source: Source) -> Source:
    """Return the source, having said what its user must know or do first."""
    if source.notice:
        say(source.notice)
    return source

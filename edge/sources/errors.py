"""The one error of this package."""

from edge.core.errors import PhysioError


class SourceError(PhysioError, ValueError):
    """A source cannot be named, read or played; the message says why and what to do."""

    usual_cause = "bad_source"

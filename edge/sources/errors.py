"""The one error of this package."""


class SourceError(ValueError):
    """A source cannot be named, read or played; the message says why and what to do."""

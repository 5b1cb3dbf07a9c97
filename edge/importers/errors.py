"""The one error of this package."""


class ImporterError(ValueError):
    """A recording cannot be read; the message says why and what to do."""

"""The one error of this package."""

from edge.core.errors import PhysioError


class ImporterError(PhysioError, ValueError):
    """A recording cannot be read; the message says why and what to do."""

    usual_cause = "cannot_read_recording"

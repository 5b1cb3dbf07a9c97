"""The one error of this package."""

from edge.core.errors import PhysioError


class AlignError(PhysioError, ValueError):
    """The series cannot be aligned; the message says why and what to do."""

    usual_cause = "cannot_align"

"""The one error of this package."""

from edge.core.errors import PhysioError


class BodyError(PhysioError, ValueError):
    """A simulated patient was asked for something that it cannot be or do."""

    usual_cause = "bad_body"

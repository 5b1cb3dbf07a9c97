"""The one error of this package."""

from edge.core.errors import PhysioError


class ScreeningError(PhysioError, ValueError):
    """What a person gave with a film cannot be used; the message says why and what to do."""

    usual_cause = "bad_screening_input"

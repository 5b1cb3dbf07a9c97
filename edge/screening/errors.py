"""What a person gave beside a film or a recording cannot be used."""

from edge.core.errors import PhysioError


class ScreeningError(PhysioError, ValueError):
    """What a person gave beside it cannot be used; the message says why and what to do."""

    usual_cause = "bad_screening_input"

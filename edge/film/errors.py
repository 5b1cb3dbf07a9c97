"""The one error of this package."""

from edge.core.errors import PhysioError


class FilmError(PhysioError, ValueError):
    """A film cannot be made; the message says what to do."""

    usual_cause = "film_not_made"

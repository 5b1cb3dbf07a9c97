"""The one error of this package."""


class FilmError(ValueError):
    """A film cannot be made; the message says what to do."""
